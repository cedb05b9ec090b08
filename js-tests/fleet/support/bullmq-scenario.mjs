// The scenario that BullMQ must survive on each database: everything twice, unknown IDs, kills of all workers and of the broker.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { bullmqFleet, ids, runningIds } from "./bullmq-fleet.mjs";
import { busiestSecond, leastShare, rateWhileBusy } from "./rates.mjs";
import { scope } from "./scope.mjs";

const RECORDINGS = 1000;
const MONITORS = 120;
const UNKNOWN = 20;
const QUOTA = 50;

/** BullMQ counts a job when it starts. A request that arrives up to a window late counts in another second. */
const WINDOW = QUOTA / 10;

/** Stalled jobs wait 15 s at most, and the whole queue takes 22 s. */
const LIMIT_MS = 90_000;

/** @param {(t: import("node:test").TestContext) => Promise<import("./brokers.mjs").Broker | undefined>} start */
export function survives(name, start) {
  test(`BullMQ on ${name}: kills lose no task, and the fleet keeps within the quota`, {
    timeout: 180_000,
  }, async (test) => {
    const t = scope(test);
    const broker = await start(t);
    if (broker === undefined) return;
    const recordings = ids("recording", RECORDINGS);
    const monitors = ids("monitor", MONITORS);
    const unknown = ids("unknown", UNKNOWN);
    const fleet = await bullmqFleet(t, broker, {
      recordings: runningIds(recordings),
      monitors: runningIds(monitors),
    });
    const { emulator, queue } = fleet;
    const tasks = [
      // Between the others, so that some are under way at each time.
      ...mixed(recordings, unknown).map((taskId) => ({ taskId })),
      ...monitors.map((monitorId) => ({ monitorId })),
    ];
    await queue.addBulk(tasks);
    await queue.addBulk(tasks);
    assert.equal(await waiting(queue), tasks.length);

    const began = Date.now();
    let workers = await Promise.all([fleet.startWorker(), fleet.startWorker(), fleet.startWorker()]);
    const kills = [];
    for (const [index, worker] of workers.entries()) {
      await delay(2000);
      kills.push(Date.now());
      await fleet.kill(worker);
      workers = workers.with(index, await fleet.startWorker());
    }
    await delay(2000);
    const outage = [Date.now()];
    await broker.kill();
    await delay(1000);
    await broker.start();
    const backAt = Date.now();
    await until(async () => (await waiting(queue)) === 0, began + LIMIT_MS);

    const stopped = (map) => [...map.values()].filter((state) => state !== "RUNNING").length;
    assert.equal(stopped(emulator.recordings), RECORDINGS);
    assert.equal(stopped(emulator.monitors), MONITORS);
    const failed = await queue.queues.StopRtcCloudRecording.getFailed(0, -1);
    assert.deepEqual(new Set(failed.map(({ data }) => data.taskId)), new Set(unknown));
    assert.ok(failed.every(({ failedReason }) => failedReason.startsWith("NotFound.Task: ")));

    const sent = emulator.requests.filter(({ operation }) => operation === "StopRtcCloudRecording");
    const times = sent.map(({ at }) => at);
    outage.push(times.find((at) => at >= backAt) ?? backAt);
    // A job whose worker died between the response and the broker's reply sends another request.
    const interrupted = (at) => [...kills, outage[0]].some((kill) => at <= kill && at > kill - 500);
    for (const id of unknown) {
      const asked = sent.filter(({ params }) => params.TaskId === id);
      assert.ok(asked.length === 1 || interrupted(asked[0].at), `${id} was asked ${asked.length} times`);
    }
    // The last jobs wait for the locks of dead processes.
    const to = times[Math.floor(times.length * 0.95)];
    const rate = rateWhileBusy(times, { from: times[0], to, gaps: [outage] });
    const busiest = busiestSecond(times);
    const back = outage[1] - backAt;
    t.diagnostic(`${sent.length} requests for ${RECORDINGS + UNKNOWN} recordings, ${rate.toFixed(1)}/s while busy`);
    t.diagnostic(
      `busiest second ${busiest}, first request ${back} ms after the broker, ${Date.now() - began} ms in all`,
    );
    assert.ok(rate >= leastShare() * QUOTA, `${rate} a second`);
    assert.ok(busiest <= QUOTA + WINDOW, `${busiest} in a second`);
    const monitorTimes = emulator.requests.filter(({ operation }) => operation === "StopLiveStreamMonitor");
    assert.ok(busiestSecond(monitorTimes.map(({ at }) => at)) <= 10 + 2);
  });
}

/** Spreads `few` evenly among `many`. */
function mixed(many, few) {
  const every = Math.floor(many.length / few.length);
  return many.flatMap((id, index) => (index % every === 0 && few[index / every] ? [few[index / every], id] : [id]));
}

/** Number of jobs that are neither done nor dead. */
async function waiting({ queues }) {
  const counts = await Promise.all(
    Object.values(queues).map((queue) =>
      queue.getJobCountByTypes("wait", "active", "delayed", "prioritized", "paused"),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function until(holds, deadline) {
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) throw new Error("tasks are still waiting");
    await delay(250);
  }
}
