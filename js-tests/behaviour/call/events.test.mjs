// Events: `onEvent` and node:diagnostics_channel receive every event of a call, once, in order and without secrets.
import assert from "node:assert/strict";
import diagnostics from "node:diagnostics_channel";
import { test } from "node:test";
import { testAccessKey } from "apsara-live/testing";
import { assertNoLeak } from "../../support/leaks.mjs";
import { monitor, received, rejection, serving, task } from "../../support/live.mjs";

/** Returns an `onEvent` and the events that it receives. */
const recorder = () => {
  const events = [];
  return { events, onEvent: (event) => events.push(event) };
};

/** Returns an event without the members that differ between runs. */
function steady({ callId, durationMs, requestId, delayMs, ...event }) {
  assert.match(callId, /^[a-z0-9]{8}-\d+$/);
  if (durationMs !== undefined) assert.ok(durationMs >= 0);
  return event;
}

test("reports the events of a throttled call in order", async (t) => {
  const { url, live } = await serving(t, { faults: [{ type: "throttle", retryAfterMs: 20 }] });
  const { events, onEvent } = recorder();
  const { requestId } = await live({ onEvent }).stopRtcCloudRecording(task);
  const { host } = new URL(url);
  const operation = "StopRtcCloudRecording";
  assert.deepEqual(events.map(steady), [
    { type: "request", operation, attempt: 1, host },
    { type: "response", operation, attempt: 1, status: 400 },
    { type: "retry", operation, attempt: 1, kind: "throttled", code: "Throttling.User" },
    { type: "request", operation, attempt: 2, host },
    { type: "response", operation, attempt: 2, status: 200 },
    { type: "outcome", operation, outcome: "stopped", attempts: 2, outcomeUnknown: false, aborted: false },
  ]);
  assert.equal(new Set(events.map(({ callId }) => callId)).size, 1);
  assert.equal(events[2].delayMs, 20);
  assert.match(events[1].requestId, /^[0-9A-F-]{36}$/);
  assert.equal(events[2].requestId, events[1].requestId);
  assert.notEqual(events[4].requestId, events[1].requestId);
  assert.deepEqual([events[4].requestId, events[5].requestId], [requestId, requestId]);
  assert.ok(events.every(Object.isFrozen));
});

test("reports the renewal of credentials and the error of the call", async (t) => {
  const keys = [1, 2].map((n) => ({ ...testAccessKey, accessKeyId: `id-${n}`, securityToken: `token-${n}` }));
  const accessKeys = [{ ...keys[0], expiration: 0 }, keys[1]];
  const { live } = await serving(t, { accessKeys, monitors: {} });
  const { events, onEvent } = recorder();
  const left = [...keys];
  await rejection(live({ onEvent, credentials: () => left.shift() }).stopLiveStreamMonitor(monitor));
  const summary = events.map(({ type, renewed, code }) => [type, renewed, code].filter((part) => part !== undefined));
  assert.deepEqual(summary, [
    ["credentials", false],
    ["request"],
    ["response"],
    ["credentials", true],
    ["retry", "InvalidSecurityToken.Expired"],
    ["request"],
    ["response"],
    ["outcome", "StreamMonitorNotExist"],
  ]);
});

test("reports whether the outcome of an aborted call is unknown", async (t) => {
  const { emulator, live } = await serving(t, { faults: ["hang"] });
  const { events, onEvent } = recorder();
  const controller = new AbortController();
  const call = live({ onEvent }).stopRtcCloudRecording(task, { signal: controller.signal });
  await received(emulator, 1);
  controller.abort("enough");
  assert.equal(await rejection(call), "enough");
  const { type, outcome, attempts, outcomeUnknown, aborted } = events.at(-1);
  assert.deepEqual([type, outcome, attempts, outcomeUnknown, aborted], ["outcome", "aborted", 1, true, true]);

  const before = recorder();
  const options = { signal: AbortSignal.abort("never") };
  await rejection(live({ onEvent: before.onEvent }).stopRtcCloudRecording(task, options));
  assert.deepEqual(before.events.map(steady), [
    {
      type: "outcome",
      operation: "StopRtcCloudRecording",
      outcome: "aborted",
      attempts: 0,
      outcomeUnknown: false,
      aborted: true,
    },
  ]);
});

test("a signature has an outcome, too", async (t) => {
  const { live } = await serving(t);
  const operation = "StopRtcCloudRecording";
  const outcome = { type: "outcome", operation, attempts: 0, outcomeUnknown: false, aborted: false };
  const sign = async (options, call) => {
    const { events, onEvent } = recorder();
    await live({ ...options, onEvent })
      .sign(operation, task, call)
      .catch(() => {});
    assert.equal(new Set(events.map(({ callId }) => callId)).size, 1);
    return events.map(steady);
  };
  const credentials = { type: "credentials", operation, renewed: false };
  assert.deepEqual(await sign(), [{ ...outcome, outcome: "signed" }]);
  assert.deepEqual(await sign({ credentials: () => testAccessKey }), [credentials, { ...outcome, outcome: "signed" }]);
  const failed = { ...outcome, outcome: "failed", kind: "credentials", code: "ERR_CREDENTIALS_FAILED" };
  assert.deepEqual(await sign({ credentials: () => Promise.reject(new Error("no")) }), [failed]);
  const slow = { credentials: () => new Promise(() => {}) };
  assert.deepEqual(await sign(slow, { timeoutMs: 20 }), [{ ...failed, code: "ERR_CREDENTIALS_TIMEOUT" }]);
  const aborted = { ...outcome, outcome: "aborted", aborted: true };
  assert.deepEqual(await sign(slow, { signal: AbortSignal.timeout(20) }), [aborted]);
  assert.deepEqual(await sign({}, { signal: AbortSignal.abort() }), [aborted]);
});

test("the channels receive the events of onEvent, and no secrets", async (t) => {
  const { emulator, live } = await serving(t, { faults: ["lost-reply", { type: "error", status: 500 }] });
  const { events, onEvent } = recorder();
  const told = [];
  const types = ["request", "response", "retry", "credentials", "outcome"];
  for (const type of types) {
    const listener = (event, name) => told.push([name, event]);
    diagnostics.subscribe(`apsara-live:${type}`, listener);
    t.after(() => diagnostics.unsubscribe(`apsara-live:${type}`, listener));
  }
  await live({ onEvent, signatureMethod: "HMAC-SHA1", retry: { maxAttempts: 2, baseDelayMs: 1 } })
    .stopRtcCloudRecording(task)
    .catch(() => {});
  assert.deepEqual(
    told,
    events.map((event) => [`apsara-live:${event.type}`, event]),
  );
  const signatures = emulator.requests.map(({ params }) => params.Signature);
  assertNoLeak(events, [testAccessKey.accessKeySecret, task.taskId, ...signatures.filter(Boolean)]);
});
