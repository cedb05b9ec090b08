// One call as a user would write it.
import { stopRtcCloudRecording } from "apsara-live";

export const stop = (taskId, credentials) => stopRtcCloudRecording({ taskId }, { credentials });
