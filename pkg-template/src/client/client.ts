// A client: options that are validated once, and the state that calls share.
import type { OperationName } from "../generated/operations.ts";
import { callSettings, clientSettings } from "../options/call-options.ts";
import { CredentialsCache } from "../transport/credentials-cache.ts";
import type { Loader } from "../wasm/loader.ts";
import { signRequest } from "./sign.ts";
import { asLiveError, rejecting, type StopMethod, stopTask } from "./stop.ts";
import type {
  CallOptions,
  Operations,
  SignedRequest,
  SignOptions,
  StopLiveStreamMonitorParams,
  StopLiveStreamMonitorResult,
  StopRtcCloudRecordingParams,
  StopRtcCloudRecordingResult,
} from "./types.ts";
import { WasmClients } from "./wasm-clients.ts";

/** A client. Its functions may be taken off it, and replaced by spies. */
export interface Client {
  /**
   * Stops an RTC cloud recording.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording
   */
  stopRtcCloudRecording(
    params: StopRtcCloudRecordingParams,
    options?: CallOptions,
  ): Promise<StopRtcCloudRecordingResult>;
  /**
   * Stops a stream monitor.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor
   */
  stopLiveStreamMonitor(
    params: StopLiveStreamMonitorParams,
    options?: CallOptions,
  ): Promise<StopLiveStreamMonitorResult>;
  /**
   * Signs a request and does not send it: data for another HTTP client, a queue or a support ticket.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @example
   * const { method, url, headers, body } = await live.sign("StopRtcCloudRecording", { taskId });
   * const response = await fetch(url, { method, headers, body });
   */
  sign<Name extends keyof Operations>(
    operation: Name,
    params: Operations[Name],
    options?: SignOptions,
  ): Promise<SignedRequest>;
  /** The learnt difference between the service's clock and the wall clock, in milliseconds; 0 until there is one to learn. */
  readonly clockOffsetMs: number;
}

/** Validates the options, and loads nothing. */
export function newClient(loader: Loader, options: unknown): Client {
  try {
    const client = clientSettings(options);
    const credentials = new CredentialsCache(client.credentials);
    const clients = new WasmClients(client.wasm);
    const stop =
      (method: StopMethod) =>
      (params: unknown, callOptions?: unknown): Promise<never> =>
        rejecting(method, () => {
          const call = callSettings(client, callOptions);
          return stopTask({ method, params, client, call, loader, credentials, clients });
        });
    return {
      stopRtcCloudRecording: stop("stopRtcCloudRecording"),
      stopLiveStreamMonitor: stop("stopLiveStreamMonitor"),
      sign: (operation: OperationName, params: unknown, signOptions?: unknown) =>
        signRequest({ operation, params, options: signOptions, client, loader, credentials, clients }),
      get clockOffsetMs() {
        return clients.clockOffsetMs;
      },
    };
  } catch (error) {
    throw asLiveError(error);
  }
}
