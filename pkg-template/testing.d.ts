/// <reference lib="esnext.disposable" />

/**
 * `apsara-live/testing`: an emulator of the ApsaraVideo Live service (`live`, version 2016-11-01) for tests.
 *
 * It checks signatures in full with Web Crypto, by code of its own that shares nothing with the signer of
 * `apsara-live`, keeps the state of recordings and monitors, answers in the service's own shapes and can be told to
 * fail. It needs no account and no network, and runs wherever there is `fetch`, `Request`, `Response` and
 * `crypto.subtle`. Importing it has no side effect.
 *
 * The order of its checks is: encoding and `Format`, routing (`Version`, `Action`, path), HTTP method, common
 * parameters, form of the signature, access key, STS token, time stamp, signature, nonce, operation parameters, state.
 * The real gateway's order is not documented.
 *
 * Differences from the real service, on purpose: plain `http` is accepted; `SignedHeaders` must be lower-case, sorted
 * and free of repetition, as the vendor's SDKs write it; nothing is throttled unless a fault says so; CORS preflights
 * are answered only by a server that was asked to ({@link ServeOptions.cors}).
 *
 * @example
 * ```js
 * import { createClient } from "apsara-live";
 * import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
 *
 * const emulator = createLiveEmulator({ recordings: { "task-1": "RUNNING" }, faults: ["throttle", "lost-reply"] });
 * const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch });
 *
 * await live.stopRtcCloudRecording({ taskId: "task-1" });
 * emulator.recordings.get("task-1");                     // "STOPPED"
 * emulator.requests.map((request) => request.executed);  // [false, true, false]
 * ```
 *
 * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording
 * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor
 * @module
 */

/**
 * State of an RTC cloud recording task, in the service's words. `RUNNING` and `RECOVERING` can be stopped and become
 * `STOPPED`; a stop of `STOPPING` or `STOPPED` is answered with `InvalidParameter.TaskId`, and of an unknown task with
 * `NotFound.Task`.
 */
export type RecordingState = "RUNNING" | "RECOVERING" | "STOPPING" | "STOPPED";

/**
 * State of a stream monitor. `RUNNING` is the service's `Status` 1 (monitored), `STOPPED` its `Status` 0. A stop of
 * `STOPPED` is answered with `StreamMonitorAlreadyStop`, and of an unknown monitor with `StreamMonitorNotExist`.
 */
export type MonitorState = "RUNNING" | "STOPPED";

/** An access key that the emulator knows. One with a `securityToken` is a temporary key of STS. */
export interface AccessKey {
  /** Unique among the emulator's keys. */
  accessKeyId: string;
  accessKeySecret: string;
  /** Makes this an STS key: requests must carry the token (`MissingSecurityToken`, `InvalidSecurityToken.*`). */
  securityToken?: string;
  /**
   * From when on the token is `InvalidSecurityToken.Expired`: a Date, an ISO 8601 string or milliseconds. Default:
   * never.
   */
  expiration?: Date | string | number;
  /** `true`: requests are refused with `InvalidAccessKeyId.Inactive`. Default: `false`. */
  disabled?: boolean;
}

/** What every fault that answers can have. */
interface FaultHeaders {
  /**
   * Response headers to set, or with `null` to leave out; for example `{ date: null }` for a client that cannot see the
   * server's clock.
   */
  headers?: Record<string, string | null>;
}

interface FaultExecutes {
  /** Whether the operation is carried out all the same. The default is said at the fault's type. */
  executes?: boolean;
}

interface FaultRetryAfter {
  /** Sent as `x-acs-retry-after`, milliseconds. A string goes out as it is, however wrong. Default: no such header. */
  retryAfterMs?: number | string;
  /**
   * Sent as `retry-after`, seconds or an HTTP date. A string goes out as it is, however wrong. Default: no such header.
   */
  retryAfter?: number | string;
}

interface FaultError extends FaultHeaders, FaultExecutes, FaultRetryAfter {
  /** Default: the status that {@link serviceErrors} has for the code, else 400. */
  status?: number;
  /** Default: the message that {@link serviceErrors} has for the code. */
  message?: string;
}

interface FaultPart {
  /**
   * `"headers"`: nothing at all is sent meanwhile. `"body"`: headers and half of the body are sent at once. Default:
   * `"headers"`.
   */
  part?: "headers" | "body";
}

/** No fault: the place in the list of a request that goes well. */
export interface NoFault extends FaultHeaders {
  type: "none";
}

/** Throttled: checked, its nonce spent, not carried out. `code` defaults to `Throttling.User`, `status` to 400. */
export interface ThrottleFault extends FaultError {
  type: "throttle";
  code?: string;
}

/** Any error. Checked, its nonce spent, not carried out unless `executes`. `code` defaults to `InternalError`. */
export interface ErrorFault extends FaultError {
  type: "error";
  /** A code of {@link serviceErrors} brings its own status and message. */
  code?: string;
  /** Sent verbatim in place of the service's shape. */
  body?: string | Uint8Array;
  /** Of `body`. Default: `application/json;charset=utf-8`. */
  contentType?: string;
}

