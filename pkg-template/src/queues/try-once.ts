// One request for a task of a queue, which paces and repeats the requests itself.
import type { CallOptions } from "../api/options.ts";
import type { StopLiveStreamMonitorResult, StopRtcCloudRecordingResult } from "../api/results.ts";
import type { StopLiveStreamMonitorParams, StopRtcCloudRecordingParams } from "../generated/params.ts";
import { readTask } from "./queued-task.ts";

/** The methods of a client that a consumer uses. */
export interface StopClient {
  stopRtcCloudRecording(
    params: StopRtcCloudRecordingParams,
    options?: CallOptions,
  ): Promise<StopRtcCloudRecordingResult>;
  stopLiveStreamMonitor(
    params: StopLiveStreamMonitorParams,
    options?: CallOptions,
  ): Promise<StopLiveStreamMonitorResult>;
  /** Called once, to load the WebAssembly and the credentials. */
  sign?(operation: "StopRtcCloudRecording", params: StopRtcCloudRecordingParams): Promise<unknown>;
}

/** The result of a stop. */
export type TaskResult = StopRtcCloudRecordingResult | StopLiveStreamMonitorResult;

/** Retries inside the call would escape the limiter of the queue. */
const ONCE: CallOptions = { retry: false };

/** Sends at most one request. Rejects with a `LiveError`, also if the task is unusable. */
export async function tryOnce(live: StopClient, task: unknown, options: CallOptions = {}): Promise<TaskResult> {
  const { operation, params } = readTask(task);
  return operation === "StopRtcCloudRecording"
    ? live.stopRtcCloudRecording(params, { ...options, ...ONCE })
    : live.stopLiveStreamMonitor(params, { ...options, ...ONCE });
}

/**
 * Loads the WebAssembly and the credentials before the first permit, which would expire during the loading. Never rejects: the first
 * call has the error.
 */
export async function warmUp(live: StopClient): Promise<void> {
  try {
    await live.sign?.("StopRtcCloudRecording", { taskId: "warm-up" });
  } catch {
    // The first call rejects with the same error.
  }
}
