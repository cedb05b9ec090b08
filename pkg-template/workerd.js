// The entry for workerd, which compiles no bytes: the bundler hands over a compiled module.
import module from "./apsara_live.wasm";
import { createApi } from "./slim.js";

export { LiveError } from "./errors.js";

// Functions of their own, and not what createApi returns: esbuild leaves those away where nobody calls them.
const api = /* @__PURE__ */ createApi(module);

export const createClient = (options) => api.createClient(options);
export const stopRtcCloudRecording = (params, options) => api.stopRtcCloudRecording(params, options);
export const stopLiveStreamMonitor = (params, options) => api.stopLiveStreamMonitor(params, options);
