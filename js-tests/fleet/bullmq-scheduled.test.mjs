// Stops at their time on BullMQ: moved, cancelled, refused, and never early, on each kind of database.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveError } from "apsara-live";
import { stopProcessor, stopQueue, stopWorkerOptions, stopWorkers } from "apsara-live/bullmq";
import { createLiveError } from "apsara-live/testing";
import { createPostgresBackend } from "bullmq";
import fc from "fast-check";
import { rejection, until } from "../support/portable/waiting.mjs";
import { startPostgres, startRedis, startValkey } from "./support/brokers.mjs";
import { scope } from "./support/scope.mjs";

const OPERATION = "StopRtcCloudRecording";
const stopped = { outcome: "stopped", attempts: 1 };
const HOUR = 3_600_000;

/** Opens the queues on a broker; `work` starts a worker that stops tasks with a function. */
async function open(test, start) {
  const t = scope(test);
  const broker = await start(t);
  if (broker === undefined) return {};
  const { connection } = broker;
  const backend = broker.backend === "postgres" ? createPostgresBackend : undefined;
  const warnings = [];
  const queue = stopQueue(connection, { backend, onWarning: ({ code }) => warnings.push(code) });
  t.after(() => queue.close());
  const work = (stopRtcCloudRecording) => {
    const worker = queue.worker(
      OPERATION,
      stopProcessor({ stopRtcCloudRecording }, queue),
      stopWorkerOptions(OPERATION),
    );
    worker.on("error", () => {});
    // With force, a worker on Postgres would go on waiting for the next job for an hour.
    t.after(() => worker.close());
    return worker;
  };
  const bull = queue.queues[OPERATION];
  const empty = async () => (await bull.getJobCountByTypes("wait", "active", "delayed", "prioritized")) === 0;
  return { t, queue, bull, work, empty, warnings };
}

/** The time of each job that waits; 0 for those that are due. */
async function times(bull) {
  const timed = ({ opts, data }) => [data.taskId, opts.delay ? opts.timestamp + opts.delay : 0];
  const jobs = await Promise.all([bull.getDelayed(), bull.getWaiting(), bull.getPrioritized()]);
  return jobs.flat().map(timed).sort();
}

