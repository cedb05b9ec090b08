// Stops a recording.
import { stopRtcCloudRecording } from "apsara-live";

const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };

export const stop = (endpoint) => stopRtcCloudRecording({ taskId: "task-1" }, { endpoint, credentials });
