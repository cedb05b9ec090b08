// Throttling: a call keeps the requested delay, and rejects at once when the delay exceeds its timeout.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, serving, task } from "../../support/live.mjs";

const throttle = (rest) => ({ type: "throttle", ...rest });
const monotonic = { now: () => performance.timeOrigin + performance.now() };
const gap = ({ requests: [first, second] }) => Math.ceil(second.at - first.at);

const delays = [
  ["x-acs-retry-after, in milliseconds", throttle({ retryAfterMs: 700 }), 700],
  ["x-acs-retry-after with HTTP 429", throttle({ status: 429, code: "Throttling.Api", retryAfterMs: 300 }), 300],
  ["x-acs-retry-after with HTTP 503", throttle({ status: 503, code: "Throttling", retryAfterMs: 300 }), 300],
  ["retry-after, in seconds", throttle({ retryAfter: 1 }), 1000],
  ["x-acs-retry-after, which takes precedence over retry-after", throttle({ retryAfterMs: 300, retryAfter: 60 }), 300],
  ["retry-after with HTTP 503 in HTML", { type: "unavailable", retryAfter: 1 }, 1000],
];

for (const [what, fault, ms] of delays) {
  test(`waits ${ms} ms for ${what}`, async (t) => {
    const { emulator, live } = await serving(t, { faults: [fault], ...monotonic });
    const { outcome, attempts } = await live().stopRtcCloudRecording(task);
    assert.deepEqual([outcome, attempts], ["stopped", 2]);
    assert.ok(gap(emulator) >= ms, `after ${gap(emulator)} ms`);
  });
}

test("measures a date in retry-after by the server's clock", async (t) => {
  const now = () => Date.parse("2026-01-02T03:04:05Z") + performance.now();
  const date = "Fri, 02 Jan 2026 03:00:01 GMT";
  const fault = throttle({ headers: { date: "Fri, 02 Jan 2026 03:00:00 GMT" }, retryAfter: date });
  const { emulator, live } = await serving(t, {
    faults: [{ type: "error", code: "InvalidTimeStamp.Expired" }, fault],
    now,
  });
  const { attempts } = await live().stopRtcCloudRecording(task);
  assert.equal(attempts, 3);
  assert.ok(emulator.requests[2].at - emulator.requests[1].at >= 999);
});

for (const header of [{ retryAfterMs: 70_000 }, { retryAfter: 70 }]) {
  // The test ends long before the delay would.
  test(`rejects at once when ${JSON.stringify(header)} exceeds the timeout`, async (t) => {
    const { emulator, live } = await serving(t, { faults: [throttle(header)] });
    const error = await rejection(live({ timeoutMs: 60_000 }).stopRtcCloudRecording(task));
    const { kind, code, attempts, retryable, retryAfterMs, outcomeUnknown } = error;
    assert.deepEqual([kind, code, attempts, retryable], ["throttled", "Throttling.User", 1, true]);
    assert.deepEqual([retryAfterMs, outcomeUnknown], [70_000, false]);
    assert.equal(emulator.requests.length, 1);
  });
}

test("rejects when a delay of 700 ms exceeds a timeout of 690 ms", async (t) => {
  const { live } = await serving(t, { faults: [throttle({ retryAfterMs: 700 })] });
  const { kind, retryAfterMs } = await rejection(live({ timeoutMs: 690 }).stopRtcCloudRecording(task));
  assert.deepEqual([kind, retryAfterMs], ["throttled", 700]);
});

test("rejects with a known outcome when every attempt is throttled", async (t) => {
  const { live } = await serving(t, { faultFor: () => throttle({ retryAfterMs: 1 }) });
  const { kind, attempts, outcomeUnknown, retryAfterMs } = await rejection(live().stopRtcCloudRecording(task));
  assert.deepEqual([kind, attempts, outcomeUnknown], ["throttled", 4, false]);
  assert.equal(retryAfterMs, 1, "the delay of the last response");
});

test("retry: false rejects with retryAfterMs", async (t) => {
  const { live } = await serving(t, { faults: [throttle({ retryAfterMs: 700 })] });
  const { kind, attempts, retryAfterMs } = await rejection(live({ retry: false }).stopRtcCloudRecording(task));
  assert.deepEqual([kind, attempts, retryAfterMs], ["throttled", 1, 700]);
});

test("ignores an invalid retry-after delay", async (t) => {
  for (const retryAfterMs of ["0", "-5", "soon", "1e99", ""]) {
    const { live } = await serving(t, { faults: [throttle({ retryAfterMs })] });
    const { attempts } = await live().stopRtcCloudRecording(task);
    assert.equal(attempts, 2, retryAfterMs);
  }
});
