// The public functions over one source of wasm.

import type { ClientOptions, StopOptions } from "../api/options.ts";
import type { StopLiveStreamMonitorResult, StopRtcCloudRecordingResult } from "../api/results.ts";
import { CredentialsCache } from "../call/credentials-cache.ts";
import { rejecting } from "../call/failures.ts";
import { type StopResultOf, stopTask } from "../call/stop.ts";
import type { StopName } from "../generated/operations.ts";
import type { StopLiveStreamMonitorParams, StopRtcCloudRecordingParams } from "../generated/params.ts";
import { oneCallSettings } from "../options/call-options.ts";
import { fileJournal } from "../stop-all/file-journal.ts";
import { createLoader, type Loader, type WasmSource } from "../wasm/loader.ts";
import { type Client, newClient } from "./client.ts";
import { toCurl } from "./to-curl.ts";

export type { Client };
export { createLoader, fileJournal, newClient, toCurl };

/** The functions of `apsara-live`. */
export interface LiveApi {
  /** Makes a client. */
  createClient(options?: ClientOptions): Client;
  /** Stops an RTC cloud recording, without a client. */
  stopRtcCloudRecording(
    params: StopRtcCloudRecordingParams,
    options?: ClientOptions & StopOptions,
  ): Promise<StopRtcCloudRecordingResult>;
  /** Stops a stream monitor, without a client. */
  stopLiveStreamMonitor(
    params: StopLiveStreamMonitorParams,
    options?: ClientOptions & StopOptions,
  ): Promise<StopLiveStreamMonitorResult>;
}

/**
 * Makes the functions of `apsara-live` over wasm that you supply, for hosts in which the other entries cannot load it.
 *
 * @param wasm - `apsara-live/apsara_live.wasm` as a `WebAssembly.Module`, its bytes, or a `Response` with them; a promise of one of
 * these; or a function that returns one of them, called inside the first call
 * @example
 * const { createClient } = createApi(() => fetch("/static/apsara_live.wasm"));
 */
export function createApi(wasm: WasmSource | (() => WasmSource)): LiveApi {
  const loader = createLoader(wasm);
  return {
    createClient: (options) => newClient(loader, options),
    stopRtcCloudRecording: stopWithoutClient(loader, "StopRtcCloudRecording"),
    stopLiveStreamMonitor: stopWithoutClient(loader, "StopLiveStreamMonitor"),
  };
}

/** Returns a function that stops a task with options of its own. */
export const stopWithoutClient =
  <Name extends StopName>(loader: Loader, operation: Name) =>
  (params: unknown, options?: unknown): Promise<StopResultOf<Name>> =>
    rejecting(operation, () => {
      const [client, call] = oneCallSettings(options);
      const credentials = new CredentialsCache(client.credentials);
      return stopTask(operation, params, call, { client, loader, credentials });
    });
