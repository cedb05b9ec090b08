// Adding to the queues of BullMQ: what became of each task, and dead tasks, on each kind of database.
import assert from "node:assert/strict";
import { test } from "node:test";
import { stopJob, stopProcessor, stopQueue, stopQueueName, stopWorkerOptions } from "apsara-live/bullmq";
import { createLiveError } from "apsara-live/testing";
import { createPostgresBackend, Worker } from "bullmq";
import { until } from "../support/portable/waiting.mjs";
import { startPostgres, startRedis, startValkey } from "./support/brokers.mjs";
import { scope } from "./support/scope.mjs";

const OPERATION = "StopRtcCloudRecording";
const stopped = { outcome: "stopped", attempts: 1 };
const gone = createLiveError({ kind: "service", code: "NotFound.Task", message: "no task: a: b" });
const outcomes = (jobs) => jobs.map(({ added }) => added);

for (const [name, start] of Object.entries({ Redis: startRedis, Valkey: startValkey, Postgres: startPostgres })) {
  /** Opens the queues; `work` starts a worker that stops tasks with a function. */
  const open = async (test) => {
    const t = scope(test);
    const broker = await start(t);
    if (broker === undefined) return undefined;
    const { connection } = broker;
    const backend = broker.backend === "postgres" ? createPostgresBackend : undefined;
    const queue = stopQueue(connection, { backend });
    t.after(() => queue.close());
    const work = (stopRtcCloudRecording, options) => {
      const processor = stopProcessor({ stopRtcCloudRecording }, queue);
      const all = { connection, ...stopWorkerOptions(OPERATION), ...options };
      const worker = new Worker(stopQueueName(OPERATION), processor, all, backend);
      worker.on("error", () => {});
      t.after(() => worker.close(true));
      return worker;
    };
    return { queue, work, counts: () => queue.queues[OPERATION].getJobCounts("wait", "active", "delayed", "failed") };
  };

  test(`a task waits once on ${name}, and tasks of two owners are two`, { timeout: 60_000 }, async (t) => {
    const { queue } = (await open(t)) ?? {};
    if (queue === undefined) return;
    assert.equal((await queue.add({ taskId: "a" })).added, "added");
    assert.equal((await queue.add({ taskId: "a", context: "new" })).added, "waiting");
    const monitorId = "m";
    const tasks = [{ taskId: "b" }, { monitorId }, { taskId: "a" }, { monitorId, ownerId: 5n }, { taskId: "b" }];
    const jobs = await queue.addBulk(tasks);
    assert.deepEqual(outcomes(jobs), ["added", "added", "waiting", "added", "waiting"]);
    assert.deepEqual(jobs.map(({ data }) => data.taskId ?? data.monitorId).join(), "b,m,a,m,b");
    assert.equal(await queue.queues[OPERATION].count(), 2);
    assert.equal(await queue.queues.StopLiveStreamMonitor.count(), 2);
  });

  test(`a task that is added while its job is active is stopped once more on ${name}`, {
    timeout: 60_000,
  }, async (t) => {
    const { queue, work, counts } = (await open(t)) ?? {};
    if (queue === undefined) return;
    const releases = [];
    work(() => new Promise((resolve) => releases.push(() => resolve(stopped))));
    await queue.add({ taskId: "a" });
    await until(() => releases.length === 1);
    assert.deepEqual(outcomes(await queue.addBulk([{ taskId: "a" }, { taskId: "a" }])), ["runs-again", "waiting"]);
    assert.equal((await queue.add({ taskId: "a" })).added, "runs-again");
    releases[0]();
    await until(() => releases.length === 2);
    releases[1]();
    await until(async () => (await counts()).active === 0);
    assert.deepEqual(await counts(), { wait: 0, active: 0, delayed: 0, failed: 0 });
    assert.equal(releases.length, 2);
    assert.equal((await queue.add({ taskId: "a" })).added, "added");
  });

  test(`a dead task is named with its code, and revived when it is added on ${name}`, {
    timeout: 60_000,
  }, async (t) => {
    const { queue, work, counts } = (await open(t)) ?? {};
    if (queue === undefined) return;
    const began = Date.now();
    let answer = () => Promise.reject(gone);
    const asked = [];
    const worker = work((task, { context }) => {
      asked.push([task.taskId, context]);
      return answer();
    });
    await queue.addBulk(["a", "b", "c"].map((taskId) => ({ taskId })));
    await until(async () => (await counts()).failed === 3);
    const dead = await queue.dead();
    assert.deepEqual(dead.map(({ task }) => task.taskId).sort(), ["a", "b", "c"]);
    for (const { operation, code, message, attempts, failedAt } of dead) {
      assert.deepEqual([operation, code, message, attempts], [OPERATION, "NotFound.Task", "no task: a: b", 1]);
      assert.ok(failedAt >= began && failedAt <= Date.now());
    }
    await worker.pause();
    answer = async () => stopped;
    // The new data wins.
    assert.equal((await queue.add({ taskId: "a", context: "new" })).added, "revived");
    assert.deepEqual(outcomes(await queue.revive(({ task }) => task.taskId !== "c")), ["revived"]);
    assert.equal((await counts()).failed, 1);
    worker.resume();
    await until(() => asked.length === 5);
    assert.deepEqual(asked.slice(3).sort(), [
      ["a", "new"],
      ["b", undefined],
    ]);
    assert.deepEqual(outcomes(await queue.revive()), ["revived"]);
    await until(async () => Object.values(await counts()).every((count) => count === 0));
    assert.deepEqual(await queue.dead(), []);
  });

  test(`programs that revive the same dead tasks at once all succeed on ${name}`, { timeout: 60_000 }, async (t) => {
    const { queue, work, counts } = (await open(t)) ?? {};
    if (queue === undefined) return;
    const tasks = ["a", "b", "c"].map((taskId) => ({ taskId }));
    const worker = work(() => Promise.reject(gone));
    await queue.addBulk(tasks);
    await until(async () => (await counts()).failed === tasks.length);
    await worker.pause();
    await Promise.all([queue.revive(), queue.revive(), queue.addBulk(tasks)]);
    assert.deepEqual(await counts(), { wait: tasks.length, active: 0, delayed: 0, failed: 0 });
  });

  test(`a job that BullMQ itself has failed is dead, and revived, on ${name}`, { timeout: 60_000 }, async (t) => {
    const { queue, work, counts } = (await open(t)) ?? {};
    if (queue === undefined) return;
    // Without the renewal of its lock, an active job counts as stalled.
    const stalling = { skipLockRenewal: true, lockDuration: 200, stalledInterval: 100, maxStalledCount: 0 };
    work(() => new Promise(() => {}), stalling);
    await queue.add({ taskId: "stalls" });
    await until(async () => (await counts()).failed === 1);
    const { data, opts } = stopJob({ taskId: "fails" });
    await queue.queues[OPERATION].add(OPERATION, data, { ...opts, attempts: 1 });
    await until(async () => (await counts()).failed === 2);
    const dead = await queue.dead();
    assert.deepEqual(dead.map(({ task }) => task.taskId).sort(), ["fails", "stalls"]);
    for (const { code, message } of dead) {
      assert.equal(code, undefined);
      assert.match(message, /stalled/);
    }
    assert.deepEqual(outcomes(await queue.revive()), ["revived", "revived"]);
  });
}
