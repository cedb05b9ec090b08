// Jobs and worker options of apsara-live/bullmq, without a broker.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { LiveError } from "apsara-live";
import { stopJob, stopProcessor, stopQueueName, stopWorkerOptions } from "apsara-live/bullmq";
import { createLiveError } from "apsara-live/testing";
import fc from "fast-check";
import { until } from "../support/portable/waiting.mjs";

/** IDs that the service may give. */
const visible = (text) => text.filter((id) => id !== "" && !/[\p{Cc}\p{Cf}\p{Z}]/u.test(id) && [...id].length <= 256);

const dedupOf = (task) => stopJob(task).opts.deduplication.id;

test("the deduplication ID of a job differs for each task and owner", () => {
  fc.assert(
    fc.property(visible(fc.string({ unit: "grapheme" })), visible(fc.string()), (one, other) => {
      const { name, data, opts } = stopJob({ taskId: one });
      assert.equal(name, "StopRtcCloudRecording");
      assert.deepEqual(data, { taskId: one });
      // BullMQ loses the job that follows an active one with a `jobId`.
      assert.deepEqual(Object.keys(opts), ["deduplication"]);
      const { id } = opts.deduplication;
      if (one !== other) assert.notEqual(stopJob({ taskId: other }).opts.deduplication.id, id);
      for (const owner of [{}, { ownerId: 5 }]) assert.notEqual(dedupOf({ monitorId: one, ...owner }), id);
      assert.notEqual(dedupOf({ monitorId: one }), dedupOf({ monitorId: one, ownerId: 5 }));
    }),
  );
  assert.deepEqual(stopJob({ monitorId: "a:1", ownerId: 5n, regionId: "cn-shanghai" }), {
    name: "StopLiveStreamMonitor",
    data: { monitorId: "a:1", ownerId: "5", regionId: "cn-shanghai" },
    opts: { deduplication: { id: "monitor%405%20a%3A1", keepLastIfActive: true } },
  });
});

test("an unusable task is refused", () => {
  const refused = [{}, null, "task-1", { taskId: "a", monitorId: "b" }, { taskId: 1 }, { taskId: "" }, { taskid: "a" }];
  for (const task of [...refused, { taskId: "a", TaskId: "a" }]) {
    assert.throws(
      () => stopJob(task),
      (error) => error instanceof LiveError && error.kind === "argument",
    );
  }
});

test("queue names have no colon, and one queue is for one operation", () => {
  const names = ["StopRtcCloudRecording", "StopLiveStreamMonitor"].map(stopQueueName);
  assert.deepEqual(names, ["apsara-live-StopRtcCloudRecording", "apsara-live-StopLiveStreamMonitor"]);
});

test("all limiters stay within the quota in any sliding second, and reach 90 % of it", () => {
  assert.deepEqual(stopWorkerOptions("StopRtcCloudRecording").limiter, { max: 5, duration: 105 });
  assert.deepEqual(stopWorkerOptions("StopLiveStreamMonitor").limiter, { max: 1, duration: 105 });
  assert.deepEqual(stopWorkerOptions("StopRtcCloudRecording", { share: 0.5 }).limiter, { max: 2, duration: 84 });
  for (let quota = 1; quota <= 1000; quota++) {
    const { max, duration } = stopWorkerOptions("StopRtcCloudRecording", { quota }).limiter;
    assert.ok(max * (Math.floor(1000 / duration) + 1) <= quota, `${quota}: ${max} in ${duration} ms`);
    assert.ok((1000 * max) / duration >= 0.9 * quota, `${quota}: ${max} in ${duration} ms`);
  }
});

test("a share or a quota that is none is refused", () => {
  for (const options of [{ share: 0 }, { share: 1.1 }, { share: "1" }, { quota: 0 }, { quota: Number.NaN }]) {
    assert.throws(() => stopWorkerOptions("StopRtcCloudRecording", options), LiveError);
  }
});

