/**
 * An AccessKey pair, with a security token where it is a temporary one (STS).
 *
 * @see https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair
 */
export interface Credentials {
  /** Visible ASCII characters, without white space. */
  readonly accessKeyId: string;
  /** Visible ASCII characters, without white space. */
  readonly accessKeySecret: string;
  /** The security token of temporary credentials. */
  readonly securityToken?: string | null;
  /**
   * When the credentials end: a `Date`, a string in ISO 8601, or milliseconds since 1970. The answer of a function is kept until
   * five minutes before; an answer that does not say when it ends is used by the calls that wait for it, and not kept.
   */
  readonly expiration?: Date | string | number | null;
}

/** What a credentials function answers. Members that mean nothing here are left alone. */
export type CredentialsAnswer = Pick<Credentials, "accessKeyId" | "accessKeySecret"> & {
  readonly securityToken?: string | null | undefined;
  readonly expiration?: Date | string | number | null | undefined;
};

/**
 * Where credentials come from: the credentials themselves, a function that answers with them, or an object of the vendor's
 * packages (`@alicloud/credentials` and its successors).
 */
export type CredentialsSource =
  | Credentials
  | (() => CredentialsLike | PromiseLike<CredentialsLike>)
  | { getCredential(): PromiseLike<CredentialsLike> | CredentialsLike }
  | { getCredentials(): PromiseLike<CredentialsLike> | CredentialsLike };

/** {@link CredentialsAnswer}, as loose as the vendor's own types. */
export type CredentialsLike = { readonly [K in keyof CredentialsAnswer]?: CredentialsAnswer[K] };

/** The signature methods of the service. */
export type SignatureMethod = "ACS3-HMAC-SHA256" | "HMAC-SHA1";

/** How often a call is attempted, and with which waits. */
export interface RetryOptions {
  /** Attempts in all, the first included: 1 to 100. @defaultValue 4 */
  readonly maxAttempts?: number;
  /** The cap of the first wait, in milliseconds; it doubles with each retry. Ten times as long when throttled. @defaultValue 100 */
  readonly baseDelayMs?: number;
  /** The cap of every wait, in milliseconds. @defaultValue 5000 */
  readonly maxDelayMs?: number;
}

/**
 * The part of `AbortSignal` that is used; written out, so that these types need neither those of the DOM nor those of Node.js.
 */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** A function like the global `fetch`; loose, so that these types need neither those of the DOM nor those of Node.js. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type FetchLike = (url: string, init: any) => PromiseLike<any>;

/** Options of a call, where a client has others. */
export interface CallOptions {
  /** Ends the call: it rejects with the reason of the signal, and sends nothing more. */
  readonly signal?: AbortSignalLike | null;
  /** The time for the whole call, in milliseconds. @defaultValue 30000 */
  readonly timeoutMs?: number;
  /** The time for one attempt, its body included, in milliseconds. @defaultValue 5000 */
  readonly attemptTimeoutMs?: number;
  /** How often to ask; `false` means once. @defaultValue { maxAttempts: 4, baseDelayMs: 100, maxDelayMs: 5000 } */
  readonly retry?: RetryOptions | false;
}

interface EventBase {
  /** The operation that was called. */
  readonly operation: keyof Operations;
}

/**
 * What happens in a call. In Node.js, and where else there is `node:diagnostics_channel`, the same objects are published on the
 * channels `apsara-live:request`, `apsara-live:response`, `apsara-live:retry`, `apsara-live:credentials` and `apsara-live:outcome`.
 * No event holds a parameter, a secret, a token or a signature.
 */
export type LiveEvent =
  | (EventBase & {
      /** A request is about to be sent. */
      readonly type: "request";
      /** Its number in the call, from 1. */
      readonly attempt: number;
      /** Where it goes. */
      readonly host: string;
    })
  | (EventBase & {
      /** A response arrived, its body included. */
      readonly type: "response";
      readonly attempt: number;
      readonly status: number;
      /** The service's ID of the request, where a header named it. */
      readonly requestId?: string;
      /** The time since the request, in milliseconds. */
      readonly durationMs: number;
    })
  | (EventBase & {
      /** The attempt failed, and another follows. */
      readonly type: "retry";
      /** The number of the attempt that failed. */
      readonly attempt: number;
      /** The time until the next one, in milliseconds. */
      readonly delayMs: number;
      readonly kind: LiveErrorKind;
      readonly code: string;
    })
  | (EventBase & {
      /** There are credentials to sign with. */
      readonly type: "credentials";
      /** Whether the service had called those before expired. */
      readonly renewed: boolean;
      /** The time that it took to get them, in milliseconds. */
      readonly durationMs: number;
    })
  | (EventBase & {
      /** The call has ended. */
      readonly type: "outcome";
      readonly outcome: "stopped" | "already-stopped" | "failed" | "aborted";
      readonly attempts: number;
      /** Whether the task may have been stopped without anybody knowing; for an aborted call, too. */
      readonly outcomeUnknown: boolean;
      /** With `"failed"`. */
      readonly kind?: LiveErrorKind;
      /** With `"failed"`. */
      readonly code?: string;
      /** The time that the call took, in milliseconds. */
      readonly durationMs: number;
    });

