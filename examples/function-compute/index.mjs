// A function for the Node.js 20 runtime of Function Compute, with an HTTP trigger:  POST /?taskId=<TaskId>
// Whoever may send this request ends a recording: put your own authorization in front.
import { createClient, httpStatusOf, LiveError } from "apsara-live";

// Function Compute puts new temporary credentials of the function's role into the context of each invocation.
let credentials;

// Outside of the handler: all invocations of an instance share the loaded WebAssembly, the connections and the quota.
let live;

/** The time that is left for the answer. */
const RESERVE_MS = 500;

export async function handler(event, context) {
  credentials = context.credentials;
  // The runtime hands over the request as bytes of JSON.
  const { queryParameters } = JSON.parse(event.toString());
  // Function Compute ends the function at its timeout, which it gives in seconds. So the call ends before.
  const timeoutMs = Math.max(1, Math.min(context.function.timeout * 1000 - RESERVE_MS, 30_000));
  try {
    live ??= createClient({ credentials: () => credentials, ...network(context.region) });
    return answer(200, await live.stopRtcCloudRecording({ taskId: queryParameters?.taskId }, { timeoutMs }));
  } catch (error) {
    if (!(error instanceof LiveError)) throw error;
    const { code, message, retryable, outcomeUnknown } = error;
    console.error(JSON.stringify(error));
    return answer(httpStatusOf(error), { code, message, retryable, outcomeUnknown });
  }
}

/** LIVE_NETWORK=vpc is for a function without access to the internet. LIVE_ENDPOINT is for the emulator. */
function network(region) {
  const { LIVE_NETWORK, LIVE_ENDPOINT } = process.env;
  return { region, network: LIVE_NETWORK ?? "public", endpoint: LIVE_ENDPOINT };
}

const answer = (statusCode, body) => ({
  statusCode,
  headers: { "content-type": "application/json" },
  isBase64Encoded: false,
  body: JSON.stringify(body),
});
