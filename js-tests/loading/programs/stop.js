// A page that stops a recording and prints the result or the error.
import { LiveError, stopRtcCloudRecording } from "apsara-live";

const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };

stopRtcCloudRecording({ taskId: "task-1" }, { credentials, endpoint: location.host })
  .catch((error) => {
    if (!(error instanceof LiveError)) throw error;
    const { kind, code, message, outcomeUnknown } = error;
    return { kind, code, message, outcomeUnknown };
  })
  .then((output) => {
    document.querySelector("output").textContent = JSON.stringify(output);
  });
