// Lost responses: a retry has a new nonce, and "already stopped" then counts as success. No message claims that nothing was sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { methods, monitor, rejection, serving, task } from "../../support/live.mjs";

/** Each operation with its call, and the code of a task that has already stopped. */
const operations = [
  ["StopRtcCloudRecording", (live) => live.stopRtcCloudRecording(task), "InvalidParameter.TaskId"],
  ["StopLiveStreamMonitor", (live) => live.stopLiveStreamMonitor(monitor), "StreamMonitorAlreadyStop"],
];

for (const [what, stop, code] of operations) {
  for (const signatureMethod of methods) {
    for (const alreadyStopped of ["resolve", "throw"]) {
      test(`${what} by ${signatureMethod}, alreadyStopped: ${alreadyStopped}, resolves with already-stopped after a lost response`, async (t) => {
        const { emulator, live } = await serving(t, { faults: ["lost-reply"] });
        const { requestId, ...result } = await stop(live({ signatureMethod, alreadyStopped }));
        const expected = { outcome: "already-stopped", attempts: 2, code };
        assert.deepEqual(result, { ...expected, ...(what === "StopRtcCloudRecording" ? task : monitor) });
        assert.match(requestId, /^[0-9A-F-]{36}$/);
        const [first, second, ...more] = emulator.requests;
        assert.deepEqual([first.executed, second.executed, more.length], [true, false, 0]);
        assert.notEqual(first.nonce, second.nonce);
      });
    }
  }
}

test("rejects with an unknown outcome when NotFound.Task follows a lost response", async (t) => {
  const fault = { type: "error", code: "NotFound.Task" };
  const { live } = await serving(t, { faults: ["lost-reply", fault] });
  const { code, attempts, outcomeUnknown } = await rejection(live().stopRtcCloudRecording(task));
  assert.deepEqual([code, attempts, outcomeUnknown], ["NotFound.Task", 2, true]);
});

test("retries SignatureNonceUsed with a new nonce", async (t) => {
  const { emulator, live } = await serving(t, {
    faults: [{ type: "error", code: "SignatureNonceUsed", executes: true }],
  });
  const { outcome, attempts } = await live().stopRtcCloudRecording(task);
  assert.deepEqual([outcome, attempts], ["already-stopped", 2]);
  assert.notEqual(emulator.requests[0].nonce, emulator.requests[1].nonce);
});

test("retry: false and maxAttempts: 1 make one attempt", async (t) => {
  for (const retry of [false, { maxAttempts: 1 }]) {
    const { emulator, live } = await serving(t, { faultFor: () => "lost-reply" });
    const ofClient = await rejection(live({ retry }).stopRtcCloudRecording(task));
    const ofCall = await rejection(live().stopRtcCloudRecording(task, { retry }));
    for (const { attempts, outcomeUnknown } of [ofClient, ofCall])
      assert.deepEqual([attempts, outcomeUnknown], [1, true]);
    assert.equal(emulator.requests.length, 2);
  }
});

test('the message "nothing was sent" is always true', async (t) => {
  const messages = [];
  for (const faults of [
    ["lost-reply"],
    ["internal-error"],
    ["hang"],
    ["empty"],
    [{ type: "throttle", retryAfterMs: 70_000 }],
  ]) {
    const { live } = await serving(t, { faults });
    const error = await rejection(live({ retry: false, attemptTimeoutMs: 50 }).stopRtcCloudRecording(task));
    assert.equal(error.attempts, 1);
    messages.push(error.message);
  }
  for (const message of messages) assert.ok(!/not sent|nothing was sent|could not be sent/.test(message), message);
});
