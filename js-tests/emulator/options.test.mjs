// Validation of the emulator's options, faults and states: a refusal is a TypeError that names the path of the value.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { createLiveEmulator } from "apsara-live/testing";
import { assertNoLeak } from "../support/leaks.mjs";
import { acs3, codeOf, date, key, now, send } from "./signers.mjs";

const create = (options) => createLiveEmulator({ recordings: { task: "RUNNING" }, now: () => now, ...options });
/** Object whose member `name` throws when read. */
const throwing = (name) =>
  Object.defineProperty({}, name, {
    enumerable: true,
    get() {
      throw new Error("MARKER");
    },
  });
/** Revoked proxy of `target`; every access throws. */
const revoked = (target) => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
/** Object that inherits the member `name`. */
const inheriting = (name, value) => Object.create({ [name]: value });

/** Path in the message, expectation in the message, and invalid options. */
const REFUSED = [
  ["options", "an object", null],
  ["options", "an object", []],
  ["options", "an object", "x"],
  ["options.accesskeys", 'unknown key; did you mean "accessKeys"?', { accesskeys: [] }],
  ["options.accessKeys", "an array", { accessKeys: {} }],
  ["options.accessKeys[0]", "an object", { accessKeys: [null] }],
  ["options.accessKeys[0].accessKeyId", "a non-empty string", { accessKeys: [{ accessKeySecret: "MARKER" }] }],
  [
    "options.accessKeys[1].accessKeySecret",
    "a non-empty string",
    { accessKeys: [key, { accessKeyId: "a", accessKeySecret: 5 }] },
  ],
  ["options.accessKeys[0]", "an object", { accessKeys: [inheriting("accessKeyId", "x")] }],
  ["options.accessKeys[0].securityToken", "a non-empty string", { accessKeys: [{ ...key, securityToken: "" }] }],
  [
    "options.accessKeys[0].expiration",
    "a Date, an ISO 8601 string or milliseconds since 1970",
    { accessKeys: [{ ...key, securityToken: "MARKER", expiration: "soon" }] },
  ],
  [
    "options.accessKeys[0].expiration",
    "no expiration without a securityToken",
    { accessKeys: [{ ...key, expiration: date }] },
  ],
  ["options.accessKeys[0].disabled", "true or false", { accessKeys: [{ ...key, disabled: "yes" }] }],
  [
    "options.accessKeys[0].secret",
    'unknown key; did you mean "accessKeySecret"?',
    { accessKeys: [{ ...key, secret: "MARKER" }] },
  ],
  ["options.accessKeys[1].accessKeyId", "an id that no other key has", { accessKeys: [key, key] }],
  ["options.recordings", "an object or a Map", { recordings: new Array(1) }],
  ["options.recordings", "an object or a Map", { recordings: null }],
  ["options.recordings", "an object or a Map", { recordings: "RUNNING" }],
  ["options.recordings", "an object or a Map", { recordings: new Set(["a"]) }],
  ["options.recordings", "an object or a Map", { recordings: new Proxy(new Map(), {}) }],
  ["options.recordings", "an object or a Map", { recordings: new (class Recordings {})() }],
  ['options.recordings["a"]', oneOf("RUNNING", "RECOVERING", "STOPPING", "STOPPED"), { recordings: { a: "RUNING" } }],
  [
    'options.recordings["a"]',
    oneOf("RUNNING", "RECOVERING", "STOPPING", "STOPPED"),
    { recordings: new Map([["a", 1]]) },
  ],
  ["options.recordings", "keys that are non-empty strings", { recordings: { "": "RUNNING" } }],
  ["options.recordings", "keys that are non-empty strings", { recordings: new Map([[1, "RUNNING"]]) }],
  ["options.monitors", "an object or a Map", { monitors: [] }],
  ['options.monitors["a"]', oneOf("RUNNING", "STOPPED"), { monitors: { a: "RECOVERING" } }],
  ['options.monitors["a"]', oneOf("RUNNING", "STOPPED"), { monitors: new Map([["a", "RECOVERING"]]) }],
  ["options.now", "a function", { now: 5 }],
  ["options.stopsAfterMs", "a number of milliseconds from 0 to 2147483647, or Infinity", { stopsAfterMs: -1 }],
  ["options.stopsAfterMs", "a number of milliseconds from 0 to 2147483647, or Infinity", { stopsAfterMs: "5" }],
  ["options.stopsAfterDescribes", "a whole number from 1 to 2147483647", { stopsAfterDescribes: 0 }],
  ["options.stopsAfterDescribes", "no stopsAfterMs beside it", { stopsAfterDescribes: 1, stopsAfterMs: 0 }],
  [
    "options.latencyMs",
    "a number of milliseconds from 0 to 2147483647, or a function that returns one",
    { latencyMs: Infinity },
  ],
  ["options.keepRequests", "a whole number from 0 to 2147483647", { keepRequests: 1.5 }],
  ["options.recordTimes", "true or false", { recordTimes: 1 }],
  ["options.quota", "an object", { quota: 50 }],
  ["options.quota.stopRtcCloudRecording", "a whole number from 1 to 100000", { quota: { stopRtcCloudRecording: 0 } }],
  [
    "options.quota.StopRtcCloudRecording",
    'unknown key; did you mean "stopRtcCloudRecording"?',
    { quota: { StopRtcCloudRecording: 50 } },
  ],
  ["options.quotaWindow", oneOf("sliding", "calendar", "anchored"), { quotaWindow: "fixed" }],
  ["options.others", "an object", { others: 30 }],
  ["options.others.stopRtcCloudRecording", "a quota for the operation", { others: { stopRtcCloudRecording: 30 } }],
  [
    "options.others.stopRtcCloudRecording",
    "a whole number from 1 to 20, the quota",
    { others: { stopRtcCloudRecording: 30 }, quota: { stopRtcCloudRecording: 20 } },
  ],
  ["options.faults", "an array", { faults: "throttle" }],
  ["options.faults[0]", "the type of a fault, an object with a type, or null", { faults: [5] }],
  ["options.faults[1].type", /^one of "none", "throttle", /, { faults: [null, "throtle"] }],
  ["options.faults[0].type", /^one of "none", "throttle", /, { faults: [{}] }],
  ["options.faults[0].type", /^one of "none", "throttle", /, { faults: ["toString"] }],
  ["options.faults[0].type", /^one of "none", "throttle", /, { faults: [inheriting("type", "reset")] }],
  ["options.faults[0].sttus", 'unknown key; did you mean "status"?', { faults: [{ type: "throttle", sttus: 1 }] }],
  ["options.faults[0].status", "a whole number from 200 to 599", { faults: [{ type: "throttle", status: 103 }] }],
  ["options.faults[0].executes", /^unknown key; /, { faults: [{ type: "reset", executes: true }] }],
  ["options.faults[0].ms", "a number of milliseconds from 0 to 2147483647", { faults: ["slow"] }],
  [
    "options.faults[0].ms",
    "a number of milliseconds from 0 to 2147483647",
    { faults: [{ type: "slow", ms: 2 ** 31 }] },
  ],
  [
    "options.faults[0].delay",
    '"after-execution" when part is "body"',
    { faults: [{ type: "slow", ms: 1, part: "body", delay: "before-execution" }] },
  ],
  ["options.faults[0].part", 'one of "headers", "body"', { faults: [{ type: "hang", part: "tail" }] }],
  ["options.faults[0].location", "a non-empty string", { faults: ["redirect"] }],
  ["options.faults[0].body", "a string or a Uint8Array", { faults: ["garbage"] }],
  [
    'options.faults[0].headers["a"]',
    "a string, or null to leave the header out",
    { faults: [{ type: "none", headers: { a: 1 } }] },
  ],
  ["options.faults[0].headers", "an object", { faults: [{ type: "none", headers: new Headers() }] }],
  ["options.recordings", "an object or a Map", { recordings: throwing("a") }],
  ["options.faults", "an array", { faults: revoked([]) }],
  ["options.faultFor", "a function", { faultFor: "throttle" }],
];

