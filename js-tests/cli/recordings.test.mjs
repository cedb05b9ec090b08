// The recordings of `vectors/recordings`: the client makes of each response what the file says, and the emulator says the same.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createClient, LiveError } from "apsara-live";
import { createLiveEmulator } from "apsara-live/testing";
import { emptyFolder } from "../support/run-program.mjs";
import { compared } from "./support/comparing.mjs";
import { emulatorFile, folder, readRecording, steady } from "./support/emulator-recording.mjs";
import { run } from "./support/program.mjs";

const files = readdirSync(folder).map((name) => join(folder, name));

test("the emulator's own recording is there, marked, and what the emulator says", async (t) => {
  assert.ok(files.includes(emulatorFile), "npm run recording writes it");
  const service = createLiveEmulator();
  const server = await service.serve();
  t.after(() => server.close());
  const file = join(await emptyFolder(t), "recording.json");
  const { code, stderr } = await compared(server.url, { args: ["--output", file] });
  assert.equal(code, 0, stderr);
  const [written, kept] = [file, emulatorFile].map((path) => steady(readRecording(path)));
  assert.equal(kept.service, "emulator");
  assert.deepEqual(written, kept, "npm run recording writes it anew");
});

for (const file of files) {
  test(`${file.slice(folder.length + 1)} through the emulator`, async () => {
    const { code, stdout, stderr } = await run(["compare", "--recording", file]);
    assert.equal(code, 0, stdout + stderr);
  });

  test(`${file.slice(folder.length + 1)} through the client`, async () => {
    const { exchanges } = readRecording(file);
    for (const exchange of exchanges) assert.equal(await outcomeOf(exchange), exchange.outcome, exchange.step);
  });
}

/** Whether the reply to an action that makes a task has its ID. */
function hasItsId(action, reply) {
  if (action === "CreateLiveStreamMonitor") return typeof reply.MonitorId === "string";
  return action !== "StartRtcCloudRecording" || typeof reply.TaskId === "string";
}

/** A judge of its own, by the public API: what the program shows must be what an application gets. */
async function outcomeOf({ action, request, status, headers, body }) {
  const ending = new AbortController();
  let again;
  let isUnknown = false;
  const { date, ...others } = headers;
  const offMin = Number(/ ([+-] \d+) min/.exec(date)?.[1].replace(" ", "") ?? 0);
  const response = () => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return new Response([204, 205, 304].includes(status) ? null : text, {
      status,
      headers: { ...others, date: new Date(Date.now() + offMin * 60_000).toUTCString() },
    });
  };
  const onEvent = (event) => {
    if (event.type === "outcome") isUnknown = event.outcomeUnknown;
    if (event.type !== "retry") return;
    again = `sends again after ${event.kind} ${event.code}`;
    if (event.clockOffsetMs !== undefined) again += ", with the service's clock";
    ending.abort();
  };
  const credentials = { accessKeyId: "key-of-a-test", accessKeySecret: "secret-of-a-test" };
  const live = createClient({ credentials, fetch: async () => response(), onEvent });
  const { MonitorId: monitorId, TaskId: taskId, AppId: appId } = request.ids;
  const { signal } = ending;
  const stateOf = (found) => (found === undefined ? "no such task" : String(found.status));
  const calls = {
    StopRtcCloudRecording: () => live.stopRtcCloudRecording({ taskId }, { signal }),
    StopLiveStreamMonitor: () => live.stopLiveStreamMonitor({ monitorId }, { signal }),
    StopLivePullToPush: () => live.stopLivePullToPush({ taskId, region: "cn-shanghai" }, { signal }),
    StopRtcCloudTranscode: () => live.stopRtcCloudTranscode({ taskId, appId }, { signal }),
    DescribeLiveStreamMonitorList: async () => {
      const { liveStreamMonitorList } = await live.describeLiveStreamMonitorList({ monitorId }, { signal });
      const state = stateOf(liveStreamMonitorList?.find((row) => row.monitorId === monitorId));
      return { 0: "STOPPED", 1: "RUNNING" }[state] ?? state;
    },
    DescribeRtcCloudRecordingFiles: async () =>
      stateOf(await live.describeRtcCloudRecordingFiles({ taskId }, { signal })),
  };
  try {
    const result = await (calls[action] ?? (() => live.call(action, request.ids, { signal })))();
    if (typeof result === "string") return result;
    if (result.outcome === undefined) return hasItsId(action, result.reply) ? "accepted" : "accepted, without an ID";
    return result.code === undefined ? result.outcome : `${result.outcome} by ${result.code}`;
  } catch (error) {
    if (again !== undefined) return `${again}${isUnknown ? ", outcome unknown until then" : ""}`;
    if (!(error instanceof LiveError)) throw error;
    const { kind, code, retryable, outcomeUnknown } = error;
    return `error ${kind} ${code}${retryable ? ", retryable" : ""}${outcomeUnknown ? ", outcome unknown" : ""}`;
  }
}
