// Cloudflare Queues on miniflare: four consumers, a crash in a batch, a Durable Object that is aborted twice, unknown IDs.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { createLiveEmulator } from "apsara-live/testing";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { tests } from "../support/paths.mjs";
import { busiestSecond, rateWhileBusy } from "./support/rates.mjs";
import { scope } from "./support/scope.mjs";
import { workerModules } from "./support/worker-bundle.mjs";

const QUOTA = 100;
const TASKS = 1000;
const UNKNOWN = 20;
const LIMIT_MS = 60_000;
/**
 * The pace leaves room for 40 ms between the earliest and the latest request. A loaded machine delays replies of the Durable Object, timers
 * and requests by more, for which no consumer can answer. An object that forgets its permits lets 129 requests a second through.
 */
const JITTER_ON_A_LOADED_MACHINE = QUOTA / 10;
const CONSUMERS = [1, 2, 3, 4];

test("four consumers stop all tasks within the quota", { timeout: 2 * LIMIT_MS }, async (test) => {
  const t = scope(test);
  const recordings = Array.from({ length: TASKS }, (_, index) => `recording-${index}`);
  const unknown = Array.from({ length: UNKNOWN }, (_, index) => `unknown-${index}`);
  const emulator = createLiveEmulator({ recordings: new Map(recordings.map((id) => [id, "RUNNING"])) });
  const server = await emulator.serve();
  t.after(() => server.close());
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: await workerModules(join(tests, "fleet", "programs", "cloudflare-worker.mjs")),
      compatibilityDate: "2026-10-01",
      bindings: { ENDPOINT: server.url, QUOTA },
      durableObjects: { STOP_LIMITER: { className: "Limiter", useSQLite: true } },
      queueProducers: {
        ...Object.fromEntries(CONSUMERS.map((index) => [`STOPS_${index}`, `stops-${index}`])),
        STOP_DEAD_LETTERS: "dead",
      },
      queueConsumers: {
        ...Object.fromEntries(
          CONSUMERS.map((index) => [`stops-${index}`, { maxBatchSize: 25, maxRetries: 20, deadLetterQueue: "dead" }]),
        ),
        dead: { maxBatchSize: 100, maxBatchTimeout: 1 },
      },
    }),
  );
  t.after(() => miniflare.dispose());
  const url = await miniflare.ready;
  const every = TASKS / UNKNOWN;
  const ids = recordings.flatMap((id, index) => (index % every === 0 ? [unknown[index / every], id] : [id]));
  await fetch(url, { method: "POST", body: JSON.stringify(ids.map((taskId) => ({ taskId }))) });

  const counts = async () => (await fetch(url)).json();
  const left = () => [...emulator.recordings.values()].filter((state) => state === "RUNNING").length;
  const deadline = Date.now() + LIMIT_MS;
  while (left() > 0 || (await counts()).deadLetters.length < UNKNOWN) {
    if (Date.now() > deadline) assert.fail(`${left()} tasks are running; ${JSON.stringify(await counts())}`);
    await delay(250);
  }

  const { leases, aborts, crashes, settled, deadLetters } = await counts();
  const times = emulator.requests.map(({ at }) => at);
  const busiest = busiestSecond(times);
  const rate = rateWhileBusy(times, { from: times[0], to: times[Math.floor(0.95 * times.length)] });
  t.diagnostic(`${times.length} requests for ${ids.length} tasks, ${leases} leases, ${JSON.stringify(settled)}`);
  t.diagnostic(`busiest second ${busiest} of ${QUOTA}, ${rate.toFixed(1)} a second`);
  assert.deepEqual([aborts, crashes], [2, 1]);
  assert.deepEqual(new Set(deadLetters.map(({ task }) => task.taskId)), new Set(unknown));
  assert.ok(
    deadLetters.every(({ code, message }) => code === "NotFound.Task" && message.includes("StopRtcCloudRecording")),
  );
  // Late timers void permits, which are leased again: on a loaded machine up to 157, on a free one 58.
  assert.ok(leases <= ids.length / 3, `${leases} calls of the Durable Object`);
  assert.ok(busiest <= QUOTA + JITTER_ON_A_LOADED_MACHINE, `${busiest} in a second`);
});
