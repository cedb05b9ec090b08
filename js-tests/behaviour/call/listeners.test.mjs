// Listeners of a call beside the listeners of its client, the ID of a call, and its context.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, stopRtcCloudRecording } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { quick, rejection, task } from "../../support/live.mjs";
import { runNode } from "../../support/run-program.mjs";

const options = (faults = []) => {
  const { fetch } = createLiveEmulator({ recordings: { [task.taskId]: "RUNNING" }, faults });
  return { credentials: testAccessKey, fetch, retry: quick };
};

test("each event goes to the client's listener, and then, as the same object, to the listener of the call", async () => {
  const told = [];
  const live = createClient({ ...options(["throttle"]), onEvent: (event) => told.push(["client", event]) });
  await live.stopRtcCloudRecording(task, { onEvent: (event) => told.push(["call", event]) });
  assert.equal(told.length, 12);
  for (let i = 0; i < told.length; i += 2) {
    assert.deepEqual([told[i][0], told[i + 1][0]], ["client", "call"]);
    assert.equal(told[i][1], told[i + 1][1]);
  }
  await live.stopRtcCloudRecording(task);
  assert.ok(
    told.slice(12).every(([who]) => who === "client"),
    "the listener of a call hears of no other call",
  );
});

test("a call without a client tells its listener of each event once", async () => {
  const types = [];
  await stopRtcCloudRecording(task, { ...options(["throttle"]), onEvent: ({ type }) => types.push(type) });
  assert.deepEqual(types, ["request", "response", "retry", "request", "response", "outcome"]);
});

test("an exception of one listener, now or later, does not keep the event from the other", async () => {
  const failures = [
    () => {
      throw new Error("now");
    },
    () => Promise.reject(new Error("later")),
    () => new Promise((_, reject) => setImmediate(reject, new Error("much later"))),
    () => Object.defineProperty({}, ["then"].join(""), { value: (_, reject) => reject(new Error("a thenable")) }),
    () => new Proxy({}, { get: () => assert.fail("a thenable that throws") }),
  ];
  for (const onEvent of failures) {
    const types = [];
    const note = ({ type }) => types.push(type);
    await createClient({ ...options(), onEvent }).stopRtcCloudRecording(task, { onEvent: note });
    await createClient({ ...options(), onEvent: note }).stopRtcCloudRecording(task, { onEvent });
    assert.deepEqual(types, ["request", "response", "outcome", "request", "response", "outcome"]);
  }
  // An unhandled rejection would fail this test.
  await new Promise((resolve) => setTimeout(resolve, 20));
});

const contexts = [0, "", false, null, "text", 5n, Symbol("context"), () => {}, { a: 1 }, Object.freeze([1]), new Map()];
for (const context of contexts) {
  test(`a context of type ${context === null ? "null" : typeof context}, ${String(context)}, is passed through untouched`, async () => {
    const events = [];
    const live = createClient({ ...options(["throttle"]), onEvent: (event) => events.push(event) });
    await live.stopRtcCloudRecording(task, { context });
    assert.equal(events.length, 6);
    for (const event of events) assert.equal(event.context, context);
    if (Object(context) === context) assert.equal(Object.isFrozen(context), Array.isArray(context));
  });
}

test("events of a call without a context have no such member", async () => {
  const events = [];
  const live = createClient({ ...options(), onEvent: (event) => events.push(event) });
  await live.stopRtcCloudRecording(task);
  await live.stopRtcCloudRecording(task, { context: undefined });
  assert.ok(events.length > 0 && events.every((event) => !("context" in event)));
});

test("all events of a call have its ID, and no event of another call, client or process has it", async () => {
  const ids = [];
  for (let i = 0; i < 3; i++) {
    const live = createClient({ ...options(["throttle"]), onEvent: ({ callId }) => ids.push(callId) });
    const calls = [live.stopRtcCloudRecording(task), live.stopRtcCloudRecording(task)];
    const failed = rejection(live.stopRtcCloudRecording({ taskId: "unknown" }));
    await Promise.all([...calls, failed]);
  }
  await stopRtcCloudRecording(task, { ...options(), onEvent: ({ callId }) => ids.push(callId) });
  assert.equal(new Set(ids).size, 10);
  const program = `
    import { stopRtcCloudRecording } from "apsara-live";
    import { createLiveEmulator, testAccessKey as credentials } from "apsara-live/testing";
    const { fetch } = createLiveEmulator({ recordings: { a: "RUNNING" } });
    await stopRtcCloudRecording({ taskId: "a" }, { credentials, fetch, onEvent: ({ type, callId }) => type === "outcome" && console.log(callId) });`;
  const other = await runNode(["--input-type=module", "--eval", program], { cwd: import.meta.dirname });
  assert.ok(!ids.includes(other.trim()));
  assert.notEqual(other.trim().split("-")[0], ids[0].split("-")[0]);
});
