// The one error class of the package, recognized across copies of the package.
import type { PackageErrorCode, ServiceErrorCode } from "../generated/codes.ts";
import type { OperationName } from "../generated/operations.ts";
import type { Verified } from "./boundary.ts";

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

/** A code of the service, verbatim, or one of this package, which begins with `ERR_`. The service may answer with others. */
export type LiveErrorCode = ServiceErrorCode | PackageErrorCode | (string & {});

/** The members of a {@link LiveError}, as they are given to make one. */
export interface LiveErrorDetails {
  readonly kind: LiveErrorKind;
  readonly code: LiveErrorCode;
  readonly message: string;
  readonly operation?: OperationName | (string & {}) | undefined;
  readonly httpStatus?: number | undefined;
  readonly requestId?: string | undefined;
  /** @defaultValue 0 */
  readonly attempts?: number | undefined;
  /** @defaultValue false */
  readonly retryable?: boolean | undefined;
  readonly retryAfterMs?: number | undefined;
  /** @defaultValue false */
  readonly outcomeUnknown?: boolean | undefined;
  readonly verified?: Verified | undefined;
  readonly recommend?: string | undefined;
  readonly cause?: unknown;
}

// A process may hold the package twice, as ESM and as CommonJS, or in two versions.
const brand: unique symbol = Symbol.for("apsara-live.LiveError") as never;

/**
 * The one error of this package. `message`, `code` and all members but `cause` are free of secrets, tokens and signatures.
 *
 * `status` is undefined on purpose: web frameworks would answer their own clients with it. See `httpStatus`.
 */
export class LiveError extends Error {
  /** Also true for errors of another copy of this package. */
  declare static readonly [Symbol.hasInstance]: (value: unknown) => value is LiveError;

  declare readonly name: "LiveError";
  /** What went wrong, and what to do about it. */
  declare readonly kind: LiveErrorKind;
  /** The service's code, verbatim, or one of this package, which begins with `ERR_`. */
  declare readonly code: LiveErrorCode;
  /** The operation or action that was called. */
  declare readonly operation?: OperationName | (string & {});
  /** The HTTP status of the last response, if there was one. */
  declare readonly httpStatus?: number;
  /** The service's ID of the last request, if a response named it. The vendor's support asks for it. */
  declare readonly requestId?: string;
  /** The number of requests that were sent. */
  declare readonly attempts: number;
  /** Whether trying again may help. */
  declare readonly retryable: boolean;
  /** The minimum delay before another try, in milliseconds, where the service asked for one. */
  declare readonly retryAfterMs?: number;
  /** Whether the task may have been stopped all the same; of another action, whether it may have been executed. */
  declare readonly outcomeUnknown: boolean;
  /** The state of the task, where the option `verify` had the service asked for it. */
  declare readonly verified?: Verified;
  /** The vendor's page on this very error, where the reply named one. */
  declare readonly recommend?: string;
  /**
   * The error of the runtime, or of a function of yours. If its message repeated a secret, it is replaced by an error with the
   * redacted message; its other members are the runtime's own. Of what a source of credentials throws, it is a copy that has the
   * name, the code and the frames alone: a message may hold a secret that this package has never seen.
   */
  declare readonly cause?: unknown;

  private constructor({ message, cause, ...details }: LiveErrorDetails) {
    super(message, cause === undefined ? undefined : { cause });
    const known = { attempts: 0, retryable: false, outcomeUnknown: false };
    for (const [key, value] of Object.entries({ ...known, ...details })) {
      if (value !== undefined) Object.assign(this, { [key]: value });
    }
  }

  /** Everything but the stack and the cause; `JSON.stringify` of an ordinary error gives `{}`. */
  toJSON(): Record<string, unknown> {
    const { name, message } = this;
    return { name, message, ...Object.fromEntries(Object.entries(this)) };
  }
}

Object.defineProperty(LiveError.prototype, "name", { value: "LiveError", configurable: true, writable: true });
Object.defineProperty(LiveError.prototype, brand, { value: true });

// Not a method of the class: one that names its own class makes bundlers rename the class, and log lines begin with its name.
Object.defineProperty(LiveError, Symbol.hasInstance, {
  value(this: unknown, candidate: unknown) {
    // A subclass inherits this function, and means its own instances.
    if (this !== LiveError) return Function.prototype[Symbol.hasInstance].call(this as () => void, candidate);
    return typeof candidate === "object" && candidate !== null && (candidate as { [brand]?: true })[brand] === true;
  },
});

/** Makes an error; its constructor is private, because only this package decides what an outcome was. */
export const createLiveError = (details: LiveErrorDetails): LiveError =>
  Reflect.construct(LiveError, [details]) as LiveError;
