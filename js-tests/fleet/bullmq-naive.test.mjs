// The checker of the scenario catches limiters that look right: BullMQ's window begins with its first job.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { until } from "../support/portable/waiting.mjs";
import { startRedis } from "./support/brokers.mjs";
import { bullmqFleet, ids, runningIds } from "./support/bullmq-fleet.mjs";
import { busiestSecond } from "./support/rates.mjs";
import { scope } from "./support/scope.mjs";

const naive = {
  "without a limiter": { limiter: null },
  "{ max: 50, duration: 1000 }": { limiter: { max: 50, duration: 1000 } },
};

for (const [name, options] of Object.entries(naive)) {
  test(`${name} is above the quota of 50`, { timeout: 60_000 }, async (t) => {
    let most = 0;
    // A busy machine may send slower than the limiter lets: one of five times is enough to show what the limiter allows.
    for (let times = 0; times < 5 && most <= 52; times++) {
      most = await busiest(scope(t), options);
      if (most === undefined) return;
    }
    assert.ok(most > 52, `${most} in a second`);
  });
}

test("stopWorkerOptions, in the same way, is not", { timeout: 60_000 }, async (t) => {
  const most = await busiest(scope(t), {});
  if (most !== undefined) assert.ok(most <= 52, `${most} in a second`);
});

/** Stops one task, and half a second later many: resolves to the requests in the busiest second. */
async function busiest(t, options) {
  const broker = await startRedis(t);
  if (broker === undefined) return undefined;
  const recordings = ids("recording", 150);
  const { emulator, queue, startWorker } = await bullmqFleet(t, broker, { recordings: runningIds(recordings) });
  await startWorker(options);
  const [first, ...others] = recordings.map((taskId) => ({ taskId }));
  await queue.add(first);
  await until(() => emulator.requests.length === 1);
  await delay(500);
  await queue.addBulk(others);
  await until(() => emulator.requests.length >= recordings.length);
  return busiestSecond(emulator.requests.map(({ at }) => at));
}