function oneOf(...states) {
  return `one of "${states.join('", "')}"`;
}

for (const [path, expected, options] of REFUSED) {
  test(`refuses ${path} in ${inspect(options, { depth: 4 }).replace("MARKER", "…")}`, () => {
    assert.throws(
      () => createLiveEmulator(options),
      (error) => {
        assert.ok(error instanceof TypeError);
        assert.equal(error.message.slice(0, path.length), path);
        const rest = error.message.slice(path.length);
        const expectation = rest.replace(/^: (?:expected )?/, "");
        assert.equal(rest.startsWith(": expected "), !expectation.startsWith("unknown key; "), error.message);
        if (expected instanceof RegExp) assert.match(expectation, expected);
        else assert.equal(expectation, expected);
        assertNoLeak(error, ["MARKER"]);
        return true;
      },
    );
  });
}

test("refuses invalid states, faults and times that are set later", async () => {
  const emulator = create();
  assert.throws(
    () => emulator.recordings.set("a", "DONE"),
    /^TypeError: recordings\["a"\]: expected one of "RUNNING", "RECOVERING", "STOPPING", "STOPPED"$/,
  );
  assert.throws(
    () => emulator.recordings.set("", "RUNNING"),
    /^TypeError: recordings: expected keys that are non-empty/,
  );
  assert.throws(
    () => emulator.monitors.set("a", 1),
    /^TypeError: monitors\["a"\]: expected one of "RUNNING", "STOPPED"$/,
  );
  assert.throws(() => emulator.faults.push("thrttle"), /^TypeError: faults\[0\]\.type: expected one of /);
  assert.throws(() => emulator.faults.unshift(null, { type: "slow" }), /^TypeError: faults\[1\]\.ms: expected /);
  assert.deepEqual(emulator.faults, []);
  emulator.faults[0] = "thrttle";
  await assert.rejects(send(emulator.fetch, acs3()), /^TypeError: faults\[0\]\.type: expected one of /);
  await assert.rejects(send(create({ faultFor: () => "thrttle" }).fetch, acs3()), /^TypeError: faultFor\(\)\.type: /);
  for (const time of [NaN, "5", 8.7e15, undefined])
    await assert.rejects(
      send(create({ now: () => time }).fetch, acs3()),
      /^TypeError: options\.now\(\): expected milliseconds since 1970$/,
    );
});

