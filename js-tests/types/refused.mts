// Code that must not compile: each line has the one mistake that the comment above it states.
import {
  type AnyLiveError,
  createClient,
  LiveError,
  type PackageErrorCode,
  type StopRtcCloudRecordingResult,
  stopLiveStreamMonitor,
  stopRtcCloudRecording,
} from "apsara-live";
import { readTask, type StopTask } from "apsara-live/queue";
import { createApi } from "apsara-live/slim";
import { createLiveEmulator } from "apsara-live/testing";

const live = createClient();

// @ts-expect-error a misspelt parameter name
stopRtcCloudRecording({ taskIdd: "x" });
// @ts-expect-error a misspelt parameter name in a call of a client
live.stopRtcCloudRecording({ taskIdd: "x" });
// @ts-expect-error a misspelt parameter name beside the right one
live.stopRtcCloudRecording({ taskId: "x", taskIdd: "x" });
// @ts-expect-error a number as taskId
stopRtcCloudRecording({ taskId: 1 });
// @ts-expect-error a number as monitorId
live.stopLiveStreamMonitor({ monitorId: 1 });
// @ts-expect-error a missing taskId
stopRtcCloudRecording({});
// @ts-expect-error a missing monitorId
stopLiveStreamMonitor({ regionId: "cn-shanghai" });
// @ts-expect-error no parameters
live.stopRtcCloudRecording();
// @ts-expect-error an id that may be undefined
live.stopRtcCloudRecording({ taskId: undefined });
// @ts-expect-error null as id
live.stopRtcCloudRecording({ taskId: null });
// @ts-expect-error the parameter of the other operation
live.stopLiveStreamMonitor({ taskId: "x" });
// @ts-expect-error an object as ownerId
live.stopLiveStreamMonitor({ monitorId: "x", ownerId: {} });

// @ts-expect-error parameters of another operation
live.sign("StopRtcCloudRecording", { monitorId: "x" });
// @ts-expect-error parameters by the vendor's names, for an operation with names of its own
live.sign("DescribeRtcCloudRecordingFiles", { TaskId: "x" });
// @ts-expect-error an unknown method
live.sign("StopRtcCloudRecording", { taskId: "x" }, { method: "PUT" });
// @ts-expect-error a date as a number, which could be seconds or milliseconds
live.sign("StopRtcCloudRecording", { taskId: "x" }, { date: 0 });

// @ts-expect-error a misspelt option
createClient({ credential: { accessKeyId: "i", accessKeySecret: "s" } });
// @ts-expect-error a key without its secret
createClient({ credentials: { accessKeyId: "i" } });
// @ts-expect-error an unknown signature method
createClient({ signatureMethod: "HMAC-SHA256" });
// @ts-expect-error an unknown value of alreadyStopped
createClient({ alreadyStopped: "ignore" });
// @ts-expect-error `true` as retry
createClient({ retry: true });
// @ts-expect-error an unknown retry option
createClient({ retry: { attempts: 1 } });
// @ts-expect-error a number as text
createClient({ timeoutMs: "1000" });
// @ts-expect-error an option of a call for a client
createClient({ signal: new AbortController().signal });
// @ts-expect-error an option of a client for a call
live.stopRtcCloudRecording({ taskId: "x" }, { credentials: { accessKeyId: "i", accessKeySecret: "s" } });
// @ts-expect-error an object that is no signal
live.stopRtcCloudRecording({ taskId: "x" }, { signal: {} });

// @ts-expect-error a relay without its operation, in a run: it would be a recording
live.stopAll([{ taskId: "x", region: "cn-shanghai" }]);
// @ts-expect-error a transcoding without its operation, in a queue
readTask({ taskId: "x", appId: "a" } satisfies StopTask);
// @ts-expect-error a relay without its region
live.stopLivePullToPush({ taskId: "x" });
// @ts-expect-error a transcoding without its application
live.stopRtcCloudTranscode({ taskId: "x" });
// @ts-expect-error the parameter of another operation
live.stopAll([{ operation: "StopLivePullToPush", taskId: "x", appId: "a" }]);

