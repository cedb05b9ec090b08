/**
 * The entry `apsara-live` for runtimes that compile bytes.
 *
 * @module
 */
import type { LiveApi } from "../client/api.ts";
import { inlineBytes } from "../wasm/inline-bytes.ts";
import { createApi } from "./slim.ts";

export type { Client } from "../client/client.ts";
export { LiveError } from "../client/live-error.ts";
export type * from "../client/types.ts";

const api = /* @__PURE__ */ createApi(inlineBytes);

// Functions, not members of `api`: esbuild removes those that nobody calls.
/** {@inheritDoc LiveApi.createClient} */
export const createClient: LiveApi["createClient"] = (options) => api.createClient(options);
/** {@inheritDoc LiveApi.stopRtcCloudRecording} */
export const stopRtcCloudRecording: LiveApi["stopRtcCloudRecording"] = (params, options) =>
  api.stopRtcCloudRecording(params, options);
/** {@inheritDoc LiveApi.stopLiveStreamMonitor} */
export const stopLiveStreamMonitor: LiveApi["stopLiveStreamMonitor"] = (params, options) =>
  api.stopLiveStreamMonitor(params, options);
