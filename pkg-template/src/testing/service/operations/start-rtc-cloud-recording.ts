// StartRtcCloudRecording: a new recording, in the state RUNNING.
// https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-startrtccloudrecording
import { byName, namesOf } from "../../../options/names.ts";
import { isObject } from "../../../options/validate.ts";
import type { RecordingDetails } from "../task-details.ts";
import { jsonParameter, malformed, type Operation, type Parameters } from "./operation.ts";

/** The lists of files, each with its format and the end of its names. */
const LISTS = {
  HlsFileList: { format: "HLS", suffix: "m3u8" },
  Mp3FileList: { format: "MP3", suffix: "mp3" },
  Mp4FileList: { format: "MP4", suffix: "mp4" },
};

// The page names no codes for malformed parameters: these are the codes of its siblings.
export const startRtcCloudRecording: Operation = {
  methods: ["POST"],
  needsSsl: true,
  required: ["AppId", "ChannelId", "SubscribeParams", "RecordParams", "StorageParams"],
  check(parameters) {
    jsonOptions(parameters);
    const { MaxIdleTime = "300" } = parameters;
    if (!/^\d{2,5}$/.test(MaxIdleTime) || Number(MaxIdleTime) < 10 || Number(MaxIdleTime) > 14_400) {
      throw malformed("MaxIdleTime");
    }
  },
  execute(parameters, { recordings, recordingDetails }, nowMs) {
    const id = crypto.randomUUID();
    recordings.set(id, "RUNNING");
    recordingDetails.set(id, { files: filesOf(id, parameters, nowMs) });
    return { TaskId: id };
  },
};

/** Reads the parameters in JSON, and rejects a parameter without a required member. */
function jsonOptions(parameters: Parameters): { userIds: readonly string[]; formats: readonly string[] } {
  const subscribe = jsonObject(parameters, "SubscribeParams");
  const users = Array.isArray(subscribe.SubscribeUserIdList) ? subscribe.SubscribeUserIdList : [];
  const userIds = users.map((user) => (isObject(user) ? user.UserId : undefined));
  if (userIds.length === 0 || !userIds.every(isText)) throw malformed("SubscribeParams");
  const storage = jsonObject(parameters, "StorageParams");
  const infos = Array.isArray(storage.FileInfo) ? storage.FileInfo : [];
  const formats = infos.map((info) => (isObject(info) ? info.Format : undefined));
  if (!formats.every(isText)) throw malformed("StorageParams");
  return { userIds, formats };
}

function jsonObject(parameters: Parameters, name: string): Record<string, unknown> {
  const value = jsonParameter(parameters, name);
  if (!isObject(value)) throw malformed(name);
  return value;
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** Names in the form of the vendor's example: `<TaskId>/<AppId>_<ChannelId>_<UserId>_2025-05-06-14:37:22.mp4`. */
function filesOf(id: string, parameters: Parameters, nowMs: number): RecordingDetails["files"] {
  const { userIds, formats } = jsonOptions(parameters);
  const time = new Date(nowMs).toISOString().slice(0, 19).replace("T", "-");
  return byName(namesOf(LISTS), (list) => {
    const { format, suffix } = LISTS[list];
    if (!formats.some((given) => given.toUpperCase() === format)) return [];
    return userIds.map((user) => `${id}/${parameters.AppId}_${parameters.ChannelId}_${user}_${time}.${suffix}`);
  });
}
