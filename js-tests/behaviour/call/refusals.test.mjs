// Refused arguments: every listener that is usable hears of them by one event, `outcome`, wherever the argument is refused.
import assert from "node:assert/strict";
import diagnostics from "node:diagnostics_channel";
import { test } from "node:test";
import { createClient, stopLiveStreamMonitor, stopRtcCloudRecording } from "apsara-live";
import { createApi } from "apsara-live/slim";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { monitor, rejection, task } from "../../support/live.mjs";

const boom = () => {
  throw new Error("cannot be read");
};
const unreadable = (key) => Object.defineProperty({}, key, { enumerable: true, get: boom });

const { fetch } = createLiveEmulator({ recordings: { [task.taskId]: "RUNNING" } });
const clientOptions = { credentials: testAccessKey, fetch };
const started = createClient(clientOptions);

/** Unusable parameters of the operations; the core refuses the last two. */
const paramsOf = (name) => ({
  "parameters that are no object": 7,
  "parameters that are a list": [],
  "a parameter that is no text": { [name]: 7 },
  "a parameter that is missing": {},
  "an unknown parameter": { [name]: "id", other: 1 },
  "a parameter that cannot be read": unreadable(name),
  "a text that is too long": { [name]: "x".repeat(1_000_000) },
  "a blank text": { [name]: "" },
  "a text with white space around it": { [name]: " id " },
});

/** Unusable parameters of any action. */
const actionParams = {
  "parameters that are no object": 7,
  "a parameter that is a function": { A: () => {} },
  "a parameter that cannot be read": unreadable("A"),
  "a parameter of the signature": { Signature: "s" },
};

/** Unusable options of every call. */
const callOptions = {
  "an unknown option": { other: 1 },
  "an option with a typing error": { timeOutMs: 1 },
  "a timeout of 0": { timeoutMs: 0 },
  "a retry that is a number": { retry: 3 },
  "a retry with an unknown member": { retry: { attempts: 3 } },
  "an object in place of a signal": { signal: {} },
  "a signal that refuses listeners": { signal: { aborted: false, addEventListener: boom, removeEventListener() {} } },
  "an option that cannot be read": unreadable("timeoutMs"),
  "a context that cannot be read": unreadable("context"),
};

/** Unusable options that `sign` has, too; the core refuses the last one. */
const signOptions = {
  "an unknown option": { other: 1 },
  "a timeout of 0": { timeoutMs: 0 },
  "a signal that refuses listeners": callOptions["a signal that refuses listeners"],
  "a word in place of a date": { date: "today" },
  "an unknown method": { method: "PUT" },
  "a nonce with a line break": { nonce: "a\nb" },
};

/** Unusable options of a client, in a call without one. */
const ownOptions = {
  "credentials without a secret": { credentials: { accessKeyId: "i" } },
  "a word in place of a region": { region: "Moon!" },
  "an endpoint over plain HTTP": { endpoint: "http://live.example" },
  "a number in place of fetch": { fetch: 7 },
  "a number in place of quotas": { quota: 7 },
};

const actions = {
  "a name that is no text": 7,
  "a blank name": "",
  "a name with a sign": "Stop-It",
  "a name with a typing error": "stoprtccloudrecording",
};

const good = {
  StopRtcCloudRecording: task,
  StopLiveStreamMonitor: monitor,
  DescribeRtcCloudRecordingFiles: task,
  DescribeLiveStreamMonitorList: {},
  StartRtcCloudRecording: {},
};

/** `[what, operation, call]`: each call gets a client, and the options that the test adds. */
const cases = [];
const add = (what, operation, call, hears = "client and call") => cases.push({ what, operation, call, hears });
const each = (kinds, work) => {
  for (const [what, kind] of Object.entries(kinds)) work(what, kind);
};
/** Keeps the getters of the options. */
const withAdded = (options, added) =>
  Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(options), ...Object.getOwnPropertyDescriptors(added) },
  );

