// The entry `apsara-live` for workerd, which compiles no bytes: the bundler hands over a compiled module.

import { createLoader, fileJournal, type LiveApi, newClient, stopWithoutClient, toCurl } from "../client/api.ts";
import wasm from "./apsara_live.wasm";

export { LiveError } from "../api/live-error.ts";
export type * from "./types.ts";
export { fileJournal, toCurl };

// Each function by itself, so that bundlers remove those that nobody calls.
const loader = /* @__PURE__ */ createLoader(wasm);

export const createClient: LiveApi["createClient"] = (options) => newClient(loader, options);

export const stopRtcCloudRecording: LiveApi["stopRtcCloudRecording"] = /* @__PURE__ */ stopWithoutClient(
  loader,
  "StopRtcCloudRecording",
);

export const stopLiveStreamMonitor: LiveApi["stopLiveStreamMonitor"] = /* @__PURE__ */ stopWithoutClient(
  loader,
  "StopLiveStreamMonitor",
);
