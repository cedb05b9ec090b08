// A trap in the wasm fails the calls of that instance, and nothing else: the next call, and a client made before, go on.
//
// The product has no hook for it: the test stands between the loader and the exports of the instances that it starts. (Ruining their
// memory instead ends in loops and odd answers as often as in traps.)
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { received, rejection, serving, task } from "../support/live.mjs";

const { instantiate } = WebAssembly;
let instances = 0;
let sabotage;
WebAssembly.instantiate = async (module, imports) => {
  const instance = await instantiate(module, imports);
  // Node.js itself has wasm, too.
  if (!("apsara_live" in (imports ?? {}))) return instance;
  instances++;
  const watch = ([name, value]) => [name, typeof value === "function" ? watched(name, value) : value];
  return { exports: Object.fromEntries(Object.entries(instance.exports).map(watch)) };
};
after(() => {
  WebAssembly.instantiate = instantiate;
});

/** A module of one function, which is `unreachable`: a trap as a panic of Rust ends in. */
const unreachable = new WebAssembly.Instance(
  new WebAssembly.Module(
    new Uint8Array([
      0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11,
    ]),
  ),
).exports.t;

function watched(name, work) {
  return (...args) => {
    if (sabotage?.(name)) unreachable();
    return work(...args);
  };
}

/** The next time that an export for which `hit` holds is called, it traps. */
function trapAt(hit) {
  sabotage = (name) => {
    if (!hit(name)) return false;
    sabotage = undefined;
    return true;
  };
}

/** Closures of Rust that JavaScript calls: polls, timers, listeners, answers to promises. */
const isCallback = (name) => /invoke/.test(name);

/** Everything else of the process goes on: an exception that is nobody's would end it. */
const stray = [];
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, (error) => stray.push(error));

function assertTrapped(error) {
  assert.equal(error.name, "LiveError", error.stack);
  const { kind, code, retryable, outcomeUnknown } = error;
  assert.deepEqual([kind, code, retryable, outcomeUnknown], ["internal", "ERR_INTERNAL", true, true]);
  assert.ok(error.cause instanceof WebAssembly.RuntimeError, String(error.cause));
  assert.ok(error.message.includes(error.cause.message), error.message);
}

const outcomeOf = async (client) => {
  const { outcome, attempts } = await client.stopRtcCloudRecording(task);
  return [outcome, attempts];
};

/** What `call` rejects with, if it ever settles. */
function soon(call) {
  const limit = new Promise((_, reject) => setTimeout(reject, 2000, new Error("the call never settles")).unref());
  return Promise.race([rejection(call), limit]);
}

/** Both clients work, alone and a hundred times at once, on an instance that was not there before. */
async function assertRecovered(emulator, clients, before) {
  for (const client of clients) {
    emulator.recordings.set(task.taskId, "RUNNING");
    assert.deepEqual(await outcomeOf(client), ["stopped", 1]);
    const calls = Array.from({ length: 100 }, () => client.stopRtcCloudRecording(task));
    for (const { outcome } of await Promise.all(calls)) assert.equal(outcome, "already-stopped");
  }
  assert.equal(instances, before + 1, "one new instance for all");
  for (let i = 0; i < 3; i++) await new Promise(setImmediate);
  assert.deepEqual(stray.splice(0), []);
}

const traps = [
  ["as a call begins", (name) => name === "client_stopRtcCloudRecording"],
  ["as its first poll begins", isCallback],
];

for (const [when, hit] of traps) {
  test(`a trap ${when}`, async (t) => {
    const { emulator, live } = await serving(t);
    const client = live();
    await client.sign("StopRtcCloudRecording", task);
    const before = instances;
    trapAt(hit);
    assertTrapped(await rejection(client.stopRtcCloudRecording(task)));
    await assertRecovered(emulator, [client, live()], before);
  });
}

