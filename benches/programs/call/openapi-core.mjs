// One call as the vendor's generated clients make it.
import Client, { $OpenApiUtil } from "@alicloud/openapi-core";
import { RuntimeOptions } from "@darabonba/typescript";
import { openapiParams } from "../../../js-tests/support/portable/openapi-params.mjs";

const params = new $OpenApiUtil.Params(openapiParams("StopRtcCloudRecording", "HTTPS"));

export const stop = (taskId, credentials) =>
  new Client(new $OpenApiUtil.Config({ ...credentials, endpoint: "live.aliyuncs.com" })).callApi(
    params,
    new $OpenApiUtil.OpenApiRequest({ query: { TaskId: taskId } }),
    new RuntimeOptions({}),
  );
