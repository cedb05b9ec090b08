// The entry for Vercel's edge runtime, whose bundler hands over a compiled module for this query.
import { createApi } from "./api.js";
import module from "./apsara_live.wasm?module";

export { LiveError } from "./errors.js";
export const { createClient, stopRtcCloudRecording, stopLiveStreamMonitor } = /* @__PURE__ */ createApi(module);
