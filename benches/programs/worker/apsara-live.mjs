// A Worker that stops a recording; the body of the request is the endpoint.
import { stopRtcCloudRecording } from "apsara-live";

export default {
  async fetch(request) {
    const endpoint = await request.text();
    const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
    const taskId = "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4";
    return Response.json(await stopRtcCloudRecording({ taskId }, { credentials, endpoint }));
  },
};