test("copies recordings and monitors from a Map of any realm", async () => {
  const recordings = new Map([
    ["task", "RUNNING"],
    ["__proto__", "STOPPED"],
  ]);
  const monitors = runInNewContext('new Map([["m", "STOPPED"]])');
  const emulator = create({ recordings, monitors });
  assert.deepEqual([...emulator.recordings], [...recordings]);
  assert.deepEqual([...emulator.monitors], [["m", "STOPPED"]]);
  assert.equal(await codeOf(await send(emulator.fetch, acs3())), undefined);
  assert.deepEqual([emulator.recordings.get("task"), recordings.get("task")], ["STOPPED", "RUNNING"]);
  const second = createLiveEmulator({ recordings: emulator.recordings });
  assert.deepEqual([...second.recordings], [...emulator.recordings]);
});

test("accepts recordings in an object without a prototype or of another realm", () => {
  const bare = Object.assign(Object.create(null), { a: "RUNNING" });
  for (const recordings of [bare, runInNewContext('({ a: "RUNNING" })')])
    assert.deepEqual([...create({ recordings }).recordings], [["a", "RUNNING"]]);
});

test("accepts undefined for every optional option", () => {
  const emulator = createLiveEmulator({
    accessKeys: undefined,
    recordings: undefined,
    monitors: undefined,
    now: undefined,
    faults: undefined,
    faultFor: undefined,
    stopsAfterMs: undefined,
    stopsAfterDescribes: undefined,
    latencyMs: undefined,
    keepRequests: undefined,
    recordTimes: undefined,
    quota: { stopRtcCloudRecording: undefined },
    quotaWindow: undefined,
    others: { stopRtcCloudRecording: undefined },
  });
  createLiveEmulator({ quota: undefined, others: undefined });
  assert.deepEqual([emulator.recordings.size, emulator.monitors.size, emulator.faults], [0, 0, []]);
  createLiveEmulator({
    accessKeys: [{ ...key, securityToken: undefined, expiration: undefined, disabled: undefined }],
  });
  assert.equal(createLiveEmulator({ faults: [{ type: "throttle", status: undefined }] }).faults[0].type, "throttle");
});

test("ignores members that Object.prototype has", async () => {
  Object.prototype.faultFor = () => "reset";
  try {
    assert.equal((await send(create().fetch, acs3())).status, 200);
  } finally {
    delete Object.prototype.faultFor;
  }
});

test("calls the functions of the options without this", async () => {
  const receivers = [];
  const emulator = create({
    now() {
      receivers.push(this);
      return now;
    },
    faultFor() {
      receivers.push(this);
      return null;
    },
  });
  assert.equal((await send(emulator.fetch, acs3())).status, 200);
  assert.deepEqual([...new Set(receivers)], [undefined]);
});

test("copies the headers of a fault", async () => {
  const headers = { "x-extra": "1" };
  const emulator = create({ faults: [{ type: "none", headers }] });
  headers["x-extra"] = 2;
  assert.equal((await send(emulator.fetch, acs3())).headers.get("x-extra"), "1");
});
