// Any action, the operations that read, `verify` and toCurl: code that must compile, and code that must not.
import {
  type ActionOptions,
  type ActionParam,
  type ActionParams,
  type ActionResult,
  createClient,
  type DescribeLiveStreamMonitorListResult,
  type DescribeRtcCloudRecordingFilesResult,
  LiveError,
  type ReadOperations,
  type SignActionOptions,
  type SignedRequest,
  type StopOptions,
  stopRtcCloudRecording,
  toCurl,
  type Verified,
} from "apsara-live";

/** True only for identical types. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_A, _B>(_: Same<_A, _B>) => {};

const live = createClient();

const unknownReply = await live.call("StartRtcCloudRecording");
same<typeof unknownReply, ActionResult<unknown>>(true);
same<typeof unknownReply.reply, unknown>(true);
const started = await live.call<{ TaskId: string }>("StartRtcCloudRecording", { AppId: "a" });
same<typeof started, ActionResult<{ TaskId: string }>>(true);
same<typeof started.reply.TaskId, string>(true);
same<typeof started.requestId, string>(true);
same<typeof started.attempts, number>(true);

const params: ActionParams = {
  text: "a",
  number: 1,
  bigint: 1n,
  boolean: true,
  missing: undefined,
  list: ["a", 1, [true], { Key: undefined }],
  object: { Key: { Key: ["a"] } },
};
const readonly = { Tag: [{ Key: "a" }, { Key: "b" }] } as const;
const param: ActionParam = readonly;
interface OwnParams {
  AppId: string;
  Tags?: string[];
}
const own: OwnParams = { AppId: "a" };
void live.call("StartRtcCloudRecording", { ...own });
void live.call("StartRtcCloudRecording", readonly, {});
const actionOptions: Record<keyof ActionOptions, undefined> = {
  method: undefined,
  idempotent: undefined,
  endpoint: undefined,
  version: undefined,
  signal: undefined,
  context: undefined,
  timeoutMs: undefined,
  attemptTimeoutMs: undefined,
  retry: undefined,
  onEvent: undefined,
};
void live.call("StartRtcCloudRecording", params, actionOptions);
void live.call(
  "DescribeRegions",
  {},
  { endpoint: "ecs.aliyuncs.com", version: "2014-05-26", method: "GET", idempotent: true },
);

// A wrapper may take what call() takes.
const wrapped = (...call: Parameters<typeof live.call>) => live.call(...call);
void wrapped("StartRtcCloudRecording", { ...own }, { timeoutMs: 1 });

const recording = await live.describeRtcCloudRecordingFiles({ taskId: "x" }, { timeoutMs: 1 });
same<typeof recording, DescribeRtcCloudRecordingFilesResult>(true);
const state: string | undefined = recording.status;
void [state, recording.status === "RUNNING", String(recording.status) === "PAUSED"];
switch (recording.status) {
  case "STOPPED":
    break;
  default:
    // Open: the service may add a word.
    void recording.status?.toLowerCase();
}
const relay = await live.describeLivePullToPush({ taskId: "x", region: "cn-shanghai" });
const relayState: number | undefined = relay.taskStatus;
void [relayState, relay.taskStatus === -1, relay.taskInfo?.sourceUrls?.[0]];
const transcoding = await live.describeRtcCloudTranscode({ taskId: "x", appId: "a" });
void [transcoding.status === "RECOVERING", transcoding.outputParams?.[0]?.channelId];
same<typeof recording.requestId, string>(true);
const files: readonly string[] = recording.recordFileList?.mp4FileList ?? [];
const list = await live.describeLiveStreamMonitorList();
same<typeof list, DescribeLiveStreamMonitorListResult>(true);
void live.describeLiveStreamMonitorList({ status: 1, pageNum: "2", pageSize: 3n, monitorId: undefined });
const first: number | undefined = list.liveStreamMonitorList?.[0]?.status;
const reads: ReadOperations = live;

const stopOptions: Record<keyof StopOptions, undefined> = {
  verify: undefined,
  waitUntilStopped: undefined,
  signal: undefined,
  context: undefined,
  timeoutMs: undefined,
  attemptTimeoutMs: undefined,
  retry: undefined,
  onEvent: undefined,
};
void live.stopRtcCloudRecording({ taskId: "x" }, stopOptions);
const stopped = await stopRtcCloudRecording({ taskId: "x" }, { verify: true });
const waited = await live.stopRtcCloudRecording(
  { taskId: "x" },
  { verify: "always", waitUntilStopped: { timeoutMs: 1 } },
);
const waitedFiles: readonly string[] | undefined = waited.recordFileList?.mp4FileList;
const afterMs: number | undefined = waited.stoppedAfterMs;
for await (const { stoppedAfterMs = afterMs } of live.stopAll([], { waitUntilStopped: { concurrency: 1 } }))
  waitedFiles?.at(stoppedAfterMs ?? 0);
same<typeof stopped.verified, Verified | undefined>(true);
same<Verified, "stopped" | "stopping" | "running" | "not-found" | "refused">(true);

const signed = await live.sign("StartRtcCloudRecording", params, {
  version: undefined,
  endpoint: undefined,
  method: "GET",
} satisfies SignActionOptions);
same<typeof signed, SignedRequest>(true);
const anyAction: string = "StartRtcCloudRecording";
void live.sign(anyAction);
same<ReturnType<typeof toCurl>, string>(true);
void toCurl(signed);
void toCurl(await live.sign("DescribeRtcCloudRecordingFiles", { taskId: "x" }), { redact: true });

// @ts-expect-error null as a parameter
live.call("StartRtcCloudRecording", { AppId: null });
// @ts-expect-error a Date as a parameter
live.call("StartRtcCloudRecording", { StartTime: new Date() });
// @ts-expect-error a function as a parameter
live.call("StartRtcCloudRecording", { AppId: () => "a" });
// @ts-expect-error a list in place of parameters
live.call("StartRtcCloudRecording", ["a"]);
// @ts-expect-error a symbol as the name of an action
live.call(Symbol("x"));
// @ts-expect-error an unknown method
live.call("StartRtcCloudRecording", {}, { method: "PUT" });
// @ts-expect-error an option of a stop
live.call("StartRtcCloudRecording", {}, { verify: true });
// @ts-expect-error an option of a client
live.call("StartRtcCloudRecording", {}, { region: "cn-shanghai" });
// @ts-expect-error an option of a stop for an operation that reads
live.describeRtcCloudRecordingFiles({ taskId: "x" }, { verify: true });
// @ts-expect-error no task
live.describeRtcCloudRecordingFiles();
// @ts-expect-error a misspelt parameter
live.describeLiveStreamMonitorList({ pageNumber: 1 });
// @ts-expect-error an option of a call for a client
createClient({ verify: true });
// @ts-expect-error a text for a boolean
live.stopRtcCloudRecording({ taskId: "x" }, { verify: "yes" });
// @ts-expect-error the tasks that wait at a time, of a single call
live.stopRtcCloudRecording({ taskId: "x" }, { waitUntilStopped: { concurrency: 1 } });
// @ts-expect-error the wait of an action
live.call("StopRtcCloudRecording", {}, { waitUntilStopped: true });
// @ts-expect-error an option of any other action for an operation with a method of its own
live.stopRtcCloudRecording({ taskId: "x" }, { idempotent: true });
// @ts-expect-error a value that is not one of `verified`
stopped.verified === "gone";
// @ts-expect-error a value that is not one of `verified`, of an error
(error: LiveError) => error.verified === "gone";
// @ts-expect-error a read-only member of a reply
started.requestId = "x";
// @ts-expect-error a member that the reply does not have
void started.reply.MonitorId;
// @ts-expect-error something that is no request
toCurl("https://live.aliyuncs.com");
// @ts-expect-error an unknown option of toCurl
toCurl(signed, { masked: true });

void [param, files, first, reads, LiveError];
