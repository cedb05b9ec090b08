// Stops a recording with the package from npm, whose version `deno add` wrote to deno.json.
import { type StopRtcCloudRecordingParams, type StopRtcCloudRecordingResult, stopRtcCloudRecording } from "apsara-live";

const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
const [endpoint] = Deno.args;
const stopped: StopRtcCloudRecordingResult = await stopRtcCloudRecording(
  { taskId: "task-1" },
  { credentials, endpoint },
);
console.log(stopped.outcome);

// @ts-expect-error a misspelt parameter name
const mistaken: StopRtcCloudRecordingParams = { taskIdd: "task-1" };
void mistaken;
