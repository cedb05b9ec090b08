// One call as a user would write it.
import { RPCClient } from "@alicloud/pop-core";

export const stop = (taskId, credentials) =>
  new RPCClient({ ...credentials, endpoint: "https://live.aliyuncs.com", apiVersion: "2016-11-01" }).request(
    "StopRtcCloudRecording",
    { TaskId: taskId },
    { method: "POST" },
  );
