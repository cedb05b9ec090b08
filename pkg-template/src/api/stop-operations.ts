// Written by `cargo xtask generate` from src/core/operation.

import type { StopLiveStreamMonitorParams, StopRtcCloudRecordingParams } from "../generated/params.ts";
import type { ClientOptions, StopOptions } from "./options.ts";
import type { StopResult } from "./results.ts";

/** The result of `stopRtcCloudRecording`. */
export type StopRtcCloudRecordingResult = StopResult & {
  /** The ID of the recording. */
  readonly taskId: string;
};

/** The result of `stopLiveStreamMonitor`. */
export type StopLiveStreamMonitorResult = StopResult & {
  /** The ID of the monitor. */
  readonly monitorId: string;
};

/** The results of the operations that stop a task, by operation. */
export interface StopResults {
  readonly StopRtcCloudRecording: StopRtcCloudRecordingResult;
  readonly StopLiveStreamMonitor: StopLiveStreamMonitorResult;
}

/** A task to stop. Where several operations stop tasks with an ID of that name, all but the first must be named.
 * The events of its call and the journal of its run have its `context`, too, which may be anything. */
export type Task =
  | (StopRtcCloudRecordingParams & {
      readonly operation?: "StopRtcCloudRecording" | undefined;
      readonly context?: unknown;
    })
  | (StopLiveStreamMonitorParams & {
      readonly operation?: "StopLiveStreamMonitor" | undefined;
      readonly context?: unknown;
    });

/** The operations that stop a task. */
export interface StopOperations {
  /**
   * Stops an RTC cloud recording.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording
   */
  stopRtcCloudRecording(
    params: StopRtcCloudRecordingParams,
    options?: StopOptions,
  ): Promise<StopRtcCloudRecordingResult>;
  /**
   * Stops a stream monitor.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor
   */
  stopLiveStreamMonitor(
    params: StopLiveStreamMonitorParams,
    options?: StopOptions,
  ): Promise<StopLiveStreamMonitorResult>;
}

/** The operations that stop a task, without a client. */
export interface StopFunctions {
  /**
   * Stops an RTC cloud recording, without a client.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording
   */
  stopRtcCloudRecording(
    params: StopRtcCloudRecordingParams,
    options?: ClientOptions & StopOptions,
  ): Promise<StopRtcCloudRecordingResult>;
  /**
   * Stops a stream monitor, without a client.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor
   */
  stopLiveStreamMonitor(
    params: StopLiveStreamMonitorParams,
    options?: ClientOptions & StopOptions,
  ): Promise<StopLiveStreamMonitorResult>;
}
