// Answers of an HTTP service for the errors of a stop.
import { httpStatusOf } from "apsara-live";

/** Returns status, headers and body for a `LiveError`. Its own `httpStatus` is for your logs: your client did not call that service. */
export function answerTo(error) {
  const { code, message, retryable, outcomeUnknown, retryAfterMs } = error;
  const headers = retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
  return { status: httpStatusOf(error), headers, body: { code, message, retryable, outcomeUnknown } };
}