/** 500 `InternalError`. Checked, its nonce spent, not carried out unless `executes`. */
export interface InternalErrorFault extends FaultError {
  type: "internal-error";
  code?: string;
}

/**
 * An HTML page of a load balancer, 503 unless `status` says otherwise. The service never sees the request unless
 * `executes`.
 */
export interface UnavailableFault extends FaultHeaders, FaultExecutes, FaultRetryAfter {
  type: "unavailable";
  status?: number;
}

/** A redirect, 302 unless `status` says otherwise. The service never sees the request. */
export interface RedirectFault extends FaultHeaders {
  type: "redirect";
  location: string;
  status?: number;
}

/** The connection is reset before the service sees the request. */
export interface ResetFault extends FaultHeaders {
  type: "reset";
}

/** The request is carried out, then the connection is reset: the caller cannot know. */
export interface LostReplyFault extends FaultHeaders {
  type: "lost-reply";
}

/** Carried out (unless `executes: false`), answered with no body; `status` defaults to 200. */
export interface EmptyFault extends FaultHeaders, FaultExecutes {
  type: "empty";
  status?: number;
}

/** Carried out (unless `executes: false`), answered with `body`, byte for byte; `status` defaults to 200. */
export interface GarbageFault extends FaultHeaders, FaultExecutes {
  type: "garbage";
  body: string | Uint8Array;
  status?: number;
  /** Default: `application/json;charset=utf-8`. */
  contentType?: string;
}

/**
 * Carried out (unless `executes: false`); the connection breaks in the middle of the body, below its `content-length`.
 */
export interface TruncatedFault extends FaultHeaders, FaultExecutes {
  type: "truncated";
}

/** Answered in XML, whatever the request asked for. */
export interface XmlFault extends FaultHeaders {
  type: "xml";
}

/** Answered after `ms` milliseconds. */
export interface SlowFault extends FaultHeaders, FaultPart {
  type: "slow";
  /** 0 to 2147483647. */
  ms: number;
  /**
   * `"after-execution"`: carried out at once, the answer is late. `"before-execution"`: carried out after the delay,
   * and not at all if the caller has gone by then; only with `part: "headers"`. Default: `"after-execution"`.
   */
  delay?: "after-execution" | "before-execution";
}

/**
 * Carried out (unless `executes: false`), and the answer never comes to its end; only the caller's abort ends the wait.
 */
export interface HangFault extends FaultHeaders, FaultPart, FaultExecutes {
  type: "hang";
}

/**
 * One fault. A string is short for an object with that `type` and the defaults; `null` and `"none"` stand for no fault.
 *
 * How far the request gets decides what the fault hides: `reset`, `unavailable` and `redirect` come from in front of
 * the service, so nothing is checked and no nonce is spent. `throttle`, `error` and `internal-error` come from a
 * service that has checked the request: a request with a wrong signature gets its refusal instead. All others change
 * what becomes of whatever the service answers.
 */
export type Fault =
  | NoFault
  | ThrottleFault
  | ErrorFault
  | InternalErrorFault
  | UnavailableFault
  | RedirectFault
  | ResetFault
  | LostReplyFault
  | EmptyFault
  | GarbageFault
  | TruncatedFault
  | XmlFault
  | SlowFault
  | HangFault
  | Exclude<FaultType, "redirect" | "garbage" | "slow">
  | null;

/** The names of all faults. */
export type FaultType =
  | "none"
  | "throttle"
  | "error"
  | "internal-error"
  | "unavailable"
  | "redirect"
  | "reset"
  | "lost-reply"
  | "empty"
  | "garbage"
  | "truncated"
  | "xml"
  | "slow"
  | "hang";

/** A request as it was received, and what became of it. */
export interface ReceivedRequest {
  /** Upper case, as sent. */
  method: string;
  /** Absolute, with the query. */
  url: string;
  /** Names in lower case; `host` is among them. */
  headers: Record<string, string>;
  /** Decoded as UTF-8; `""` when there was none. */
  body: string;
  /** `Action` or `x-acs-action`. */
  operation: string | undefined;
  /** The operation's own parameters, decoded, from query and form; without the common ones of HMAC-SHA1. */
  params: Record<string, string>;
  signatureMethod: "ACS3-HMAC-SHA256" | "HMAC-SHA1";
  /** `SignatureNonce` or `x-acs-signature-nonce`. */
  nonce: string | undefined;
  /** `Timestamp` or `x-acs-date`, as sent. */
  timestamp: string | undefined;
  /** When it arrived, by the emulator's clock, in milliseconds. */
  at: number;
  /** Whether this request stopped the recording or the monitor, whatever its sender got to see. */
  executed: boolean;
  /** HTTP status of the answer; `undefined` while there is none and when there never will be one. */
  status: number | undefined;
  /** `Code` of the answer, if it was an error in the service's shape. */
  code: string | undefined;
  /** The fault that it met, with its defaults filled in. */
  fault: Exclude<Fault, string | null> | undefined;
}

