// Traps in the wasm: a trap fails the calls of its instance, and later calls of every client run on a new instance.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { rejection, responded, serving, task, until, within } from "../../support/live.mjs";
import { watchInstances } from "../../support/portable/instances.mjs";

const instances = watchInstances();
after(instances.restore);

/** Closures of Rust that JavaScript calls: polls, timers, listeners, promise callbacks. */
const isCallback = (name) => /invoke/.test(name);

/** Exceptions that reach the process; there must be none. */
const stray = [];
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, (error) => stray.push(error));

function assertTrapped(error, sent = 1) {
  assert.equal(error.name, "LiveError", error.stack);
  const { kind, code, retryable, attempts, outcomeUnknown } = error;
  assert.deepEqual(
    [kind, code, retryable, attempts, outcomeUnknown],
    ["internal", "ERR_INTERNAL", true, sent, sent > 0],
  );
  assert.ok(error.cause instanceof WebAssembly.RuntimeError, String(error.cause));
  assert.ok(error.message.includes(error.cause.message), error.message);
}

const outcomeOf = async (client) => {
  const { outcome, attempts } = await client.stopRtcCloudRecording(task);
  return [outcome, attempts];
};

/** Resolves to the reason of `call`; rejects when the call does not settle. */
const soon = (call) => within(2000, rejection(call));

/** Asserts that clients work, once and with a hundred concurrent calls, and share one new instance. */
async function assertRecovered(emulator, clients, before) {
  for (const client of clients) {
    emulator.recordings.set(task.taskId, "RUNNING");
    assert.deepEqual(await outcomeOf(client), ["stopped", 1]);
    const calls = Array.from({ length: 100 }, () => client.stopRtcCloudRecording(task));
    for (const { outcome } of await Promise.all(calls)) assert.equal(outcome, "already-stopped");
  }
  assert.equal(instances.started(), before + 1, "number of instances");
  for (let i = 0; i < 3; i++) await new Promise(setImmediate);
  assert.deepEqual(stray.splice(0), []);
}

const traps = [
  ["when a call starts", (name) => name === "client_stopRtcCloudRecording"],
  ["at the first poll of a call", isCallback],
];

for (const [when, hit] of traps) {
  test(`a trap ${when} fails that call only`, async (t) => {
    const { emulator, live } = await serving(t);
    const client = live({ quota: false });
    await client.sign("StopRtcCloudRecording", task);
    const before = instances.started();
    instances.trapAt(hit);
    assertTrapped(await soon(client.stopRtcCloudRecording(task)), 0);
    assert.equal(emulator.requests.length, 0);
    await assertRecovered(emulator, [client, live({ quota: false })], before);
  });
}

test("a trap in sign() rejects with a known outcome", async (t) => {
  const { emulator, live } = await serving(t);
  const client = live({ quota: false });
  await client.sign("StopRtcCloudRecording", task);
  const before = instances.started();
  instances.trapAt((name) => name === "client_sign");
  const { kind, code, retryable, outcomeUnknown } = await rejection(client.sign("StopRtcCloudRecording", task));
  assert.deepEqual([kind, code, retryable, outcomeUnknown], ["internal", "ERR_INTERNAL", true, false]);
  await assertRecovered(emulator, [client, live({ quota: false })], before);
});

const waits = [
  ["for headers", { type: "slow", ms: 30 }, {}],
  ["for a body", { type: "slow", ms: 30, part: "body" }, {}],
  ["during the back-off", { type: "throttle", retryAfterMs: 30 }, {}],
  ["for an attempt timeout", "hang", { attemptTimeoutMs: 500 }],
];

for (const [what, fault, options] of waits) {
  test(`a trap in a callback fails a call that waits ${what}`, async (t) => {
    const { emulator, live } = await serving(t, { faults: [fault] });
    const client = live({ quota: false });
    await client.sign("StopRtcCloudRecording", task);
    const before = instances.started();
    const call = client.stopRtcCloudRecording(task, options);
    call.catch(() => {});
    // A request that is executed later would stop the task of the next call.
    await until(() => emulator.requests.some(({ executed, status }) => executed || status !== undefined));
    instances.trapAt(isCallback);
    assertTrapped(await soon(call));
    await assertRecovered(emulator, [client, live({ quota: false })], before);
  });
}

test("a trap after an abort fails that call only, which rejects with the caller's reason", async (t) => {
  const { emulator, live } = await serving(t, { faults: ["hang"] });
  const events = [];
  const client = live({ quota: false, onEvent: (event) => events.push(event) });
  const controller = new AbortController();
  await client.sign("StopRtcCloudRecording", task);
  const before = instances.started();
  const call = client.stopRtcCloudRecording(task, { signal: controller.signal });
  call.catch(() => {});
  await until(() => emulator.requests[0]?.executed === true);
  instances.trapAt(isCallback);
  const reason = new Error("mine");
  controller.abort(reason);
  assert.equal(await soon(call), reason);
  const { type, outcome, aborted, code, outcomeUnknown } = events.at(-1);
  assert.deepEqual(
    [type, outcome, aborted, code, outcomeUnknown],
    ["outcome", "failed", true, "ERR_INTERNAL", true],
    JSON.stringify(events),
  );
  await assertRecovered(emulator, [client, live({ quota: false })], before);
});

test("a trap fails only the call that trapped; calls that wait on the same instance go on and end truthfully", async (t) => {
  const ids = Array.from({ length: 20 }, (_, i) => `waiting-${i}`);
  const recordings = Object.fromEntries([...ids, task.taskId].map((id) => [id, "RUNNING"]));
  const { emulator, live } = await serving(t, {
    recordings,
    faults: Array(20).fill({ type: "throttle", retryAfterMs: 400 }),
  });
  const client = live({ quota: false });
  await client.sign("StopRtcCloudRecording", task);
  const before = instances.started();
  const calls = ids.map((taskId) => client.stopRtcCloudRecording({ taskId }));
  await responded(emulator, 20);
  instances.trapAt((name) => name === "client_stopRtcCloudRecording");
  assertTrapped(await soon(client.stopRtcCloudRecording(task)), 0);
  for (const { outcome, attempts } of await Promise.all(calls)) assert.deepEqual([outcome, attempts], ["stopped", 2]);
  assert.equal(emulator.requests.length, 40, "number of requests");
  assert.equal(emulator.recordings.get(task.taskId), "RUNNING");
  await assertRecovered(emulator, [client, live({ quota: false })], before);
});
