// A Worker that stops a recording; the query of the request is the endpoint.
import { stopRtcCloudRecording } from "apsara-live";

const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };

export default {
  async fetch(request) {
    const endpoint = new URL(request.url).searchParams.get("endpoint");
    const { outcome } = await stopRtcCloudRecording({ taskId: "task-1" }, { endpoint, credentials });
    return new Response(outcome);
  },
};
