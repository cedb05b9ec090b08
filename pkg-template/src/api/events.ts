// Public types of events.
import type { Operations } from "../generated/params.ts";
import type { Verified } from "../generated/records.ts";
import type { LiveErrorCode, LiveErrorKind } from "./error-codes.ts";

/** The types of {@link LiveEvent}. */
export type LiveEventType = LiveEvent["type"];

interface EventBase {
  /**
   * The operation or action of the call; for the question for the state of a task, the describing operation. Empty if the name of the
   * action was refused.
   */
  readonly operation: keyof Operations | (string & {});
  /** The same in all events of one call, and in no other call. */
  readonly callId: string;
  /** The option `context` of the call, if given. */
  readonly context?: unknown;
}

/**
 * An event of a call. In Node.js, and in other runtimes that have `node:diagnostics_channel`, the same objects are published on the
 * channels `apsara-live:request`, `apsara-live:response`, `apsara-live:retry`, `apsara-live:credentials`, `apsara-live:held`,
 * `apsara-live:resumed` and `apsara-live:outcome`.
 * No event holds a parameter, a secret, a token or a signature.
 */
export type LiveEvent =
  | (EventBase & {
      /** A request is about to be sent. */
      readonly type: "request";
      /** Its number in the call, from 1. */
      readonly attempt: number;
      /** The host that it goes to. */
      readonly host: string;
    })
  | (EventBase & {
      /** A response arrived, its body included. */
      readonly type: "response";
      readonly attempt: number;
      readonly status: number;
      /** The service's ID of the request, if a header named it. */
      readonly requestId?: string;
      /** The time since the request, in milliseconds. */
      readonly durationMs: number;
    })
  | (EventBase & {
      /** The attempt failed, and another attempt follows. */
      readonly type: "retry";
      /** The number of the attempt that failed. */
      readonly attempt: number;
      /** The time until the next attempt, in milliseconds. */
      readonly delayMs: number;
      readonly kind: LiveErrorKind;
      readonly code: LiveErrorCode;
      /** The service's ID of the failed request, if a response named it. */
      readonly requestId?: string;
      /**
       * If the service refused the timestamp of a client: the client's `clockOffsetMs` from now on. A jump means a wrong clock, or
       * someone who changes the `Date` of responses.
       */
      readonly clockOffsetMs?: number;
    })
  | (EventBase & {
      /** The call has credentials. */
      readonly type: "credentials";
      /** Whether these credentials replace expired credentials. */
      readonly renewed: boolean;
      /** The duration of the request for credentials, in milliseconds. */
      readonly durationMs: number;
    })
  | (EventBase & {
      /** A run sends one request of the operation at a time, because attempts fail for every task. `callId` names the hold. */
      readonly type: "held";
      /** The kind of the last failure. */
      readonly reason: LiveErrorKind;
      /** The code of the last failure. */
      readonly code: string;
      /** The time since the hold began, in milliseconds. */
      readonly sinceMs: number;
      /** The time until the next request, in milliseconds. */
      readonly nextProbeMs: number;
    })
  | (EventBase & {
      /** The run goes on after a hold: a task has an answer of the service. */
      readonly type: "resumed";
      /** The duration of the hold, in milliseconds. */
      readonly sinceMs: number;
    })
  | (EventBase & {
      /** The call has ended: the last event of every call, and the only one of a call with a refused argument. */
      readonly type: "outcome";
      /**
       * The known state of the task; `"answered"` for an action that stops none, `"signed"` for `sign`; `"failed"` also for a refused
       * argument; `"aborted"` if the abort came first.
       */
      readonly outcome: "stopped" | "already-stopped" | "answered" | "signed" | "failed" | "aborted";
      /** The state of the task, if the option `verify` or `waitUntilStopped` led to a question for the state. */
      readonly verified?: Verified;
      /** The number of requests that were sent. */
      readonly attempts: number;
      /** Whether the task may have been stopped without the caller's knowledge. */
      readonly outcomeUnknown: boolean;
      /** Whether the caller aborted the call, so that it rejects with the caller's reason. */
      readonly aborted: boolean;
      /** With `"failed"`. */
      readonly kind?: LiveErrorKind;
      /** With `"failed"`. */
      readonly code?: LiveErrorCode;
      /** The service's ID of the request that decided the outcome, if its response named it. */
      readonly requestId?: string;
      /** The duration of the call, in milliseconds. */
      readonly durationMs: number;
    });
