// Code that must compile without the types of the DOM and of Node.js, with its resulting types.
import {
  type AbortSignalLike,
  type AnyLiveError,
  type CallOptions,
  type Client,
  type ClientOptions,
  type Credentials,
  createClient,
  LiveError,
  type LiveErrorCode,
  type LiveErrorKind,
  type LiveEvent,
  type Operations,
  type PackageErrorCode,
  type ServiceErrorCode,
  type SignedRequest,
  type SignOptions,
  type StopLiveStreamMonitorResult,
  type StopRtcCloudRecordingResult,
  stopLiveStreamMonitor,
  type stopRtcCloudRecording,
  type Verified,
} from "apsara-live";
import { createApi } from "apsara-live/slim";
import {
  createLiveEmulator,
  createLiveError,
  type Fault,
  type OperationCount,
  type QuotaOptions,
  type ReceivedRequest,
  testAccessKey,
  unflatten,
} from "apsara-live/testing";

/** True only for identical types. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_A, _B>(_: Same<_A, _B>): string => "";

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
same<typeof recording.code, LiveErrorCode | undefined>(true);
if (recording.outcome === "stopped") same<typeof recording.code, undefined>(true);
else same<typeof recording.code, LiveErrorCode>(true);

const monitor = await stopLiveStreamMonitor(
  { monitorId: "x", regionId: "r", ownerId: 1n },
  { credentials, retry: false },
);
same<typeof monitor, StopLiveStreamMonitorResult>(true);
same<typeof monitor.monitorId, string>(true);
if (monitor.outcome === "already-stopped") same<typeof monitor.code, LiveErrorCode>(true);
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
    const code: LiveErrorCode = error.code;
    same<typeof error.httpStatus, number | undefined>(true);
    if (error.code === "NotFound.Task" || error.code === "ERR_TIMEOUT" || error.code === "Unheard.Of") void error;
    same<typeof error.outcomeUnknown, boolean>(true);
    same<typeof error.retryable, boolean>(true);
    same<typeof error.retryAfterMs, number | undefined>(true);
    same<typeof error.operation, keyof Operations | (string & {}) | undefined>(true);
    same<typeof error.verified, Verified | undefined>(true);
    same<typeof error.name, "LiveError">(true);
    const asError: Error = error;
    void [asError, code, error.toJSON()];
  }
}

// The kind of an error narrows its code.
function codeOf(error: AnyLiveError): string {
  switch (error.kind) {
    case "argument":
      return error.code === "ERR_UNKNOWN_KEY" ? "a typing error" : error.code;
    case "credentials":
      return same<
        typeof error.code,
        "ERR_CREDENTIALS_FAILED" | "ERR_CREDENTIALS_TIMEOUT" | "ERR_INVALID_CREDENTIALS" | "ERR_MISSING_CREDENTIALS"
      >(true);
    case "network":
      return same<typeof error.code, "ERR_NETWORK">(true);
    case "timeout":
      return same<typeof error.code, "ERR_ATTEMPT_TIMEOUT" | "ERR_RUN_ENDED" | "ERR_TIMEOUT">(true);
    case "internal":
      return same<typeof error.code, "ERR_INTERNAL" | "ERR_WASM_UNAVAILABLE">(true);
    case "protocol":
      return error.code === "ERR_REDIRECTED" ? "a proxy" : error.code;
    // The service has codes that this package does not know.
    case "service":
      return error.code === "NotFound.Task" || error.code === "Unheard.Of" ? "gone" : error.code;
    case "throttled":
      return error.code === "ERR_QUOTA" || error.code === "Throttling.User" ? "later" : error.code;
  }
}
const known: AnyLiveError = createLiveError({ kind: "timeout" });
const plain: LiveError = known;
void [codeOf(known), plain];

same<
  keyof Operations,
  | "StopRtcCloudRecording"
  | "StopLiveStreamMonitor"
  | "StopLivePullToPush"
  | "StopRtcCloudTranscode"
  | "DescribeRtcCloudRecordingFiles"
  | "DescribeLiveStreamMonitorList"
  | "DescribeLivePullToPush"
  | "DescribeRtcCloudTranscode"
>(true);

// The union of codes names those that are known, and stays open for others.
const codes: LiveErrorCode[] = ["ERR_TIMEOUT", "UserQuotaExceed", "Throttling.User", "Unheard.Of"];
const ours: PackageErrorCode = "ERR_ATTEMPT_TIMEOUT";
const theirs: ServiceErrorCode[] = ["UserQuotaExceed", "Throttling.Api"];

/** Lists every member of every event. */
function listen(event: LiveEvent): unknown {
  same<typeof event.callId, string>(true);
  same<typeof event.context, unknown>(true);
  same<typeof event.operation, keyof Operations | (string & {})>(true);
  switch (event.type) {
    case "request":
      return [event.attempt, event.host];
    case "response":
      return [event.attempt, event.status, event.requestId, event.durationMs];
    case "retry":
      same<typeof event.requestId, string | undefined>(true);
      return [event.attempt, event.delayMs, event.kind, event.code];
    case "credentials":
      return [event.renewed, event.durationMs];
    case "held":
      return [event.reason, event.code, event.sinceMs, event.nextProbeMs];
    case "resumed":
      return [event.sinceMs];
    case "outcome":
      same<typeof event.requestId, string | undefined>(true);
      same<typeof event.outcome, "stopped" | "already-stopped" | "answered" | "signed" | "failed" | "aborted">(true);
      same<typeof event.verified, Verified | undefined>(true);
      return [event.attempts, event.outcomeUnknown, event.aborted, event.kind, event.code, event.durationMs];
    default:
      return event satisfies never;
  }
}

