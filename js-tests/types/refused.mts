// What must not compile: each line below its mark has the one mistake that the mark says.
import { createClient, LiveError, stopLiveStreamMonitor, stopRtcCloudRecording } from "apsara-live";
import { createApi } from "apsara-live/slim";
import { createLiveEmulator } from "apsara-live/testing";

const live = createClient();

// @ts-expect-error a typing error in the name of the parameter
stopRtcCloudRecording({ taskIdd: "x" });
// @ts-expect-error the same, of a client
live.stopRtcCloudRecording({ taskIdd: "x" });
// @ts-expect-error the same, beside the right one
live.stopRtcCloudRecording({ taskId: "x", taskIdd: "x" });
// @ts-expect-error a number as id
stopRtcCloudRecording({ taskId: 1 });
// @ts-expect-error a number as id
live.stopLiveStreamMonitor({ monitorId: 1 });
// @ts-expect-error a missing id
stopRtcCloudRecording({});
// @ts-expect-error a missing id
stopLiveStreamMonitor({ regionId: "cn-shanghai" });
// @ts-expect-error no parameters at all
live.stopRtcCloudRecording();
// @ts-expect-error an id that may be undefined
live.stopRtcCloudRecording({ taskId: undefined });
// @ts-expect-error null as id
live.stopRtcCloudRecording({ taskId: null });
// @ts-expect-error the parameter of the other operation
live.stopLiveStreamMonitor({ taskId: "x" });
// @ts-expect-error an object as ownerId
live.stopLiveStreamMonitor({ monitorId: "x", ownerId: {} });

// @ts-expect-error there is no such operation
live.sign("StartRtcCloudRecording", { taskId: "x" });
// @ts-expect-error the parameters of another operation
live.sign("StopRtcCloudRecording", { monitorId: "x" });
// @ts-expect-error there is no such method
live.sign("StopRtcCloudRecording", { taskId: "x" }, { method: "PUT" });
// @ts-expect-error a date as a number, which could be seconds or milliseconds
live.sign("StopRtcCloudRecording", { taskId: "x" }, { date: 0 });

// @ts-expect-error a typing error in an option
createClient({ credential: { accessKeyId: "i", accessKeySecret: "s" } });
// @ts-expect-error a key without its secret
createClient({ credentials: { accessKeyId: "i" } });
// @ts-expect-error there is no such signature method
createClient({ signatureMethod: "HMAC-SHA256" });
// @ts-expect-error there is no such ending
createClient({ alreadyStopped: "ignore" });
// @ts-expect-error `true` says nothing
createClient({ retry: true });
// @ts-expect-error a typing error in a retry option
createClient({ retry: { attempts: 1 } });
// @ts-expect-error a time as text
createClient({ timeoutMs: "1000" });
// @ts-expect-error a signal belongs to a call
createClient({ signal: new AbortController().signal });
// @ts-expect-error credentials belong to a client
live.stopRtcCloudRecording({ taskId: "x" }, { credentials: { accessKeyId: "i", accessKeySecret: "s" } });
// @ts-expect-error not a signal
live.stopRtcCloudRecording({ taskId: "x" }, { signal: {} });

const result = await live.stopRtcCloudRecording({ taskId: "x" });
// @ts-expect-error there is no such outcome
result.outcome === "gone";
// @ts-expect-error results are not written to
result.attempts = 0;
// @ts-expect-error the other operation has no task
(await live.stopLiveStreamMonitor({ monitorId: "x" })).taskId;
// @ts-expect-error the client is not written to
live.clockOffsetMs = 0;
// @ts-expect-error errors are made by the package
new LiveError();
// @ts-expect-error an error has no such kind
(error: LiveError) => error.kind === "fatal";
// @ts-expect-error the wasm is missing
createApi();

// @ts-expect-error there is no such state
createLiveEmulator({ recordings: { a: "PAUSED" } });
// @ts-expect-error there is no such fault
createLiveEmulator({ faults: ["explode"] });
// @ts-expect-error a slow fault says how slow
createLiveEmulator({ faults: [{ type: "slow" }] });

declare class AbortController {
  readonly signal: { readonly aborted: boolean; addEventListener(): void; removeEventListener(): void };
}
