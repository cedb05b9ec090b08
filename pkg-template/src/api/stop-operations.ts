// Written by `cargo xtask generate` from src/core/operation.

import type {
  StopLivePullToPushParams,
  StopLiveStreamMonitorParams,
  StopRtcCloudRecordingParams,
  StopRtcCloudTranscodeParams,
} from "../generated/params.ts";
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

/** The result of `stopLivePullToPush`. */
export type StopLivePullToPushResult = StopResult & {
  /** The ID of the relay. */
  readonly taskId: string;
};

/** The result of `stopRtcCloudTranscode`. */
export type StopRtcCloudTranscodeResult = StopResult & {
  /** The ID of the transcoding. */
  readonly taskId: string;
};

/** The results of the operations that stop a task, by operation. */
export interface StopResults {
  readonly StopRtcCloudRecording: StopRtcCloudRecordingResult;
  readonly StopLiveStreamMonitor: StopLiveStreamMonitorResult;
  readonly StopLivePullToPush: StopLivePullToPushResult;
  readonly StopRtcCloudTranscode: StopRtcCloudTranscodeResult;
}

/** A task to stop. Where several operations stop tasks with an ID of that name, all but the first must be named.
 * The events of its call and the journal of its run have its `context`, too, which may be anything. */
export type Task =
  | (StopRtcCloudRecordingParams & {
      readonly operation?: "StopRtcCloudRecording" | undefined;
      readonly context?: unknown;
      readonly region?: undefined;
      readonly appId?: undefined;
    })
  | (StopLiveStreamMonitorParams & {
      readonly operation?: "StopLiveStreamMonitor" | undefined;
      readonly context?: unknown;
    })
  | (StopLivePullToPushParams & { readonly operation: "StopLivePullToPush"; readonly context?: unknown })
  | (StopRtcCloudTranscodeParams & { readonly operation: "StopRtcCloudTranscode"; readonly context?: unknown });

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
  /**
   * Stops a pull-to-push task (a relay).
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivepulltopush
   */
  stopLivePullToPush(params: StopLivePullToPushParams, options?: StopOptions): Promise<StopLivePullToPushResult>;
  /**
   * Stops an RTC cloud transcoding.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudtranscode
   */
  stopRtcCloudTranscode(
    params: StopRtcCloudTranscodeParams,
    options?: StopOptions,
  ): Promise<StopRtcCloudTranscodeResult>;
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
  /**
   * Stops a pull-to-push task (a relay), without a client.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivepulltopush
   */
  stopLivePullToPush(
    params: StopLivePullToPushParams,
    options?: ClientOptions & StopOptions,
  ): Promise<StopLivePullToPushResult>;
  /**
   * Stops an RTC cloud transcoding, without a client.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudtranscode
   */
  stopRtcCloudTranscode(
    params: StopRtcCloudTranscodeParams,
    options?: ClientOptions & StopOptions,
  ): Promise<StopRtcCloudTranscodeResult>;
}
