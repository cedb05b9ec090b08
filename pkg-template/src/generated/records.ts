// Written by `cargo xtask generate` from src/wasm.

import type { OperationName } from "./operations.ts";

/** The scheme of an endpoint. */
export type Scheme = "http" | "https";

/** The network of an endpoint. */
export type Network = "public" | "vpc";

/** The signature methods of the service. */
export type SignatureMethod = "ACS3-HMAC-SHA256" | "HMAC-SHA1";

/** The effect of a request. One that changes something each time is not sent again while its fate is unknown. */
export type Effect = "stops" | "reads" | "changes-once" | "changes-each-time";

/** Whether a task that was already stopped is a result or an error. */
export type AlreadyStopped = "resolve" | "throw";

/** The run that a call belongs to. */
export interface Run {
  readonly number: number;
  readonly maxOutageMs: number;
  /** Attempts of earlier calls for the task. */
  readonly attempts: number;
}

/** Scheme and host of an endpoint that the caller names. */
export interface Origin {
  readonly scheme: Scheme;
  /** In lower case, with a port unless it is the scheme's default. */
  readonly host: string;
}

/** The quota of an action: the most attempts in any period. */
export interface Quota {
  readonly action: string;
  readonly attempts: number;
  readonly periodMs: number;
}

/** The settings of a client that Rust reads. */
export interface CoreClientSettings {
  /** Overrides the region and the network. */
  readonly origin: Origin | undefined;
  readonly region: string | undefined;
  readonly network: Network;
  readonly signatureMethod: SignatureMethod;
  /** An attempt of an action that is not in this list waits for no quota. */
  readonly quotas: readonly Quota[];
}

/** Number of attempts, and the delays between them. */
export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
}

/** The settings of one call that Rust reads, with the options of its client and the defaults filled in. */
export interface CoreCallSettings {
  readonly timeoutMs: number;
  readonly attemptTimeoutMs: number;
  readonly retry: RetryPolicy;
  readonly alreadyStopped: AlreadyStopped;
  /** Without it, waits for the quota count against `timeoutMs`. */
  readonly run: Run | undefined;
  /** When to ask for the state of the task. */
  readonly verify: "never" | "in-doubt" | "always";
  /** The time of the wait after a stop, in which the call asks for the state of the task until it is stopped. */
  readonly waitMs: number | undefined;
  /** Whether there may be other credentials, so that an expired token is worth another attempt. */
  readonly credentialsSource: "function" | "constant";
}

/** Parameters of an operation, as strings by their names in JavaScript, or on the wire where they cross to Rust. */
export type Params = Readonly<Record<string, string | undefined>>;

/** An operation of the table, with its parameters. */
export interface OperationRequest {
  readonly operation: OperationName;
  readonly params: Params;
}

/** Any other action. */
export interface ActionRequest {
  readonly action: Action;
  /** Overrides the address of the client. */
  readonly origin: Origin | undefined;
}

/** An action, with its parameters as they are sent. */
export interface Action {
  readonly name: string;
  readonly version: string;
  readonly method: "GET" | "POST";
  readonly effect: Effect;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** The number of the last parameters that a `POST` carries in a form body. */
  readonly inForm: number;
}

/** The credentials that Rust reads. */
export interface CoreCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string | undefined;
}

/** When and how to sign. */
export interface CoreSignSettings {
  readonly unixMs: number;
  /** By the monotonic clock that all calls share. */
  readonly monotonicMs: number;
  readonly nonce: string | undefined;
  readonly method: "GET" | "POST";
}

/** Which credentials are acceptable: cached credentials, or other credentials than the service called expired. */
export type Freshness = "any" | "renewed";

/** Whether a request may have reached the service. */
export type Delivery = "unknown" | "never-sent" | "no-such-host" | "not-allowed";

/** The body of a response. */
export type ReplyBody =
  | {
      readonly form: "json";
      readonly fields: ReplyFields;
    }
  | {
      readonly form: "xml";
      readonly fields: ReplyFields;
    }
  | {
      readonly form: "empty";
    }
  | {
      readonly form: "oversized";
    }
  | {
      readonly form: "foreign";
    };

/** The end of a wait. */
export type HostEvent =
  | {
      readonly kind: "credentials";
      readonly credentials: CoreCredentials;
    }
  | {
      readonly kind: "no-credentials";
      readonly code: string;
      readonly message: string;
      readonly retryable: boolean;
    }
  | {
      readonly kind: "reply";
      readonly reply: Reply;
    }
  | {
      readonly kind: "lost";
      readonly reason: string;
      readonly delivery: Delivery;
    }
  | {
      readonly kind: "timed-out";
    }
  | {
      readonly kind: "waited";
    }
  | {
      readonly kind: "aborted";
      readonly requestSent: boolean;
    };