test("the back-off doubles up to 300 s, with up to half more at random, and heeds the service", () => {
  const { backoffStrategy } = stopWorkerOptions("StopRtcCloudRecording").settings;
  const error = createLiveError({ kind: "network" });
  for (const [attempt, ms] of [
    [1, 1000],
    [2, 2000],
    [9, 256_000],
    [20, 300_000],
  ]) {
    const wait = backoffStrategy(attempt, "apsara-live", error);
    assert.ok(wait >= ms && wait <= 1.5 * ms, `${attempt}: ${wait}`);
  }
  assert.ok(
    backoffStrategy(1, "apsara-live", createLiveError({ kind: "service", retryable: true, retryAfterMs: 9000 })) >=
      9000,
  );
});

test("a job that was let through long ago goes back without a request", async () => {
  const live = { stopRtcCloudRecording: () => assert.fail("sent") };
  const processor = stopProcessor(live, { queues: {} });
  const job = { name: "StopRtcCloudRecording", data: { taskId: "a" }, processedOn: Date.now() - 1000 };
  await assert.rejects(processor(job), { message: "bullmq:rateLimitExceeded" });
});

test("a standstill voids the permits of all jobs that two workers have; lateness that is usual does not", async (t) => {
  // A busy machine must make no job late by itself.
  t.mock.timers.enable({ apis: ["Date"], now: Date.now() });
  const live = { stopRtcCloudRecording: async () => ({ outcome: "stopped", attempts: 1 }) };
  const processor = stopProcessor(live, { queues: {} });
  const isSent = (ageMs) =>
    processor({ name: "StopRtcCloudRecording", data: { taskId: "a" }, processedOn: Date.now() - ageMs }).then(
      () => true,
      () => false,
    );
  for (let i = 0; i < 64; i++) assert.equal(await isSent(1000), false);
  for (let i = 0; i < 500; i++) assert.equal(await isSent(0), true);
  // A broker that is 20 ms away, both ways.
  const sent = [];
  for (let i = 0; i < 500; i++) sent.push(await isSent(40));
  assert.ok(sent.slice(100).every(Boolean));
});

test("a foreign job is dead at once, and an error that is no LiveError is retried", async () => {
  const processor = stopProcessor({}, { queues: {} });
  await assert.rejects(processor({ name: "mail", data: { to: "x" } }), { name: "UnrecoverableError" });
  const broken = stopProcessor({ stopRtcCloudRecording: () => Promise.reject(new TypeError("mine")) }, { queues: {} });
  await assert.rejects(broken({ name: "StopRtcCloudRecording", data: { taskId: "a" } }), { name: "TypeError" });
});

const error = (code, details = {}) =>
  createLiveError({ kind: "service", code, message: "m", httpStatus: 400, ...details });
const outage = error("ServiceUnavailable", { httpStatus: 503, retryable: true });
const limited = { message: "bullmq:rateLimitExceeded" };

/** A processor whose requests the test settles: `ask(taskId)` resolves to the result of the job. */
function withService(onWarning) {
  const pauses = [];
  const warnings = [];
  const asked = new Map();
  let ttl = -2;
  const paused = { rateLimit: async (ms) => void pauses.push(ms), getRateLimitTtl: async () => ttl };
  const queue = {
    queues: { StopRtcCloudRecording: paused },
    onWarning: onWarning ?? ((warning) => warnings.push(warning)),
  };
  const stopRtcCloudRecording = ({ taskId }) =>
    new Promise((resolve, reject) => asked.set(taskId, { stop: () => resolve({ outcome: "stopped" }), reject }));
  const processor = stopProcessor({ stopRtcCloudRecording }, queue);
  const ask = (taskId) => processor({ name: "StopRtcCloudRecording", data: { taskId } }).catch((failure) => failure);
  const fail = async (taskId, failure) => {
    await until(() => asked.has(taskId));
    asked.get(taskId).reject(failure);
  };
  const failing = async (taskId, failure) => {
    const settled = ask(taskId);
    await fail(taskId, failure);
    return settled;
  };
  return { ask, asked, fail, failing, processor, pauses, warnings, ends: (ms) => (ttl = ms) };
}

