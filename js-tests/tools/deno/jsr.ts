// Stops a recording with the package from JSR: on a socket, and with the emulator as fetch.
import { createClient, LiveError, type StopRtcCloudRecordingParams } from "@apsara-live/apsara-live";
import { LiveError as LiveErrorOfSlim } from "@apsara-live/apsara-live/slim";
import { createLiveEmulator, testAccessKey as credentials } from "@apsara-live/apsara-live/testing";

const taskId = "task-1";
const service = createLiveEmulator({ recordings: { [taskId]: "RUNNING" }, faults: ["lost-reply"] });
const tested = await createClient({ credentials, fetch: service.fetch }).stopRtcCloudRecording({ taskId });
if (tested.outcome !== "already-stopped") throw new Error(tested.outcome);
if (LiveErrorOfSlim !== LiveError) throw new Error("the entries have different LiveErrors");

const [endpoint] = Deno.args;
const outcome: "stopped" | "already-stopped" = (
  await createClient({ credentials, endpoint }).stopRtcCloudRecording({ taskId })
).outcome;
console.log(outcome);

// @ts-expect-error a misspelt parameter name
const mistaken: StopRtcCloudRecordingParams = { taskIdd: taskId };
void mistaken;
