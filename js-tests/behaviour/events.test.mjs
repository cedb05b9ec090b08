// Events: each thing that happens in a call is told once and in order, to `onEvent` and on node:diagnostics_channel, without a secret.
import assert from "node:assert/strict";
import diagnostics from "node:diagnostics_channel";
import { test } from "node:test";
import { testAccessKey } from "apsara-live/testing";
import { assertNoLeak } from "../support/leaks.mjs";
import { monitor, received, rejection, serving, task } from "../support/live.mjs";

const heard = () => {
  const events = [];
  return { events, onEvent: (event) => events.push(event) };
};

/** An event without what differs from run to run. */
function steady({ durationMs, requestId, delayMs, ...event }) {
  if (durationMs !== undefined) assert.ok(durationMs >= 0);
  return event;
}

test("a throttled call", async (t) => {
  const { url, live } = await serving(t, { faults: [{ type: "throttle", retryAfterMs: 20 }] });
  const { events, onEvent } = heard();
  await live({ onEvent }).stopRtcCloudRecording(task);
  const { host } = new URL(url);
  const operation = "StopRtcCloudRecording";
  assert.deepEqual(events.map(steady), [
    { type: "request", operation, attempt: 1, host },
    { type: "response", operation, attempt: 1, status: 400 },
    { type: "retry", operation, attempt: 1, kind: "throttled", code: "Throttling.User" },
    { type: "request", operation, attempt: 2, host },
    { type: "response", operation, attempt: 2, status: 200 },
    { type: "outcome", operation, outcome: "stopped", attempts: 2, outcomeUnknown: false },
  ]);
  assert.equal(events[2].delayMs, 20);
  assert.match(events[1].requestId, /^[0-9A-F-]{36}$/);
  assert.ok(events.every(Object.isFrozen));
});

test("credentials that are renewed, and a failure", async (t) => {
  const keys = [1, 2].map((n) => ({ ...testAccessKey, accessKeyId: `id-${n}`, securityToken: `token-${n}` }));
  const accessKeys = [{ ...keys[0], expiration: 0 }, keys[1]];
  const { live } = await serving(t, { accessKeys, monitors: {} });
  const { events, onEvent } = heard();
  const left = [...keys];
  await rejection(live({ onEvent, credentials: () => left.shift() }).stopLiveStreamMonitor(monitor));
  const told = events.map(({ type, renewed, code }) => [type, renewed, code].filter((part) => part !== undefined));
  assert.deepEqual(told, [
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

test("an aborted call says whether the task may have been stopped", async (t) => {
  const { emulator, live } = await serving(t, { faults: ["hang"] });
  const { events, onEvent } = heard();
  const controller = new AbortController();
  const call = live({ onEvent }).stopRtcCloudRecording(task, { signal: controller.signal });
  await received(emulator, 1);
  controller.abort("enough");
  assert.equal(await rejection(call), "enough");
  const { type, outcome, attempts, outcomeUnknown } = events.at(-1);
  assert.deepEqual([type, outcome, attempts, outcomeUnknown], ["outcome", "aborted", 1, true]);

  const before = heard();
  const options = { signal: AbortSignal.abort("never") };
  await rejection(live({ onEvent: before.onEvent }).stopRtcCloudRecording(task, options));
  assert.deepEqual(before.events.map(steady), [
    {
      type: "outcome",
      operation: "StopRtcCloudRecording",
      outcome: "aborted",
      attempts: 0,
      outcomeUnknown: false,
    },
  ]);
});

test("what a listener throws is ignored", async (t) => {
  const { live } = await serving(t);
  const onEvent = () => {
    throw new Error("a listener's own fault");
  };
  assert.equal((await live({ onEvent }).stopRtcCloudRecording(task)).outcome, "stopped");
});

test("the channels tell the same, and no secret", async (t) => {
  const { emulator, live } = await serving(t, { faults: ["lost-reply", { type: "error", status: 500 }] });
  const { events, onEvent } = heard();
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