for (const [name, start] of Object.entries({ Redis: startRedis, Valkey: startValkey, Postgres: startPostgres })) {
  test(`a time moves, a task without a time is due, and a cancelled one is gone on ${name}`, {
    timeout: 60_000,
  }, async (t) => {
    const { queue, bull, work, empty } = await open(t, start);
    if (queue === undefined) return;
    const at = Date.now() + HOUR;
    const add = async (task, options) => (await queue.add(task, options)).added;
    assert.equal(await add({ taskId: "a" }, { at: new Date(at) }), "added");
    assert.equal(await add({ taskId: "a" }, { at }), "waiting");
    assert.equal(await add({ taskId: "a", context: "new" }, { at: at + 1 }), "moved");
    assert.equal(await add({ taskId: "b" }, { at }), "added");
    assert.equal(await add({ taskId: "b" }), "moved");
    // A task that is due is not moved.
    assert.equal(await add({ taskId: "b" }, { at }), "waiting");
    assert.equal(await add({ taskId: "c" }, { at: Date.now() - HOUR }), "added");
    assert.deepEqual(await times(bull), [
      ["a", at + 1],
      ["b", 0],
      ["c", 0],
    ]);
    const twice = [{ taskId: "d" }, { taskId: "d" }, { taskId: "e" }];
    const jobs = await queue.addBulk(twice, { at: ({ taskId }) => at + (taskId === "d" ? 2 : 3) });
    assert.deepEqual(
      jobs.map(({ added }) => added),
      ["added", "waiting", "added"],
    );
    assert.deepEqual((await times(bull)).slice(3), [
      ["d", at + 2],
      ["e", at + 3],
    ]);
    // Another owner's monitor is another task.
    const monitorId = "m";
    assert.equal(await add({ monitorId }, { at }), "added");
    assert.equal(await add({ monitorId, ownerId: 5n }, { at: at + 1 }), "added");
    assert.equal(await queue.cancel({ monitorId, ownerId: 5n }), "cancelled");
    assert.equal(await queue.cancel({ monitorId, ownerId: 5n }), "none");
    assert.equal(await queue.queues.StopLiveStreamMonitor.getDelayedCount(), 1);
    for (const taskId of ["b", "d", "e"]) assert.equal(await queue.cancel({ taskId }), "cancelled");
    const asked = [];
    work(async ({ taskId }, { context }) => {
      asked.push([taskId, context]);
      return stopped;
    });
    await until(() => asked.length === 1);
    assert.equal(await add({ taskId: "a", context: "newest" }), "moved");
    await until(() => asked.length === 2);
    await until(empty);
    assert.deepEqual(asked, [
      ["c", undefined],
      ["a", "newest"],
    ]);
    // BullMQ's own removal of all jobs.
    await add({ taskId: "f" }, { at });
    await bull.drain(true);
    assert.equal(await queue.cancel({ taskId: "f" }), "none");
    assert.equal(await add({ taskId: "f" }, { at }), "added");
  });

  test(`a time pulls no job out of its back-off on ${name}`, { timeout: 60_000 }, async (t) => {
    const { queue, bull, work } = await open(t, start);
    if (queue === undefined) return;
    const at = Date.now() + HOUR;
    const lost = createLiveError({ kind: "internal", code: "ERR_INTERNAL", message: "m", outcomeUnknown: true });
    const worker = work(() => Promise.reject(lost));
    const soon = Date.now() + 300;
    await queue.add({ taskId: "a" });
    await queue.add({ taskId: "b" }, { at: soon });
    await until(async () => (await bull.getDelayed()).filter(({ attemptsMade }) => attemptsMade >= 1).length === 2);
    await worker.pause();
    const before = await bull.getDelayed();
    for (const taskId of ["a", "b"]) {
      assert.equal((await queue.add({ taskId }, { at })).added, "waiting");
      assert.equal((await queue.add({ taskId })).added, "waiting");
    }
    const told = ({ id, attemptsMade, delay }) => [id, attemptsMade, delay];
    assert.deepEqual((await bull.getDelayed()).map(told), before.map(told));
    assert.equal(await queue.cancel({ taskId: "a" }), "cancelled");
    assert.equal(await bull.getDelayedCount(), 1);
  });

  test(`a task that is active is stopped again at its time, and one that is dead too, on ${name}`, {
    timeout: 60_000,
  }, async (t) => {
    const { queue, bull, work, empty } = await open(t, start);
    if (queue === undefined) return;
    const gone = createLiveError({ kind: "service", code: "NotFound.Task", message: "no task" });
    const settle = [];
    work(() => new Promise((resolve, reject) => settle.push({ resolve, reject })));
    await queue.add({ taskId: "a" });
    await until(() => settle.length === 1);
    const at = Date.now() + HOUR;
    assert.equal((await queue.add({ taskId: "a" }, { at })).added, "runs-again");
    assert.equal(await queue.cancel({ taskId: "a" }), "active");
    const active = Date.now();
    await until(() => Date.now() > active + 20);
    const leftMs = at - Date.now();
    settle[0].resolve(stopped);
    // Not an hour after the end of the active job.
    await until(async () => (await bull.getDelayed())[0]?.delay <= leftMs);
    assert.deepEqual(await times(bull), [["a", at]]);
    assert.equal(await queue.cancel({ taskId: "a" }), "cancelled");
    await queue.add({ taskId: "a" });
    await until(() => settle.length === 2);
    settle[1].reject(gone);
    await until(async () => (await queue.dead()).length === 1);
    assert.equal(await queue.cancel({ taskId: "a" }), "none");
    assert.equal((await queue.add({ taskId: "a" }, { at })).added, "revived");
    assert.deepEqual(await queue.dead(), []);
    assert.deepEqual(await times(bull), [["a", at]]);
    await queue.cancel({ taskId: "a" });
    assert.ok(await empty());
    // Dead, and scheduled meanwhile: reviving it does not stop what runs by then.
    await queue.add({ taskId: "a" });
    await until(() => settle.length === 3);
    await queue.add({ taskId: "a" }, { at });
    settle[2].reject(gone);
    await until(async () => (await queue.dead()).length === 1);
    assert.deepEqual(
      (await queue.revive()).map(({ added }) => added),
      ["waiting"],
    );
    assert.deepEqual(await queue.dead(), []);
    assert.deepEqual(await times(bull), [["a", at]]);
  });

  // Valkey has the clock and the scripts of Redis.
  if (name === "Valkey") continue;

  test(`no clock of a machine stops a task early on ${name}`, { timeout: 60_000 }, async (t) => {
    const { queue, bull, work, empty } = await open(t, start);
    if (queue === undefined) return;
    await queue.ready();
    const { now } = Date;
    const at = now() + 1500;
    const wrong = t.mock.method(Date, "now", () => now() + 300_000);
    await queue.add({ taskId: "a" }, { at });
    assert.deepEqual(await times(bull), [["a", at]]);
    wrong.mock.restore();
    // Less than a worker may be off; and set back while it runs.
    const ahead = t.mock.method(Date, "now", () => now() + 900);
    const asked = [];
    work(async () => {
      asked.push(now());
      return stopped;
    });
    await until(() => asked.length === 1);
    ahead.mock.restore();
    await until(empty);
    assert.ok(asked[0] >= at, `${at - asked[0]} ms early`);
    assert.ok(asked[0] < at + 2000, `${asked[0] - at} ms late`);
    assert.equal(asked.length, 1);
  });

  test(`a clock that jumps ahead makes no stop early or late on ${name}`, { timeout: 60_000 }, async (test) => {
    const { t, queue, bull, work, warnings } = await open(test, start);
    if (queue === undefined) return;
    const asked = [];
    const stopRtcCloudRecording = async () => {
      asked.push(now());
      return stopped;
    };
    const { close } = await stopWorkers({ stopRtcCloudRecording }, queue);
    t.after(close);
    const { now } = Date;
    const at = now() + 1500;
    const jumped = test.mock.method(Date, "now", () => now() + HOUR);
    await queue.add({ taskId: "a" }, { at });
    await until(() => warnings.includes("clock"));
    await until(async () => (await bull.getWaitingCount()) === 1);
    jumped.mock.restore();
    assert.deepEqual(asked, []);
    work(stopRtcCloudRecording);
    await until(() => asked.length === 1);
    assert.ok(asked[0] >= at, `${at - asked[0]} ms early`);
    assert.ok(asked[0] < at + 5000, `${asked[0] - at} ms late`);
  });

  test(`200 stops are moved and cancelled in random order on ${name}`, { timeout: 120_000 }, async (t) => {
    const { queue, bull, work, empty } = await open(t, start);
    if (queue === undefined) return;
    const at = Date.now() + HOUR;
    const task = fc.integer({ min: 0, max: 199 }).map((index) => `task-${index}`);
    const time = fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined, freq: 3 });
    const bulk = fc.record({ bulk: fc.uniqueArray(task, { minLength: 1, maxLength: 40 }), time });
    const command = fc.oneof(bulk, fc.record({ add: task, time }), fc.record({ cancel: task }));
    const commands = fc.array(command, { minLength: 150, maxLength: 150 });
    const property = fc.asyncProperty(commands, async (all) => {
      await Promise.all(["wait", "delayed"].map((state) => bull.clean(0, 0, state)));
      // 0 is due.
      const model = new Map();
      const added = (taskId, wanted) => {
        const before = model.get(taskId);
        if (before === undefined) return model.set(taskId, wanted) && "added";
        if (before === 0 || before === wanted) return "waiting";
        return model.set(taskId, wanted) && "moved";
      };
      for (const { bulk, add, cancel, time } of all) {
        const wanted = time === undefined ? 0 : at + 1000 * time;
        const options = wanted === 0 ? {} : { at: wanted };
        if (cancel !== undefined) {
          assert.equal(await queue.cancel({ taskId: cancel }), model.delete(cancel) ? "cancelled" : "none");
        } else if (add !== undefined) {
          assert.equal((await queue.add({ taskId: add }, options)).added, added(add, wanted));
        } else {
          const jobs = await queue.addBulk(
            bulk.map((taskId) => ({ taskId })),
            options,
          );
          assert.deepEqual(
            jobs.map((job) => job.added),
            bulk.map((taskId) => added(taskId, wanted)),
          );
        }
      }
      assert.deepEqual(await times(bull), [...model].sort());
    });
    await fc.assert(property, { numRuns: name === "Postgres" ? 1 : 2, endOnFailure: true });
    // What was cancelled is not stopped, and what is left is stopped once.
    const left = (await times(bull)).map(([taskId]) => taskId).slice(0, 40);
    for (const [taskId] of await times(bull)) if (!left.includes(taskId)) await queue.cancel({ taskId });
    await queue.addBulk(left.map((taskId) => ({ taskId })));
    const asked = [];
    work(async ({ taskId }) => {
      asked.push(taskId);
      return stopped;
    });
    await until(empty);
    assert.deepEqual(asked.sort(), left.sort());
  });
}

