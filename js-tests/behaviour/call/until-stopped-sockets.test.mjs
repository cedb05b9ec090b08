// `waitUntilStopped` over sockets and in real time: many services at once, each with its own time of STOPPING and its own faults.
//
// With APSARA_LIVE_OUTAGES=long, a task takes up to 20 s to stop.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as forMs } from "node:timers/promises";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { LONGER } from "../../fleet/support/long.mjs";

const isLong = LONGER > 1;
const COUNT = isLong ? 200 : 24;
const [LONGEST_MS, TIMEOUT_MS] = isLong ? [20_000, 60_000] : [1500, 4000];
const TASK = { monitorId: "monitor-1" };
const FAULTS = ["lost-reply", "reset", "throttle", { type: "error", status: 500, code: "InternalError" }];

/** A number from 0 to 1 for each service and purpose. */
const spread = (number, of) => ((number * of) % COUNT) / COUNT;

/** Stops a task whose service loses and refuses questions. The task is started again after half of its time to stop, or never. */
async function stop(t, number) {
  const stopsAfterMs = LONGEST_MS * spread(number, 7);
  const share = 0.6 * spread(number, 11);
  let questions = 0;
  let askedAt = 0;
  let restartedAt = Infinity;
  const restart = () => {
    restartedAt = performance.now();
    states.set(id, "RUNNING");
  };
  const faultFor = ({ operation }) => {
    if (!operation.startsWith("Describe")) return undefined;
    askedAt = performance.now();
    questions += 1;
    return spread(questions, 5 + number) < share ? FAULTS[(questions + number) % FAULTS.length] : undefined;
  };
  const recordings = { "recording-1": "RUNNING" };
  const emulator = createLiveEmulator({
    recordings,
    monitors: { [TASK.monitorId]: "RUNNING" },
    stopsAfterMs,
    faultFor,
  });
  const server = await emulator.serve();
  t.after(() => server.close());
  // Once the stop is executed: a restart before it would be stopped.
  const onEvent = ({ type, operation }) => {
    if (number % 4 === 0 && type === "response" && operation.startsWith("Stop")) {
      forMs(200 + stopsAfterMs / 2).then(restart);
    }
  };
  const live = createClient({ credentials: testAccessKey, endpoint: server.url, onEvent });
  const isRecording = number % 3 > 0;
  const [states, id] = isRecording ? [emulator.recordings, "recording-1"] : [emulator.monitors, TASK.monitorId];
  const options = { waitUntilStopped: { timeoutMs: TIMEOUT_MS } };
  const stopping = isRecording
    ? live.stopRtcCloudRecording({ taskId: id }, options)
    : live.stopLiveStreamMonitor(TASK, options);
  const end = await stopping.catch((error) => error);
  assert.ok(end.verified === "stopped" || end.code === "ERR_NOT_STOPPED", `${number}: ${end}`);
  if (end.verified !== "stopped") return "not stopped";
  assert.ok(restartedAt > askedAt, `${number}: stopped, but the task was started again before the last question`);
  if (restartedAt === Infinity) assert.equal(states.get(id), "STOPPED", `${number}`);
  return "stopped";
}

test(`the wait never says stopped of what is not, over ${COUNT} sockets`, async (t) => {
  const ends = await Promise.all(Array.from({ length: COUNT }, (_, number) => stop(t, number)));
  const count = ends.filter((end) => end === "stopped").length;
  t.diagnostic(`${count} of ${COUNT} stopped`);
  assert.ok(count > COUNT / 3 && count < COUNT, `${count} of ${COUNT}`);
});
