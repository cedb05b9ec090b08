// The context of a task: in results, events and journals of a run, and through queues.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileJournal } from "apsara-live";
import { stopJob, stopProcessor } from "apsara-live/bullmq";
import { consumeStops, StopLimiter } from "apsara-live/cloudflare";
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

test("a job and a message keep the context, and the events of their calls have it", async () => {
  const seen = new Set();
  const onEvent = ({ context }) => seen.add(context);
  const live = clientOf(emulator().fetch, { quota: false, onEvent });
  const { name, data } = stopJob({ taskId, context: "job" });
  assert.deepEqual(data, { taskId, context: "job" });
  await stopProcessor(live, { queues: {} })({ name, data });
  const limiter = new StopLimiter({ storage: { get: async () => undefined, put: async () => {} } });
  const namespace = {
    idFromName: (name) => name,
    get: () => ({ fetch: (url, init) => limiter.fetch(new Request(url, init)) }),
  };
  const message = { body: { monitorId, context: "message" }, attempts: 1, ack() {}, retry: assert.fail };
  const { done } = await consumeStops({ messages: [message] }, { STOP_LIMITER: namespace }, { live });
  assert.equal(done, 1);
  assert.ok(seen.has("job") && seen.has("message"));
});
