// Stops a recording and a monitor, asks again, and asks for one that does not exist; prints what each answer means.
//
//   node demo.mjs                                             against the emulator, on a loopback socket
//   node demo.mjs --task ID [--monitor ID] [--region REGION]  against the service, with the ALIBABA_CLOUD_* variables
import { parseArgs } from "node:util";
import { createClient, LiveError } from "apsara-live";
import { createLiveEmulator } from "apsara-live/testing";

const { values: ids } = parseArgs({
  options: { task: { type: "string" }, monitor: { type: "string" }, region: { type: "string" } },
});

if (ids.task || ids.monitor) {
  await stopForReal();
} else {
  await stopInEmulator();
}

async function stopForReal() {
  const live = createClient(ids.region ? { region: ids.region } : {});
  console.log(`Asking ApsaraVideo Live (${ids.region ?? "cn-shanghai"})\n`);
  if (ids.task) await show("stop the recording", () => live.stopRtcCloudRecording({ taskId: ids.task }));
  if (ids.monitor) await show("stop the monitor", () => live.stopLiveStreamMonitor({ monitorId: ids.monitor }));
}

async function stopInEmulator() {
  const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
  const taskId = "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4";
  const monitorId = "445409ec-7eaa-461d-8f29-4bec2eb9a1c3";
  const service = createLiveEmulator({
    accessKeys: [credentials],
    recordings: { [taskId]: "RUNNING" },
    monitors: { [monitorId]: "RUNNING" },
  });
  const server = await service.serve();
  console.log(`The emulator listens at ${server.url} and checks every signature.\n`);
  const live = createClient({ credentials, endpoint: server.url });
  const states = () =>
    console.log(`   recording ${service.recordings.get(taskId)}, monitor ${service.monitors.get(monitorId)}\n`);

  states();
  await show("stop the recording", () => live.stopRtcCloudRecording({ taskId }));
  await show("stop the monitor", () => live.stopLiveStreamMonitor({ monitorId, regionId: "cn-shanghai" }));
  states();
  await show("stop the recording again", () => live.stopRtcCloudRecording({ taskId }));
  await show("stop the monitor again", () => live.stopLiveStreamMonitor({ monitorId }));
  await show("stop a recording that nobody started", () => live.stopRtcCloudRecording({ taskId: "no-such-task" }));

  service.recordings.set(taskId, "RUNNING");
  service.faults.push("lost-reply");
  await show("stop a recording over a bad line", () => live.stopRtcCloudRecording({ taskId }));
  states();
  await server.close();
}

async function show(what, ask) {
  console.log(`-> ${what}`);
  try {
    const { outcome, attempts, requestId, code } = await ask();
    const tries = attempts === 1 ? "1 request" : `${attempts} requests`;
    console.log(`   ${outcome}${code ? ` (${code})` : ""} after ${tries}, request ID ${requestId}\n`);
  } catch (error) {
    if (!(error instanceof LiveError)) throw error;
    console.log(`   ${error.kind} error ${error.code}: ${error.message}`);
    const again = error.retryable ? "asking again may help" : "asking again will not help";
    const fate = error.outcomeUnknown ? "it may be stopped all the same" : "this call did not stop it";
    console.log(`   ${again}; ${fate}\n`);
    process.exitCode = ids.task || ids.monitor ? 1 : 0;
  }
}
