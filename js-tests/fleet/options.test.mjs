// Options of stopAll and of quotas: refusals by path, and effects.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveError } from "apsara-live";
import { all, clientOf, emulatorOf, monitors, recordings } from "./support/tasks.mjs";

const TASKS = [...recordings(30), ...monitors(10)];
const QUICK = { quota: false, retry: { baseDelayMs: 0, maxDelayMs: 0 } };

const refused = (path, code) => (error) => {
  assert.ok(error instanceof LiveError);
  assert.deepEqual([error.kind, error.code], ["argument", code]);
  assert.ok(error.message.startsWith(`${path}: `), error.message);
  return true;
};

const BAD = {
  concurrency: [0, 10_001, 1.5, "64", null],
  maxAttempts: [0, 101, "10"],
  deadlineMs: [0, 2 ** 31, "1 s"],
  signal: [{}, 1],
  forceSignal: [{}, 1],
  verify: [1, "true", "in-doubt"],
  waitUntilStopped: [1, "true", null],
  onProgress: [{}, true],
  journal: [{}, { has() {} }, { record() {} }, () => {}],
  dryRun: [0, "yes"],
};
for (const [name, values] of Object.entries(BAD)) {
  test(`an unusable ${name} is refused at once, by its path`, () => {
    const live = clientOf(assert.fail);
    for (const value of values) {
      assert.throws(() => live.stopAll(TASKS, { [name]: value }), refused(`options.${name}`, "ERR_INVALID_OPTION"));
    }
    live.stopAll(TASKS, { [name]: undefined });
  });
}

test("an unusable member of waitUntilStopped is refused, by its path", () => {
  const live = clientOf(assert.fail);
  for (const [name, value] of [
    ["timeoutMs", 0],
    ["concurrency", 0],
    ["concurrency", 10_001],
  ]) {
    const refusal = refused(`options.waitUntilStopped.${name}`, "ERR_INVALID_OPTION");
    assert.throws(() => live.stopAll(TASKS, { waitUntilStopped: { [name]: value } }), refusal);
  }
  live.stopAll(TASKS, { waitUntilStopped: false });
});

test("unknown options and inputs that are no iterables are refused at once", () => {
  const live = clientOf(assert.fail);
  assert.throws(() => live.stopAll(TASKS, { concurency: 1 }), /concurrency/);
  for (const input of [undefined, null, 7, "task-1", {}, () => {}]) {
    assert.throws(() => live.stopAll(input), refused("tasks", "ERR_INVALID_PARAMETER"));
  }
});

test("an unusable quota of a client is refused, by its path", () => {
  const live = (quota) => () => clientOf(assert.fail, { quota });
  for (const quota of [true, 7, "50", null]) assert.throws(live(quota), refused("options.quota", "ERR_INVALID_OPTION"));
  for (const rate of [0, -1, 1.5, 100_001, "50", Infinity]) {
    const path = "options.quota.stopRtcCloudRecording";
    assert.throws(live({ stopRtcCloudRecording: rate }), refused(path, "ERR_INVALID_OPTION"));
  }
  assert.throws(live({ stopRtcCloudRecordings: 50 }), /stopRtcCloudRecording/);
  for (const quota of [undefined, false, {}, { stopLiveStreamMonitor: 1, stopRtcCloudRecording: undefined }])
    live(quota)();
});

test("no more tasks of an operation are under way than concurrency", async () => {
  const emulator = emulatorOf(TASKS, { latencyMs: 5 });
  const under = { StopRtcCloudRecording: 0, StopLiveStreamMonitor: 0 };
  const most = { ...under };
  const fetch = async (url, init) => {
    const action = new Headers(init.headers).get("x-acs-action");
    under[action] += 1;
    most[action] = Math.max(most[action], under[action]);
    try {
      return await emulator.fetch(url, init);
    } finally {
      under[action] -= 1;
    }
  };
  await clientOf(fetch, QUICK).stopAll(TASKS, { concurrency: 3 }).summary();
  assert.deepEqual(most, { StopRtcCloudRecording: 3, StopLiveStreamMonitor: 3 });
});

