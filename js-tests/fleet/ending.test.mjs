// Ends of a run before the end of its input: signal, deadline, and inputs that never respond. Every pulled task gets a result.
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { test } from "node:test";
import { listeners, timers } from "../support/leftovers.mjs";
import { within } from "../support/live.mjs";
import { all, clientOf, emulatorOf, monitors, recordings } from "./support/tasks.mjs";

const TASKS = recordings(300);

/** Reads a run, and ends it after some results. */
async function ended(options, end) {
  const emulator = emulatorOf(TASKS, { latencyMs: 5, ...options.emulator });
  const live = clientOf(options.fetch?.(emulator.fetch) ?? emulator.fetch, options.client);
  const run = live.stopAll(options.tasks ?? TASKS, { concurrency: 16, ...options.run });
  const settled = [];
  for await (const one of run) {
    settled.push(one);
    if (settled.length === 20) end?.();
  }
  return { emulator, settled, run };
}

/** Asserts that the run yields every pulled task, with its true state. */
function assertTruth({ emulator, settled, run }) {
  assert.equal(settled.length, run.progress.pulled);
  assert.deepEqual([run.progress.underWay, run.progress.waiting], [0, 0]);
  for (const { task, outcome, error, attempts } of settled) {
    const state = emulator.recordings.get(task.taskId);
    if (outcome === "failed") {
      assert.equal(state, "RUNNING", task.taskId);
      assert.deepEqual([error.code, error.retryable, attempts], ["ERR_RUN_ENDED", true, error.attempts]);
    }
    if (outcome === "stopped") assert.equal(state, "STOPPED");
    if (outcome === "unknown") assert.ok(error.outcomeUnknown);
  }
}

for (const quota of [false, { stopRtcCloudRecording: 500 }]) {
  test(`a signal ends the run, with quota ${JSON.stringify(quota)}`, async () => {
    const controller = new AbortController();
    const options = { client: { quota }, run: { signal: controller.signal } };
    const end = await within(
      5000,
      ended(options, () => controller.abort()),
    );
    assertTruth(end);
    assert.ok(end.emulator.counts.stopRtcCloudRecording.accepted < 100);
    assert.equal(listeners(controller.signal), 0);
  });
}

test("a deadline ends the run, though the quota has many wait", async () => {
  const end = await within(5000, ended({ run: { deadlineMs: 300 } }));
  assertTruth(end);
  assert.ok(end.settled.some(({ outcome }) => outcome === "stopped"));
  const unasked = end.settled.filter(({ attempts }) => attempts === 0);
  assert.ok(unasked.some(({ error }) => error.code === "ERR_RUN_ENDED"));
  // The rate is of the tasks that were asked for.
  const { ratePerSecond, durationMs } = await end.run.summary();
  const asked = end.settled.length - unasked.length;
  assert.ok(ratePerSecond <= (1.01 * asked * 1000) / durationMs, `${ratePerSecond} a second in ${durationMs} ms`);
});

for (const [what, task] of Object.entries({
  duplicates: TASKS[0],
  "tasks that the journal knows": undefined,
  "unusable tasks": {},
})) {
  test(`${what} without end hold up neither responses nor the end`, async () => {
    const giveUp = performance.now() + 3000;
    function* tasks() {
      yield TASKS[0];
      for (let i = 0; performance.now() < giveUp; i++) yield task ?? { taskId: `known-${i}` };
    }
    const journal = { has: (key) => key.includes("known-"), record() {} };
    const emulator = emulatorOf(TASKS, { latencyMs: 5 });
    const run = clientOf(emulator.fetch).stopAll(tasks(), { deadlineMs: 200, journal });
    const { stopped, durationMs } = await run.summary();
    assert.equal(stopped, 1);
    assert.ok(durationMs < 2000, `${durationMs} ms`);
  });
}

test("a response that is lost at the end leaves the outcome unknown", async () => {
  const lost = (fetch) => async (url, init) => {
    await fetch(url, init);
    throw new TypeError("fetch failed");
  };
  const options = { fetch: lost, client: { quota: false }, run: { deadlineMs: 200 } };
  const end = await within(5000, ended(options));
  assertTruth(end);
  const asked = end.settled.filter(({ attempts }) => attempts > 0);
  assert.ok(asked.length > 0);
  assert.ok(asked.every(({ outcome }) => outcome === "unknown"));
});

test("a signal that is aborted already has nothing pulled", async () => {
  const run = clientOf(emulatorOf([]).fetch).stopAll(TASKS, { signal: AbortSignal.abort() });
  assert.deepEqual(await all(run), []);
  assert.equal(run.progress.pulled, 0);
});

test("an input that never answers does not hold up the end", async () => {
  async function* stuck() {
    yield* TASKS.slice(0, 5);
    await new Promise(() => {});
  }
  const end = await within(5000, ended({ tasks: stuck(), run: { deadlineMs: 200 } }));
  assert.equal(end.settled.length, 5);
  assert.ok(end.settled.every(({ outcome }) => outcome === "stopped"));
});

test("tasks that were put aside for a busy operation are yielded at the end", async () => {
  const tasks = monitors(200);
  const emulator = emulatorOf(tasks);
  const run = clientOf(emulator.fetch).stopAll([...tasks, ...TASKS.slice(0, 50)], { deadlineMs: 300, concurrency: 4 });
  const settled = await within(5000, all(run));
  assert.equal(settled.length, run.progress.pulled);
  assert.ok(settled.length > 200);
});

test("a run leaves no timer and no listener behind", async () => {
  const before = timers();
  const controller = new AbortController();
  const emulator = emulatorOf(TASKS);
  const live = clientOf(emulator.fetch, { quota: false });
  const run = live.stopAll(TASKS, { signal: controller.signal, deadlineMs: 60_000 });
  await run.summary();
  assert.equal(listeners(controller.signal), 0);
  assert.equal(timers(), before);
  // A run that is never read leaves nothing behind, either.
  live.stopAll(TASKS, { signal: controller.signal, deadlineMs: 60_000 });
  assert.deepEqual([listeners(controller.signal), timers()], [0, before]);
});

test("fetch, credentials, listeners and the journal run in the async context of the reader", async () => {
  const storage = new AsyncLocalStorage();
  const seen = new Set();
  const see = () => seen.add(storage.getStore());
  const emulator = emulatorOf(TASKS);
  const fetch = (...args) => {
    see();
    return emulator.fetch(...args);
  };
  const live = clientOf(fetch, { quota: { stopRtcCloudRecording: 1000 }, onEvent: see });
  const has = () => {
    see();
    return false;
  };
  const journal = { has, record: see };
  const run = (name) =>
    storage.run(name, () => live.stopAll(TASKS.slice(0, 40), { journal, onProgress: see }).summary());
  await Promise.all([run("one"), run("two")]);
  assert.deepEqual([...seen].sort(), ["one", "two"]);
});
