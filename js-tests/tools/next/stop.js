// Handles a request by stopping a recording; the environment holds the AccessKey and the endpoint.
import { createClient } from "apsara-live";

export async function stop(request) {
  const live = createClient({ endpoint: process.env.LIVE_ENDPOINT });
  const taskId = new URL(request.url).searchParams.get("task") ?? "";
  return Response.json(await live.stopRtcCloudRecording({ taskId }, { signal: request.signal }));
}
