// The entry for workerd, which compiles no bytes: the bundler hands over a compiled module.
import { createApi } from "./api.js";
import module from "./apsara_live.wasm";

export { LiveError } from "./errors.js";
export const { createClient, stopRtcCloudRecording, stopLiveStreamMonitor } = /* @__PURE__ */ createApi(module);
