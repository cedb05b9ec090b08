// A call of the core of the vendor's generated clients, which are CommonJS.
import { createRequire } from "node:module";
import { credentials, operation, taskId, version } from "./input.mjs";

const require = createRequire(import.meta.url);
const { default: OpenApiClient, $OpenApiUtil } = require("@alicloud/openapi-core");
const { RuntimeOptions } = createRequire(require.resolve("@alicloud/openapi-core"))("@darabonba/typescript");

/** Returns a call as the vendor's generated clients make it, with a request and runtime options for each call. */
export function openapiCore(address) {
  const config = new $OpenApiUtil.Config({ ...credentials, endpoint: address, protocol: "http" });
  const client = new OpenApiClient(config);
  const params = new $OpenApiUtil.Params({
    action: operation,
    version,
    protocol: "HTTP",
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  return async () => {
    const request = new $OpenApiUtil.OpenApiRequest({ query: { TaskId: taskId } });
    return (await client.callApi(params, request, new RuntimeOptions({}))).body.TaskId;
  };
}
