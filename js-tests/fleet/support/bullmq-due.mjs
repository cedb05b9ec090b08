// Stops that are due in the same second, while a worker and the broker are killed a second before.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "../../support/portable/waiting.mjs";
import { bullmqFleet, ids, runningIds } from "./bullmq-fleet.mjs";
import { busiestSecond } from "./rates.mjs";
import { scope } from "./scope.mjs";

/** APSARA_LIVE_DUE=500 is the number that the project promises. */
const STOPS = Number(process.env.APSARA_LIVE_DUE ?? 50);
const QUOTA = 50;

/** The time for which the jobs of a process that died are locked. */
const LIMIT_MS = (1000 * STOPS) / QUOTA + 15_000;

/** The time to add the jobs, and the second before the first is due. */
const LEAD_MS = 3000 + 2 * STOPS;

/** @param {(t: import("node:test").TestContext) => Promise<import("./brokers.mjs").Broker | undefined>} start */
export function stopsAtTheirTime(name, start) {
  test(`${STOPS} stops are due in the same second on ${name}, and none is early or lost`, {
    timeout: 120_000,
  }, async (test) => {
    const t = scope(test);
    const broker = await start(t);
    if (broker === undefined) return;
    const recordings = ids("recording", STOPS);
    const fleet = await bullmqFleet(t, broker, { recordings: runningIds(recordings) });
    const { emulator, queue } = fleet;
    const killed = await fleet.startWorker();
    await fleet.startWorker();
    const began = Date.now() + LEAD_MS;
    const times = new Map(recordings.map((taskId, index) => [taskId, began + Math.floor((1000 * index) / STOPS)]));
    await queue.addBulk(
      recordings.map((taskId) => ({ taskId })),
      { at: ({ taskId }) => times.get(taskId) },
    );
    assert.ok(Date.now() < began - 1000, "the machine took too long to add the jobs");
    await delay(began - 1000 - Date.now());
    await Promise.all([fleet.kill(killed), broker.kill()]);
    await broker.start();
    // Postgres refuses connections while it recovers.
    await until(() =>
      queue
        .aheadMs()
        .then(() => true)
        .catch(() => false),
    );
    await fleet.startWorker();
    await until(() => [...emulator.recordings.values()].every((state) => state === "STOPPED"));

    const late = emulator.requests.map(({ at, params }) => at - times.get(params.TaskId));
    const last = Math.max(...emulator.requests.map(({ at }) => at)) - began;
    const busiest = busiestSecond(emulator.requests.map(({ at }) => at));
    t.diagnostic(
      `${Math.min(...late)} to ${Math.max(...late)} ms late, all within ${last} ms, ${busiest} in the busiest second`,
    );
    assert.ok(Math.min(...late) >= 0, `${-Math.min(...late)} ms early`);
    assert.ok(last <= LIMIT_MS, `${last} ms`);
    assert.deepEqual(await queue.dead(), []);
  });
}
