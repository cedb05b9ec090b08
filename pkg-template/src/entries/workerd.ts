// The entry `apsara-live` for workerd, which compiles no bytes: the bundler hands over a compiled module.

import type { LiveApi } from "../client/api.ts";
import wasm from "./apsara_live.wasm";
import { createApi } from "./slim.ts";

export { LiveError } from "../client/live-error.ts";

const api = /* @__PURE__ */ createApi(wasm);

// Functions, not members of `api`: esbuild removes those that nobody calls.
export const createClient: LiveApi["createClient"] = (options) => api.createClient(options);
export const stopRtcCloudRecording: LiveApi["stopRtcCloudRecording"] = (params, options) =>
  api.stopRtcCloudRecording(params, options);
export const stopLiveStreamMonitor: LiveApi["stopLiveStreamMonitor"] = (params, options) =>
  api.stopLiveStreamMonitor(params, options);
