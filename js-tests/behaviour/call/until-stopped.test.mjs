// `waitUntilStopped` and `verify: "always"`: the call knows what became of the task, in virtual time and over a socket.
import "../../fleet/support/virtual-time.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, stopRtcCloudRecording } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { elapsedMs, farFetch, play, randomOf, sleep } from "../../fleet/support/virtual-time.mjs";
import { monitor, task } from "../../support/live.mjs";

/** Schedules of faults. */
const SCHEDULES = Number(process.env.APSARA_LIVE_WAITS ?? 40);

// The wasm starts in real time, before virtual time goes on.
await createClient({ credentials: testAccessKey }).sign("StopRtcCloudRecording", task);

const DESCRIBES = /^Describe/;

function virtual(options = {}, clientOptions = {}) {
  const emulator = createLiveEmulator({
    recordings: { [task.taskId]: "RUNNING" },
    monitors: { [monitor.monitorId]: "RUNNING" },
    ...options,
  });
  const asked = [];
  const fetch = (url, init) => {
    if (DESCRIBES.test(init.headers["x-acs-action"])) asked.push(elapsedMs());
    return farFetch(emulator.fetch)(url, init);
  };
  const live = createClient({ credentials: testAccessKey, fetch, ...clientOptions });
  return { emulator, live, asked, begunMs: elapsedMs() };
}

const settled = (promise) =>
  play(
    promise.then(
      (result) => ({ result }),
      (error) => ({ error }),
    ),
  );

test("resolves when the service says STOPPED, at growing intervals, with the files", async () => {
  const { emulator, live, asked, begunMs } = virtual({ recordings: {}, stopsAfterMs: 9000 });
  const { reply } = await play(
    live.call("StartRtcCloudRecording", {
      AppId: "app",
      ChannelId: "channel",
      SubscribeParams: JSON.stringify({ SubscribeUserIdList: [{ UserId: "*" }] }),
      RecordParams: JSON.stringify({ RecordMode: 1 }),
      StorageParams: JSON.stringify({ StorageType: 1, FileInfo: [{ Format: "MP4" }] }),
    }),
  );
  const stop = live.stopRtcCloudRecording({ taskId: reply.TaskId }, { waitUntilStopped: true });
  const { result, error } = await settled(stop);
  assert.equal(error, undefined);
  const { stoppedAfterMs, recordFileList, ...others } = result;
  assert.deepEqual(
    { ...others, requestId: "" },
    {
      outcome: "stopped",
      taskId: reply.TaskId,
      requestId: "",
      attempts: 1,
      verified: "stopped",
    },
  );
  assert.deepEqual(
    asked.map((ms) => Math.round((ms - begunMs) / 100) / 10),
    [0.5, 1.5, 3.5, 7.5, 15.5],
  );
  assert.ok(Math.abs(stoppedAfterMs - 15_500) < 50, `${stoppedAfterMs}`);
  assert.deepEqual(Object.keys(recordFileList).sort(), ["hlsFileList", "mp3FileList", "mp4FileList", "vodMediaList"]);
  assert.equal(recordFileList.mp4FileList.length, 1);
  assert.equal(emulator.recordings.get(reply.TaskId), "STOPPED");
});

test("the time of the wait is its own, and its end says that the stop was accepted", async () => {
  const { live, begunMs } = virtual({ stopsAfterMs: Infinity }, { timeoutMs: 500 });
  const { error } = await settled(live.stopRtcCloudRecording(task, { waitUntilStopped: { timeoutMs: 8000 } }));
  const { kind, code, message, verified, retryable, outcomeUnknown, attempts } = error;
  assert.deepEqual(
    { kind, code, message, verified, retryable, outcomeUnknown, attempts },
    {
      kind: "service",
      code: "ERR_NOT_STOPPED",
      message: "StopRtcCloudRecording was accepted, but the task is stopping",
      verified: "stopping",
      retryable: true,
      outcomeUnknown: true,
      attempts: 1,
    },
  );
  const tookMs = elapsedMs() - begunMs;
  assert.ok(tookMs > 6900 && tookMs <= 8000, `${tookMs}`);
  // Another call finds it stopping, and waits again.
  const again = await settled(live.stopRtcCloudRecording(task, { waitUntilStopped: { timeoutMs: 2000 } }));
  assert.equal(again.error.code, "ERR_NOT_STOPPED");
  assert.match(again.error.message, /was answered InvalidParameter\.TaskId, but the task is stopping/);
});

test("a monitor that is started again is not called stopped, and not stopped again", async () => {
  const { emulator, live } = virtual();
  const stop = live.stopLiveStreamMonitor(monitor, { waitUntilStopped: { timeoutMs: 10_000 } });
  const restart = sleep(200).then(() => emulator.monitors.set(monitor.monitorId, "RUNNING"));
  const { error } = await settled(stop);
  await restart;
  assert.deepEqual([error.code, error.verified, error.retryable], ["ERR_NOT_STOPPED", "running", true]);
  assert.equal(emulator.counts.stopLiveStreamMonitor.accepted, 1);
  assert.equal(emulator.monitors.get(monitor.monitorId), "RUNNING");
});

