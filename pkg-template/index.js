// The entry for runtimes that compile bytes.
import { bytes } from "./bytes.js";
import { createApi } from "./slim.js";

export { LiveError } from "./errors.js";

// Functions of their own, and not what createApi returns: esbuild leaves those away where nobody calls them.
const api = /* @__PURE__ */ createApi(bytes);

export const createClient = (options) => api.createClient(options);
export const stopRtcCloudRecording = (params, options) => api.stopRtcCloudRecording(params, options);
export const stopLiveStreamMonitor = (params, options) => api.stopLiveStreamMonitor(params, options);
