// Ends of a run whose journal, input or service never responds: the run ends, and tells the truth of each task.
import assert from "node:assert/strict";
import { test } from "node:test";
import { timers } from "../support/leftovers.mjs";
import { within } from "../support/live.mjs";
import { all, clientOf, emulatorOf, recordings } from "./support/tasks.mjs";

const TASKS = recordings(100);
const never = () => new Promise(() => {});

/** Ways to end a run: the options of the run, and what the reader of results does with each of them. */
const ENDS = {
  deadlineMs: { options: () => ({ deadlineMs: 400 }) },
  signal: { options: () => ({ signal: AbortSignal.timeout(400) }) },
  forceSignal: { options: () => ({ forceSignal: AbortSignal.timeout(400) }) },
  break: { options: () => ({}), isBroken: true },
};

/** Reads the run; breaks at its first result if `isBroken`. */
async function read(run, isBroken) {
  const settled = [];
  for await (const one of run) {
    settled.push(one);
    if (isBroken) break;
  }
  return settled;
}

for (const [name, { options, isBroken }] of Object.entries(ENDS)) {
  test(`a journal that never answers does not hold up the end by ${name}`, async () => {
    const before = timers();
    const recorded = [];
    const journal = {
      has: (key) => (key === "recording recording-0" ? false : never()),
      record: (_, key) => recorded.push(key),
    };
    const run = clientOf(emulatorOf(TASKS).fetch).stopAll(TASKS, { journal, concurrency: 8, ...options() });
    const settled = await within(3000, read(run, isBroken));
    assert.deepEqual([settled[0].outcome, recorded], ["stopped", ["recording recording-0"]]);
    const { pulled, stopped, failed, underWay } = run.progress;
    assert.deepEqual([stopped, failed, underWay], [1, pulled - 1, 0]);
    if (!isBroken) {
      assert.ok(settled.slice(1).every(({ error, attempts }) => error.code === "ERR_RUN_ENDED" && attempts === 0));
    }
    assert.equal(timers(), before);
  });

  test(`an input whose return() hangs does not hold up the end by ${name}`, async () => {
    const input = {
      at: 0,
      // The pull of a task that the run waits for is another test's.
      next: () => ({ done: false, value: TASKS[input.at++] ?? { taskId: `more-${input.at}` } }),
      return: never,
      [Symbol.asyncIterator]: () => input,
    };
    const emulator = emulatorOf(TASKS, { latencyMs: 5 });
    const run = clientOf(emulator.fetch).stopAll(input, { concurrency: 8, ...options() });
    const settled = await within(3000, read(run, isBroken));
    assert.ok(settled.length > 0);
    assert.equal(run.progress.underWay, 0);
  });
}

test("an answer of the journal after the end changes nothing", async () => {
  const answers = [];
  const journal = { has: () => new Promise((...ends) => answers.push(ends)), record: assert.fail };
  const run = clientOf(assert.fail).stopAll(TASKS.slice(0, 3), { journal, deadlineMs: 20 });
  const settled = await all(run);
  const [[resolve], [, reject], [again]] = answers;
  resolve(true);
  reject(new Error("late"));
  again(false);
  await new Promise((done) => setImmediate(done));
  assert.deepEqual([settled.length, run.progress.failed, run.progress.skipped], [3, 3, 0]);
});

test("forceSignal ends requests under way: their tasks are unknown, with true attempts, also in the journal", async () => {
  const controller = new AbortController();
  const emulator = emulatorOf(TASKS, { faultFor: () => "hang" });
  const lines = [];
  const journal = {
    has: () => false,
    record: ({ outcome, attempts, task }) => lines.push(`${task.taskId} ${outcome} ${attempts}`),
  };
  const fetch = (...args) => {
    const response = emulator.fetch(...args);
    // Before its first success, a run has three requests under way.
    if (emulator.requests.length === 3) controller.abort();
    return response;
  };
  const options = { concurrency: 32, journal, forceSignal: controller.signal };
  const run = clientOf(fetch, { quota: { stopRtcCloudRecording: 200 } }).stopAll(TASKS, options);
  const settled = await within(1000, all(run));
  assert.equal(settled.length, run.progress.pulled);
  const asked = settled.filter(({ attempts }) => attempts > 0);
  assert.equal(asked.length, emulator.requests.length);
  assert.ok(settled.length > asked.length);
  assert.ok(asked.every(({ outcome, attempts, error }) => outcome === "unknown" && attempts === error.attempts));
  assert.deepEqual(lines.sort(), asked.map(({ task }) => `${task.taskId} unknown 1`).sort());
});

test("forceSignal does not wait for a journal that never confirms a record", async () => {
  const controller = new AbortController();
  const recorded = [];
  const record = (_, key) => {
    recorded.push(key);
    if (recorded.length === 4) controller.abort();
    return never();
  };
  const journal = { has: () => false, record };
  const options = { concurrency: 8, journal, forceSignal: controller.signal };
  const run = clientOf(emulatorOf(TASKS).fetch).stopAll(TASKS, options);
  const settled = await within(1000, all(run));
  assert.equal(settled.length, run.progress.pulled);
  assert.equal(settled.filter(({ attempts }) => attempts > 0).length, recorded.length);
});

test("a task for which nothing was sent leaves no line in the journal", async () => {
  const recorded = new Map();
  const journal = { has: () => false, record: ({ attempts }, key) => recorded.set(key, attempts) };
  const live = clientOf(emulatorOf(TASKS).fetch, { quota: { stopRtcCloudRecording: 20 } });
  const tasks = [{ taskId: "with a blank" }, ...TASKS];
  const settled = await all(live.stopAll(tasks, { journal, deadlineMs: 300 }));
  const asked = settled.filter(({ attempts }) => attempts > 0);
  assert.ok(asked.length > 0 && asked.length < settled.length);
  assert.deepEqual([...recorded.keys()].sort(), asked.map(({ task }) => `recording ${task.taskId}`).sort());
});

test("a halted run over an input without an end obeys its deadline", async () => {
  const emulator = emulatorOf(TASKS, { faultFor: () => ({ type: "error", status: 403, code: "NoPermission" }) });
  function* endless() {
    for (let i = 0; ; i++) yield { taskId: `task-${i}` };
  }
  const run = clientOf(emulator.fetch).stopAll(endless(), { deadlineMs: 100 });
  const { attempts, pulled, failed } = await within(5000, run.summary());
  assert.deepEqual([attempts, failed], [3, pulled]);
});
