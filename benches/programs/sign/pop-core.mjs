// Signs one request; a stubbed transport receives it.
import { createRequire } from "node:module";
import popCore from "@alicloud/pop-core";

const require = createRequire(createRequire(import.meta.url).resolve("@alicloud/pop-core"));
const client = new popCore.RPCClient({
  accessKeyId: "testid",
  accessKeySecret: "testsecret",
  endpoint: "https://live.aliyuncs.com",
  apiVersion: "2016-11-01",
});
let signed;
require("httpx").request = (_, { data }) => {
  signed = data;
  throw new Error("the transport is stubbed");
};
const params = { TaskId: "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4" };
await client.request("StopRtcCloudRecording", params, { method: "POST" }).catch(() => {});
if (!signed?.includes("Signature=")) throw new Error("not signed");
