// Brokers that refuse, or do not answer: one clear error within the time limit. Unsafe settings of a broker: one warning.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { LiveError } from "apsara-live";
import { stopProcessor, stopQueue, stopWorkers } from "apsara-live/bullmq";
import { createPostgresBackend } from "bullmq";
import { rejection, until } from "../support/portable/waiting.mjs";
import { startPostgres, startRedis } from "./support/brokers.mjs";
import { scope } from "./support/scope.mjs";

const task = { taskId: "a" };
const isInvalid = (error) => error instanceof LiveError && error.code === "ERR_INVALID_OPTION";

/** A client that stops every task, and the tasks that it was asked for. */
function asking() {
  const asked = [];
  const stopRtcCloudRecording = async ({ taskId }) => {
    asked.push(taskId);
    return { outcome: "stopped", attempts: 1 };
  };
  return { asked, live: { stopRtcCloudRecording } };
}

/** Opens the queues, and resolves to the error of `add` and to the warnings. */
async function refusal(t, connection, options = {}) {
  const warnings = [];
  const queue = stopQueue(connection, { timeoutMs: 800, onWarning: (warning) => warnings.push(warning), ...options });
  t.after(() => queue.close());
  const began = Date.now();
  const error = await rejection(queue.add(task));
  assert.ok(Date.now() - began < 2000, `${Date.now() - began} ms`);
  assert.equal((await rejection(stopWorkers({}, queue))).message, error.message);
  return { queue, error, warnings };
}

test("a wrong password, TLS to a plain port and a closed port are one error of add", {
  timeout: 60_000,
}, async (test) => {
  const t = scope(test);
  const broker = await startRedis(t, ["--requirepass", "right"]);
  if (broker === undefined) return;
  const { connection } = broker;
  const wrong = await refusal(t, { ...connection, password: "wrong" });
  assert.match(wrong.error.message, /did not answer within 800 ms: .*(?:AUTH|WRONGPASS)/);
  assert.equal(new Set(wrong.warnings.map(({ message }) => message)).size, wrong.warnings.length);
  const tls = await refusal(t, { ...connection, tls: {} });
  assert.match(tls.error.message, /did not answer within 800 ms/);
  const closed = await refusal(t, { ...connection, port: 1 });
  assert.match(closed.error.message, /did not answer within 800 ms: .*ECONNREFUSED/);
});

test("a server that never answers is an error of add", { timeout: 60_000 }, async (test) => {
  const t = scope(test);
  const sockets = new Set();
  const server = createServer((socket) => sockets.add(socket.on("error", () => {}))).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address();
  const { error } = await refusal(t, { host: "127.0.0.1", port });
  assert.match(error.message, /did not answer within 800 ms/);
  const postgres = { connectionString: `postgres://127.0.0.1:${port}/postgres`, migrate: true };
  const silent = await refusal(t, postgres, { backend: createPostgresBackend });
  assert.match(silent.error.message, /does not accept the connection: .*timeout/);
});

test("add works once Postgres is there", { timeout: 60_000 }, async (test) => {
  const t = scope(test);
  const broker = await startPostgres(t);
  if (broker === undefined) return;
  await broker.kill();
  const { queue, error } = await refusal(t, broker.connection, { backend: createPostgresBackend, timeoutMs: 5000 });
  assert.match(error.message, /does not accept the connection: .*ECONNREFUSED/);
  await broker.start();
  for (;;) {
    const added = await queue.add(task).catch(() => undefined);
    if (added?.added === "added") break;
  }
});

test("settings with which jobs may be lost are one warning each", { timeout: 60_000 }, async (test) => {
  const t = scope(test);
  const broker = await startRedis(t, ["--appendonly", "no", "--maxmemory-policy", "allkeys-lru"]);
  if (broker === undefined) return;
  const warnings = [];
  const queue = stopQueue(broker.connection, { onWarning: (warning) => warnings.push(warning) });
  t.after(() => queue.close());
  await queue.add(task);
  await queue.add(task);
  assert.deepEqual(
    warnings.map(({ code, message }) => [code, message.split(":")[0]]),
    [
      ["broker", "Set `maxmemory-policy noeviction`"],
      ["broker", "Set `appendonly yes`"],
    ],
  );
});

test("an old broker is one warning", { timeout: 60_000 }, async (test) => {
  const t = scope(test);
  const broker = await startRedis(t);
  if (broker === undefined) return;
  for (const [version, count] of [
    ["6.0.16", 1],
    ["6.2.0", 0],
    ["7.2.4", 0],
  ]) {
    const warnings = [];
    const queue = stopQueue(broker.connection, { onWarning: (warning) => warnings.push(warning) });
    t.after(() => queue.close());
    const client = await queue.queues.StopRtcCloudRecording.getBackend().client;
    client.info = async () => `# Server\r\nredis_version:${version}\r\n`;
    await queue.ready();
    assert.equal(warnings.length, count, version);
    for (const { message } of warnings) assert.match(message, /^Use Redis 6\.2 or later/);
  }
});