const methods = {
  stopRtcCloudRecording: ["StopRtcCloudRecording", "taskId"],
  stopLiveStreamMonitor: ["StopLiveStreamMonitor", "monitorId"],
  describeRtcCloudRecordingFiles: ["DescribeRtcCloudRecordingFiles", "taskId"],
};
for (const [method, [operation, id]] of Object.entries(methods)) {
  each(paramsOf(id), (what, params) => {
    add(`${method}, ${what}`, operation, (live, added) => live[method](params, added));
  });
  each(callOptions, (what, options) => {
    add(`${method}, ${what}`, operation, (live, added) => live[method](good[operation], withAdded(options, added)));
  });
}
each({ "a page that is a text": { pageNum: "x" }, "an unknown parameter": { other: 1 } }, (what, params) => {
  const call = (live, added) => live.describeLiveStreamMonitorList(params, added);
  add(`describeLiveStreamMonitorList, ${what}`, "DescribeLiveStreamMonitorList", call);
});
each(actions, (what, action) => {
  add(`call, ${what}`, "", (live, added) => live.call(action, {}, added));
  add(`sign, ${what}`, "", (live) => live.sign(action, {}), "client");
});
each(actionParams, (what, params) => {
  add(`call, ${what}`, "StartRtcCloudRecording", (live, added) => live.call("StartRtcCloudRecording", params, added));
  add(`sign, ${what}`, "StartRtcCloudRecording", (live) => live.sign("StartRtcCloudRecording", params), "client");
});
each({ ...callOptions, "a number in place of a version": { version: 7 } }, (what, options) => {
  const call = (live, added) => live.call("StartRtcCloudRecording", {}, withAdded(options, added));
  add(`call, ${what}`, "StartRtcCloudRecording", call);
});
each(paramsOf("taskId"), (what, params) => {
  add(`sign, ${what}`, "StopRtcCloudRecording", (live) => live.sign("StopRtcCloudRecording", params), "client");
});
each(signOptions, (what, options) => {
  add(`sign, ${what}`, "StopRtcCloudRecording", (live) => live.sign("StopRtcCloudRecording", task, options), "client");
});
for (const [how, stop] of [
  ["stopRtcCloudRecording", stopRtcCloudRecording],
  ["stopRtcCloudRecording of createApi", createApi(() => boom()).stopRtcCloudRecording],
]) {
  each({ ...callOptions, ...ownOptions }, (what, options) => {
    // A signal is asked for listeners before the wasm is loaded.
    const call = (_, added) => stop(task, withAdded({ ...clientOptions }, withAdded(options, added)));
    add(`${how} without a client, ${what}`, "StopRtcCloudRecording", call, "call");
  });
}
each(paramsOf("monitorId"), (what, params) => {
  const call = (_, added) => stopLiveStreamMonitor(params, { ...clientOptions, ...added });
  add(`stopLiveStreamMonitor without a client, ${what}`, "StopLiveStreamMonitor", call, "call");
});

/** Subscribes to all channels, which hear the events of each call, too. */
function channels(t, events) {
  for (const type of ["request", "response", "retry", "credentials", "outcome"]) {
    const listener = (event) => events.push(event);
    diagnostics.subscribe(`apsara-live:${type}`, listener);
    t.after(() => diagnostics.unsubscribe(`apsara-live:${type}`, listener));
  }
}

for (const { what, operation, call, hears } of cases) {
  test(`${what}: one event`, async (t) => {
    const heard = { client: [], call: [], channel: [] };
    const context = what.includes("context") ? undefined : { mine: true };
    const added = { onEvent: (event) => heard.call.push(event), ...(context && { context }) };
    const live = createClient({ ...clientOptions, onEvent: (event) => heard.client.push(event) });
    channels(t, heard.channel);
    const { kind, code, ...error } = await rejection(call(live, added));
    assert.match(code, /^ERR_/);
    assert.deepEqual([error.attempts, error.outcomeUnknown, error.operation ?? ""], [0, false, operation]);
    const usable = { "client and call": ["client", "call"], client: ["client"], call: ["call"] }[hears];
    for (const listener of Object.keys(heard)) {
      const count = listener === "channel" || usable.includes(listener) ? 1 : 0;
      assert.equal(heard[listener].length, count, `events of the ${listener}: ${JSON.stringify(heard[listener])}`);
    }
    const [event] = heard.channel;
    for (const listener of usable) assert.equal(heard[listener][0], event);
    const { callId, durationMs, ...rest } = event;
    assert.match(callId, /^[a-z0-9]{8}-\d+$/);
    assert.ok(durationMs >= 0);
    assert.deepEqual(rest, {
      type: "outcome",
      operation,
      ...(hears !== "client" && context && { context }),
      outcome: "failed",
      kind,
      code,
      attempts: 0,
      outcomeUnknown: false,
      aborted: false,
    });
    assert.ok(Object.isFrozen(event));
  });
}

