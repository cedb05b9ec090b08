// One whole call of each subject to a server that responds at once. Clients are created once and keep connections by their defaults.
import { createRequire } from "node:module";
import { createClient } from "apsara-live";
import { createHttpFetch } from "apsara-live/node";
import { credentials, operation, taskId, version } from "./input.mjs";
import { openapiCore } from "./openapi-core.mjs";

const require = createRequire(import.meta.url);
const { RPCClient } = require("@alicloud/pop-core");

const METHODS = ["ACS3-HMAC-SHA256", "HMAC-SHA1"];

/** Returns a call of each subject, which resolves to the TaskId of the reply. */
export async function callers(address) {
  const client = (signatureMethod, options) =>
    // Without the pacer, which would limit the rate to the quota.
    createClient({ credentials, endpoint: `http://${address}`, signatureMethod, quota: false, ...options });
  const [acs3, sha1] = METHODS.map((method) => client(method));
  const ours = (live) => async () => (await live.stopRtcCloudRecording({ taskId })).taskId;
  const overHttp = METHODS.map((method) => [
    `apsara-live over createHttpFetch, ${method}`,
    ours(client(method, { fetch: createHttpFetch() })),
  ]);
  return {
    ...Object.fromEntries(overHttp),
    "apsara-live, ACS3-HMAC-SHA256": ours(acs3),
    "apsara-live, HMAC-SHA1": ours(sha1),
    "createHttpFetch, pre-signed, ACS3-HMAC-SHA256": await presigned(acs3, readable(createHttpFetch())),
    "fetch, pre-signed, ACS3-HMAC-SHA256": await presigned(acs3),
    "fetch, pre-signed, HMAC-SHA1": await presigned(sha1),
    "@alicloud/pop-core, HMAC-SHA1": popCore(address),
    "@alicloud/openapi-core, ACS3-HMAC-SHA256": openapiCore(address),
  };
}

/** Returns a call without a client: sends the same signed request each time and reads the reply. */
async function presigned(live, fetch = globalThis.fetch) {
  const { method, url, headers, body } = await live.sign(operation, { taskId });
  return async () => (await (await fetch(url, { method, headers, body })).json()).TaskId;
}

/** Returns the same function with the method `json` of its responses, which no client needs. */
const readable = (fetch) => async (url, init) => {
  const reader = (await fetch(url, init)).body.getReader();
  const json = async () => {
    const chunks = [];
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) chunks.push(chunk.value);
    return JSON.parse(Buffer.concat(chunks).toString());
  };
  return { json };
};

function popCore(address) {
  const client = new RPCClient({ ...credentials, endpoint: `http://${address}`, apiVersion: version });
  return async () => (await client.request(operation, { TaskId: taskId }, { method: "POST" })).TaskId;
}
