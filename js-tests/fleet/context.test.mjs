// The context of a task: in results, events and journals of a run, and through queues.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileJournal } from "apsara-live";
import { stopJob, stopProcessor } from "apsara-live/bullmq";
import { consumeStops, StopLimiter } from "apsara-live/cloudflare";
import { readTask } from "apsara-live/queue";
import fc from "fast-check";
import { emptyFolder } from "../support/run-program.mjs";
import { all, clientOf, emulatorOf, monitors, recordings } from "./support/tasks.mjs";

const [{ taskId }, { taskId: other }] = recordings(2);
const [{ monitorId }] = monitors(1);
const emulator = () => emulatorOf([{ taskId }, { taskId: other }, { monitorId }]);

test("results, all events and the journal have the context of the task", async (t) => {
  const path = join(await emptyFolder(t), "journal.jsonl");
  const events = [];
  const live = clientOf(emulator().fetch, { quota: false, onEvent: (event) => events.push(event) });
  const tasks = [
    { taskId, context: { courseId: 7 } },
    { taskId: other },
    { monitorId, operation: undefined, context: "room" },
    // Refused, with its event.
    { taskId: "a", more: 1, context: "refused" },
    { operation: "Nope", context: "no operation" },
  ];
  const settled = await all(live.stopAll(tasks, { journal: fileJournal(path) }));
  assert.deepEqual(new Set(settled.map(({ task }) => task)), new Set(tasks));
  assert.equal(settled.filter(({ outcome }) => outcome === "stopped").length, 3);
  const typesOf = (context) => events.filter((event) => event.context === context).map(({ type }) => type);
  assert.deepEqual(typesOf(tasks[0].context), ["request", "response", "outcome"]);
  assert.deepEqual(typesOf("room"), ["request", "response", "outcome"]);
  assert.deepEqual(typesOf("refused"), ["outcome"]);
  const lines = readFileSync(path, "utf8").trimEnd().split("\n").map(JSON.parse);
  assert.deepEqual(Object.fromEntries(lines.map(({ key, context }) => [key, context])), {
    [`recording ${taskId}`]: { courseId: 7 },
    [`recording ${other}`]: undefined,
    [`monitor ${monitorId}`]: "room",
  });
});

test("a context that is no JSON, or long, is left out of the journal", async (t) => {
  const path = join(await emptyFolder(t), "journal.jsonl");
  const circular = {};
  circular.self = circular;
  const contexts = [circular, 7n, () => {}, "a".repeat(5000), { toJSON: () => assert.fail() }, "short"];
  const tasks = recordings(contexts.length).map((task, i) => ({ ...task, context: contexts[i] }));
  const live = clientOf(emulatorOf(tasks).fetch, { quota: false });
  assert.equal((await live.stopAll(tasks, { journal: fileJournal(path) }).summary()).stopped, contexts.length);
  const lines = readFileSync(path, "utf8").trimEnd().split("\n").map(JSON.parse);
  assert.deepEqual(lines.map((line) => line.context).filter(Boolean), ["short"]);
  assert.equal((await live.stopAll(tasks, { journal: fileJournal(path) }).summary()).skipped, contexts.length);
});

/** Consumes the body of one message of a Cloudflare queue; resolves to the counts. */
function consumed(live, body) {
  const limiter = new StopLimiter({ storage: { get: async () => undefined, put: async () => {} } });
  const namespace = {
    idFromName: (name) => name,
    get: () => ({ fetch: (url, init) => limiter.fetch(new Request(url, init)) }),
  };
  const message = { body, attempts: 1, ack() {}, retry() {} };
  return consumeStops({ messages: [message] }, { STOP_LIMITER: namespace }, { live });
}

test("a job and a message keep the context, and the events of their calls have it", async () => {
  const seen = new Set();
  const onEvent = ({ context }) => seen.add(context);
  const live = clientOf(emulator().fetch, { quota: false, onEvent });
  const { name, data } = stopJob({ taskId, context: "job" });
  assert.deepEqual(data, { taskId, context: "job" });
  await stopProcessor(live, { queues: {} })({ name, data });
  assert.equal((await consumed(live, { monitorId, context: "message" })).done, 1);
  assert.ok(seen.has("job") && seen.has("message"));
});

test("other members of a job and of a message are the context", async () => {
  const seen = [];
  const onEvent = ({ type, context }) => type === "outcome" && seen.push(context);
  const live = clientOf(emulator().fetch, { quota: false, onEvent });
  const { name, data } = stopJob({ taskId, courseId: 7 });
  assert.deepEqual(data, { taskId, context: { courseId: 7 } });
  await stopProcessor(live, { queues: {} })({ name, data: { taskId, courseId: 7, 房间: "A" } });
  // These members are also those of a copy that the consumer sends.
  const own = { task: {}, deliveries: 1, sentAt: 2 };
  assert.equal((await consumed(live, { monitorId, regionId: "cn-shanghai", ...own })).done, 1);
  assert.deepEqual(
    seen.filter((context) => context !== undefined),
    [{ courseId: 7, 房间: "A" }, own],
  );
});

