// Stops a recording and a monitor, stops them again, and stops a missing recording; prints the meaning of each result.
//
//   node demo.mjs                                             against the emulator, on a loopback socket
//   node demo.mjs --task ID [--monitor ID] [--region REGION]  against the service, with the ALIBABA_CLOUD_* variables
import { parseArgs } from "node:util";

const USAGE = "usage: demo [--task ID] [--monitor ID] [--region REGION]";

// A reader such as `head` may close the pipe before the demo ends.
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

const args = readArgs();
// The build checks the arguments before there is a package to import.
if (args["check-args"]) process.exit();

const { createClient, LiveError } = await import("apsara-live");
const forReal = args.task !== undefined || args.monitor !== undefined;
await (forReal ? stopForReal() : stopInEmulator());

function readArgs() {
  try {
    const text = { type: "string" };
    const flag = { type: "boolean" };
    const options = { task: text, monitor: text, region: text, help: { ...flag, short: "h" }, "check-args": flag };
    const { values } = parseArgs({ options });
    if (values.help) {
      console.log(USAGE);
      process.exit();
    }
    for (const name of ["task", "monitor", "region"]) {
      // An unset variable of the shell must not run the demo against the emulator.
      if (values[name]?.trim() === "") throw new Error(`--${name} is empty`);
    }
    if (values.region !== undefined && values.task === undefined && values.monitor === undefined) {
      throw new Error("--region needs --task or --monitor");
    }
    return values;
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

async function stopForReal() {
  const live = createClient(args.region ? { region: args.region } : {});
  console.log(`Calling ApsaraVideo Live (${args.region ?? "cn-shanghai"})\n`);
  if (args.task) await show("stop the recording", () => live.stopRtcCloudRecording({ taskId: args.task }));
  if (args.monitor) await show("stop the monitor", () => live.stopLiveStreamMonitor({ monitorId: args.monitor }));
}

async function stopInEmulator() {
  const { createLiveEmulator } = await import("apsara-live/testing");
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
  await show("stop a recording that does not exist", () => live.stopRtcCloudRecording({ taskId: "no-such-task" }));

  service.recordings.set(taskId, "RUNNING");
  service.faults.push("lost-reply");
  await show("stop a recording; the first response is lost", () => live.stopRtcCloudRecording({ taskId }));
  states();
  await server.close();
}

async function show(what, call) {
  console.log(`-> ${what}`);
  try {
    const { outcome, attempts, requestId, code } = await call();
    const tries = attempts === 1 ? "1 request" : `${attempts} requests`;
    console.log(`   ${outcome}${code ? ` (${code})` : ""} after ${tries}, request ID ${requestId}\n`);
  } catch (error) {
    if (!(error instanceof LiveError)) throw error;
    console.log(`   ${error.kind} error ${error.code}: ${error.message}`);
    const again = error.retryable ? "a retry may help" : "a retry will not help";
    const fate = error.outcomeUnknown ? "the task may be stopped all the same" : "this call did not stop the task";
    console.log(`   ${again}; ${fate}\n`);
    process.exitCode = forReal ? 1 : 0;
  }
}
