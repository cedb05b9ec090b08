// One whole call of each subject to a server that responds at once. Clients are created once and keep connections by their defaults.
import { createRequire } from "node:module";
import { createClient } from "apsara-live";
import { credentials, operation, taskId, version } from "./input.mjs";

const require = createRequire(import.meta.url);
const { RPCClient } = require("@alicloud/pop-core");
const { default: OpenApiClient, $OpenApiUtil } = require("@alicloud/openapi-core");
const { RuntimeOptions } = createRequire(require.resolve("@alicloud/openapi-core"))("@darabonba/typescript");

/** Returns a call of each subject, which resolves to the TaskId of the reply. */
export async function callers(address) {
  const acs3 = createClient({ credentials, endpoint: `http://${address}` });
  const sha1 = createClient({ credentials, endpoint: `http://${address}`, signatureMethod: "HMAC-SHA1" });
  const ours = (live) => async () => (await live.stopRtcCloudRecording({ taskId })).taskId;
  return {
    "apsara-live, ACS3-HMAC-SHA256": ours(acs3),
    "apsara-live, HMAC-SHA1": ours(sha1),
    "fetch, pre-signed, ACS3-HMAC-SHA256": await presigned(acs3),
    "fetch, pre-signed, HMAC-SHA1": await presigned(sha1),
    "@alicloud/pop-core, HMAC-SHA1": popCore(address),
    "@alicloud/openapi-core, ACS3-HMAC-SHA256": openapiCore(address),
  };
}

/** Returns a call without a client: sends the same signed request each time and reads the reply. */
async function presigned(live) {
  const { method, url, headers, body } = await live.sign(operation, { taskId });
  return async () => (await (await fetch(url, { method, headers, body })).json()).TaskId;
}

function popCore(address) {
  const client = new RPCClient({ ...credentials, endpoint: `http://${address}`, apiVersion: version });
  return async () => (await client.request(operation, { TaskId: taskId }, { method: "POST" })).TaskId;
}

/** Returns a call as the vendor's generated clients make it, with a request and runtime options for each call. */
function openapiCore(address) {
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
