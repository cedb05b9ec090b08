// Written by `cargo xtask generate` from src/core/operation.

/** The version of the API, `Version` on the wire. */
export const API_VERSION = "2016-11-01";

/**
 * The method of each operation, and the types of its parameters by their names on the wire; for an operation that reads, also the
 * member of the reply with the result, or `""` if the reply is the result.
 */
export const OPERATIONS = {
  DescribeLiveStreamMonitorList: {
    method: "describeLiveStreamMonitorList",
    parameters: {
      MonitorId: "text",
      OrderRule: "integer64",
      OwnerId: "integer64",
      PageNum: "integer64",
      PageSize: "integer64",
      RegionId: "text",
      Status: "integer64",
    },
    result: "",
  },
  DescribeRtcCloudRecordingFiles: {
    method: "describeRtcCloudRecordingFiles",
    parameters: { TaskId: "text" },
    result: "TaskInfo",
  },
  StopLiveStreamMonitor: {
    method: "stopLiveStreamMonitor",
    parameters: { MonitorId: "text", OwnerId: "integer64", RegionId: "text" },
  },
  StopRtcCloudRecording: { method: "stopRtcCloudRecording", parameters: { TaskId: "text" } },
} as const;

/** Facts of each operation that no call needs: the quota of an account in calls per second, the vendor's page, and the RAM action. */
export const OPERATION_REFERENCES = {
  DescribeLiveStreamMonitorList: {
    callsPerSecond: 15,
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describelivestreammonitorlist",
    ramAction: "live:DescribeLiveStreamMonitorList",
  },
  DescribeRtcCloudRecordingFiles: {
    callsPerSecond: 50,
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describertccloudrecordingfiles",
    ramAction: "live:DescribeRtcCloudRecordingFiles",
  },
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

/** The name of an operation that stops a task. */
export type StopName = "StopLiveStreamMonitor" | "StopRtcCloudRecording";

/** The method of an operation that stops a task. */
export type StopMethod = "stopLiveStreamMonitor" | "stopRtcCloudRecording";
