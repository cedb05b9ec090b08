// Written by `cargo xtask generate` from src/core/operation.

/** The version of the API, `Version` on the wire. */
export const API_VERSION = "2016-11-01";

/**
 * The method and the parameters of each operation, by the operation's name; for an operation that reads, also the member of the reply
 * with the result, or `""` if the reply is the result.
 */
export const OPERATIONS = {
  DescribeLiveStreamMonitorList: {
    method: "describeLiveStreamMonitorList",
    parameters: [
      { name: "MonitorId", required: false, type: "text" },
      { name: "OrderRule", required: false, type: "integer64" },
      { name: "OwnerId", required: false, type: "integer64" },
      { name: "PageNum", required: false, type: "integer64" },
      { name: "PageSize", required: false, type: "integer64" },
      { name: "RegionId", required: false, type: "text" },
      { name: "Status", required: false, type: "integer64" },
    ],
    result: "",
  },
  DescribeRtcCloudRecordingFiles: {
    method: "describeRtcCloudRecordingFiles",
    parameters: [{ name: "TaskId", required: true, type: "text" }],
    result: "TaskInfo",
  },
  StopLiveStreamMonitor: {
    method: "stopLiveStreamMonitor",
    parameters: [
      { name: "MonitorId", required: true, type: "text" },
      { name: "OwnerId", required: false, type: "integer64" },
      { name: "RegionId", required: false, type: "text" },
    ],
  },
  StopRtcCloudRecording: {
    method: "stopRtcCloudRecording",
    parameters: [{ name: "TaskId", required: true, type: "text" }],
  },
} as const;

/**
 * Facts of each operation that no call needs: the quota of an account in calls per second, the HTTP methods, the vendor's page, the
 * RAM action, and the required parameters by their names on the wire.
 */
export const OPERATION_REFERENCES = {
  DescribeLiveStreamMonitorList: {
    callsPerSecond: 15,
    methods: ["GET", "POST"],
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describelivestreammonitorlist",
    ramAction: "live:DescribeLiveStreamMonitorList",
    required: [],
  },
  DescribeRtcCloudRecordingFiles: {
    callsPerSecond: 50,
    methods: ["POST"],
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describertccloudrecordingfiles",
    ramAction: "live:DescribeRtcCloudRecordingFiles",
    required: ["TaskId"],
  },
  StopLiveStreamMonitor: {
    callsPerSecond: 10,
    methods: ["GET", "POST"],
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor",
    ramAction: "live:StopLiveStreamMonitor",
    required: ["MonitorId"],
  },
  StopRtcCloudRecording: {
    callsPerSecond: 50,
    methods: ["POST"],
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording",
    ramAction: "live:StopRtcCloudRecording",
    required: ["TaskId"],
  },
} as const;

/** The name of an operation, `Action` on the wire. */
export type OperationName = keyof typeof OPERATIONS;

/** The name of an operation that stops a task. */
export type StopName = "StopLiveStreamMonitor" | "StopRtcCloudRecording";

/** The method of an operation that stops a task. */
export type StopMethod = "stopLiveStreamMonitor" | "stopRtcCloudRecording";
