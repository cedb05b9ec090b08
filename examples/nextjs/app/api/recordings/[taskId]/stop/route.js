//   POST /api/recordings/<TaskId>/stop
// Whoever may send this request ends a recording: put your own authorization in front.
import { createClient, httpStatusOf, LiveError } from "apsara-live";

// `next build` loads this file, too: a client reads the credentials at its first call. LIVE_ENDPOINT is for the emulator.
const live = createClient({ endpoint: process.env.LIVE_ENDPOINT });

export async function POST(_request, { params }) {
  const { taskId } = await params;
  try {
    // Without the signal of the request: a browser tab that is closed must not cancel the stop.
    return Response.json(await live.stopRtcCloudRecording({ taskId }));
  } catch (error) {
    if (!(error instanceof LiveError)) throw error;
    const { code, message, retryable, outcomeUnknown } = error;
    return Response.json({ code, message, retryable, outcomeUnknown }, { status: httpStatusOf(error) });
  }
}
