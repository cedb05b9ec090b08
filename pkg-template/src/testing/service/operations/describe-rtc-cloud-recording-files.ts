// DescribeRtcCloudRecordingFiles: the state of a recording, and its files once it has stopped.
// https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-describertccloudrecordingfiles
import type { Operation } from "./operation.ts";
import { findRecording, ofOneRecording } from "./recording-task.ts";

const NO_FILES = { HlsFileList: [], Mp3FileList: [], Mp4FileList: [] };

// The page does not tell when a file appears in its list, nor the response for a task older than three days.
export const describeRtcCloudRecordingFiles: Operation = {
  ...ofOneRecording,
  execute(parameters, service) {
    const [id] = findRecording(parameters, service);
    const Status = service.recordings.describe(id) ?? "STOPPED";
    const files = Status === "STOPPED" ? service.recordingDetails.get(id)?.files : undefined;
    return { TaskInfo: { TaskId: id, Status, RecordFileList: { ...(files ?? NO_FILES), VodMediaList: [] } } };
  },
};
