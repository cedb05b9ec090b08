// Throttled: the wait that the service asks for is kept, and one that cannot fit is not begun.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, serving, task } from "../support/live.mjs";

const throttle = (rest) => ({ type: "throttle", ...rest });
const monotonic = { now: () => performance.timeOrigin + performance.now() };
const gap = ({ requests: [first, second] }) => Math.ceil(second.at - first.at);

const kept = [
  ["x-acs-retry-after, in milliseconds", throttle({ retryAfterMs: 700 }), 700],
  ["with 429", throttle({ status: 429, code: "Throttling.Api", retryAfterMs: 300 }), 300],
  ["with 503", throttle({ status: 503, code: "Throttling", retryAfterMs: 300 }), 300],
  ["retry-after, in seconds", throttle({ retryAfter: 1 }), 1000],
  ["x-acs-retry-after goes first", throttle({ retryAfterMs: 300, retryAfter: 60 }), 300],
  ["503 in HTML with retry-after", { type: "unavailable", retryAfter: 1 }, 1000],
];

for (const [what, fault, ms] of kept) {
  test(`${what}: the next attempt is not before ${ms} ms`, async (t) => {
    const { emulator, live } = await serving(t, { faults: [fault], ...monotonic });
    const { outcome, attempts } = await live().stopRtcCloudRecording(task);
    assert.deepEqual([outcome, attempts], ["stopped", 2]);
    assert.ok(gap(emulator) >= ms, `after ${gap(emulator)} ms`);
  });
}

test("retry-after as a date, by the server's own clock", async (t) => {
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
  // That the test ends at all shows that nobody waits.
  test(`${JSON.stringify(header)} is past the deadline: an error at once`, async (t) => {
    const { emulator, live } = await serving(t, { faults: [throttle(header)] });
    const error = await rejection(live({ timeoutMs: 60_000 }).stopRtcCloudRecording(task));
    const { kind, code, attempts, retryable, retryAfterMs, outcomeUnknown } = error;
    assert.deepEqual([kind, code, attempts, retryable], ["throttled", "Throttling.User", 1, true]);
    assert.deepEqual([retryAfterMs, outcomeUnknown], [70_000, false]);
    assert.equal(emulator.requests.length, 1);
  });
}

test("700 ms, and a deadline before that", async (t) => {
  const { live } = await serving(t, { faults: [throttle({ retryAfterMs: 700 })] });
  const { kind, retryAfterMs } = await rejection(live({ timeoutMs: 690 }).stopRtcCloudRecording(task));
  assert.deepEqual([kind, retryAfterMs], ["throttled", 700]);
});

test("throttled to the end: not executed, and that is known", async (t) => {
  const { live } = await serving(t, { faultFor: () => throttle({ retryAfterMs: 1 }) });
  const { kind, attempts, outcomeUnknown, retryAfterMs } = await rejection(live().stopRtcCloudRecording(task));
  assert.deepEqual([kind, attempts, outcomeUnknown], ["throttled", 4, false]);
  assert.equal(retryAfterMs, 1, "the wait that the last reply asked for");
});

test("retry: false: the error still says how long to wait", async (t) => {
  const { live } = await serving(t, { faults: [throttle({ retryAfterMs: 700 })] });
  const { kind, attempts, retryAfterMs } = await rejection(live({ retry: false }).stopRtcCloudRecording(task));
  assert.deepEqual([kind, attempts, retryAfterMs], ["throttled", 1, 700]);
});

test("a wait that says nothing is not taken for one", async (t) => {
  for (const retryAfterMs of ["0", "-5", "soon", "1e99", ""]) {
    const { live } = await serving(t, { faults: [throttle({ retryAfterMs })] });
    const { attempts } = await live().stopRtcCloudRecording(task);
    assert.equal(attempts, 2, retryAfterMs);
  }
});
