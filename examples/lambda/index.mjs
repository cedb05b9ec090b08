// A Lambda function behind an HTTP API (payload format 2.0) or a function URL:  POST /recordings/{taskId}/stop
// Whoever may send this request ends a recording: put your own authorization in front.
import { createClient, httpStatusOf, LiveError } from "apsara-live";

// Outside of the handler: all calls of an instance share the loaded WebAssembly, the connections and the quota.
// LIVE_ENDPOINT is for the emulator.
const live = createClient({ endpoint: process.env.LIVE_ENDPOINT });

/** The time that is left for the answer. */
const RESERVE_MS = 500;

export async function handler({ pathParameters }, context) {
  // Lambda ends the function at its timeout, and its caller gets no outcome. So the call ends before.
  const timeoutMs = Math.max(1, Math.min(context.getRemainingTimeInMillis() - RESERVE_MS, 30_000));
  try {
    return answer(200, await live.stopRtcCloudRecording({ taskId: pathParameters?.taskId }, { timeoutMs }));
  } catch (error) {
    if (!(error instanceof LiveError)) throw error;
    const { code, message, retryable, outcomeUnknown } = error;
    console.error(JSON.stringify(error));
    return answer(httpStatusOf(error), { code, message, retryable, outcomeUnknown });
  }
}

const answer = (statusCode, body) => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
