// Written by `cargo xtask generate` from src/core/operation.

/** The parameters of `StopLiveStreamMonitor`. */
export interface StopLiveStreamMonitorParams {
  /** `MonitorId`: the ID that `CreateLiveStreamMonitor` returned. */
  readonly monitorId: string;
  /** `OwnerId`: the numeric ID of the account that owns the monitor. */
  readonly ownerId?: string | bigint | number | undefined;
  /** `RegionId`: the region of the monitor. An ordinary parameter: it does not choose the endpoint. */
  readonly regionId?: string | undefined;
}

/** The parameters of `StopRtcCloudRecording`. */
export interface StopRtcCloudRecordingParams {
  /** `TaskId`: the ID that the service returned when the recording was started. */
  readonly taskId: string;
}

/** The operations, by the vendor's names, and their parameters. */
export interface Operations {
  readonly StopLiveStreamMonitor: StopLiveStreamMonitorParams;
  readonly StopRtcCloudRecording: StopRtcCloudRecordingParams;
}