// @ts-expect-error a misspelt state of a recording
(await live.describeRtcCloudRecordingFiles({ taskId: "x" })).status === "RUNING";
// @ts-expect-error a misspelt state of a transcoding
(await live.describeRtcCloudTranscode({ taskId: "x", appId: "a" })).status === "Stopped";
// @ts-expect-error a text as the state of a relay
(await live.describeLivePullToPush({ taskId: "x", region: "cn-shanghai" })).taskStatus === "1";
// @ts-expect-error a misspelt state of a recording in the emulator
createLiveEmulator({ recordings: { a: "RUNING" } });
// @ts-expect-error a state of another kind of task in the emulator
createLiveEmulator({ tasks: { transcoding: { a: "RETRYING" } } });
// @ts-expect-error an unknown kind of task in the emulator
createLiveEmulator({ tasks: { caster: {} } });
// @ts-expect-error a misspelt state of a relay in the emulator
createLiveEmulator().tasks.relay.get("a") === "RETRYNG";

const result = await live.stopRtcCloudRecording({ taskId: "x" });
// @ts-expect-error a misspelt answer to a question
result.verified === "stoped";
// @ts-expect-error an unknown outcome
result.outcome === "gone";
// @ts-expect-error a read-only member of a result
result.attempts = 0;
// @ts-expect-error a member of another operation's result
(await live.stopLiveStreamMonitor({ monitorId: "x" })).taskId;
// @ts-expect-error a read-only member of a client
live.clockOffsetMs = 0;
// @ts-expect-error a constructor call without details
new LiveError();
// @ts-expect-error an unknown kind
(error: LiveError) => error.kind === "fatal";
// @ts-expect-error a code that errors of the kind do not have
(error: AnyLiveError) => error.kind === "network" && error.code === "ERR_TIMEOUT";
// @ts-expect-error a code of the service in an error of this package
(error: AnyLiveError) => error.kind === "protocol" && error.code === "NotFound.Task";
// @ts-expect-error the status, by a name that web frameworks would answer with
(error: LiveError) => error.status;
// @ts-expect-error a code that is not one of this package
const _code: PackageErrorCode = "ERR_UNHEARD_OF";
// @ts-expect-error a code of a result that is not narrowed to "already-stopped"
const _unnarrowed: string = result.code;
// @ts-expect-error a code with "stopped"
const _stopped: StopRtcCloudRecordingResult = { outcome: "stopped", taskId: "x", attempts: 1, code: "x" };
// @ts-expect-error "already-stopped" without a code
const _codeless: StopRtcCloudRecordingResult = { outcome: "already-stopped", taskId: "x", attempts: 1 };
// @ts-expect-error a missing source of the wasm
createApi();

// @ts-expect-error an unknown state
createLiveEmulator({ recordings: { a: "PAUSED" } });
// @ts-expect-error a misspelt method
createClient({ quota: { stopRtcCloudRecordng: 200 } });
// @ts-expect-error a quota that is no number
createClient({ quota: { DescribeCasters: "5" } });
// @ts-expect-error a quota by the name of an action in place of a method
createLiveEmulator({ quota: { StopRtcCloudRecording: 50 } });
// @ts-expect-error an unknown window
createLiveEmulator({ quotaWindow: "fixed" });
// @ts-expect-error an unknown fault
createLiveEmulator({ faults: ["explode"] });
// @ts-expect-error a slow fault without its delay
createLiveEmulator({ faults: [{ type: "slow" }] });

declare class AbortController {
  readonly signal: { readonly aborted: boolean; addEventListener(): void; removeEventListener(): void };
}

// @ts-expect-error a sweep without an age, which would stop every monitor
live.sweepMonitors({});
// @ts-expect-error an age that may be undefined
live.sweepMonitors({ olderThanMs: undefined });
// @ts-expect-error an age is no option of a run over tasks
live.stopAll([], { olderThanMs: 1 });
