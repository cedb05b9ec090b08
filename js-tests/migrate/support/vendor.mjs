// The vendor's two clients, as their users create them, with 1.5 s for a response.
import { createRequire } from "node:module";
import { testAccessKey } from "apsara-live/testing";
import { openapiParams } from "../../support/portable/openapi-params.mjs";

const require = createRequire(import.meta.url);
export const { RPCClient } = require("@alicloud/pop-core");
const { default: OpenApiClient, $OpenApiUtil } = require("@alicloud/openapi-core");
const { RuntimeOptions } = createRequire(require.resolve("@alicloud/openapi-core"))("@darabonba/typescript");

const TIMEOUT_MS = 1500;

/** A client of `@alicloud/pop-core`. */
export const popCore = (url) =>
  new RPCClient({ ...testAccessKey, endpoint: url, apiVersion: "2016-11-01", opts: { timeout: TIMEOUT_MS } });

/** The request of a generated client: parameters with a small first letter. */
class GeneratedRequest {
  constructor(params) {
    this.params = params;
  }
}

const wireName = (name) => name[0].toUpperCase() + name.slice(1);

/**
 * A client like those that the vendor generates over `@alicloud/openapi-core`: each method is one `callApi`. It speaks HTTP, as the
 * emulator does.
 */
class GeneratedClient extends OpenApiClient {
  async call(action, { params }, runtime) {
    const call = new $OpenApiUtil.Params(openapiParams(action, "HTTP"));
    const query = Object.fromEntries(Object.entries(params).map(([name, value]) => [wireName(name), String(value)]));
    return this.callApi(call, new $OpenApiUtil.OpenApiRequest({ query }), runtime);
  }
}

const requests = {};
for (const method of [
  "stopRtcCloudRecording",
  "stopLiveStreamMonitor",
  "describeRtcCloudRecordingFiles",
  "describeLiveStreamMonitorList",
]) {
  const action = wireName(method);
  requests[`${action}Request`] = GeneratedRequest;
  GeneratedClient.prototype[`${method}WithOptions`] = function (request, runtime) {
    return this.call(action, request, runtime);
  };
  GeneratedClient.prototype[method] = function (request) {
    return this.call(action, request, new RuntimeOptions({}));
  };
}

/** Imports of a program that uses the generated client. */
export const generated = { Client: GeneratedClient, Config: $OpenApiUtil.Config, RuntimeOptions, ...requests };

/** A generated client. */
export const openapi = (url) =>
  new GeneratedClient(
    new $OpenApiUtil.Config({ ...testAccessKey, endpoint: new URL(url).host, readTimeout: TIMEOUT_MS }),
  );