/** Options of {@link createLiveEmulator}. A wrong value or an unknown name is a `TypeError` that names the path. */
export interface LiveEmulatorOptions {
  /** The keys that can sign. Default: {@link testAccessKey} alone. */
  accessKeys?: readonly AccessKey[];
  /** Recording tasks by id. Default: none. */
  recordings?: Record<string, RecordingState>;
  /** Stream monitors by id. Default: none. */
  monitors?: Record<string, MonitorState>;
  /**
   * The service's clock, in milliseconds since 1970; also sent as the `date` header. Default: `Date.now`, looked up at
   * each call.
   */
  now?: () => number;
  /** Faults for the coming requests, one each, in order of arrival. Default: none. */
  faults?: readonly Fault[];
  /** Asked for the fault of each request for which `faults` has none left. Default: no fault. */
  faultFor?: (request: ReceivedRequest) => Fault | undefined;
}

/** How {@link LiveEmulator.serve} serves. */
export interface ServeOptions {
  /**
   * `true`: CORS preflights are answered, so that pages of any origin may send all that `apsara-live` sends. They meet
   * no fault and are not among `requests`. Replies may be read by any page in any case, as those of the service. What
   * the service answers to a preflight is not documented. Default: `false`.
   *
   * @example
   * ```js
   * const server = await emulator.serve(0, "127.0.0.1", { cors: true });
   * // in the page: createClient({ credentials: testAccessKey, endpoint: server.url })
   * ```
   */
  cors?: boolean;
}

/** A server on a real socket, made by {@link LiveEmulator.serve}. */
export interface LiveEmulatorServer {
  /** For example `http://127.0.0.1:41234`. */
  url: string;
  port: number;
  /** Stops listening and destroys all open connections. May be called more than once. */
  close(): Promise<void>;
  /** The same as `close`, for `await using`; absent from runtimes without `Symbol.asyncDispose`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** The runtime's own `fetch`, where its types are there: these types need neither those of the DOM nor those of Node.js. */
type GlobalFetch = typeof globalThis extends { fetch: (...args: infer Args) => infer Reply }
  ? (...args: Args) => Reply
  : (input: unknown, init?: unknown) => Promise<unknown>;

/** The emulator: a service in memory, reached by `fetch` or through a socket. */
export interface LiveEmulator {
  /**
   * Takes the place of `globalThis.fetch`; may be called unbound. Connection faults reject like the runtime's own: a
   * `TypeError` whose `cause` has a `code` (`ECONNRESET`, `UND_ERR_SOCKET`). An abort rejects with the signal's reason.
   */
  readonly fetch: GlobalFetch;
  /**
   * Puts the same emulator, with its state and its faults, behind a real socket: resets are RST, truncated bodies end
   * early.
   *
   * Only where `process.getBuiltinModule("node:http")` is to be had (Node.js 20.16 or later, Deno, Bun); elsewhere it
   * rejects.
   *
   * @param port Default: 0, any free port.
   * @param host Default: `"127.0.0.1"`.
   * @param options Default: none.
   * @example
   * ```js
   * const server = await emulator.serve();
   * const live = createClient({ credentials: testAccessKey, endpoint: server.url });
   * await server.close();
   * ```
   */
  serve(port?: number, host?: string, options?: ServeOptions): Promise<LiveEmulatorServer>;
  /** All requests in order of arrival. */
  readonly requests: ReceivedRequest[];
  /** The faults still to come. `push` and `unshift` check what they are given. */
  readonly faults: Fault[];
  /** Live: a test may read and change it. `set` throws a `TypeError` for a state that the service does not have. */
  readonly recordings: Map<string, RecordingState>;
  /** Live: a test may read and change it. `set` throws a `TypeError` for a state that the service does not have. */
  readonly monitors: Map<string, MonitorState>;
}

/**
 * Makes an emulator of the service.
 *
 * @example
 * ```js
 * const emulator = createLiveEmulator({
 *   accessKeys: [
 *     { accessKeyId: "STS.one", accessKeySecret: "secret", securityToken: "t", expiration: "2026-01-02T03:04:05Z" },
 *   ],
 *   monitors: { "445409ec-7eaa-461d-8f29-4bec2eb9": "RUNNING" },
 *   now: () => Date.parse("2026-01-02T03:00:00Z"),
 *   faults: [{ type: "throttle", status: 429, retryAfterMs: 1000 }, null, { type: "slow", ms: 50 }],
 * });
 * ```
 */
export declare function createLiveEmulator(options?: LiveEmulatorOptions): LiveEmulator;

/** The key that an emulator knows when it is told of none: `testid` with the secret `testsecret`. */
export declare const testAccessKey: Readonly<{ accessKeyId: "testid"; accessKeySecret: "testsecret" }>;

/** The errors that the service documents: HTTP status and message of each code, as the emulator sends them. */
export declare const serviceErrors: Readonly<Record<string, Readonly<{ status: number; message: string }>>>;

/** The names of all faults, for tests that go through every one. */
export declare const faultTypes: readonly FaultType[];
