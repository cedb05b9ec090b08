// Errors of clients, for tests of code that handles errors.

import type { LiveErrorKind } from "../api/error-codes.ts";
import {
  type AccessDenied,
  type AnyLiveError,
  createLiveError as create,
  type LiveErrorDetails,
} from "../api/live-error.ts";
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS } from "../generated/operations.ts";
import { defined } from "../options/defined.ts";
import { namesOf } from "../options/names.ts";
import { boolean, integer, nonEmptyString, object, oneOf, optional, type Validator } from "../options/validate.ts";

type Defaults = Required<Pick<LiveErrorDetails, "code" | "attempts" | "retryable" | "outcomeUnknown">>;

const KINDS: Record<LiveErrorKind, Defaults> = {
  argument: { code: "ERR_INVALID_PARAMETER", attempts: 0, retryable: false, outcomeUnknown: false },
  credentials: { code: "ERR_CREDENTIALS_FAILED", attempts: 0, retryable: true, outcomeUnknown: false },
  service: { code: "NotFound.Task", attempts: 1, retryable: false, outcomeUnknown: false },
  throttled: { code: "Throttling.User", attempts: 4, retryable: true, outcomeUnknown: false },
  network: { code: "ERR_NETWORK", attempts: 4, retryable: true, outcomeUnknown: true },
  timeout: { code: "ERR_TIMEOUT", attempts: 1, retryable: true, outcomeUnknown: true },
  protocol: { code: "ERR_UNREADABLE_REPLY", attempts: 4, retryable: true, outcomeUnknown: true },
  internal: { code: "ERR_INTERNAL", attempts: 0, retryable: true, outcomeUnknown: false },
};

const MAX_CHARACTERS = 65_536;
const text = optional(nonEmptyString(MAX_CHARACTERS));
const whole = optional(integer(0, LIMITS.maxSpanMs));
const anything: Validator<unknown> = (value) => value;

const accessDeniedFields = object({
  action: text,
  principal: text,
  principalType: text,
  denial: text,
  policyType: text,
});
const accessDenied: Validator<AccessDenied> = (value, path) => defined(accessDeniedFields(value, path));

const details = object({
  kind: optional(oneOf(...namesOf(KINDS))),
  code: text,
  message: text,
  operation: optional(oneOf(...namesOf(OPERATIONS))),
  httpStatus: optional(integer(100, 599)),
  requestId: text,
  attempts: whole,
  retryable: optional(boolean),
  retryAfterMs: whole,
  outcomeUnknown: optional(boolean),
  recommend: text,
  accessDenied: optional(accessDenied),
  cause: anything,
});

/**
 * Makes a `LiveError`, for tests of your error handling. `instanceof LiveError` is true for it, in ES modules and in CommonJS.
 *
 * Missing members get the usual values of the `kind`: `network` and `timeout` have `retryable` and `outcomeUnknown`.
 *
 * @param given - members of the error; by default, the service does not know the task (`NotFound.Task`)
 * @throws TypeError for an unknown member, or a member of the wrong type
 * @example
 * ```js
 * vi.spyOn(live, "stopRtcCloudRecording").mockRejectedValue(createLiveError({ kind: "throttled", retryAfterMs: 1000 }));
 * ```
 */
export function createLiveError(given: Partial<LiveErrorDetails> = {}): AnyLiveError {
  const { kind = "service", message, operation = "StopRtcCloudRecording", ...members } = details(given, "details");
  const all = { ...KINDS[kind], ...defined(members) };
  return create({ ...all, kind, operation, message: message ?? `${operation}: ${all.code}, made by a test` });
}
