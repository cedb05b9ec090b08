// The public functions over one source of wasm.
import { oneCallSettings } from "../options/call-options.ts";
import { CredentialsCache } from "../transport/credentials-cache.ts";
import { createLoader, type WasmSource } from "../wasm/loader.ts";
import { type Client, createClient } from "./client.ts";
import { rejecting, type StopMethod, stopTask } from "./stop.ts";
import type {
  CallOptions,
  ClientOptions,
  StopLiveStreamMonitorParams,
  StopLiveStreamMonitorResult,
  StopRtcCloudRecordingParams,
  StopRtcCloudRecordingResult,
} from "./types.ts";

/** The functions of `apsara-live`. */
export interface LiveApi {
  /**
   * Makes a client. Nothing is loaded or sent before its first call.
   *
   * @throws {@link LiveError} of kind `argument` or `credentials`, where the options are unusable
   * @example
   * const live = createClient({ region: "ap-southeast-1" });
   * const { outcome } = await live.stopRtcCloudRecording({ taskId });
   */
  createClient(options?: ClientOptions): Client;
  /**
   * Stops an RTC cloud recording, without a client.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @example
   * const { outcome } = await stopRtcCloudRecording({ taskId }, { credentials: { accessKeyId, accessKeySecret } });
   */
  stopRtcCloudRecording(
    params: StopRtcCloudRecordingParams,
    options?: ClientOptions & CallOptions,
  ): Promise<StopRtcCloudRecordingResult>;
  /**
   * Stops a stream monitor, without a client.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @example
   * const { outcome } = await stopLiveStreamMonitor({ monitorId }, { credentials: { accessKeyId, accessKeySecret } });
   */
  stopLiveStreamMonitor(
    params: StopLiveStreamMonitorParams,
    options?: ClientOptions & CallOptions,
  ): Promise<StopLiveStreamMonitorResult>;
}

/**
 * Makes the functions of `apsara-live` over wasm that you supply, for hosts in which the other entries do not find it.
 *
 * @param wasm - `apsara-live/apsara_live.wasm` as a `WebAssembly.Module`, its bytes, or a `Response` with them; a promise of one of
 * these; or a function that returns one of them, called inside the first call
 * @example
 * const { createClient } = createApi(() => fetch("/static/apsara_live.wasm"));
 */
export function createApi(wasm: WasmSource | (() => WasmSource)): LiveApi {
  const loader = createLoader(wasm);
  const stop =
    (method: StopMethod) =>
    (params: unknown, options?: unknown): Promise<never> =>
      rejecting(method, () => {
        const [client, call] = oneCallSettings(options);
        return stopTask({
          method,
          params,
          client,
          call,
          loader,
          credentials: new CredentialsCache(client.credentials),
        });
      });
  return {
    createClient: (options) => createClient(loader, options),
    stopRtcCloudRecording: stop("stopRtcCloudRecording"),
    stopLiveStreamMonitor: stop("stopLiveStreamMonitor"),
  };
}
