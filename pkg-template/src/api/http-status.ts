// The HTTP status of an error, for a service that stops tasks for its own clients.
import { NOT_FOUND_CODES } from "../generated/codes.ts";
import type { LiveErrorCode } from "./error-codes.ts";
import { LiveError } from "./live-error.ts";

/** Codes of unusable parameters, which a client of the service has sent. Unusable options are a fault of the service. */
const UNUSABLE: readonly LiveErrorCode[] = [
  "ERR_INVALID_PARAMETER",
  "ERR_MISSING_PARAMETER",
  "ERR_UNKNOWN_KEY",
  "InvalidMonitorId.Malformed",
];

const isNotFound = (code: string): boolean =>
  NOT_FOUND_CODES.some((known) => (known.endsWith("*") ? code.startsWith(known.slice(0, -1)) : code === known));

/**
 * Returns the HTTP status with which a service answers its own client after a call that failed. `error.httpStatus` is another status: of
 * ApsaraVideo Live, which the client has not called.
 *
 * | status | error | the client |
 * | --- | --- | --- |
 * | 503 | `retryable`, or its outcome is unknown | sends the request again, after `retryAfterMs` |
 * | 400 | a parameter is unusable | corrects the request |
 * | 404 | there is no such task in the region | corrects the request |
 * | 500 | an option is unusable, a fault of the package, or no `LiveError` | waits for you |
 * | 502 | any other: missing credentials, a refusal of the service | waits for you |
 *
 * @example
 * const { code, message } = error;
 * return Response.json({ code, message }, { status: httpStatusOf(error) });
 */
export function httpStatusOf(error: unknown): 400 | 404 | 500 | 502 | 503 {
  if (!(error instanceof LiveError)) return 500;
  const { kind, code, retryable, outcomeUnknown } = error;
  if (retryable || outcomeUnknown) return 503;
  if (UNUSABLE.includes(code)) return 400;
  if (isNotFound(code)) return 404;
  return kind === "argument" || kind === "internal" ? 500 : 502;
}
