// The entry for runtimes that compile bytes; these are in the module inline.js, and compiled inside the first call.
import { createApi } from "./api.js";
import bytes from "./inline.js";

export { LiveError } from "./errors.js";
export const { createClient, stopRtcCloudRecording, stopLiveStreamMonitor } = /* @__PURE__ */ createApi(bytes);
