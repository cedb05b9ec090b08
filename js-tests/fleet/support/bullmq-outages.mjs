// Outages that BullMQ must survive on each database: the service refuses, fails and throttles while tasks are waiting.
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../../support/portable/waiting.mjs";
import { bullmqFleet, ids, runningIds } from "./bullmq-fleet.mjs";
import { LONGER } from "./long.mjs";
import { scope } from "./scope.mjs";

/** The faults of an outage, each for the time in milliseconds since the first request. */
const OUTAGE = [
  [1000 * LONGER, "reset"],
  [2000 * LONGER, { type: "unavailable", retryAfter: 1 }],
  [3000 * LONGER, { type: "error", code: "SignatureDoesNotMatch", status: 400 }],
  [4000 * LONGER, "throttle"],
];

/** @param {(t: import("node:test").TestContext) => Promise<import("./brokers.mjs").Broker | undefined>} start */
export function survivesOutages(name, start) {
  test(`outages cost no task on ${name}, and few requests`, { timeout: 60_000 * LONGER }, async (test) => {
    const t = scope(test);
    const broker = await start(t);
    if (broker === undefined) return;
    const recordings = ids("recording", 100 * LONGER);
    let began;
    const fault = () => {
      began ??= Date.now();
      return OUTAGE.find(([until]) => Date.now() - began < until)?.[1];
    };
    const fleet = await bullmqFleet(t, broker, { recordings: runningIds(recordings), faultFor: fault });
    const { emulator, queue } = fleet;
    const tasks = [...recordings, "unknown"].map((taskId) => ({ taskId }));
    await queue.addBulk(tasks);
    await Promise.all([fleet.startWorker(), fleet.startWorker()]);
    const counts = () =>
      queue.queues.StopRtcCloudRecording.getJobCounts("wait", "active", "delayed", "prioritized", "failed");
    await until(async () => {
      const { failed, ...left } = await counts();
      return failed === 1 && Object.values(left).every((count) => count === 0);
    });

    const running = () => [...emulator.recordings].filter(([, state]) => state === "RUNNING").map(([id]) => id);
    assert.deepEqual(running(), []);
    const [{ task, code, attempts }] = await queue.dead();
    assert.deepEqual([task.taskId, code], ["unknown", "NotFound.Task"]);
    assert.ok(attempts <= 3, `${attempts} attempts`);
    const during = emulator.requests.filter(({ at }) => at - began < OUTAGE.at(-1)[0]);
    t.diagnostic(`${during.length} requests during the outage, ${Date.now() - began} ms in all`);
    assert.ok(during.length <= 40, `${during.length} requests during the outage`);

    emulator.recordings.set("unknown", "RUNNING");
    assert.equal((await queue.add({ taskId: "unknown" })).added, "revived");
    await until(() => emulator.recordings.get("unknown") === "STOPPED");
    assert.deepEqual(await queue.dead(), []);
  });
}

/** @param {(t: import("node:test").TestContext) => Promise<import("./brokers.mjs").Broker | undefined>} start */
export function stepsAside(name, start) {
  test(`tasks for which the service always fails hold up no other on ${name}`, { timeout: 60_000 }, async (test) => {
    const t = scope(test);
    const broker = await start(t);
    if (broker === undefined) return;
    const failing = ids("failing", 8);
    const recordings = ids("recording", 40);
    const { emulator, queue, startWorker } = await bullmqFleet(t, broker, {
      recordings: runningIds([...failing, ...recordings]),
      faultFor: ({ params }) => (failing.includes(params.TaskId) ? "unavailable" : undefined),
    });
    await queue.addBulk([...failing, ...recordings].map((taskId) => ({ taskId })));
    await startWorker();
    await until(() => recordings.every((id) => emulator.recordings.get(id) === "STOPPED"));
    assert.deepEqual(await queue.dead(), []);
  });
}

/** @param {(t: import("node:test").TestContext) => Promise<import("./brokers.mjs").Broker | undefined>} start */
export function heedsClocks(name, start) {
  test(`a machine whose clock is 300 s ahead takes no job on ${name}, and harms nobody`, {
    timeout: 60_000,
  }, async (test) => {
    const t = scope(test);
    const broker = await start(t);
    if (broker === undefined) return;
    const recordings = ids("recording", 50);
    const fleet = await bullmqFleet(t, broker, { recordings: runningIds(recordings) });
    const { emulator, queue } = fleet;
    const warnings = [];
    await fleet.startWorker(undefined, { aheadMs: 300_000, warnings });
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ["clock"],
    );
    assert.match(warnings[0].message, /is (?:299\.\d|300\.\d) s ahead of the clock of the broker/);
    const began = Date.now();
    await queue.addBulk(recordings.map((taskId) => ({ taskId })));
    assert.equal(await queue.queues.StopRtcCloudRecording.getActiveCount(), 0);
    assert.equal(emulator.requests.length, 0);
    await fleet.startWorker();
    await until(async () => (await queue.queues.StopRtcCloudRecording.count()) === 0);
    await until(() => [...emulator.recordings.values()].every((state) => state === "STOPPED"));
    assert.ok(Date.now() - began < 10_000, `${Date.now() - began} ms`);
  });
}
