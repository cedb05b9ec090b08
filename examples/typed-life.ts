// The life of a recording and of a pull-to-push task, in TypeScript with the types of all actions: no cast, and no JSON text by hand.
import type { Client } from "apsara-live";
import type {} from "apsara-live/actions";

/** Starts a recording, stops it with proof, and describes it. Yields a line of text for each step. */
export async function* lifeOfRecording(live: Client): AsyncGenerator<string> {
  const started = await live.call("StartRtcCloudRecording", {
    AppId: "school",
    ChannelId: "lecture",
    SubscribeParams: { SubscribeUserIdList: [{ UserId: "teacher" }] },
    RecordParams: { RecordMode: 1, MaxFileDuration: 3600 },
    StorageParams: { StorageType: 1, FileInfo: [{ Format: "MP4" }] },
    NotifyFileUploadedFormat: ["MP4"],
  });
  const taskId = started.reply.TaskId;
  // All members of a reply are optional: the service decides.
  if (taskId === undefined) throw new Error("the service gave no TaskId");
  yield "started the recording";

  const { outcome } = await live.stopRtcCloudRecording({ taskId }, { verify: true });
  yield `stopped it: ${outcome}`;
  const { reply } = await live.call("DescribeRtcCloudRecordingFiles", { TaskId: taskId });
  yield `described it: ${reply.TaskInfo?.Status}, files: ${reply.TaskInfo?.RecordFileList?.Mp4FileList?.length ?? 0}`;
}

/** The states of a pull-to-push task, by the vendor's page. */
const STATES: Readonly<Record<number, string>> = {
  [-1]: "exited",
  0: "not started",
  1: "running",
  2: "retrying",
  3: "stopped",
};

/** A time of the service: UTC, whole seconds. */
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString().replace(/\.\d+/, "");

/** Creates a pull-to-push task, describes it, stops it with proof and deletes it. Yields a line of text for each step. */
export async function* lifeOfPullToPush(live: Client): AsyncGenerator<string> {
  const region = "cn-shanghai";
  const created = await live.call("CreateLivePullToPush", {
    Region: region,
    TaskName: "relay",
    SourceType: "live",
    SourceUrls: ["rtmp://pull.example.com/school/lecture"],
    DstUrl: "rtmp://push.example.com/school/lecture",
    StartTime: inHours(0),
    EndTime: inHours(2),
    RetryCount: 3,
  });
  const taskId = created.reply.TaskId;
  if (taskId === undefined) throw new Error("the service gave no TaskId");
  yield `created the task: ${await stateOf(live, { region, taskId })}`;

  const { outcome, verified } = await live.stopLivePullToPush({ region, taskId }, { waitUntilStopped: true });
  yield `stopped it: ${outcome}, and the service says ${verified}`;
  const again = await live.stopLivePullToPush({ region, taskId });
  yield `again: ${again.outcome}`;
  // To delete a task twice does no harm, so a lost reply may be followed by another request.
  await live.call("DeleteLivePullToPush", { Region: region, TaskId: taskId }, { idempotent: true });
  yield "deleted it";
}

/** Which task: an interface of one's own is as good as an object. */
interface Relay {
  readonly region: string;
  readonly taskId: string;
}

async function stateOf(live: Client, relay: Relay): Promise<string> {
  const { taskStatus } = await live.describeLivePullToPush(relay);
  return STATES[taskStatus ?? Number.NaN] ?? "unknown";
}
