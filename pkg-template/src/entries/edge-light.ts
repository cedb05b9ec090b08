// The entry `apsara-live` for Vercel's edge runtime, whose bundler hands over a compiled module for this query.

import type { LiveApi } from "../client/api.ts";
import wasm from "./apsara_live.wasm?module";
import { createApi } from "./slim.ts";

export { LiveError } from "../client/live-error.ts";

const api = /* @__PURE__ */ createApi(wasm);

// Functions, not members of `api`: esbuild removes those that nobody calls.
export const createClient: LiveApi["createClient"] = (options) => api.createClient(options);
export const stopRtcCloudRecording: LiveApi["stopRtcCloudRecording"] = (params, options) =>
  api.stopRtcCloudRecording(params, options);
export const stopLiveStreamMonitor: LiveApi["stopLiveStreamMonitor"] = (params, options) =>
  api.stopLiveStreamMonitor(params, options);
