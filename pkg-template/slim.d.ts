import type { createClient, stopLiveStreamMonitor, stopRtcCloudRecording } from "apsara-live";

export { LiveError } from "apsara-live";

/**
 * The wasm of this package, `apsara-live/apsara_live.wasm`: a `WebAssembly.Module`, its bytes, or a `Response` with them. A
 * `WebAssembly.Module` is written as `object`, so that these types need neither those of the DOM nor those of Node.js.
 */
export type WasmSource = object;

/**
 * Makes the functions of `apsara-live` over wasm that the caller brings, for hosts in which the other entries do not find it.
 *
 * @param wasm the wasm, a promise of it, or a function that answers with either and is called inside the first call
 * @example
 * const { createClient } = createApi(() => fetch("/static/apsara_live.wasm"));
 */
export function createApi(wasm: WasmSource | PromiseLike<WasmSource> | (() => WasmSource | PromiseLike<WasmSource>)): {
  createClient: typeof createClient;
  stopRtcCloudRecording: typeof stopRtcCloudRecording;
  stopLiveStreamMonitor: typeof stopLiveStreamMonitor;
};