test("maxAttempts counts lost requests, and not throttled ones", async () => {
  const emulator = emulatorOf(recordings(2), { faults: [...new Array(9).fill("throttle"), "reset", "reset"] });
  const [one, two] = await all(
    clientOf(emulator.fetch, QUICK).stopAll(recordings(2), { maxAttempts: 3, concurrency: 1 }),
  );
  assert.deepEqual([one.outcome, one.attempts], ["stopped", 12]);
  assert.deepEqual([two.outcome, two.attempts], ["stopped", 1]);
  emulator.recordings.set("recording-0", "RUNNING");
  // And as many once more at the end of the run.
  emulator.faults.push(...new Array(4).fill("reset"));
  const [lost] = await all(clientOf(emulator.fetch, QUICK).stopAll(recordings(1), { maxAttempts: 2 }));
  assert.deepEqual([lost.attempts, lost.outcome === "stopped"], [4, false]);
});

test("without a quota, a throttled attempt waits before the next", async () => {
  const emulator = emulatorOf(recordings(1), { faultFor: () => "throttle" });
  const client = clientOf(emulator.fetch, { quota: false, retry: { baseDelayMs: 20, maxDelayMs: 50 } });
  const [{ outcome, error, attempts }] = await all(client.stopAll(recordings(1), { maxOutageMs: 1500 }));
  assert.deepEqual([outcome, error.kind], ["failed", "throttled"]);
  assert.ok(attempts < 60, `${attempts} attempts`);
});

test("verify has the service asked where an answer leaves doubt", async () => {
  const emulator = emulatorOf(recordings(3), { faults: ["lost-reply"] });
  emulator.recordings.set("recording-1", "STOPPED");
  const settled = await all(clientOf(emulator.fetch, QUICK).stopAll(recordings(3), { verify: true, concurrency: 1 }));
  const verified = Object.fromEntries(settled.map((one) => [one.task.taskId, one.verified]));
  assert.equal(verified["recording-1"], "stopped");
  assert.ok(settled.every(({ outcome }) => outcome.endsWith("stopped")));
});

test("progress counts settled tasks, and a listener may throw", async () => {
  const emulator = emulatorOf(TASKS);
  emulator.recordings.set("recording-3", "STOPPED");
  const tasks = [...TASKS, TASKS[0], { taskId: "elsewhere" }, {}];
  const seen = [];
  const onProgress = (progress) => {
    seen.push(progress);
    if (seen.length % 2) throw new Error("listener");
    return Promise.reject(new Error("listener"));
  };
  const run = clientOf(emulator.fetch, QUICK).stopAll(tasks, { onProgress });
  const { durationMs, ratePerSecond, timeLeftMs, ...counts } = await run.summary();
  const expected = { stopped: 39, alreadyStopped: 1, failed: 2, unknown: 0, dryRun: 0, skipped: 0, duplicates: 1 };
  assert.deepEqual(counts, { total: 43, pulled: 43, underWay: 0, waiting: 0, ...expected, attempts: 41 });
  assert.ok(durationMs > 0 && ratePerSecond > 0);
  assert.equal(timeLeftMs, 0);
  assert.equal(seen.length, 42);
  assert.ok(seen.every(({ pulled, stopped }) => pulled >= stopped));
  const iterable = { [Symbol.iterator]: () => TASKS[Symbol.iterator]() };
  const unknown = await clientOf(emulator.fetch, QUICK).stopAll(iterable).summary();
  assert.equal("total" in unknown || "timeLeftMs" in unknown, false);
});

test("the time of a run begins when it is read", async () => {
  const run = clientOf(emulatorOf(TASKS).fetch, QUICK).stopAll([]);
  await new Promise((resolve) => setTimeout(resolve, 120));
  assert.ok((await run.summary()).durationMs < 100);
});

test("a task may name its operation; another word, or the ID of another operation, is refused", async () => {
  const emulator = emulatorOf(TASKS.slice(0, 1));
  const live = clientOf(emulator.fetch, QUICK);
  const [{ taskId }] = TASKS;
  const tasks = [
    { operation: "StopRtcCloudRecording", taskId },
    { taskId },
    { operation: "StopEverything", taskId },
    { operation: "StopLiveStreamMonitor", taskId },
    {
      operation: "StopRtcCloudRecording",
      get taskId() {
        throw new Error("mine");
      },
    },
  ];
  const run = live.stopAll(tasks);
  const settled = await all(run);
  assert.equal(run.progress.duplicates, 1);
  assert.deepEqual(
    settled.map(({ task, outcome, error }) => [tasks.indexOf(task), outcome, error?.message.split(": ")[0]]).sort(),
    [
      [0, "stopped", undefined],
      [2, "failed", "task.operation"],
      [3, "failed", "params.taskId"],
      [4, "failed", "task"],
    ],
  );
});