test("a trap while a request is signed: nothing was sent, so nothing is unknown", async (t) => {
  const { emulator, live } = await serving(t);
  const client = live();
  await client.sign("StopRtcCloudRecording", task);
  const before = instances;
  trapAt((name) => name === "client_sign");
  const { kind, code, retryable, outcomeUnknown } = await rejection(client.sign("StopRtcCloudRecording", task));
  assert.deepEqual([kind, code, retryable, outcomeUnknown], ["internal", "ERR_INTERNAL", true, false]);
  await assertRecovered(emulator, [client, live()], before);
});

const waits = [
  ["for headers", { type: "slow", ms: 30 }, {}],
  ["for a body", { type: "slow", ms: 30, part: "body" }, {}],
  ["for a back-off", { type: "throttle", retryAfterMs: 30 }, {}],
  ["for an attempt to time out", "hang", { attemptTimeoutMs: 30 }],
];

for (const [what, fault, options] of waits) {
  test(`a trap in a callback while a call waits ${what}`, async (t) => {
    const { emulator, live } = await serving(t, { faults: [fault] });
    const client = live();
    await client.sign("StopRtcCloudRecording", task);
    const before = instances;
    const call = client.stopRtcCloudRecording(task, options);
    call.catch(() => {});
    await received(emulator, 1);
    trapAt(isCallback);
    assertTrapped(await soon(call));
    await assertRecovered(emulator, [client, live()], before);
  });
}

test("a trap while an abort is heard", async (t) => {
  const { emulator, live } = await serving(t, { faults: ["hang"] });
  const client = live();
  const controller = new AbortController();
  await client.sign("StopRtcCloudRecording", task);
  const before = instances;
  const call = client.stopRtcCloudRecording(task, { signal: controller.signal });
  call.catch(() => {});
  while (emulator.requests[0]?.executed !== true) await new Promise(setImmediate);
  trapAt(isCallback);
  controller.abort(new Error("mine"));
  assertTrapped(await soon(call));
  await assertRecovered(emulator, [client, live()], before);
});

test("calls that waited beside the one that trapped end as well, and send nothing more", async (t) => {
  const { emulator, live } = await serving(t, { faults: Array(20).fill({ type: "throttle", retryAfterMs: 400 }) });
  const client = live();
  await client.sign("StopRtcCloudRecording", task);
  const before = instances;
  const calls = Array.from({ length: 20 }, () => client.stopRtcCloudRecording(task));
  for (const call of calls) call.catch(() => {});
  await received(emulator, 20);
  while (emulator.requests.some(({ status }) => status === undefined)) await new Promise(setImmediate);
  trapAt((name) => name === "client_stopRtcCloudRecording");
  assertTrapped(await rejection(client.stopRtcCloudRecording(task)));
  for (const call of calls) assertTrapped(await soon(call));
  const sent = emulator.requests.length;
  // A wait that begins now and is longer than theirs: had those gone on, they would have sent by then.
  emulator.faults.push({ type: "throttle", retryAfterMs: 600 });
  await client.stopRtcCloudRecording(task);
  assert.equal(emulator.requests.length, sent + 2, "the calls that were failed still send");
  await assertRecovered(emulator, [client, live()], before);
});

test("a failed start is not remembered", async () => {
  const failing = new Error("no memory for another instance");
  const { createApi } = await import("apsara-live/slim");
  const { readFileSync } = await import("node:fs");
  const { createRequire } = await import("node:module");
  const bytes = readFileSync(createRequire(import.meta.url).resolve("apsara-live/apsara_live.wasm"));
  let asked = 0;
  const api = createApi(() => {
    if (++asked === 1) throw failing;
    return bytes;
  });
  const live = api.createClient({ credentials: { accessKeyId: "i", accessKeySecret: "s" } });
  const error = await rejection(live.sign("StopRtcCloudRecording", task));
  assert.deepEqual([error.kind, error.code, error.cause], ["internal", "ERR_WASM_UNAVAILABLE", failing]);
  assert.equal((await live.sign("StopRtcCloudRecording", task)).method, "POST");
  assert.equal(asked, 2);
});