test("readTask moves other members into the context, and refuses other spellings of known ones", () => {
  assert.deepEqual(readTask({ monitorId: "a", ownerId: 5, room: "A", context: "own" }), {
    operation: "StopLiveStreamMonitor",
    params: { monitorId: "a", ownerId: "5" },
    key: "monitor@5 a",
    context: { room: "A", context: "own" },
  });
  assert.deepEqual(readTask({ taskId: "a", context: "own" }).context, "own");
  assert.equal("context" in readTask({ taskId: "a", operation: "StopRtcCloudRecording" }), false);
  const { context } = readTask(JSON.parse('{"taskId":"a","__proto__":{"admin":true}}'));
  assert.deepEqual([Object.keys(context), context.admin], [["__proto__"], undefined]);
  for (const [task, said] of [
    [{ taskID: "a" }, /^task: expected an object with taskId, or one with monitorId: did you mean "taskId"\?$/],
    [{ task_Id: "a", courseId: 7 }, /did you mean "taskId"\?$/],
    [{ id: "a" }, /^task: expected an object with taskId, or one with monitorId$/],
    [{ taskId: "a", "Task ID": "b" }, /^params\.Task ID: unknown key; did you mean "taskId"\?$/],
    [{ monitorId: "a", region_id: "cn-shanghai" }, /^params\.region_id: unknown key; did you mean "regionId"\?$/],
    [{ monitorId: "a", OwnerId: 5 }, /^params\.OwnerId: unknown key; did you mean "ownerId"\?$/],
    [{ taskId: "a", Operation: "StopLiveStreamMonitor" }, /^params\.Operation: unknown key/],
    [{ taskId: "a", monitorId: "b" }, /^params\.monitorId: unknown key/],
    [{ taskId: "a", monitor_id: "b" }, /^params\.monitor_id: unknown key/],
    [{ taskId: " " }, /^task: expected a non-empty ID$/],
    [{ taskId: "a", operation: "StopLivePullToPush" }, /^params\.region: expected a string that is not blank$/],
    [
      { taskId: "a", operation: "StopRtcCloudTranscode", appId: "" },
      /^params\.appId: expected a string that is not blank$/,
    ],
    [[{ taskId: "a" }], /^task: expected an object/],
    [null, /^task: expected an object/],
  ]) {
    assert.throws(() => readTask(task), { name: "LiveError", kind: "argument", message: said });
  }
});

test("readTask refuses what a stop refuses, with its words", async () => {
  const live = clientOf(() => assert.fail("a request"), { quota: false });
  const methods = { taskId: "stopRtcCloudRecording", monitorId: "stopLiveStreamMonitor" };
  const refusal = async (call) => {
    try {
      await call();
    } catch ({ code, message }) {
      return [code, message];
    }
  };
  const agree = async (id, task) => {
    // The signature of a task that is not refused is made without a request.
    const stop = await refusal(() => live.sign(methods[id][0].toUpperCase() + methods[id].slice(1), task));
    assert.deepEqual(await refusal(async () => readTask(task)), stop, String(Object.values(task)));
    return stop;
  };
  for (const odd of ["a b", "a\u200b", "\ufeffa", "a\n", "监\u3000控", "😀\u2028", "a".repeat(257), "😀".repeat(257)]) {
    for (const id of ["taskId", "monitorId"]) assert.notEqual(await agree(id, { [id]: odd }), undefined, odd);
    assert.notEqual(await agree("monitorId", { monitorId: "a", regionId: odd }), undefined, odd);
  }
  for (const ownerId of ["01", "-1", "1.5", "9223372036854775808", 2n ** 63n, "", "1e3", "٣"]) {
    assert.notEqual(await agree("monitorId", { monitorId: "a", ownerId }), undefined, `${ownerId}`);
  }
  for (const ownerId of ["0", "9223372036854775807", 5]) {
    assert.equal(await agree("monitorId", { monitorId: "😀".repeat(256), ownerId }), undefined);
  }
  const anyText = fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.string({ minLength: 1, maxLength: 300 }));
  await fc.assert(
    fc.asyncProperty(anyText, anyText, async (monitorId, text) => {
      if (monitorId.trim() === "") return;
      await agree("monitorId", { monitorId, regionId: text });
      await agree("monitorId", { monitorId: "a", ownerId: text });
    }),
  );
});
