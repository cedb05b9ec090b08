// Stops a recording with the package from npm, of which `deno add` has written the version to deno.json.
import { type StopRtcCloudRecordingParams, type StopRtcCloudRecordingResult, stopRtcCloudRecording } from "apsara-live";

const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
const [endpoint] = Deno.args;
const stopped: StopRtcCloudRecordingResult = await stopRtcCloudRecording(
  { taskId: "task-1" },
  { credentials, endpoint },
);
console.log(stopped.outcome);

// @ts-expect-error a typing error in the name of the parameter
const mistaken: StopRtcCloudRecordingParams = { taskIdd: "task-1" };
void mistaken;