test("a listener that is unusable hears nothing, and the other one hears of its refusal", async () => {
  for (const onEvent of [7, "text", null, {}]) {
    const events = [];
    const live = createClient({ ...clientOptions, onEvent: (event) => events.push(event) });
    const { code } = await rejection(live.stopRtcCloudRecording(task, { onEvent }));
    assert.deepEqual([code, events.map(({ type }) => type)], ["ERR_INVALID_OPTION", ["outcome"]]);
    assert.equal((await rejection(stopRtcCloudRecording(task, { ...clientOptions, onEvent }))).code, code);
  }
  const events = [];
  const live = createClient({ ...clientOptions, onEvent: (event) => events.push(event) });
  await rejection(live.stopRtcCloudRecording(task, unreadable("onEvent")));
  // An inherited member is no option.
  await rejection(live.stopRtcCloudRecording(task, Object.create({ onEvent: (event) => events.push(event) })));
  await rejection(live.stopRtcCloudRecording(task, null));
  assert.deepEqual(events.map(({ type }) => type), ["outcome", "outcome", "outcome"]); // biome-ignore format: a list
});

test("a runtime without crypto or fetch: one event for each call", async () => {
  const events = [];
  const live = createClient({ credentials: testAccessKey, onEvent: (event) => events.push(event) });
  const calls = {
    fetch: [() => live.stopRtcCloudRecording(task), () => live.describeRtcCloudRecordingFiles(task), () => live.call("AnyAction")],
    crypto: [() => live.stopRtcCloudRecording(task), () => live.call("AnyAction"), () => live.sign("StopRtcCloudRecording", task)],
  }; // biome-ignore format: a table
  for (const [name, made] of Object.entries(calls)) {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value: undefined, configurable: true });
    try {
      for (const call of made) {
        events.length = 0;
        const { code } = await rejection(call());
        assert.deepEqual([code, events.map((event) => [event.type, event.code])], ["ERR_UNSUPPORTED_RUNTIME", [["outcome", code]]]); // biome-ignore format: a list
      }
    } finally {
      Object.defineProperty(globalThis, name, descriptor);
    }
  }
});

test("each unusable task of a run has one event, and so has each task that the core refuses", async () => {
  const events = [];
  const live = createClient({ ...clientOptions, onEvent: (event) => events.push(event) });
  const tasks = [
    7,
    {},
    { taskId: 7 },
    { monitorId: "m", other: 1 },
    { taskId: "" },
    { taskId: " id " },
    unreadable("taskId"),
  ];
  const { failed } = await live.stopAll(tasks).summary();
  assert.equal(failed, tasks.length);
  assert.deepEqual(
    events.map(({ type, outcome, operation }) => [type, outcome, operation]).sort(),
    ["", "", "StopLiveStreamMonitor", ...Array(4).fill("StopRtcCloudRecording")].map((operation) => ["outcome", "failed", operation]), // biome-ignore format: a list
  );
  assert.equal(new Set(events.map(({ callId }) => callId)).size, tasks.length);
});

test("a refused client or run is no call, and has no event", async () => {
  const events = [];
  const onEvent = (event) => events.push(event);
  assert.throws(() => createClient({ ...clientOptions, onEvent, other: 1 }), { code: "ERR_UNKNOWN_KEY" });
  const live = createClient({ ...clientOptions, onEvent });
  assert.throws(() => live.stopAll([task], { other: 1 }), { code: "ERR_UNKNOWN_KEY" });
  assert.throws(() => live.stopAll(7), { code: "ERR_INVALID_PARAMETER" });
  assert.deepEqual(events, []);
});

test("each refused case of the table has good arguments but for one mistake", async () => {
  for (const [method, [operation]] of Object.entries(methods)) {
    await started[method](good[operation]).catch(({ kind }) => assert.notEqual(kind, "argument"));
  }
  assert.equal((await started.sign("StopRtcCloudRecording", task)).method, "POST");
});