test("Postgres refuses a prefix, and takes a schema; workers have the prefix of the queues", {
  timeout: 60_000,
}, async (test) => {
  const t = scope(test);
  const broker = await startPostgres(t);
  if (broker === undefined) return;
  const backend = createPostgresBackend;
  assert.throws(() => stopQueue(broker.connection, { backend, prefix: "fleet-1" }), isInvalid);
  const around = stopQueue(broker.connection, { backend: (...args) => backend(...args), prefix: "fleet-1" });
  t.after(() => around.close());
  assert.ok(isInvalid(await rejection(around.add(task))));
  const [one, other] = ["one", "other"].map((schema) => stopQueue({ ...broker.connection, schema }, { backend }));
  t.after(() => Promise.all([one.close(), other.close()]));
  assert.equal((await one.add(task)).added, "added");
  assert.equal((await other.add(task)).added, "added");
});

test("workers have the prefix of the queues, and Redis Cluster needs a hash tag in it", {
  timeout: 60_000,
}, async (test) => {
  const t = scope(test);
  const broker = await startRedis(t);
  if (broker === undefined) return;
  const queue = stopQueue(broker.connection, { prefix: "fleet-1" });
  t.after(() => queue.close());
  const worker = queue.worker("StopRtcCloudRecording", async () => ({ outcome: "stopped" }), {});
  t.after(() => worker.close());
  assert.equal(worker.qualifiedName, queue.queues.StopRtcCloudRecording.qualifiedName);
  const done = once(worker, "completed");
  await queue.add(task);
  await done;

  const cluster = await startRedis(t, ["--cluster-enabled", "yes"]);
  const untagged = stopQueue(cluster.connection, { prefix: "fleet-1" });
  t.after(() => untagged.close());
  const error = await rejection(untagged.add(task));
  assert.ok(isInvalid(error));
  assert.match(error.message, /options\.prefix: expected one with a hash tag for Redis Cluster, such as `\{stops\}`/);
});

test("workers take jobs once the clock of their process is set", { timeout: 60_000 }, async (test) => {
  const t = scope(test);
  const broker = await startRedis(t);
  if (broker === undefined) return;
  const warnings = [];
  const queue = stopQueue(broker.connection, { onWarning: (warning) => warnings.push(warning) });
  t.after(() => queue.close());
  await queue.ready();
  test.mock.timers.enable({ apis: ["setInterval"] });
  const now = Date.now;
  const isBehind = test.mock.method(Date, "now", () => now() - 5000);
  const { asked, live } = asking();
  const { close } = await stopWorkers(live, queue);
  t.after(close);
  await queue.add(task);
  assert.match(warnings[0].message, /is 5\.0 s behind the clock of the broker/);
  isBehind.mock.restore();
  assert.deepEqual(asked, []);
  assert.ok(Math.abs(await queue.aheadMs()) < 1000);
  test.mock.timers.tick(60_000);
  await until(() => asked.length === 1);
  assert.equal(warnings.length, 1);
});

test("a worker with another prefix than its queue is told so", { timeout: 60_000 }, async (test) => {
  const t = scope(test);
  const broker = await startRedis(t);
  if (broker === undefined) return;
  const { connection } = broker;
  const [queue, other] = ["fleet-1", "fleet-2"].map((prefix) => stopQueue(connection, { prefix }));
  t.after(() => Promise.all([queue.close(), other.close()]));
  const live = { stopRtcCloudRecording: () => assert.fail("sent") };
  const worker = queue.worker("StopRtcCloudRecording", stopProcessor(live, other), {});
  t.after(() => worker.close());
  const failed = once(worker, "failed");
  await queue.add(task);
  const [, error] = await failed;
  assert.match(error.message, /the worker is on the queue fleet-1:.*, the processor on fleet-2:/);
});

test("a broker that goes away while the workers run is told, and is waited for", { timeout: 60_000 }, async (test) => {
  const t = scope(test);
  const broker = await startRedis(t);
  if (broker === undefined) return;
  const warnings = [];
  const queue = stopQueue(broker.connection, { timeoutMs: 500, onWarning: (warning) => warnings.push(warning) });
  t.after(() => queue.close());
  const { asked, live } = asking();
  const { close } = await stopWorkers(live, queue);
  t.after(close);
  await broker.kill();
  const error = await rejection(queue.add(task));
  assert.match(error.message, /did not answer within 500 ms/);
  await until(() => warnings.some(({ code, message }) => code === "broker" && /ECONNREFUSED/.test(message)));
  await broker.start();
  await until(() => queue.add(task).then(Boolean, () => false));
  await until(() => asked.length > 0);
});
