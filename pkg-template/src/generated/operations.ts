// Written by `cargo xtask generate` from src/core/operation.

/** The version of the API, `Version` on the wire. */
export const API_VERSION = "2016-11-01";

/**
 * The method of each operation, the quota of an account, and the types of the parameters by their names on the wire; for an
 * operation that reads, also the member of the reply with the result, or `""` if the reply is the result.
 */
export const OPERATIONS = {
  DescribeLivePullToPush: {
    callsPerSecond: 10,
    method: "describeLivePullToPush",
    parameters: { Region: "text", TaskId: "text" },
    result: "",
  },
  DescribeLiveStreamMonitorList: {
    callsPerSecond: 15,
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
    callsPerSecond: 50,
    method: "describeRtcCloudRecordingFiles",
    parameters: { TaskId: "text" },
    result: "TaskInfo",
  },
  DescribeRtcCloudTranscode: {
    callsPerSecond: 10,
    method: "describeRtcCloudTranscode",
    parameters: { AppId: "text", TaskId: "text" },
    result: "TaskInfo",
  },
  StopLivePullToPush: {
    callsPerSecond: 10,
    method: "stopLivePullToPush",
    parameters: { Region: "text", TaskId: "text" },
  },
  StopLiveStreamMonitor: {
    callsPerSecond: 10,
    method: "stopLiveStreamMonitor",
    parameters: { MonitorId: "text", OwnerId: "integer64", RegionId: "text" },
  },
  StopRtcCloudRecording: { callsPerSecond: 50, method: "stopRtcCloudRecording", parameters: { TaskId: "text" } },
  StopRtcCloudTranscode: {
    callsPerSecond: 10,
    method: "stopRtcCloudTranscode",
    parameters: { AppId: "text", TaskId: "text" },
  },
} as const;

/** Facts of each operation that no call needs: the vendor's page, and the RAM action. */
export const OPERATION_REFERENCES = {
  DescribeLivePullToPush: {
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describelivepulltopush",
    ramAction: "live:DescribeLivePullToPush",
  },
  DescribeLiveStreamMonitorList: {
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describelivestreammonitorlist",
    ramAction: "live:DescribeLiveStreamMonitorList",
  },
  DescribeRtcCloudRecordingFiles: {
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describertccloudrecordingfiles",
    ramAction: "live:DescribeRtcCloudRecordingFiles",
  },
  DescribeRtcCloudTranscode: {
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describertccloudtranscode",
    ramAction: "live:DescribeRtcCloudTranscode",
  },
  StopLivePullToPush: {
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivepulltopush",
    ramAction: "live:StopLivePullToPush",
  },
  StopLiveStreamMonitor: {
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor",
    ramAction: "live:StopLiveStreamMonitor",
  },
  StopRtcCloudRecording: {
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording",
    ramAction: "live:StopRtcCloudRecording",
  },
  StopRtcCloudTranscode: {
    page: "https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudtranscode",
    ramAction: "live:StopRtcCloudTranscode",
  },
} as const;

/** The name of an operation, `Action` on the wire. */
export type OperationName = keyof typeof OPERATIONS;

/** The name of an operation that stops a task. */
export type StopName =
  | "StopLivePullToPush"
  | "StopLiveStreamMonitor"
  | "StopRtcCloudRecording"
  | "StopRtcCloudTranscode";

/** The method of an operation that stops a task. */
export type StopMethod =
  | "stopLivePullToPush"
  | "stopLiveStreamMonitor"
  | "stopRtcCloudRecording"
  | "stopRtcCloudTranscode";
