// Objects that cross the boundary to Rust as data, each with named members. src/wasm declares the same objects.
import type { OperationName } from "../generated/operations.ts";
import type { LiveErrorCodes, LiveErrorKind } from "./error-codes.ts";

/** An endpoint of the caller. Both members are missing if the region chooses the host. */
export interface Address {
  readonly scheme: "http" | "https" | undefined;
  /** In lower case, with a port unless it is the scheme's default. */
  readonly host: string | undefined;
}

/** Options of a client that concern every call. */
export interface ClientOptions extends Address {
  readonly region: string | undefined;
  readonly network: "public" | "vpc";
  readonly signatureMethod: "ACS3-HMAC-SHA256" | "HMAC-SHA1";
  /** Whether attempts wait for the quota of the account. */
  readonly paced: boolean;
  /** Quotas other than the documented ones, in attempts a second. */
  readonly quota: { readonly [Name in OperationName]?: number | undefined };
}

/** Options of one call, completed by the options of its client and the defaults. */
export interface CallSettings {
  readonly timeoutMs: number;
  readonly attemptTimeoutMs: number;
  readonly maxAttempts: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  readonly alreadyStopped: "resolve" | "throw";
  /** Whether the wait for the quota counts against `timeoutMs`, and a throttled attempt as one. */
  readonly queueing?: "counts" | "free";
  /** Whether to ask for the state of the task if the end leaves it in doubt. */
  readonly verify: boolean;
  /** Whether the provider can return other credentials, so that a retry after an expired token makes sense. */
  readonly credentialsSource: "function" | "constant";
}

/** Parameters of an operation, as strings by their names in JavaScript, or on the wire where they cross to Rust. */
export type Params = Readonly<Record<string, string | undefined>>;

/** An operation of the table, with its parameters. */
export interface OperationRequest {
  readonly operation: OperationName;
  readonly params: Params;
}

/** Any other action, with its parameters as they are sent. */
export interface ActionRequest extends Address {
  readonly action: string;
  readonly version: string;
  readonly method: "POST" | "GET";
  readonly idempotent: boolean;
  readonly parameters: readonly ActionParameter[];
}

/** A parameter as it is sent. */
export interface ActionParameter {
  readonly name: string;
  readonly value: string;
}

/** An AccessKey pair; a temporary pair has a token. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string | undefined;
}

/** Time, nonce and method of a signature. */
export interface SignSettings {
  readonly unixMs: number;
  readonly nonce: string | undefined;
  readonly method: "POST" | "GET";
}

/** A signed request, ready to be sent as it is; `Host` follows from the URL. */
export interface SignedRequest {
  readonly method: "POST" | "GET";
  readonly url: string;
  readonly headers: Record<string, string>;
  /** Missing if there is no body. */
  readonly body?: string;
}

/** Freshness of acceptable credentials: cached, or other credentials than the expired ones. */
export type Freshness = "any" | "renewed";

/** Place of a task in a reply. */
export interface DescribedTask {
  /** The operation that describes the task. */
  readonly operation: string;
  /** The member of the reply that contains the task, or a list with the task. */
  readonly member: string;
  /** The member of the task that is its ID. */
  readonly idName: string;
  readonly id: string;
}

/** The caller aborted the call; `requestSent` says whether a request is under way. */
export interface AbortedEvent {
  readonly kind: "aborted";
  readonly requestSent: boolean;
}

export type CredentialsEvent =
  | { readonly kind: "credentials"; readonly accessKey: AccessKey }
  | {
      readonly kind: "no-credentials";
      readonly code: LiveErrorCodes["credentials"];
      readonly message: string;
      readonly retryable: boolean;
    }
  | AbortedEvent;

export type AttemptEvent =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "lost"; readonly reason: string; readonly delivery: Delivery }
  | { readonly kind: "timed-out" }
  | AbortedEvent;

export type WaitEvent = { readonly kind: "waited" } | AbortedEvent;

/** Whether a request may have reached the service. */
export type Delivery = "unknown" | "never-sent" | "no-such-host";

/** The facts of a response. */
export interface Reply {
  readonly status: number;
  /** The `x-acs-request-id` header. */
  readonly requestId: string | undefined;
  /** The wait that the service asked for; never 0. */
  readonly retryAfterMs: number | undefined;
  /** The `date` header, in milliseconds since 1970. */
  readonly dateMs: number | undefined;
  /** The body as text, for messages. */
  readonly text: string;
  readonly body: "json" | "xml" | "empty" | "oversized" | "foreign";
  /** The members of a body that is `"json"` or `"xml"`. */
  readonly fields: ReplyFields;
  /** A body that is `"json"`, parsed. It stays on this side. */
  readonly json?: unknown;
}

/** Members of a body: strings that occur once, under any spelling. */
export interface ReplyFields {
  readonly requestId: string | undefined;
  readonly taskId: string | undefined;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly recommend: string | undefined;
  /** Whether the body itself contains an error in any form but a string `Code`. */
  readonly mentionsError: boolean;
  /** Whether an object within the body contains an error. */
  readonly nestsError: boolean;
  /** The `Status` of the task that `askState` asks for; empty if the reply describes other tasks, or none. */
  readonly taskStatus?: string | undefined;
}

/** The end of a call. Members without a value are missing. */
export type CallEnd =
  | { readonly stopped: StoppedEnd }
  | { readonly answered: AnsweredEnd }
  | { readonly failed: FailedEnd }
  | { readonly aborted: { readonly attempts: number; readonly outcomeUnknown: boolean } };

/** The end of a call without a result. */
export type BadEnd = Extract<CallEnd, { readonly failed: unknown } | { readonly aborted: unknown }>;

/** The end of a call that stops a task. */
export type StopEnd = Extract<CallEnd, { readonly stopped: unknown }> | BadEnd;

/** The end of a call that stops no task. */
export type ActionEnd = Extract<CallEnd, { readonly answered: unknown }> | BadEnd;

export interface StoppedEnd {
  readonly outcome: "stopped" | "already-stopped";
  readonly requestId?: string;
  readonly attempts: number;
  readonly code?: string;
  readonly verified?: Verified;
}

export interface AnsweredEnd {
  readonly requestId?: string;
  readonly attempts: number;
}

/**
 * The service's answer to the question for the state of a task.
 *
 * - `stopped`: the task does not run. `stopping`: the task is about to stop. `running`: the task runs.
 * - `not-found`: the service does not know the task. It forgets a recording after three days, so this proves nothing.
 * - `refused`: the service refused the question, for example because no RAM policy allows the describing operation.
 */
export type Verified = "stopped" | "stopping" | "running" | "not-found" | "refused";

export interface FailedEnd {
  readonly kind: LiveErrorKind;
  readonly code: string;
  readonly message: string;
  readonly httpStatus?: number;
  readonly requestId?: string;
  readonly attempts: number;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly outcomeUnknown: boolean;
  readonly verified?: Verified;
  readonly recommend?: string;
  /** The runtime's message with secrets masked, if the message contained one. */
  readonly redactedCause?: string;
}
