// The one error class of the package, recognized across copies of the package.
import type { OperationName } from "../generated/operations.ts";
import type { Verified } from "../generated/records.ts";
import type { LiveErrorCode, LiveErrorCodes, LiveErrorKind } from "./error-codes.ts";

/** The members from which a {@link LiveError} is made. */
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
  readonly accessDenied?: AccessDenied | undefined;
  readonly cause?: unknown;
}

/** The details of a refusal by RAM: {@link https://www.alibabacloud.com/help/en/ram/user-guide/access-denied-errors}. */
export interface AccessDenied {
  /** The RAM action that is not allowed, such as `live:StopRtcCloudRecording`. */
  readonly action?: string;
  /** The ID of the RAM user, or the role and the name of the session. */
  readonly principal?: string;
  /** Such as `SubUser` or `AssumedRoleUser`. */
  readonly principalType?: string;
  /** `ImplicitDeny`: no policy allows the action. `ExplicitDeny`: a policy denies it. */
  readonly denial?: string;
  /** The kind of the policy, such as `AccountLevelIdentityBasedPolicy`. */
  readonly policyType?: string;
}

// A process may hold the package twice, as ESM and as CommonJS, or in two versions.
const brand: unique symbol = Symbol.for("apsara-live.LiveError");

/**
 * The one error of this package. `message`, `code` and all members but `cause` are free of secrets, tokens and signatures.
 *
 * `status` is undefined on purpose: web frameworks would answer their own clients with it. See `httpStatus`.
 */
export class LiveError extends Error {
  /** Also true for errors of another copy of this package. Where `kind` is known, `code` has only the codes of that kind. */
  declare static readonly [Symbol.hasInstance]: (value: unknown) => value is AnyLiveError;

  declare readonly name: "LiveError";
  /** Cause and remedy. */
  declare readonly kind: LiveErrorKind;
  /** The service's code, verbatim, or a code of this package, which begins with `ERR_`. */
  declare readonly code: LiveErrorCode;
  /** The operation or action of the call. */
  declare readonly operation?: OperationName | (string & {});
  /** The HTTP status of the response that the error tells of, if there was one. */
  declare readonly httpStatus?: number;
  /** The service's ID of the request that the error tells of, if an answer named it. The vendor's support asks for this ID. */
  declare readonly requestId?: string;
  /** The number of requests that were sent. */
  declare readonly attempts: number;
  /** Whether trying again may help. */
  declare readonly retryable: boolean;
  /** The minimum delay before another try, in milliseconds, if the service asked for a delay. */
  declare readonly retryAfterMs?: number;
  /** Whether the service may have stopped the task nevertheless; for another action, whether it may have executed the action. */
  declare readonly outcomeUnknown: boolean;
  /** The state of the task, if the option `verify` or `waitUntilStopped` led to a question for the state. */
  declare readonly verified?: Verified;
  /** The vendor's page on this error, if the reply named one. */
  declare readonly recommend?: string;
  /** The details of a refusal by RAM, if the reply contained them. */
  declare readonly accessDenied?: AccessDenied;
  /**
   * A copy of the error of the runtime, or of a function of yours, with its message, name, code, stack frames and cause; the cause is
   * copied in the same way, without a further cause. If the message contains a secret, an error with only the redacted message. The copy
   * of an error of a source of credentials has no message either: it may hold a secret that this package does not know.
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

  /**
   * Makes a `LiveError` of the JSON of one, as text or parsed. Queues, Workflows and `structuredClone` drop the members of an error. The
   * cause is lost.
   *
   * @throws TypeError for a value that is no JSON of a `LiveError`
   * @example
   * ```js
   * const step = await stop().catch((error) => ({ failed: error.toJSON() }));
   * if (step.failed) decide(LiveError.fromJSON(step.failed));
   * ```
   */
  static fromJSON(json: unknown): AnyLiveError {
    let given = json;
    try {
      if (typeof json === "string") given = JSON.parse(json);
    } catch {
      // A text that is no JSON has no members of an error.
    }
    const members = Object.entries(Object(given)).filter(
      ([key, value]) => value !== null && typeof value === MEMBERS.get(key),
    );
    const details = Object.fromEntries(members);
    if (Object(given).name !== "LiveError" || REQUIRED.some((key) => !Object.hasOwn(details, key))) {
      throw new TypeError("LiveError.fromJSON: expected the JSON of a LiveError");
    }
    // biome-ignore lint/plugin: each member has the type of its name, and `toJSON` wrote the kind
    return createLiveError(details as unknown as Parameters<typeof createLiveError>[0]);
  }
}

const TEXTS = ["kind", "code", "message"];
const FLAGS = ["retryable", "outcomeUnknown"];

/** Without one of them, an unknown outcome would become a known one. */
const REQUIRED = [...TEXTS, ...FLAGS, "attempts"];

/** The types of the members that JSON keeps. */
const MEMBERS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ...[...TEXTS, "operation", "requestId", "verified", "recommend"].map((name) => [name, "string"] as const),
  ...["httpStatus", "attempts", "retryAfterMs"].map((name) => [name, "number"] as const),
  ...FLAGS.map((name) => [name, "boolean"] as const),
  ["accessDenied", "object"],
]);

Object.defineProperty(LiveError.prototype, "name", { value: "LiveError", configurable: true, writable: true });
Object.defineProperty(LiveError.prototype, brand, { value: true });

// Not a method of the class: bundlers rename a class whose method names the class, and log lines begin with the class name.
Object.defineProperty(LiveError, Symbol.hasInstance, {
  value(this: unknown, candidate: unknown) {
    // A subclass inherits this function, and checks its own instances.
    // biome-ignore lint/plugin: `this` is the class on the right of `instanceof`
    if (this !== LiveError) return Function.prototype[Symbol.hasInstance].call(this as () => void, candidate);
    // biome-ignore lint/plugin: another copy of the package has the same brand
    return typeof candidate === "object" && candidate !== null && (candidate as { [brand]?: true })[brand] === true;
  },
});

/**
 * A {@link LiveError} as a union by `kind`, which narrows `code`. `instanceof LiveError` narrows to it, from TypeScript 5.3.
 *
 * @example
 * ```ts
 * function isWorthAnAlert(error: AnyLiveError): boolean {
 *   if (error.kind === "credentials") return error.code !== "ERR_CREDENTIALS_TIMEOUT";
 *   return error.kind === "internal";
 * }
 * ```
 */
export type AnyLiveError = {
  [Kind in LiveErrorKind]: LiveError & { readonly kind: Kind; readonly code: LiveErrorCodes[Kind] };
}[LiveErrorKind];

/** Makes an error. The constructor is private, because only this package decides the outcome of a call. */
export const createLiveError = <Kind extends LiveErrorKind>(
  details: LiveErrorDetails & { readonly kind: Kind; readonly code: LiveErrorCodes[Kind] },
): Extract<AnyLiveError, { readonly kind: Kind }> =>
  // biome-ignore lint/plugin: `Reflect.construct` knows no private constructor, and no class of what it makes
  Reflect.construct(LiveError, [details]) as Extract<AnyLiveError, { readonly kind: Kind }>;