test("an abort ends the wait, and its event does not hide the stop", async () => {
  const events = [];
  const { live } = virtual({ stopsAfterMs: Infinity }, { onEvent: (event) => events.push(event) });
  const controller = new AbortController();
  const reason = new Error("enough");
  const stop = live.stopRtcCloudRecording(task, { waitUntilStopped: true, signal: controller.signal });
  sleep(2000).then(() => controller.abort(reason));
  const { error } = await settled(stop);
  assert.equal(error, reason);
  const { outcome, aborted, outcomeUnknown } = events.at(-1);
  assert.deepEqual([outcome, aborted, outcomeUnknown], ["aborted", true, true]);
  assert.ok(events.every(({ type }) => type !== "retry"));
});

test("a refusal of the question ends the wait, and names the permission", async () => {
  const { live, asked } = virtual({
    faultFor: ({ operation }) =>
      DESCRIBES.test(operation) ? { type: "error", status: 403, code: "NoPermission" } : undefined,
  });
  const { error } = await settled(live.stopRtcCloudRecording(task, { waitUntilStopped: true }));
  assert.deepEqual([error.code, error.verified, error.retryable], ["ERR_NOT_STOPPED", "refused", false]);
  assert.match(error.message, /was accepted, but nothing tells whether the task has stopped/);
  assert.equal(asked.length, 1);
});

test('"always" asks once after every stop, and true asks only in doubt', async () => {
  for (const [verify, verified, count] of [
    [true, undefined, 0],
    [false, undefined, 0],
    ["always", "stopping", 1],
  ]) {
    const { live, asked } = virtual({ stopsAfterMs: 5000 });
    const { result } = await settled(live.stopRtcCloudRecording(task, { verify }));
    assert.deepEqual([result.outcome, result.verified, asked.length], ["stopped", verified, count]);
    assert.ok(!("stoppedAfterMs" in result) && !("recordFileList" in result));
  }
});

/** Faults of a question, and of the stop. */
const FAULTS = [
  "lost-reply",
  "reset",
  "throttle",
  { type: "error", status: 500, code: "InternalError" },
  "unavailable",
];

/** A schedule: a STOPPING phase of 0 to 20 s, faults, and a task that may be started again. */
async function schedule(seed) {
  const random = randomOf(seed);
  const [stopsAfterMs, timeoutMs] = [Math.floor(random() * 20_000), [3000, 20_000, 60_000][Math.floor(random() * 3)]];
  const [faults, restarts] = [random() * 0.6, random() < 0.4];
  const isRecording = random() < 0.7;
  const faultFor = ({ operation }) =>
    random() < faults && (DESCRIBES.test(operation) || random() < 0.3)
      ? FAULTS[Math.floor(random() * FAULTS.length)]
      : undefined;
  const { emulator } = virtual({ stopsAfterMs, faultFor });
  const [states, id] = isRecording ? [emulator.recordings, task.taskId] : [emulator.monitors, monitor.monitorId];
  if (restarts) sleep(random() * 25_000).then(() => states.set(id, "RUNNING"));
  let stateAtLastAnswer;
  const fetch = farFetch(
    async (...args) => {
      const response = await emulator.fetch(...args);
      if (DESCRIBES.test(args[1].headers["x-acs-action"])) stateAtLastAnswer = states.get(id);
      return response;
    },
    () => 1 + 300 * random(),
  );
  const far = createClient({ credentials: testAccessKey, fetch });
  const options = { waitUntilStopped: { timeoutMs } };
  const begunMs = elapsedMs();
  const { result, error } = await settled(
    isRecording ? far.stopRtcCloudRecording(task, options) : far.stopLiveStreamMonitor(monitor, options),
  );
  assert.ok(elapsedMs() - begunMs <= 30_000 + timeoutMs + 10, `seed ${seed}: ${elapsedMs() - begunMs} ms`);
  if (result === undefined) return error.code;
  assert.equal(result.verified, "stopped", `seed ${seed}`);
  assert.equal(stateAtLastAnswer, "STOPPED", `seed ${seed}`);
  return "stopped";
}

test(`the wait never says stopped of what is not, in ${SCHEDULES} schedules`, async (t) => {
  const seen = {};
  for (let seed = 1; seed <= SCHEDULES; seed++) {
    const end = await schedule(seed);
    seen[end] = (seen[end] ?? 0) + 1;
  }
  t.diagnostic(JSON.stringify(seen));
  assert.ok(seen.stopped > SCHEDULES / 4 && seen.ERR_NOT_STOPPED > SCHEDULES / 20, JSON.stringify(seen));
});

test("without a client, too", async () => {
  const emulator = createLiveEmulator({ recordings: { [task.taskId]: "RUNNING" }, stopsAfterDescribes: 1 });
  const options = { credentials: testAccessKey, fetch: farFetch(emulator.fetch), waitUntilStopped: true };
  const { result } = await settled(stopRtcCloudRecording(task, options));
  assert.equal(result.verified, "stopped");
});
