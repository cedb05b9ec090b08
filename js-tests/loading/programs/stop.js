// A page that stops a recording and says what came of it.
import { LiveError, stopRtcCloudRecording } from "apsara-live";

const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };

stopRtcCloudRecording({ taskId: "task-1" }, { credentials, endpoint: location.host })
  .catch((error) => {
    if (!(error instanceof LiveError)) throw error;
    const { kind, code, message, outcomeUnknown } = error;
    return { kind, code, message, outcomeUnknown };
  })
  .then((said) => {
    document.querySelector("output").textContent = JSON.stringify(said);
  });
