// Draws outage.svg: 1,000 recordings are stopped through an outage of a minute, in three ways. `npm run outage` takes two minutes.
//
// Needs a `redis-server`. Each way has an emulator of its own, with the documented quota, that loses each connection for a minute.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import RPCClient from "@alicloud/pop-core";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { Queue, Worker } from "bullmq";
import pRetry from "p-retry";
import { benches } from "./lib/paths.mjs";
import { lines } from "./report/lines.mjs";

const COUNT = 1000;
const OUTAGE = { fromMs: 5_000, untilMs: 65_000 };
const END_MS = 120_000;
const tasks = Array.from({ length: COUNT }, (_, i) => ({ taskId: `recording-${i}` }));

/** A call of the vendor's client. */
function vendor(endpoint) {
  const { accessKeyId, accessKeySecret } = testAccessKey;
  const client = new RPCClient({ accessKeyId, accessKeySecret, endpoint, apiVersion: "2016-11-01" });
  return ({ taskId }) => client.request("StopRtcCloudRecording", { TaskId: taskId }, { method: "POST", timeout: 5000 });
}

/** Each as its documentation says. */
const WAYS = {
  "apsara-live, stopAll": (url) => createClient({ credentials: testAccessKey, endpoint: url }).stopAll(tasks).summary(),
  "BullMQ and the vendor's client": async (url, connection) => {
    const queue = new Queue("stops", { connection });
    const attempts = { attempts: 10, backoff: { type: "exponential", delay: 1000 } };
    await queue.addBulk(tasks.map((data) => ({ name: "stop", data, opts: attempts })));
    const stop = vendor(url);
    const limits = { concurrency: 50, limiter: { max: 50, duration: 1000 } };
    new Worker("stops", ({ data }) => stop(data), { connection, ...limits });
  },
  "Promise.all, p-retry and the vendor's client": (url) => {
    const stop = vendor(url);
    return Promise.allSettled(tasks.map((task) => pRetry(() => stop(task))));
  },
};

/** Runs a way. Returns the number of stopped recordings over time, in seconds. */
async function measured(name, work, connection) {
  const begunMs = performance.now();
  const elapsedMs = () => performance.now() - begunMs;
  const isOut = () => elapsedMs() >= OUTAGE.fromMs && elapsedMs() < OUTAGE.untilMs;
  let requests = 0;
  const emulator = createLiveEmulator({
    recordings: Object.fromEntries(tasks.map(({ taskId }) => [taskId, "RUNNING"])),
    quota: { stopRtcCloudRecording: 50 },
    latencyMs: 20,
    faultFor: () => {
      requests += isOut() ? 1 : 0;
      return isOut() ? "reset" : undefined;
    },
  });
  const { url } = await emulator.serve();
  const points = [];
  const stopped = () => [...emulator.recordings.values()].filter((state) => state !== "RUNNING").length;
  const watch = setInterval(() => points.push({ name, second: elapsedMs() / 1000, stopped: stopped() }), 250);
  Promise.resolve(work(url, connection)).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, END_MS));
  clearInterval(watch);
  console.log(`${name}: ${stopped()} of ${COUNT} stopped, ${requests} requests during the outage`);
  return points;
}

const port = await new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port: free } = server.address();
    server.close(() => resolve(free));
  });
});
const redis = spawn("redis-server", ["--port", `${port}`, "--save", "", "--maxmemory-policy", "noeviction"]);
const connection = { host: "127.0.0.1", port, maxRetriesPerRequest: null };
const points = await Promise.all(Object.entries(WAYS).map(([name, work]) => measured(name, work, connection)));
redis.kill();
const title = `Recordings stopped over time: ${COUNT}, 50 a second, and an outage of a minute`;
const outage = { x1: OUTAGE.fromMs / 1000, x2: OUTAGE.untilMs / 1000 };
writeFileSync(join(benches, "outage.svg"), lines(points.flat(), { title, outage, ours: Object.keys(WAYS)[0] }));
process.exit(0);
