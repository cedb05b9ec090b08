// Throttling: a call reads the requested delay, keeps it, and rejects at once when the delay exceeds its timeout.
import assert from "node:assert/strict";
import { test } from "node:test";
import { rejection, responding, serving, task } from "../../support/live.mjs";

const throttle = (rest) => ({ type: "throttle", ...rest });
const monotonic = { now: () => performance.timeOrigin + performance.now() };
const gap = ({ requests: [first, second] }) => Math.ceil(second.at - first.at);

const respondingWith = (...reply) => responding([reply]).stopRtcCloudRecording(task);

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
  const servers = Date.now() + 3_600_000;
  const now = () => servers + performance.now();
  const date = (ms) => new Date(servers + ms).toUTCString();
  const fault = throttle({ headers: { date: date(0) }, retryAfter: date(1000) });
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

test("retryAfterMs comes from the service alone", async (t) => {
  for (const [fault, expected] of [
    [{ type: "throttle" }, undefined],
    ["internal-error", undefined],
    ["lost-reply", undefined],
    ["hang", undefined],
    [{ type: "throttle", retryAfterMs: 7 }, 7],
    [{ type: "throttle", retryAfter: 2 }, 2000],
  ]) {
    const { live } = await serving(t, { faultFor: () => fault });
    for (const retry of [false, { maxAttempts: 2, baseDelayMs: 1, maxDelayMs: 5 }]) {
      const error = await rejection(
        live({ attemptTimeoutMs: 300, retry, timeoutMs: 3000 }).stopRtcCloudRecording(task),
      );
      assert.equal(error.retryAfterMs, expected, `${JSON.stringify(fault)}: ${error.message}`);
      assert.equal("retryAfterMs" in error, expected !== undefined);
    }
  }
});

test("measures a date in retry-after from the Date of the response, and ignores invalid delays", async () => {
  const throttled = JSON.stringify({ Code: "Throttling.User", RequestId: "R" });
  const date = "Sun, 06 Nov 1994 08:49:37 GMT";
  const headers = { date, "retry-after": "Sun, 06 Nov 1994 08:49:40 GMT" };
  const error = await rejection(respondingWith(429, throttled, headers));
  assert.deepEqual([error.kind, error.retryAfterMs], ["throttled", 3000]);
  const dates = ["Sun, 06 Nov 1994 08:49:30 GMT", "Mon, 06 Nov 1994 08:49:40 GMT"];
  for (const header of ["retry-after", "x-acs-retry-after"]) {
    for (const invalid of ["", "0", "-7", "soon", "1.5", "+7", "1e3", "1e99", ...dates]) {
      const { retryAfterMs } = await rejection(respondingWith(429, throttled, { date, [header]: invalid }));
      assert.equal(retryAfterMs, undefined, `${header}: ${invalid}`);
    }
  }
  assert.equal((await rejection(respondingWith(429, throttled))).retryAfterMs, undefined);
  const both = { "x-acs-retry-after": "250", "retry-after": "7" };
  assert.equal((await rejection(respondingWith(429, throttled, both))).retryAfterMs, 250);
  const seconds = await rejection(respondingWith(429, throttled, { "retry-after": "7" }));
  assert.equal(seconds.retryAfterMs, 7000);
});
