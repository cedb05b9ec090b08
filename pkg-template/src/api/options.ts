// Public types of options and parameters.
import type { OPERATIONS } from "../generated/operations.ts";
import type { SignatureMethod } from "../generated/records.ts";
import type { ActionTypes } from "./actions.ts";
import type { LiveEvent } from "./events.ts";

export type { ActionParam, ActionParams } from "./actions.ts";
export type { SignatureMethod };

/**
 * An AccessKey pair; a temporary pair (STS) has a security token.
 *
 * @see https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair
 */
export interface Credentials {
  /** Visible ASCII characters, without white space. */
  readonly accessKeyId: string;
  /** Visible ASCII characters, without white space. */
  readonly accessKeySecret: string;
  /** The security token of temporary credentials. */
  readonly securityToken?: string | null | undefined;
  /**
   * The end of temporary credentials: a `Date`, a string in ISO 8601 (without a zone: UTC), or milliseconds since 1970. The result of a
   * function is cached until five minutes before the end. Without an end, only the waiting calls use the result, and it is not cached.
   */
  readonly expiration?: Date | string | number | null | undefined;
}

/** The result of a credentials function, as loose as the vendor's own types. Other members are ignored. */
export type CredentialsLike = { readonly [K in keyof Credentials]?: Credentials[K] | undefined };

/**
 * A source of credentials: the credentials themselves, a function that returns them, or an object of the vendor's packages
 * (`@alicloud/credentials` and its successors).
 */
export type CredentialsSource =
  | Credentials
  | (() => CredentialsLike | PromiseLike<CredentialsLike>)
  | { getCredential(): PromiseLike<CredentialsLike> | CredentialsLike }
  | { getCredentials(): PromiseLike<CredentialsLike> | CredentialsLike };

/** Number of attempts, and the waits between them. */
export interface RetryOptions {
  /** Attempts in all, the first included: 1 to 100. @defaultValue 4 */
  readonly maxAttempts?: number | undefined;
  /** The cap of the first wait, in milliseconds; it doubles with each retry. Ten times as long when throttled. @defaultValue 100 */
  readonly baseDelayMs?: number | undefined;
  /** The cap of every wait, in milliseconds. @defaultValue 5000 */
  readonly maxDelayMs?: number | undefined;
}

/** The used part of `AbortSignal`. These types need neither the types of the DOM nor the types of Node.js. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** A function like the global `fetch`. These types need neither the types of the DOM nor the types of Node.js. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type FetchLike = (url: string, init: any) => PromiseLike<any>;

/** Options that a client has, and that a call may override. */
interface SharedOptions {
  /** The time for the whole call, in milliseconds. @defaultValue 30000 */
  readonly timeoutMs?: number | undefined;
  /** The time for one attempt, its body included, in milliseconds. @defaultValue 5000 */
  readonly attemptTimeoutMs?: number | undefined;
  /** Attempts and waits; `false` means one attempt. @defaultValue { maxAttempts: 4, baseDelayMs: 100, maxDelayMs: 5000 } */
  readonly retry?: RetryOptions | false | undefined;
  /**
   * Called with each event, as it happens. Exceptions and rejections of the listener are ignored. The listener of a call is called
   * after the listener of its client.
   */
  readonly onEvent?: ((event: LiveEvent) => unknown) | undefined;
}

/** Options of a call. They override the same options of the client. */
export interface CallOptions extends SharedOptions {
  /** Ends the call: it rejects with the signal's reason, and sends no more requests. The event `outcome` has the known outcome. */
  readonly signal?: AbortSignalLike | null | undefined;
  /** Passed through to the events of this call. */
  readonly context?: unknown;
}

/** Options of the wait until a task has stopped. */
export interface WaitOptions {
  /** The time of the wait, in milliseconds, without the time of the stop. @defaultValue 60000 */
  readonly timeoutMs?: number | undefined;
}

/** Options of a call that stops a task. */
export interface StopOptions extends CallOptions {
  /**
   * Asks the service for the state of the task, once, within the time of the call. Needs the RAM action of the describing operation; see
   * {@link Verified}.
   *
   * - `true` asks only in doubt: if the outcome is unknown, or if the service says "already stopped" and no attempt of this call can be
   *   the reason. After a reply that confirms the stop, it does not ask. Stops a task that still runs again, while attempts are left.
   * - `"always"` asks after every stop, too. If a task runs whose stop was accepted, the call fails with `ERR_NOT_STOPPED`.
   *
   * Neither waits: a recording is `"stopping"` for a time. @defaultValue false
   */
  readonly verify?: boolean | "always" | undefined;
  /**
   * Resolves when the service says that the task has stopped: after the stop, asks for the state 0.5, 1, 2 … 10 s apart, within the quota
   * of the describing operation. The wait has a time of its own, which begins at the end of the stop: `timeoutMs`, 60000 by default.
   * The result has `verified: "stopped"`, `stoppedAfterMs` and, for a recording, `recordFileList`.
   *
   * Rejects with `ERR_NOT_STOPPED` if the time is up: the stop was accepted, and `verified` is the last known state. Never stops a task
   * again that another client has started meanwhile. Asks in doubt as `verify: true` does. @defaultValue false
   */
  readonly waitUntilStopped?: boolean | WaitOptions | undefined;
}

