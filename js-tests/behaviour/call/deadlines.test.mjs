// Timeouts: of attempts, of calls, and of the caller's AbortSignal.timeout().
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { rejection, serving, task } from "../../support/live.mjs";

test("rejects with the reason of AbortSignal.timeout(1), after at most one attempt", async (t) => {
  for (const faultFor of [() => "hang", () => ({ type: "hang", part: "body" }), () => "unavailable"]) {
    const { emulator, live } = await serving(t, { faultFor });
    const signal = AbortSignal.timeout(1);
    const retry = { maxAttempts: 4, baseDelayMs: 1000, maxDelayMs: 1000 };
    const error = await rejection(live({ retry }).stopRtcCloudRecording(task, { signal }));
    assert.equal(error, signal.reason);
    assert.equal(error.name, "TimeoutError");
    assert.ok(emulator.requests.length <= 1, `${emulator.requests.length} requests`);
  }
});

for (const part of ["headers", "body"]) {
  test(`retries after attemptTimeoutMs without ${part}`, async (t) => {
    const { emulator, live } = await serving(t, { faults: [{ type: "hang", part }] });
    const result = await live({ attemptTimeoutMs: 300 }).stopRtcCloudRecording(task);
    assert.deepEqual([result.outcome, result.attempts], ["already-stopped", 2]);
    assert.equal(emulator.requests[0].executed, true);
  });

  test(`rejects with ERR_ATTEMPT_TIMEOUT when every attempt lacks its ${part}`, async (t) => {
    const { live } = await serving(t, { faultFor: () => ({ type: "hang", part }) });
    const error = await rejection(live().stopRtcCloudRecording(task, { attemptTimeoutMs: 20 }));
    const { kind, code, attempts, retryable, outcomeUnknown } = error;
    assert.deepEqual(
      [kind, code, attempts, retryable, outcomeUnknown],
      ["timeout", "ERR_ATTEMPT_TIMEOUT", 4, true, true],
    );
  });
}

test("rejects with ERR_TIMEOUT after timeoutMs of the client or of the call", async (t) => {
  const { live } = await serving(t, { faultFor: () => "hang" });
  const calls = [
    live({ timeoutMs: 60 }).stopRtcCloudRecording(task),
    live().stopRtcCloudRecording(task, { timeoutMs: 60 }),
    live({ timeoutMs: 100_000 }).stopRtcCloudRecording(task, { timeoutMs: 60 }),
  ];
  for (const { kind, code, outcomeUnknown } of await Promise.all(calls.map(rejection))) {
    assert.deepEqual([kind, code, outcomeUnknown], ["timeout", "ERR_TIMEOUT", true]);
  }
});

test("limits the last attempt to the remaining time of the call", async (t) => {
  const begun = performance.now();
  const { emulator, live } = await serving(t, { faultFor: () => "hang" });
  const error = await rejection(live().stopRtcCloudRecording(task, { timeoutMs: 1000, attemptTimeoutMs: 600 }));
  assert.ok(performance.now() - begun >= 999, "the call used its whole timeout");
  assert.deepEqual([error.code, emulator.requests.length], ["ERR_TIMEOUT", 2]);
});

test("waits for a slow response within the timeout", async (t) => {
  const { live } = await serving(t, { faults: [{ type: "slow", ms: 150, part: "body" }] });
  const { outcome, attempts } = await live().stopRtcCloudRecording(task);
  assert.deepEqual([outcome, attempts], ["stopped", 1]);
});

test("timeoutMs: 40 is always ERR_TIMEOUT when the service hangs, and the message names 40 ms", async () => {
  const { fetch } = createLiveEmulator({ recordings: { [task.taskId]: "RUNNING" }, faultFor: () => "hang" });
  for (const options of [{}, { attemptTimeoutMs: 40 }, { attemptTimeoutMs: 41 }, { retry: { baseDelayMs: 0 } }]) {
    const live = createClient({ credentials: testAccessKey, fetch, quota: false, timeoutMs: 40, ...options });
    // Loads the wasm, which takes longer on a busy machine.
    await live.sign("StopRtcCloudRecording", task);
    for (let round = 0; round < 10; round++) {
      const calls = Array.from({ length: 10 }, async (_, i) => {
        // Calls begin at all phases of a millisecond.
        const begun = performance.now();
        while (performance.now() < begun + i / 10) {}
        return rejection(live.stopRtcCloudRecording(task));
      });
      for (const { code, message, outcomeUnknown, attempts } of await Promise.all(calls)) {
        assert.deepEqual([code, outcomeUnknown, attempts], ["ERR_TIMEOUT", true, 1], message);
        assert.match(message, /within the 40 ms of the call/);
      }
    }
  }
});

test("no request leaves in the last millisecond", async () => {
  for (const timeoutMs of [1, 2, 3, 20]) {
    let fetched = 0;
    const credentials = async () => {
      const begun = performance.now();
      while (performance.now() < begun + timeoutMs - 1) {}
      return testAccessKey;
    };
    const fetch = async () => {
      fetched++;
      return new Promise(() => {});
    };
    const live = createClient({ credentials, fetch, timeoutMs });
    const { kind, outcomeUnknown, attempts } = await rejection(live.stopRtcCloudRecording(task));
    assert.deepEqual([fetched, outcomeUnknown, attempts], [0, false, 0], `${timeoutMs} ms, ${kind}`);
    assert.ok(["timeout", "credentials"].includes(kind));
  }
});

test("a retry that would leave in the last millisecond is not waited for", async () => {
  const emulator = createLiveEmulator({ faultFor: () => ({ type: "throttle", retryAfterMs: 500 }) });
  const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch, timeoutMs: 501 });
  const begun = performance.now();
  const { kind, attempts } = await rejection(live.stopRtcCloudRecording(task));
  assert.deepEqual([kind, attempts, emulator.requests.length], ["throttled", 1, 1]);
  assert.ok(performance.now() - begun < 400);
});
