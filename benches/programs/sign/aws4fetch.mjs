// Signs one request.
import { AwsClient } from "aws4fetch";

const aws = new AwsClient({
  accessKeyId: "testid",
  secretAccessKey: "testsecret",
  service: "live",
  region: "cn-shanghai",
});
const url = "https://live.aliyuncs.com/?TaskId=5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4";
const { headers } = await aws.sign(url, { method: "POST" });
if (!headers.has("authorization")) throw new Error("not signed");
