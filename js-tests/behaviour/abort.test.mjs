// An abort in any phase rejects with the caller's own reason, sends nothing more and leaves nothing behind.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { testAccessKey } from "apsara-live/testing";
import { monitor, quick, received, rejection, serving, task } from "../support/live.mjs";

const listeners = (signal) => getEventListeners(signal, "abort").length;
const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
const reasons = [new Error("mine"), "text", { any: "thing" }, 0, null];

const phases = [
  ["back-off", { type: "throttle", retryAfterMs: 50 }, (emulator) => received(emulator, 1), 1],
  ["fetch", "hang", (emulator) => received(emulator, 1), 1],
  ["body", { type: "hang", part: "body" }, (emulator) => received(emulator, 1), 1],
];

for (const [phase, fault, reached, sent] of phases) {
  test(`during ${phase}`, async (t) => {
    for (const reason of reasons) {
      const { emulator, live } = await serving(t, { faults: [fault] });
      const client = live();
      const controller = new AbortController();
      const call = client.stopRtcCloudRecording(task, { signal: controller.signal });
      call.catch(() => {});
      await reached(emulator);
      // The reply, or the first half of it, gets here first: what is aborted is the wait behind it.
      if (phase !== "fetch") while (emulator.requests[0].status === undefined) await new Promise(setImmediate);
      controller.abort(reason);
      assert.equal(await rejection(call), reason);
      assert.equal(listeners(controller.signal), 0);

      // A wait that begins now and is longer than the one that was aborted: had that one gone on, it would have sent by then.
      emulator.faults.push({ type: "throttle", retryAfterMs: 100 });
      await client.stopLiveStreamMonitor(monitor);
      const ofAborted = emulator.requests.filter(({ operation }) => operation === "StopRtcCloudRecording");
      assert.equal(ofAborted.length, sent);
    }
  });
}

test("during credentials", async (t) => {
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

test("one caller's abort leaves the others their credentials", async (t) => {
  const { live } = await serving(t);
  const controller = new AbortController();
  let answer;
  const client = live({ credentials: () => new Promise((resolve) => (answer = resolve)) });
  const aborted = client.stopRtcCloudRecording(task, { signal: controller.signal });
  const other = client.stopLiveStreamMonitor(monitor);
  while (answer === undefined) await new Promise(setImmediate);
  controller.abort(reasons[0]);
  assert.equal(await rejection(aborted), reasons[0]);
  answer(testAccessKey);
  assert.equal((await other).outcome, "stopped");
});

test("before the call: nothing is asked and nothing is sent", async (t) => {
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

test("without a reason: the AbortError of the signal itself", async (t) => {
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

test("after the call nothing happens", async (t) => {
  const { live } = await serving(t);
  const controller = new AbortController();
  const { outcome } = await live().stopRtcCloudRecording(task, { signal: controller.signal });
  controller.abort();
  assert.equal(outcome, "stopped");
});

test("the connection of an aborted attempt is given up", async (t) => {
  const { emulator, live } = await serving(t, { faults: [{ type: "slow", ms: 60_000, delay: "before-execution" }] });
  const controller = new AbortController();
  const call = live().stopRtcCloudRecording(task, { signal: controller.signal });
  call.catch(() => {});
  await received(emulator, 1);
  controller.abort(reasons[0]);
  await rejection(call);
  // A fetch that went on would keep the process alive for a minute, by its socket; the server sees it go.
  await live().stopLiveStreamMonitor(monitor);
  assert.equal(emulator.recordings.get(task.taskId), "RUNNING");
});

test("10,000 calls with one signal leave no listener and no timer", async (t) => {
  const { emulator, live } = await serving(t, { recordings: { [task.taskId]: "STOPPED" } });
  const client = live({ retry: { ...quick, maxAttempts: 1 } });
  const { signal } = new AbortController();
  const before = timers();
  const lane = async () => {
    for (let i = 0; i < 200; i++) await client.stopRtcCloudRecording(task, { signal });
  };
  await Promise.all(Array.from({ length: 50 }, lane));
  assert.equal(emulator.requests.length, 10_000);
  assert.equal(listeners(signal), 0);
  assert.equal(timers(), before);
});
