// Aborts at every step: nothing more is sent, the call rejects at once with the caller's reason, and the event tells the truth.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { listeners } from "../../support/leftovers.mjs";
import { quick, rejection, task, until, within } from "../../support/live.mjs";

const reason = { mine: true };
const running = { recordings: { [task.taskId]: "RUNNING" } };
const skewed = { now: () => Date.now() + 20 * 60_000 };
const expired = { accessKeyId: "STS.old", accessKeySecret: "old-secret", securityToken: "old-token" };

/** A credentials function that returns one after the other. */
const inTurn =
  (...left) =>
  () =>
    left.shift();

/** Steps with the emulator's options, the options of the client, and the event in whose listener the caller aborts. */
const steps = {
  "before the first request": [{}, {}, "request", 1],
  "before the second request, without a wait": [skewed, {}, "request", 2],
  "before the second request, after a wait": [{ faults: ["throttle"] }, {}, "request", 2],
  "when a success arrived": [{}, {}, "response", 1],
  "when a refusal arrived": [{ faults: [{ type: "error", code: "NotFound.Task" }] }, {}, "response", 1],
  "when a throttled reply arrived": [{ faults: [{ type: "throttle", retryAfterMs: 3000 }] }, {}, "response", 1],
  "when HTTP 500 arrived": [{ faults: [{ type: "internal-error", executes: true }] }, {}, "response", 1],
  "when a skewed clock was refused": [skewed, {}, "response", 1],
  "before a retry with a corrected clock": [skewed, {}, "retry", 1],
  "before a wait of 3 s": [{ faults: [{ type: "throttle", retryAfterMs: 3000 }] }, {}, "retry", 1],
  "before a retry after a lost response": [{ faults: ["lost-reply"] }, {}, "retry", 1],
  "before a retry with a new nonce": [
    { faults: [{ type: "error", code: "SignatureNonceUsed", executes: true }] },
    {},
    "retry",
    1,
  ],
  "when credentials came": [{}, { credentials: () => testAccessKey }, "credentials", 1],
  "when renewed credentials came": [
    { accessKeys: [{ ...expired, expiration: 0 }, testAccessKey] },
    { credentials: inTurn(expired, testAccessKey) },
    "credentials",
    2,
  ],
  "before a retry with renewed credentials": [
    { accessKeys: [{ ...expired, expiration: 0 }, testAccessKey] },
    { credentials: inTurn(expired, testAccessKey) },
    "retry",
    1,
  ],
};

/** Whether the event agrees with the emulator's record. */
function assertTrue(event, emulator) {
  const executed = emulator.recordings.get(task.taskId) !== "RUNNING";
  if (event.outcome === "stopped" || event.outcome === "already-stopped") assert.ok(executed, "the task is stopped");
  else if (!event.outcomeUnknown) assert.ok(!executed, "the task was not stopped");
  assert.equal(event.attempts, emulator.requests.length);
}

for (const [what, [served, options, type, count]] of Object.entries(steps)) {
  test(`aborts in the listener, ${what}`, async () => {
    const emulator = createLiveEmulator({ ...running, ...served });
    const controller = new AbortController();
    const events = [];
    let seen = 0;
    let sent;
    const onEvent = (event) => {
      events.push(event);
      if (event.type !== type || ++seen !== count) return;
      sent = emulator.requests.length;
      controller.abort(reason);
    };
    const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch, retry: quick, onEvent, ...options });
    const begun = performance.now();
    assert.equal(await rejection(live.stopRtcCloudRecording(task, { signal: controller.signal })), reason);
    assert.ok(performance.now() - begun < 1000, "at once");
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(emulator.requests.length, sent, "requests after the abort");
    const after = events.slice(events.findIndex((event) => event.type === type) + 1).map((event) => event.type);
    if (count === 1) {
      const allowed = type === "response" ? [[], ["retry"]] : [[]];
      assert.ok(
        allowed.some((before) => [...before, "outcome"].join() === after.join()),
        after.join(),
      );
    }
    const last = events.at(-1);
    assert.deepEqual([last.type, last.aborted, typeof last.callId], ["outcome", true, "string"]);
    assertTrue(last, emulator);
    assert.equal(listeners(controller.signal), 0);
    if (what === "when a success arrived") assert.deepEqual([last.outcome, last.outcomeUnknown], ["stopped", false]);
    if (what === "when a refusal arrived") assert.deepEqual([last.outcome, last.code], ["failed", "NotFound.Task"]);
    if (/lost|nonce|500/.test(what)) assert.equal(last.outcomeUnknown, true);
    if (/throttled|3 s|clock|credentials|first/.test(what)) assert.equal(last.outcomeUnknown, false);
  });
}

test("an abort in the listener of outcome comes too late", async () => {
  const emulator = createLiveEmulator(running);
  const controller = new AbortController();
  const onEvent = ({ type }) => type === "outcome" && controller.abort(reason);
  const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch, onEvent });
  assert.equal((await live.stopRtcCloudRecording(task, { signal: controller.signal })).outcome, "stopped");
});

const success = JSON.stringify({ RequestId: "R", TaskId: task.taskId });
const error = (Code) => JSON.stringify({ RequestId: "R", Code, Message: "m" });

