// Stops a recording with the package from JSR: over a socket, and with the emulator in place of fetch.
import { createClient, LiveError, type StopRtcCloudRecordingParams } from "@apsara-live/apsara-live";
import { LiveError as LiveErrorOfSlim } from "@apsara-live/apsara-live/slim";
import { createLiveEmulator, testAccessKey as credentials } from "@apsara-live/apsara-live/testing";

const taskId = "task-1";
const service = createLiveEmulator({ recordings: { [taskId]: "RUNNING" }, faults: ["lost-reply"] });
const tested = await createClient({ credentials, fetch: service.fetch }).stopRtcCloudRecording({ taskId });
if (tested.outcome !== "already-stopped") throw new Error(tested.outcome);
if (LiveErrorOfSlim !== LiveError) throw new Error("the entries have a LiveError each");

const [endpoint] = Deno.args;
const outcome: "stopped" | "already-stopped" = (
  await createClient({ credentials, endpoint }).stopRtcCloudRecording({ taskId })
).outcome;
console.log(outcome);

// @ts-expect-error a typing error in the name of the parameter
const mistaken: StopRtcCloudRecordingParams = { taskIdd: taskId };
void mistaken;