/** The facts of a response. */
export interface Reply {
  readonly status: number;
  /** The `x-acs-request-id` header. */
  readonly requestId: string | undefined;
  /** The wait that the service asked for, in milliseconds; never 0. */
  readonly retryAfterMs: number | undefined;
  /** The `date` header, in milliseconds since 1970. */
  readonly dateMs: number | undefined;
  /** The body as text, for messages. */
  readonly text: string;
  readonly body: ReplyBody;
}

/** Members of a body, each a string in the body, and each there once under any spelling. */
export interface ReplyFields {
  readonly requestId: string | undefined;
  /** The ID of the task that the reply is about. */
  readonly taskId: string | undefined;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly recommend: string | undefined;
  /** The texts of the members of `AccessDeniedDetail`, each on its line. */
  readonly accessDeniedDetail: string | undefined;
  /** Whether the body itself speaks of an error in any form but a string `Code`. */
  readonly mentionsError: boolean;
  /** Whether an object within the body speaks of an error, or the body is longer than any reply to a stop and was not searched. */
  readonly nestsError: boolean;
  /** The `Status` of the described task; empty if the list is empty. */
  readonly taskStatus: string | undefined;
}

/** A signed request, ready to be sent as it is; `Host` follows from the URL. */
export interface SignedRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: Record<string, string>;
  /** Missing where there is no body. */
  readonly body?: string;
}

/** Place of a task in a reply. */
export interface DescribedTask {
  /** The operation that describes the task. */
  readonly operation: string;
  /** The member of the reply that contains the task, or a list with the task; empty if the reply is the task. */
  readonly member: string;
  /** The member of the task that is its ID. */
  readonly idName: string;
  /** The member of the task that is its state. */
  readonly statusName: string;
  readonly id: string;
}

/** Whether the call stopped the task, or found it stopped. */
export type Ending = "stopped" | "already-stopped";

/**
 * The service's answer to the question for the state of a task.
 *
 * - `stopped`: it does not run. `stopping`: it is about to be stopped. `running`: it runs.
 * - `not-found`: the service does not know it. It forgets a recording after three days, so this proves nothing.
 * - `refused`: the service refused to say, for example because no RAM policy allows the describing operation.
 */
export type Verified = "stopped" | "stopping" | "running" | "not-found" | "refused";

/**
 * Cause and remedy, by kind.
 *
 * - `argument`: a parameter or an option is unusable; nothing was sent. Fix the call.
 * - `credentials`: there are no usable credentials. Fix the credentials, or try again if `retryable`.
 * - `service`: the service refused or failed; `code` says why.
 * - `throttled`: the quota is used up. Try again, after `retryAfterMs` if it is there.
 * - `network`: the request or its response was lost. Try again.
 * - `timeout`: time ran out. Try again, or allow more.
 * - `protocol`: the response is not from the service, or cannot be read. Look for a proxy or a gateway.
 * - `internal`: a fault of this package. Try again, and please report it.
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

/** The end of a call. */
export type CallEnd =
  | { readonly stopped: StoppedEnd }
  | { readonly answered: AnsweredEnd }
  | { readonly failed: FailedEnd }
  | { readonly aborted: AbortedEnd };

/** The task is stopped. */
export interface StoppedEnd {
  readonly outcome: Ending;
  readonly requestId: string | undefined;
  readonly attempts: number;
  readonly code: string | undefined;
  readonly verified: Verified | undefined;
  readonly stoppedAfterMs: number | undefined;
}

/** The service has executed the action, which stops no task. */
export interface AnsweredEnd {
  readonly requestId: string | undefined;
  readonly attempts: number;
}

/** The call failed. */
export interface FailedEnd {
  readonly kind: LiveErrorKind;
  readonly code: string;
  readonly message: string;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly attempts: number;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly outcomeUnknown: boolean;
  readonly verified: Verified | undefined;
  readonly recommend: string | undefined;
  /** The texts of the members of `AccessDeniedDetail`, without secrets, each on its line. */
  readonly accessDenied: string | undefined;
  /** The code of the failure that halted the run. */
  readonly haltedBy: string | undefined;
  /** The runtime's message without secrets, where it repeated one. */
  readonly redactedCause: string | undefined;
}

/** The caller aborted the call. */
export interface AbortedEnd {
  readonly attempts: number;
  readonly outcomeUnknown: boolean;
  readonly accepted: boolean;
  readonly requestId: string | undefined;
  readonly verified: Verified | undefined;
}