test("the first error that all tasks meet counts as an attempt, and each later one pauses the queue", async () => {
  const { failing, pauses, warnings, ask, asked } = withService();
  const first = await failing("a", outage);
  assert.ok(first instanceof LiveError);
  assert.equal(first.message, "ServiceUnavailable: m");
  assert.deepEqual(pauses, []);
  for (const task of ["b", "c", "d"]) assert.equal((await failing(task, outage)).message, limited.message);
  assert.deepEqual(pauses, [1000, 2000, 4000]);
  assert.equal((await failing("e", error("SignatureDoesNotMatch"))).message, limited.message);
  assert.deepEqual(
    warnings.map(({ code, message }) => [code, message.replace(/.*wait\. /, "")]),
    [
      ["held", "ServiceUnavailable: m"],
      ["held", "SignatureDoesNotMatch: m"],
    ],
  );
  const settled = ask("f");
  await until(() => asked.has("f"));
  asked.get("f").stop();
  assert.equal((await settled).outcome, "stopped");
  assert.equal((await failing("g", outage)).message, "ServiceUnavailable: m");
  // The service answers about a task: the next error is the first of an outage again.
  for (const code of ["NotFound.Task", "ServiceUnavailable"]) {
    const failure = code === "NotFound.Task" ? error(code) : outage;
    assert.equal((await failing(code, failure)).message, `${code}: m`);
  }
  assert.equal(pauses.length, 4);
});

test("requests that were sent before a pause do not make it longer, and only one is sent after it", async () => {
  const { ask, asked, failing, pauses } = withService();
  const early = ["a", "b", "c", "d"].map(ask);
  await until(() => asked.size === 4);
  for (const [, { reject }] of asked) reject(outage);
  assert.deepEqual(
    (await Promise.all(early)).map(({ message }) => message),
    ["ServiceUnavailable: m", ...Array(3).fill(limited.message)],
  );
  assert.deepEqual(pauses, [1000]);
  const probe = ask("e");
  const others = ["f", "g"].map(ask);
  await until(() => asked.has("e"));
  asked.get("e").reject(outage);
  for (const { message } of await Promise.all([probe, ...others])) assert.equal(message, limited.message);
  assert.ok(!asked.has("f") && !asked.has("g"));
  assert.deepEqual(pauses, [1000, 2000]);
  assert.equal((await failing("h", outage)).message, limited.message);
});

test("throttling pauses at once, and no pause ends a longer one of another worker", async () => {
  const { failing, pauses, warnings, ends } = withService();
  const throttled = createLiveError({ kind: "throttled", code: "Throttling.User", retryAfterMs: 700 });
  assert.equal((await failing("a", throttled)).message, limited.message);
  ends(5000);
  assert.equal((await failing("b", throttled)).message, limited.message);
  assert.deepEqual(pauses, [700]);
  assert.deepEqual(warnings, []);
});

test("the job of an error that all tasks meet steps behind the others, further each time", async () => {
  const { fail, failing, processor } = withService();
  for (const task of ["a", "b"]) await failing(task, outage);
  const moves = [];
  const job = {
    name: "StopRtcCloudRecording",
    data: { taskId: "c" },
    priority: 2,
    changePriority: async ({ priority }) => void moves.push(priority),
    moveToDelayed: async (timestamp, token) => void moves.push(timestamp - Date.now() > 1900, token),
  };
  const settled = processor(job, "token-1").catch((failure) => failure);
  await fail("c", outage);
  assert.equal((await settled).name, "DelayedError");
  assert.deepEqual(moves, [3, true, "token-1"]);
});

test("a function for warnings that fails changes nothing", async () => {
  const throws = () => {
    throw new Error("mine");
  };
  const lost = [];
  const onLost = (reason) => lost.push(reason);
  process.on("unhandledRejection", onLost);
  for (const onWarning of [throws, async () => throws()]) {
    const { failing, pauses } = withService(onWarning);
    for (const task of ["a", "b"]) await failing(task, outage);
    assert.deepEqual(pauses, [1000]);
  }
  await setImmediate();
  process.off("unhandledRejection", onLost);
  assert.deepEqual(lost, []);
});
