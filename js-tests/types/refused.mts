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

const result = await live.stopRtcCloudRecording({ taskId: "x" });
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
