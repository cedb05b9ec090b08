// Signing and calls with the core of the vendor's generated clients, which is CommonJS.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { openapiParams } from "../../js-tests/support/portable/openapi-params.mjs";
import { credentials, host, operation, taskId, version } from "./input.mjs";

const require = createRequire(import.meta.url);
const { default: OpenApiClient, $OpenApiUtil, OpenApiUtil } = require("@alicloud/openapi-core");
const { RuntimeOptions } = createRequire(require.resolve("@alicloud/openapi-core"))("@darabonba/typescript");

const METHOD = "ACS3-HMAC-SHA256";

/** Returns a call as the vendor's generated clients make it, with a request and runtime options for each call. */
export function openapiCore(address) {
  const config = new $OpenApiUtil.Config({ ...credentials, endpoint: address, protocol: "http" });
  const client = new OpenApiClient(config);
  const params = new $OpenApiUtil.Params(openapiParams(operation, "HTTP"));
  return async () => {
    const request = new $OpenApiUtil.OpenApiRequest({ query: { TaskId: taskId } });
    return (await client.callApi(params, request, new RuntimeOptions({}))).body.TaskId;
  };
}

/** Calls `getAuthorization()` with the headers that its client sets, and with its own clock and nonces. */
export function openapiSigner() {
  const method = "POST";
  const emptyHash = createHash("sha256").digest("hex");
  return () => {
    const query = { TaskId: taskId };
    const headers = {
      host,
      "x-acs-version": version,
      "x-acs-action": operation,
      "x-acs-date": OpenApiUtil.getTimestamp(),
      "x-acs-signature-nonce": OpenApiUtil.getNonce(),
      "x-acs-content-sha256": emptyHash,
      accept: "application/json",
    };
    const { accessKeyId, accessKeySecret } = credentials;
    const request = { method, pathname: "/", query, headers };
    headers.authorization = OpenApiUtil.getAuthorization(request, METHOD, emptyHash, accessKeyId, accessKeySecret);
    return { method, url: `https://${host}/?TaskId=${encodeURIComponent(taskId)}`, headers };
  };
}
