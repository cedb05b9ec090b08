// Outages that last longer than the retries of a Cloudflare queue, on miniflare: no task is lost, and only definite errors are dead.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { createLiveEmulator } from "apsara-live/testing";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { freePort } from "../support/free-port.mjs";
import { tests } from "../support/paths.mjs";
import { LONGER } from "./support/long.mjs";
import { scope } from "./support/scope.mjs";
import { workerModules } from "./support/worker-bundle.mjs";

const MAX_RETRIES = 1;
const LIMIT_MS = 60_000 * LONGER;
const TASKS = Array.from({ length: 10 }, (_, index) => `recording-${index}`);

/** The service refuses connections, then throttles, then fails; then the source of credentials fails. Each lasts some seconds. */
const FAULTS = [
  { type: "throttle", retryAfterMs: 100 },
  { type: "unavailable", status: 503, retryAfterMs: 100 },
];
const OUTAGE_MS = 1500 * LONGER;

test("no task is lost in outages beyond the retries of the queue", { timeout: 2 * LIMIT_MS }, async (test) => {
  const t = scope(test);
  const emulator = createLiveEmulator({ recordings: new Map(TASKS.map((id) => [id, "RUNNING"])) });
  const port = await freePort();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: await workerModules(join(tests, "fleet", "programs", "cloudflare-outage-worker.mjs")),
      compatibilityDate: "2026-10-01",
      bindings: { ENDPOINT: `http://127.0.0.1:${port}`, MAX_RETRIES },
      durableObjects: { STOP_LIMITER: { className: "Limiter", useSQLite: true } },
      queueProducers: { STOPS: "stops", STOP_DEAD_LETTERS: "dead" },
      queueConsumers: {
        stops: { maxBatchSize: 25, maxBatchTimeout: 0, maxRetries: MAX_RETRIES, deadLetterQueue: "dead" },
        dead: { maxBatchTimeout: 0 },
      },
    }),
  );
  t.after(() => miniflare.dispose());
  const url = await miniflare.ready;
  await fetch(url, { method: "POST", body: JSON.stringify([...TASKS, "unknown"].map((taskId) => ({ taskId }))) });
  const counts = async () => (await fetch(url)).json();

  // The Durable Object does not answer for five seconds; the outages begin when it does.
  while ((await counts()).hung < 2) await delay(100);
  await delay(OUTAGE_MS);
  const server = await emulator.serve(port);
  t.after(() => server.close());
  for (const fault of FAULTS) {
    emulator.faults.push(...new Array(1000).fill(fault));
    await delay(OUTAGE_MS);
    emulator.faults.length = 0;
  }

  await fetch(url, { method: "PUT", body: "false" });
  await delay(OUTAGE_MS);
  await fetch(url, { method: "PUT", body: "true" });

  const left = () => [...emulator.recordings.values()].filter((state) => state === "RUNNING").length;
  const deadline = Date.now() + LIMIT_MS;
  while (left() > 0 || (await counts()).deadLetters.length === 0) {
    if (Date.now() > deadline) assert.fail(`${left()} tasks are running; ${JSON.stringify(await counts())}`);
    await delay(100);
  }
  const { copies, deadLetters } = await counts();
  t.diagnostic(`${emulator.requests.length} requests for ${TASKS.length + 1} tasks, ${copies} sent again`);
  assert.ok(copies > 0, "the outages end within the retries of the queue: they test nothing");
  assert.deepEqual(
    deadLetters.map(({ task, code, message }) => [task, code, typeof message]),
    [[{ taskId: "unknown" }, "NotFound.Task", "string"]],
  );
});