// With exactOptionalPropertyTypes, `undefined` must be passed explicitly to be accepted: every option takes it.
createClient({
  credentials: undefined,
  region: undefined,
  network: undefined,
  endpoint: undefined,
  dangerouslyAllowPlainHttp: undefined,
  signatureMethod: undefined,
  fetch: undefined,
  timeoutMs: undefined,
  attemptTimeoutMs: undefined,
  retry: undefined,
  alreadyStopped: undefined,
  quota: undefined,
  userAgent: undefined,
  onEvent: undefined,
} satisfies Record<keyof ClientOptions, undefined>);
const nothing: Record<keyof CallOptions, undefined> = {
  signal: undefined,
  timeoutMs: undefined,
  attemptTimeoutMs: undefined,
  retry: undefined,
  onEvent: undefined,
  context: undefined,
};
void live.stopRtcCloudRecording({ taskId: "x" }, nothing);
void live.stopRtcCloudRecording(
  { taskId: "x" },
  { retry: { maxAttempts: undefined, baseDelayMs: undefined, maxDelayMs: undefined } },
);
void live.stopLiveStreamMonitor({ monitorId: "x", ownerId: undefined, regionId: undefined }, { onEvent: listen });
void live.sign("StopRtcCloudRecording", { taskId: "x" }, {
  date: undefined,
  nonce: undefined,
  method: undefined,
  form: undefined,
  signal: undefined,
  timeoutMs: undefined,
} satisfies Record<keyof SignOptions, undefined>);
createClient({
  credentials: { accessKeyId: "i", accessKeySecret: "s", securityToken: undefined, expiration: undefined },
});

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
same<typeof emulator.counts.stopRtcCloudRecording, OperationCount>(true);
createClient({ quota: { stopRtcCloudRecording: true, DescribeCasters: true, StartCaster: 5, StopCaster: undefined } });
const quotas: QuotaOptions = { quota: { stopRtcCloudRecording: 50 }, quotaWindow: "anchored", recordTimes: true };
createLiveEmulator({
  ...quotas,
  others: { stopRtcCloudRecording: 30, describeLiveStreamMonitorList: undefined },
  latencyMs: ({ operation }) => (operation === undefined ? 0 : 1),
  stopsAfterMs: Infinity,
  keepRequests: 0,
});
createLiveEmulator({ stopsAfterDescribes: 2, latencyMs: 5 });
void unflatten(emulator.requests[0]?.params ?? {});
createLiveEmulator({
  accessKeys: [{ ...testAccessKey, securityToken: undefined, expiration: undefined, disabled: undefined }],
  recordings: new Map([["a", "RUNNING"]]),
  monitors: emulator.monitors,
  now: undefined,
  faults: [{ type: "throttle", code: undefined, status: undefined, headers: undefined }],
  faultFor: () => undefined,
});
void emulator.serve(undefined, undefined, { cors: undefined });
void [kinds, codes, ours, theirs, forms, emulator.faults.length];
