// Written by `cargo xtask generate` from src/core/operation.

/** What each operation takes, by its name. */
export const OPERATIONS = {
  StopLiveStreamMonitor: {
    method: "stopLiveStreamMonitor",
    parameters: [
      { key: "monitorId", name: "MonitorId", required: true, type: "text" },
      { key: "ownerId", name: "OwnerId", required: false, type: "integer64" },
      { key: "regionId", name: "RegionId", required: false, type: "text" },
    ],
  },
  StopRtcCloudRecording: {
    method: "stopRtcCloudRecording",
    parameters: [{ key: "taskId", name: "TaskId", required: true, type: "text" }],
  },
} as const;

/** The RAM action, the quota of an account and the vendor's page of each operation. */
export const OPERATION_REFERENCES = {
  StopLiveStreamMonitor: {
    callsPerSecond: 10,
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor",
    ramAction: "live:StopLiveStreamMonitor",
  },
  StopRtcCloudRecording: {
    callsPerSecond: 50,
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording",
    ramAction: "live:StopRtcCloudRecording",
  },
} as const;

/** The name of an operation, `Action` on the wire. */
export type OperationName = keyof typeof OPERATIONS;
