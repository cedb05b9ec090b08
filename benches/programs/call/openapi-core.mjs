// One call as the vendor's generated clients make it.
import Client, { $OpenApiUtil } from "@alicloud/openapi-core";
import { RuntimeOptions } from "@darabonba/typescript";

const params = new $OpenApiUtil.Params({
  action: "StopRtcCloudRecording",
  version: "2016-11-01",
  protocol: "HTTPS",
  pathname: "/",
  method: "POST",
  authType: "AK",
  style: "RPC",
  reqBodyType: "formData",
  bodyType: "json",
});

export const stop = (taskId, credentials) =>
  new Client(new $OpenApiUtil.Config({ ...credentials, endpoint: "live.aliyuncs.com" })).callApi(
    params,
    new $OpenApiUtil.OpenApiRequest({ query: { TaskId: taskId } }),
    new RuntimeOptions({}),
  );