/** Replies, and the known state of the task after each. */
const replies = [
  ["a success", 200, success, { outcome: "stopped", outcomeUnknown: false }],
  ["already stopped", 400, error("InvalidParameter.TaskId"), { outcome: "already-stopped", outcomeUnknown: false }],
  ["a refusal", 403, error("NoPermission"), { outcome: "failed", outcomeUnknown: false }],
  ["a throttled reply", 400, error("Throttling.User"), { outcome: "aborted", outcomeUnknown: false }],
  ["HTTP 500", 500, error("InternalError"), { outcome: "aborted", outcomeUnknown: true }],
  ["a page", 200, "<html>", { outcome: "aborted", outcomeUnknown: true }],
];

/** Forms of a response whose body is in memory. */
const forms = {
  "a Response": (body, init) => new Response(body, init),
  "a Response of bytes": (body, init) => new Response(new TextEncoder().encode(body), init),
  "a Response of a stream": (body, init) => new Response(new Blob([body]).stream(), init),
  "a response without a stream": (body, { status }) => ({
    status,
    headers: new Headers(),
    arrayBuffer: async () => new TextEncoder().encode(body).buffer,
  }),
};

async function microtasks(count) {
  for (let i = 0; i < count; i++) await undefined;
}

for (const [what, status, body, expected] of replies) {
  for (const [form, respond] of Object.entries(forms)) {
    // The bytes of a Blob arrive in later tasks, so only the truth of the event is certain.
    const inMemory = form !== "a Response of a stream";
    test(`judges ${what} that arrived before the abort, as ${form}`, async () => {
      for (let count = 0; count <= 40; count++) {
        const controller = new AbortController();
        let event;
        let sent = 0;
        const fetch = async () => {
          if (++sent > 1) return new Promise(() => {});
          const response = respond(body, { status });
          microtasks(count).then(() => controller.abort(reason));
          return response;
        };
        const onEvent = (each) => {
          if (each.type === "outcome") event = each;
        };
        const retry = { maxAttempts: 2, baseDelayMs: 60_000, maxDelayMs: 60_000 };
        const live = createClient({ credentials: testAccessKey, fetch, onEvent, retry, timeoutMs: 600_000 });
        const call = live.stopRtcCloudRecording(task, { signal: controller.signal });
        const ended = await within(
          1000,
          call.then(
            ({ outcome }) => outcome,
            (thrown) => thrown,
          ),
        );
        assert.ok(ended === reason || ended === event.outcome || ended.code === event.code, String(ended));
        const { outcome, outcomeUnknown } = event;
        if (inMemory) assert.deepEqual({ outcome, outcomeUnknown }, expected, `after ${count} microtasks`);
        else assert.ok(outcomeUnknown || outcome === expected.outcome, `${outcome} after ${count} microtasks`);
        assert.ok(sent === 1, "no further request");
      }
    });
  }
}

test("an abort before the reply leaves the outcome unknown, and the late reply changes nothing", async () => {
  for (const count of [0, 1, 31, 32, 33, 40]) {
    const controller = new AbortController();
    const events = [];
    const fetch = async () => {
      controller.abort(reason);
      // A fetch that does not listen to its signal.
      await microtasks(200 + count);
      return new Response(success);
    };
    const live = createClient({ credentials: testAccessKey, fetch, onEvent: (event) => events.push(event) });
    assert.equal(await rejection(live.stopRtcCloudRecording(task, { signal: controller.signal })), reason);
    await new Promise(setImmediate);
    assert.deepEqual(events.map(({ type }) => type).join(), "request,outcome");
    const { outcome, outcomeUnknown, attempts } = events.at(-1);
    assert.deepEqual([outcome, outcomeUnknown, attempts], ["aborted", true, 1]);
  }
});

test("events of concurrent calls on one signal are told apart by callId and context", async () => {
  const ids = Array.from({ length: 20 }, (_, i) => `r-${i}`);
  const recordings = Object.fromEntries(ids.map((id) => [id, "RUNNING"]));
  const emulator = createLiveEmulator({
    recordings,
    faultFor: (request) => (request.params.TaskId < "r-15" ? "hang" : "none"),
  });
  const controller = new AbortController();
  const outcomes = new Map();
  const onEvent = (event) => event.type === "outcome" && outcomes.set(event.context, event);
  const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch, onEvent });
  const calls = ids.map((taskId) =>
    live.stopRtcCloudRecording({ taskId }, { signal: controller.signal, context: taskId }),
  );
  const settled = Promise.allSettled(calls);
  await until(() => emulator.requests.length === 20 && outcomes.size > 0);
  controller.abort(reason);
  for (const [index, { status, reason: thrown }] of (await settled).entries()) {
    const { outcome, outcomeUnknown } = outcomes.get(ids[index]);
    assert.deepEqual(
      status === "fulfilled" ? [outcome] : [outcome, outcomeUnknown, thrown],
      status === "fulfilled" ? ["stopped"] : ["aborted", true, reason],
    );
  }
  assert.equal(new Set([...outcomes.values()].map(({ callId }) => callId)).size, 20);
});