test("an unusable time is refused before anything is sent", async (t) => {
  // Nothing listens there.
  const queue = stopQueue({ host: "127.0.0.1", port: 1 }, { timeoutMs: 50, onWarning: () => {} });
  t.after(() => queue.close().catch(() => {}));
  const unusable = [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    new Date("tomorrow"),
    "2027-01-01T00:00:00Z",
    null,
    undefined,
  ];
  const mistaken = [300_000, Math.floor(Date.now() / 1000), -1, 2 ** 53, new Date("2040-01-01"), 5n, {}];
  for (const at of [...unusable, ...mistaken]) {
    for (const adding of [queue.add({ taskId: "a" }, { at }), queue.addBulk([{ taskId: "a" }], { at: () => at })]) {
      const error = await rejection(adding);
      assert.ok(error instanceof LiveError, `${String(at)}: ${error}`);
      assert.deepEqual([error.kind, error.code], ["argument", "ERR_INVALID_OPTION"]);
      assert.match(error.message, /^options\.at: expected a Date, or milliseconds since 1970/);
    }
  }
  assert.equal((await rejection(queue.cancel({}))).code, "ERR_INVALID_PARAMETER");
  // Without `at`, the task would be stopped at once.
  const time = new Date(Date.now() + HOUR);
  for (const options of [time, time.getTime(), { At: time }, { delay: HOUR }, [time], "tomorrow", null]) {
    for (const adding of [queue.add({ taskId: "a" }, options), queue.addBulk([{ taskId: "a" }], options)]) {
      const error = await rejection(adding);
      assert.deepEqual([error.kind, error.message.slice(0, 7)], ["argument", "options"], String(error));
    }
  }
});