/** Options of a client. They are read at the first call, and a call answers what is wrong with them. */
export interface ClientOptions extends Omit<CallOptions, "signal"> {
  /**
   * @defaultValue the environment variables `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and
   * `ALIBABA_CLOUD_SECURITY_TOKEN`, where there is a `process.env`, read at the call
   */
  readonly credentials?: CredentialsSource;
  /**
   * Chooses the endpoint: `live.aliyuncs.com` for the regions of the vendor's SDKs, but for RTC recordings of `ap-southeast-1` and
   * `us-east-1`, which live at hosts of their own; `live.<region>.aliyuncs.com` for any other region. @defaultValue "cn-shanghai"
   */
  readonly region?: string;
  /** `"vpc"` takes `live-vpc.<region>.aliyuncs.com`. @defaultValue "public" */
  readonly network?: "public" | "vpc";
  /** A host or a URL without a path; over `https`, unless the host is loopback. Goes before `region`. */
  readonly endpoint?: string;
  /**
   * `HMAC-SHA1` is declared discontinued by the vendor, and accepted. It needs no custom header, which is what a form post, a
   * pre-signed URL or a CORS-simple request needs. @defaultValue "ACS3-HMAC-SHA256"
   */
  readonly signatureMethod?: SignatureMethod;
  /** Sends the requests. Never called as a method. @defaultValue `globalThis.fetch`, looked up at the call */
  readonly fetch?: FetchLike;
  /** Whether a task that was stopped before is a good end or an error. @defaultValue "resolve" */
  readonly alreadyStopped?: "resolve" | "throw";
  /** The `User-Agent` header; browsers keep their own. @defaultValue "apsara-live/<version>" */
  readonly userAgent?: string;
  /** Called with what happens in a call, as it happens. What it throws is ignored. */
  readonly onEvent?: (event: LiveEvent) => void;
}

/** The parameters of `StopRtcCloudRecording`. */
export interface StopRtcCloudRecordingParams {
  /** `TaskId`: the ID that the service returned when the recording was started; at most 256 characters. */
  readonly taskId: string;
}

/** The parameters of `StopLiveStreamMonitor`. */
export interface StopLiveStreamMonitorParams {
  /** `MonitorId`: the ID that `CreateLiveStreamMonitor` returned; at most 256 characters. */
  readonly monitorId: string;
  /** `RegionId`: the region of the monitor. It does not choose the endpoint; the option `region` does. */
  readonly regionId?: string;
  /** `OwnerId`: the ID of the owning account, a 64-bit integer: decimal digits, a bigint, or a number up to 2^53 - 1. */
  readonly ownerId?: string | bigint | number;
}

interface Stopped {
  /**
   * `"stopped"`: the service stopped the task. `"already-stopped"`: the task exists and is not running, or an attempt before the
   * last one, whose answer was lost, had stopped it.
   */
  readonly outcome: "stopped" | "already-stopped";
  /** The service's ID of the last request. Missing only where the service left it out. */
  readonly requestId?: string;
  /** How many requests were sent. */
  readonly attempts: number;
  /** The service's code, with `"already-stopped"`. */
  readonly code?: string;
}

/** What `stopRtcCloudRecording` resolves to. */
export interface StopRtcCloudRecordingResult extends Stopped {
  /** The task that is stopped. */
  readonly taskId: string;
}

/** What `stopLiveStreamMonitor` resolves to. */
export interface StopLiveStreamMonitorResult extends Stopped {}

/** The operations, by the vendor's names, and their parameters. */
export interface Operations {
  StopRtcCloudRecording: StopRtcCloudRecordingParams;
  StopLiveStreamMonitor: StopLiveStreamMonitorParams;
}

/** Options of {@link Client.sign}. */
export interface SignOptions {
  /** When the request is signed: a `Date`, or `yyyy-MM-ddTHH:mm:ssZ`. It is good for 15 minutes. @defaultValue now */
  readonly date?: Date | string;
  /** 1 to 128 visible ASCII characters that no other request of the AccessKey has. @defaultValue 32 random hex digits */
  readonly nonce?: string;
  /** `"GET"` makes a pre-signed URL: for `HMAC-SHA1`, and operations that allow it. @defaultValue "POST" */
  readonly method?: "POST" | "GET";
  /** Ends the wait for a credentials function. */
  readonly signal?: AbortSignalLike | null;
  /** The time for a credentials function, in milliseconds. @defaultValue that of the client */
  readonly timeoutMs?: number;
}

