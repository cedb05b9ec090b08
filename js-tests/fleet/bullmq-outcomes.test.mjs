// The processor on a real queue: the state of a job after each kind of outcome.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { createClient } from "apsara-live";
import { stopJob, stopProcessor, stopQueue, stopQueueName, stopWorkerOptions } from "apsara-live/bullmq";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { QueueEvents, Worker } from "bullmq";
import { until } from "../support/portable/waiting.mjs";
import { startRedis } from "./support/brokers.mjs";
import { scope } from "./support/scope.mjs";

const OPERATION = "StopRtcCloudRecording";

async function onRedis(t, faults, credentials = testAccessKey) {
  const broker = await startRedis(t);
  if (broker === undefined) return undefined;
  const { connection } = broker;
  const emulator = createLiveEmulator({ recordings: { "task-1": "RUNNING", "task-2": "STOPPED" }, faults });
  const queue = stopQueue(connection);
  const live = createClient({ credentials, fetch: emulator.fetch });
  const name = stopQueueName(OPERATION);
  const options = { connection, ...stopWorkerOptions(OPERATION) };
  const worker = new Worker(name, stopProcessor(live, queue), options);
  const events = new QueueEvents(name, { connection });
  for (const each of [worker, events, ...Object.values(queue.queues)]) each.on("error", () => {});
  await events.waitUntilReady();
  t.after(() => Promise.all([worker.close(), queue.close(), events.close()]));
  const finished = async (task) => (await queue.add(task)).waitUntilFinished(events, 20_000);
  return { emulator, queue, finished, connection };
}

test("a task is stopped, or was, and leaves the queue", { timeout: 30_000 }, async (t) => {
  const { queue, finished } = (await onRedis(scope(t))) ?? {};
  if (finished === undefined) return;
  assert.equal((await finished({ taskId: "task-1" })).outcome, "stopped");
  assert.equal((await finished({ taskId: "task-2" })).code, "InvalidParameter.TaskId");
  assert.deepEqual(await queue.queues[OPERATION].getJobCounts("completed", "failed"), { completed: 0, failed: 0 });
});

test("a throttled request pauses the whole queue, and costs no attempt", { timeout: 30_000 }, async (t) => {
  const { emulator, queue, finished } = (await onRedis(scope(t), [{ type: "throttle", retryAfterMs: 700 }])) ?? {};
  if (finished === undefined) return;
  const first = finished({ taskId: "task-1" });
  await until(() => emulator.requests[0]?.status !== undefined);
  await delay(100);
  await Promise.all([first, finished({ taskId: "task-2" })]);
  const [refused, ...later] = emulator.requests;
  assert.equal(later.length, 2);
  for (const { at } of later) assert.ok(at - refused.at >= 690, `${at - refused.at} ms`);
  assert.equal(await queue.queues[OPERATION].getFailedCount(), 0);
});

test("an unknown outcome is asked again after a second", { timeout: 30_000 }, async (t) => {
  const { emulator, finished } = (await onRedis(scope(t), ["lost-reply"])) ?? {};
  if (finished === undefined) return;
  assert.equal((await finished({ taskId: "task-1" })).outcome, "already-stopped");
  const [lost, again] = emulator.requests;
  assert.ok(again.at - lost.at >= 990, `${again.at - lost.at} ms`);
});

test("a definite error is tried once, and waits among the failed jobs", { timeout: 30_000 }, async (t) => {
  const { emulator, queue, finished } = (await onRedis(scope(t))) ?? {};
  if (finished === undefined) return;
  await assert.rejects(finished({ taskId: "unknown" }), /NotFound\.Task/);
  assert.equal(emulator.requests.length, 1);
  const [failed] = await queue.queues[OPERATION].getFailed();
  assert.equal(failed.data.taskId, "unknown");
  assert.equal(failed.attemptsMade, 1);
});

test("a failed job keeps no part of an error that a credentials function threw", { timeout: 30_000 }, async (t) => {
  const credentials = () => {
    throw new Error('error retrieving credentials, result: {"AccessKeySecret":"LEAKSECRET"}.');
  };
  const { queue } = (await onRedis(scope(t), [], credentials)) ?? {};
  if (queue === undefined) return;
  const { data, opts } = stopJob({ taskId: "task-1" });
  await queue.queues[OPERATION].add(OPERATION, data, { ...opts, attempts: 1 });
  await until(async () => (await queue.queues[OPERATION].getFailedCount()) === 1);
  const [job] = await queue.queues[OPERATION].getFailed();
  assert.match(job.failedReason, /^ERR_CREDENTIALS_FAILED: the credentials provider failed: Error/);
  assert.doesNotMatch(JSON.stringify(job), /LEAK/);
});