/** Options of {@link Client.call}. */
export interface ActionOptions extends CallOptions {
  /** The HTTP method. @defaultValue the method of the vendor's client: "GET" for 33 actions, "POST" for all others */
  readonly method?: "POST" | "GET" | undefined;
  /**
   * Whether a second request changes nothing more, so that a call may repeat a request with an unknown outcome.
   * @defaultValue true for an action that reads: `Describe…`, `List…`, `Query…`, `Get…`, `Check…`, `BatchGet…`
   */
  readonly idempotent?: boolean | undefined;
  /**
   * The host of another RPC product of the vendor. Requests are signed the same way; the package knows only the error codes of the
   * gateway.
   */
  readonly endpoint?: string | undefined;
  /** The version of the API of another product, such as `"2014-05-26"`. @defaultValue "2016-11-01" */
  readonly version?: string | undefined;
}

/** The methods that have a quota. */
export type QuotaMethod = (typeof OPERATIONS)[keyof typeof OPERATIONS]["method"];

/** The quota of a method or an action: calls a second, or `true` for the documented quota. */
export type ClientQuota = number | true | undefined;

/**
 * Quotas by the names of methods, and by the names of other actions, which begin with a capital letter. `import type {} from
 * "apsara-live/actions"` completes them.
 */
export type ClientQuotas = { readonly [Method in QuotaMethod]?: ClientQuota } & {
  readonly [Action in Exclude<keyof ActionTypes, keyof typeof OPERATIONS>]?: ClientQuota;
} & { readonly [action: Capitalize<string>]: ClientQuota };

/** Options of a client. {@link createClient} throws if they are unusable. */
export interface ClientOptions extends SharedOptions {
  /**
   * @defaultValue the environment variables `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and
   * `ALIBABA_CLOUD_SECURITY_TOKEN`, read at the call, in runtimes with `process.env`
   */
  readonly credentials?: CredentialsSource | undefined;
  /**
   * Chooses the endpoint: `live.aliyuncs.com` for the regions of the vendor's SDKs, except for RTC recordings in `ap-southeast-1`
   * and `us-east-1`, which have hosts of their own; `live.<region>.aliyuncs.com` for any other region. @defaultValue "cn-shanghai"
   */
  readonly region?: string | undefined;
  /** `"vpc"` uses `live-vpc.<region>.aliyuncs.com`. @defaultValue "public" */
  readonly network?: "public" | "vpc" | undefined;
  /** A host, or a URL without a path; over `https`, unless the host is `localhost`, `127.0.0.0/8` or `[::1]`. Overrides `region`. */
  readonly endpoint?: string | undefined;
  /**
   * Allows an `endpoint` with plain `http` to any host: for an emulator in another container. Every host on the way can then
   * read the parameters of the calls, and the token. @defaultValue false
   */
  readonly dangerouslyAllowPlainHttp?: boolean | undefined;
  /**
   * `HMAC-SHA1` is declared discontinued by the vendor, and still accepted. It needs no custom header, which a form post, a
   * pre-signed URL or a CORS-simple request needs. @defaultValue "ACS3-HMAC-SHA256"
   */
  readonly signatureMethod?: SignatureMethod | undefined;
  /** Sends the requests. Never called as a method. @defaultValue `globalThis.fetch`, looked up at the call */
  readonly fetch?: FetchLike | undefined;
  /** Whether a task that was stopped before is a result or an error. @defaultValue "resolve" */
  readonly alreadyStopped?: "resolve" | "throw" | undefined;
  /**
   * The quotas of the account in calls a second, by method; `false` delays nothing. All users of an account share its quotas, so
   * lower them if several services share the account. Every attempt waits until its quota has room. @defaultValue the vendor's pages
   *
   * The calls of any other action wait only if the quota of the action is here, by its name: a number of calls a second, or `true` for
   * the quota of the vendor's pages, which for 41 actions counts in a minute. Functions without a client have no such calls.
   * @example
   * createClient({ quota: { stopRtcCloudRecording: 200, DescribeCasters: true, StartCaster: 5 } });
   */
  readonly quota?: ClientQuotas | false | undefined;
  /** The `User-Agent` header; browsers keep their own. @defaultValue "apsara-live/<version>" */
  readonly userAgent?: string | undefined;
}

/** Options of {@link Client.sign} for any action that has no method of its own. */
export interface SignActionOptions extends SignOptions {
  /** As in {@link ActionOptions}. */
  readonly endpoint?: string | undefined;
  /** As in {@link ActionOptions}. */
  readonly version?: string | undefined;
}

/** Options of {@link Client.sign}. */
export interface SignOptions {
  /** The time of the signature: a `Date`, or `yyyy-MM-ddTHH:mm:ssZ`. The request is valid for 15 minutes. @defaultValue now */
  readonly date?: Date | string | undefined;
  /** 1 to 128 visible ASCII characters that no other request of the AccessKey has. @defaultValue 32 random hex digits */
  readonly nonce?: string | undefined;
  /** `"GET"` makes a pre-signed URL: for `HMAC-SHA1`, and operations that allow it. @defaultValue "POST" */
  readonly method?: "POST" | "GET" | undefined;
  /**
   * Puts the parameters into a form body, where `ACS3-HMAC-SHA256` has them in the query; `HMAC-SHA1` has them there in any case.
   * Servers and proxies log URLs. The vendor's client does so for a few actions only: nobody has seen what the service says to the
   * others. @defaultValue false
   */
  readonly form?: boolean | undefined;
  /** Ends the wait for a credentials function. */
  readonly signal?: AbortSignalLike | null | undefined;
  /** The time for a credentials function, in milliseconds. @defaultValue the timeout of the client */
  readonly timeoutMs?: number | undefined;
}
