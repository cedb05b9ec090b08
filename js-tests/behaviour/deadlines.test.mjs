// Time limits: the caller's AbortSignal.timeout() is an abort, and our own limits end attempts and calls.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, serving, task } from "../support/live.mjs";

test("AbortSignal.timeout(1): its own reason, and one attempt at most", async (t) => {
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
  test(`an attempt whose ${part} hang is given up, and the next one ends the call`, async (t) => {
    const { emulator, live } = await serving(t, { faults: [{ type: "hang", part }] });
    const result = await live({ attemptTimeoutMs: 50 }).stopRtcCloudRecording(task);
    assert.deepEqual([result.outcome, result.attempts], ["already-stopped", 2]);
    assert.equal(emulator.requests[0].executed, true);
  });

  test(`all attempts hang in their ${part}`, async (t) => {
    const { live } = await serving(t, { faultFor: () => ({ type: "hang", part }) });
    const error = await rejection(live().stopRtcCloudRecording(task, { attemptTimeoutMs: 20 }));
    const { kind, code, attempts, retryable, outcomeUnknown } = error;
    assert.deepEqual(
      [kind, code, attempts, retryable, outcomeUnknown],
      ["timeout", "ERR_ATTEMPT_TIMEOUT", 4, true, true],
    );
  });
}

test("the whole call has a limit, of the client or of the call", async (t) => {
  const { live } = await serving(t, { faultFor: () => "hang" });
  const calls = [
    live({ timeoutMs: 60 }).stopRtcCloudRecording(task),
    live().stopRtcCloudRecording(task, { timeoutMs: 60 }),
    live({ timeoutMs: 100_000 }).stopRtcCloudRecording(task, { timeoutMs: 60 }),
  ];
  // All of them end at once.
  for (const { kind, code, outcomeUnknown } of await Promise.all(calls.map(rejection))) {
    assert.deepEqual([kind, code, outcomeUnknown], ["timeout", "ERR_TIMEOUT", true]);
  }
});

test("attempts never take more than what is left of the call", async (t) => {
  const begun = performance.now();
  const { emulator, live } = await serving(t, { faultFor: () => "hang" });
  const error = await rejection(live().stopRtcCloudRecording(task, { timeoutMs: 200, attemptTimeoutMs: 120 }));
  assert.ok(performance.now() - begun >= 199, "the call used the time that it had");
  assert.deepEqual([error.code, emulator.requests.length], ["ERR_TIMEOUT", 2]);
});

test("a slow answer within the limit is waited for", async (t) => {
  const { live } = await serving(t, { faults: [{ type: "slow", ms: 150, part: "body" }] });
  const { outcome, attempts } = await live().stopRtcCloudRecording(task);
  assert.deepEqual([outcome, attempts], ["stopped", 1]);
});
