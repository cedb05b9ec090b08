// A Worker as a user writes it; its bindings hold the AccessKey and the endpoint.
import { createClient } from "apsara-live";

export default {
  async fetch(request, env) {
    const credentials = { accessKeyId: env.ACCESS_KEY_ID, accessKeySecret: env.ACCESS_KEY_SECRET };
    const live = createClient({ credentials, endpoint: env.LIVE_ENDPOINT });
    const taskId = new URL(request.url).searchParams.get("task") ?? "";
    return Response.json(await live.stopRtcCloudRecording({ taskId }, { signal: request.signal }));
  },
};
