// Code that must compile without the types of the DOM and of Node.js, with its resulting types.
import {
  type AbortSignalLike,
  type Client,
  type ClientOptions,
  type Credentials,
  createClient,
  LiveError,
  type LiveErrorKind,
  type SignedRequest,
  type StopLiveStreamMonitorResult,
  type StopRtcCloudRecordingResult,
  stopLiveStreamMonitor,
  type stopRtcCloudRecording,
} from "apsara-live";
import { createApi } from "apsara-live/slim";
import { createLiveEmulator, type Fault, type ReceivedRequest, testAccessKey } from "apsara-live/testing";

/** True only for identical types. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_A, _B>(_: Same<_A, _B>) => {};

const credentials: Credentials = {
  accessKeyId: "i",
  accessKeySecret: "s",
  securityToken: null,
  expiration: new Date(),
};
const forms: ClientOptions["credentials"][] = [
  credentials,
  undefined,
  () => credentials,
  async () => credentials,
  { getCredential: async () => ({ ...credentials, type: "sts", bearerToken: "" }) },
  { getCredentials: async () => credentials },
  // The vendor's classes declare every member as optional.
  { getCredential: async (): Promise<{ accessKeyId?: string; accessKeySecret?: string; type?: string }> => ({}) },
];
const live: Client = createClient({
  credentials,
  region: "ap-southeast-1",
  network: "vpc",
  endpoint: "live.aliyuncs.com",
  signatureMethod: "HMAC-SHA1",
  fetch: async (_url, _init) => ({}),
  timeoutMs: 1,
  attemptTimeoutMs: 1,
  retry: false,
  alreadyStopped: "throw",
  userAgent: "me",
});

const recording = await live.stopRtcCloudRecording({ taskId: "x" }, { timeoutMs: 1, retry: { maxAttempts: 1 } });
same<typeof recording, StopRtcCloudRecordingResult>(true);
same<typeof recording.outcome, "stopped" | "already-stopped">(true);
same<typeof recording.taskId, string>(true);
same<typeof recording.requestId, string | undefined>(true);
same<typeof recording.attempts, number>(true);
same<typeof recording.code, string | undefined>(true);

const monitor = await stopLiveStreamMonitor(
  { monitorId: "x", regionId: "r", ownerId: 1n },
  { credentials, retry: false },
);
same<typeof monitor, StopLiveStreamMonitorResult>(true);
for (const ownerId of ["1", 1, 1n]) void stopLiveStreamMonitor({ monitorId: "x", ownerId });
same<Awaited<ReturnType<typeof stopRtcCloudRecording>>, StopRtcCloudRecordingResult>(true);

const signed = await live.sign(
  "StopLiveStreamMonitor",
  { monitorId: "x" },
  { date: "2026-01-02T03:04:05Z", nonce: "n" },
);
same<typeof signed, SignedRequest>(true);
same<typeof signed.headers, Record<string, string>>(true);
same<typeof live.clockOffsetMs, number>(true);

const signal: AbortSignalLike = { aborted: false, addEventListener() {}, removeEventListener() {} };
const { stopRtcCloudRecording: stop } = live;
await stop({ taskId: "x" }, { signal });
await stop({ taskId: "x" }, { signal: null });

try {
  await stop({ taskId: "x" });
} catch (error) {
  if (error instanceof LiveError) {
    same<typeof error.kind, LiveErrorKind>(true);
    same<typeof error.code, string>(true);
    same<typeof error.status, number | undefined>(true);
    same<typeof error.outcomeUnknown, boolean>(true);
    same<typeof error.retryable, boolean>(true);
    same<typeof error.retryAfterMs, number | undefined>(true);
    same<typeof error.operation, "StopRtcCloudRecording" | "StopLiveStreamMonitor" | undefined>(true);
    same<typeof error.name, "LiveError">(true);
    const asError: Error = error;
    void [asError, error.toJSON()];
  }
}

/** Lists every kind, so that a new or removed kind does not compile. */
const kinds: Record<LiveErrorKind, true> = {
  argument: true,
  credentials: true,
  service: true,
  throttled: true,
  network: true,
  timeout: true,
  protocol: true,
  internal: true,
};

same<ReturnType<ReturnType<typeof createApi>["createClient"]>, Client>(true);
void createApi(() => Promise.resolve({})).createClient({ credentials: testAccessKey });

const faults: Fault[] = ["throttle", null, { type: "slow", ms: 1, part: "body" }];
const emulator = createLiveEmulator({
  accessKeys: [testAccessKey],
  recordings: { a: "RUNNING" },
  faults,
  now: () => 0,
});
same<(typeof emulator.requests)[number], ReceivedRequest>(true);
createLiveEmulator({
  accessKeys: [{ ...testAccessKey, securityToken: undefined, expiration: undefined, disabled: undefined }],
  recordings: new Map([["a", "RUNNING"]]),
  monitors: emulator.monitors,
  now: undefined,
  faults: [{ type: "throttle", code: undefined, status: undefined, headers: undefined }],
  faultFor: () => undefined,
});
void emulator.serve(undefined, undefined, { cors: undefined });
void [kinds, forms, emulator.faults.length];
