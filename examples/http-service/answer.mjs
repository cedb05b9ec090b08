// Answers of an HTTP service for the errors of a stop.

/** Returns status, headers and body for a `LiveError`. Its own `httpStatus` is for your logs: your client did not call that service. */
export function answerTo({ kind, code, message, retryable, outcomeUnknown, retryAfterMs }) {
  const headers = retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
  return { status: statusOf(), headers, body: { code, message, retryable, outcomeUnknown } };

  function statusOf() {
    // The ID in the URL is unusable, or unknown to the service.
    if (kind === "argument") return 400;
    if (code === "NotFound.Task" || code === "StreamMonitorNotExist") return 404;
    // 503 asks the client to call again. Another stop of the same task does no harm.
    if (retryable || outcomeUnknown) return 503;
    return 502;
  }
}
