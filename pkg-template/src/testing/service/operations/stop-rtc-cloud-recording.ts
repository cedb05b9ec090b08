// StopRtcCloudRecording: a running recording stops, at once or by way of STOPPING.
// https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording
import { ServiceError } from "../service-error.ts";
import type { Operation } from "./operation.ts";
import { findRecording, ofOneRecording } from "./recording-task.ts";

export const stopRtcCloudRecording: Operation = {
  ...ofOneRecording,
  execute(parameters, service) {
    const [id, state] = findRecording(parameters, service);
    if (state !== "RUNNING" && state !== "RECOVERING") throw new ServiceError("InvalidParameter.TaskId");
    service.recordings.stop(id);
    return { TaskId: id };
  },
};