/** A signed request. Whoever sends it leaves all of it as it is; `Host` follows from the URL. */
export interface SignedRequest {
  readonly method: "POST" | "GET";
  readonly url: string;
  readonly headers: Record<string, string>;
  /** Missing where there is no body. */
  readonly body?: string;
}

/** A client: options that are checked once, and what calls share. Its functions may be taken off it. */
export interface Client {
  /**
   * Stops an RTC cloud recording.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoprtccloudrecording
   */
  stopRtcCloudRecording(
    params: StopRtcCloudRecordingParams,
    options?: CallOptions,
  ): Promise<StopRtcCloudRecordingResult>;
  /**
   * Stops a stream monitor.
   *
   * @throws {@link LiveError}, or the reason of `signal`
   * @see https://www.alibabacloud.com/help/en/live/developer-reference/api-live-2016-11-01-stoplivestreammonitor
   */
  stopLiveStreamMonitor(
    params: StopLiveStreamMonitorParams,
    options?: CallOptions,
  ): Promise<StopLiveStreamMonitorResult>;
  /**
   * Signs a request and does not send it: data for another HTTP client, a queue or a support ticket.
   *
   * @example
   * const { method, url, headers, body } = await live.sign("StopRtcCloudRecording", { taskId });
   * const response = await fetch(url, { method, headers, body });
   */
  sign<Name extends keyof Operations>(
    operation: Name,
    params: Operations[Name],
    options?: SignOptions,
  ): Promise<SignedRequest>;
  /** What has been learnt to add to the wall clock to get the service's, in milliseconds; 0 as long as nothing had to be. */
  readonly clockOffsetMs: number;
}

/**
 * Makes a client. Nothing is read, loaded or sent before its first call.
 *
 * @example
 * const live = createClient({ region: "ap-southeast-1" });
 * const { outcome } = await live.stopRtcCloudRecording({ taskId });
 */
export function createClient(options?: ClientOptions): Client;

/**
 * Stops an RTC cloud recording, without a client.
 *
 * @throws {@link LiveError}, or the reason of `signal`
 * @example
 * const { outcome } = await stopRtcCloudRecording({ taskId }, { credentials: { accessKeyId, accessKeySecret } });
 */
export function stopRtcCloudRecording(
  params: StopRtcCloudRecordingParams,
  options?: ClientOptions & CallOptions,
): Promise<StopRtcCloudRecordingResult>;

/**
 * Stops a stream monitor, without a client.
 *
 * @throws {@link LiveError}, or the reason of `signal`
 * @example
 * const { outcome } = await stopLiveStreamMonitor({ monitorId }, { credentials: { accessKeyId, accessKeySecret } });
 */
export function stopLiveStreamMonitor(
  params: StopLiveStreamMonitorParams,
  options?: ClientOptions & CallOptions,
): Promise<StopLiveStreamMonitorResult>;

/**
 * Who erred, and what to do about it.
 *
 * - `argument`: you gave something unusable; nothing was sent. Mend the call.
 * - `credentials`: there are no usable credentials; nothing was sent. Mend the credentials.
 * - `service`: the service refused or failed; `code` says why.
 * - `throttled`: the service was asked too often. Ask again, after `retryAfterMs` if it is there.
 * - `network`: the request or its reply was lost. Ask again.
 * - `timeout`: time ran out. Ask again, or allow more.
 * - `protocol`: something answered that is not the service. Look at what stands in between.
 * - `internal`: a fault of this package. Asking again works; please report it.
 */
export type LiveErrorKind =
  | "argument"
  | "credentials"
  | "service"
  | "throttled"
  | "network"
  | "timeout"
  | "protocol"
  | "internal";

/** The one error of this package. No message, and no member, holds a secret, a token or a signature. */
export declare class LiveError extends Error {
  /** Also true for errors of another copy of this package. */
  static [Symbol.hasInstance](value: unknown): value is LiveError;
  private constructor();
  readonly name: "LiveError";
  readonly kind: LiveErrorKind;
  /** The service's code, verbatim, or one of this package, which begins with `ERR_`. */
  readonly code: string;
  /** The operation that was called. */
  readonly operation?: keyof Operations;
  /** The HTTP status of the last reply, if there was one. */
  readonly status?: number;
  /** The service's ID of the last request, if a reply named it: what its support asks for. */
  readonly requestId?: string;
  /** How many requests were sent. */
  readonly attempts: number;
  /** Whether asking again may help. */
  readonly retryable: boolean;
  /** Before how many milliseconds asking again is of no use, where that is known. */
  readonly retryAfterMs?: number;
  /** Whether the task may have been stopped all the same. */
  readonly outcomeUnknown: boolean;
  /** The vendor's page on this very error, where the reply named one. */
  readonly recommend?: string;
  /** What the runtime, or a function of yours, threw. */
  readonly cause?: unknown;
  toJSON(): Record<string, unknown>;
}
