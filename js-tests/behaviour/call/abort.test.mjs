// Aborts: in every phase a call rejects with the caller's reason, sends no further request and leaves no listener and no timer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { testAccessKey } from "apsara-live/testing";
import { listeners, timers } from "../../support/leftovers.mjs";
import { monitor, quick, received, rejection, responded, serving, task } from "../../support/live.mjs";

const reasons = [new Error("mine"), "text", { any: "thing" }, 0, null];

/** Each phase with the fault that holds a call there, and the wait until the call is there. */
const phases = [
  ["the back-off", { type: "throttle", retryAfterMs: 50 }, responded],
  ["the wait for headers", "hang", received],
  ["the wait for the body", { type: "hang", part: "body" }, responded],
];

for (const [phase, fault, reached] of phases) {
  test(`rejects with the caller's reason when aborted during ${phase}`, async (t) => {
    for (const reason of reasons) {
      const { emulator, live } = await serving(t, { faults: [fault] });
      const client = live();
      const controller = new AbortController();
      const call = client.stopRtcCloudRecording(task, { signal: controller.signal });
      call.catch(() => {});
      await reached(emulator, 1);
      controller.abort(reason);
      assert.equal(await rejection(call), reason);
      assert.equal(listeners(controller.signal), 0);

      // This call waits longer than the aborted call would have waited, so the aborted call had time for another request.
      emulator.faults.push({ type: "throttle", retryAfterMs: 100 });
      await client.stopLiveStreamMonitor(monitor);
      const ofAborted = emulator.requests.filter(({ operation }) => operation === "StopRtcCloudRecording");
      assert.equal(ofAborted.length, 1);
    }
  });
}

test("rejects with the caller's reason when aborted during the credentials function", async (t) => {
  const { emulator, live } = await serving(t);
  const controller = new AbortController();
  let asked;
  const asking = new Promise((resolve) => (asked = resolve));
  const credentials = () => {
    asked();
    return new Promise(() => {});
  };
  const client = live({ credentials });
  const calls = [
    client.stopRtcCloudRecording(task, { signal: controller.signal }),
    client.sign("StopRtcCloudRecording", task, { signal: controller.signal }),
  ];
  await asking;
  controller.abort(reasons[0]);
  for (const call of calls) assert.equal(await rejection(call), reasons[0]);
  assert.equal(listeners(controller.signal), 0);
  assert.equal(emulator.requests.length, 0);
});

test("an aborted signal prevents the credentials function and the request", async (t) => {
  const { emulator, live } = await serving(t);
  let asked = 0;
  const credentials = () => {
    asked++;
    return testAccessKey;
  };
  const client = live({ credentials });
  for (const reason of reasons) {
    const signal = AbortSignal.abort(reason);
    assert.equal(await rejection(client.stopRtcCloudRecording(task, { signal })), signal.reason);
    assert.equal(await rejection(client.sign("StopRtcCloudRecording", task, { signal })), signal.reason);
  }
  assert.deepEqual([asked, emulator.requests.length], [0, 0]);
});

test("rejects with the signal's AbortError when aborted without a reason", async (t) => {
  const { emulator, live } = await serving(t, { faults: ["hang"] });
  const controller = new AbortController();
  const call = live().stopRtcCloudRecording(task, { signal: controller.signal });
  call.catch(() => {});
  await received(emulator, 1);
  controller.abort();
  const error = await rejection(call);
  assert.equal(error, controller.signal.reason);
  assert.equal(error.name, "AbortError");
});

test("an abort closes the connection of the attempt", async (t) => {
  const { emulator, live } = await serving(t, { faults: [{ type: "slow", ms: 60_000, delay: "before-execution" }] });
  const controller = new AbortController();
  const call = live().stopRtcCloudRecording(task, { signal: controller.signal });
  call.catch(() => {});
  await received(emulator, 1);
  controller.abort(reasons[0]);
  await rejection(call);
  // The emulator executes the stop after a minute, unless the connection closes.
  await live().stopLiveStreamMonitor(monitor);
  assert.equal(emulator.recordings.get(task.taskId), "RUNNING");
});

test("fifty concurrent calls with one signal print no MaxListenersExceededWarning", async (t) => {
  const { live } = await serving(t, { recordings: { [task.taskId]: "STOPPED" } });
  const warnings = [];
  const listener = ({ name }) => warnings.push(name);
  process.on("warning", listener);
  t.after(() => process.off("warning", listener));
  const client = live();
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: 50 }, () => client.stopRtcCloudRecording(task, { signal })));
  // The process emits its warnings asynchronously.
  await new Promise(setImmediate);
  assert.deepEqual(warnings, []);
});

test("2,000 calls with one signal leave no listener and no timer", async (t) => {
  const { emulator, live } = await serving(t, { recordings: { [task.taskId]: "STOPPED" } });
  const client = live({ quota: false, retry: { ...quick, maxAttempts: 1 } });
  const { signal } = new AbortController();
  const before = timers();
  const lane = async () => {
    for (let i = 0; i < 40; i++) await client.stopRtcCloudRecording(task, { signal });
  };
  await Promise.all(Array.from({ length: 50 }, lane));
  assert.equal(emulator.requests.length, 2000);
  assert.equal(listeners(signal), 0);
  assert.equal(timers(), before);
});
