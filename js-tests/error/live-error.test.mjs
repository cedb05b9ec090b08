// LiveError: instanceof across copies, subclasses, inspection and JSON.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { inspect } from "node:util";
import * as esm from "apsara-live";
import { decide } from "apsara-live/queue";
import * as slim from "apsara-live/slim";
import { createLiveError } from "apsara-live/testing";
import { rejection } from "../support/live.mjs";

const cjs = createRequire(import.meta.url)("apsara-live");
const { LiveError } = esm;

const fail = async function theCaller(api = esm) {
  return rejection(api.stopRtcCloudRecording({}, { credentials: { accessKeyId: "i", accessKeySecret: "s" } }));
};

test("instanceof recognises errors of the ES module and of the CommonJS copy", async () => {
  assert.notEqual(esm.LiveError, cjs.LiveError);
  assert.equal(esm.LiveError, slim.LiveError);
  for (const api of [esm, cjs]) {
    const error = await fail(api);
    assert.ok(error instanceof esm.LiveError && error instanceof cjs.LiveError && error instanceof Error);
    assert.equal(error.constructor, api.LiveError);
    assert.equal(error.code, "ERR_MISSING_PARAMETER");
  }
});

test("instanceof rejects other values", () => {
  const looksAlike = Object.assign(new Error("x"), { name: "LiveError", kind: "argument", code: "ERR_INTERNAL" });
  for (const value of [looksAlike, new Error("x"), {}, null, undefined, "LiveError", 1, () => {}, Symbol("x")]) {
    assert.ok(!(value instanceof LiveError), inspect(value));
  }
});

test("instanceof of a subclass recognises only instances of the subclass", async () => {
  class Mine extends LiveError {}
  const mine = new Mine({ message: "m", kind: "service", code: "C" });
  assert.ok(mine instanceof Mine && mine instanceof LiveError && mine instanceof cjs.LiveError);
  assert.ok(!((await fail()) instanceof Mine));
  assert.ok(!(new (class Other extends LiveError {})({ message: "m" }) instanceof Mine));
});

test("has the name, message and stack of an error, and the stack names the caller", async () => {
  const error = await fail();
  assert.equal(error.name, "LiveError");
  assert.equal(String(error), "LiveError: params.taskId: expected a string, but it is missing");
  assert.match(error.stack, /^LiveError: params\.taskId/);
  assert.ok(error.stack.includes("live-error.test.mjs"), error.stack);
  assert.ok(!Object.keys(error).includes("name"));
});

test("JSON and inspect show every member", async () => {
  const error = await fail();
  assert.deepEqual(JSON.parse(JSON.stringify({ error })).error, {
    name: "LiveError",
    message: error.message,
    kind: "argument",
    code: "ERR_MISSING_PARAMETER",
    operation: "StopRtcCloudRecording",
    attempts: 0,
    retryable: false,
    outcomeUnknown: false,
  });
  for (const each of [error, await fail(cjs)]) {
    assert.match(inspect(each), /^LiveError: .*\n(.*\n)*.*kind: 'argument'/);
    assert.equal(each.constructor.name, "LiveError");
  }
});

test("omits unknown members instead of setting them to undefined", async () => {
  const error = await fail();
  for (const member of ["status", "httpStatus", "requestId", "retryAfterMs", "recommend", "accessDenied", "cause"])
    assert.ok(!(member in error), member);
});

test("keeps the cause and omits it from JSON", async () => {
  const cause = Object.assign(new Error("the caller's own"), { code: "EDETAIL" });
  const fetch = () => Promise.reject(cause);
  const options = { credentials: { accessKeyId: "i", accessKeySecret: "s" }, fetch, retry: false };
  const error = await rejection(esm.stopRtcCloudRecording({ taskId: "x" }, options));
  assert.deepEqual([error.cause.message, error.cause.code], [cause.message, cause.code]);
  assert.ok(error.message.endsWith(": the caller's own"), error.message);
  const json = JSON.stringify(error);
  assert.ok(!json.includes("EDETAIL") && !("cause" in JSON.parse(json)), json);
  assert.deepEqual(JSON.parse(JSON.stringify(error)), { ...error, name: "LiveError", message: error.message });
  assert.ok(!("cause" in error.toJSON()));
});

test("comes back from JSON with all members but the cause", () => {
  const error = createLiveError({
    kind: "throttled",
    code: "Throttling.User",
    httpStatus: 503,
    requestId: "R",
    retryAfterMs: 7,
    outcomeUnknown: true,
    accessDenied: { action: "live:A" },
    cause: new Error("lost"),
  });
  for (const json of [error.toJSON(), JSON.stringify(error), structuredClone(error.toJSON())]) {
    const back = LiveError.fromJSON(json);
    assert.ok(back instanceof LiveError && back instanceof Error);
    assert.deepEqual(back.toJSON(), error.toJSON());
    assert.deepEqual(decide(back), decide(error));
    assert.ok(!("cause" in back));
  }
});

test("of JSON, takes only members of an error", () => {
  const json = {
    ...createLiveError().toJSON(),
    httpStatus: "7",
    toJSON: "x",
    stack: "x",
    status: 404,
    __proto__: { kind: "x" },
  };
  const back = LiveError.fromJSON(json);
  assert.equal(back.httpStatus, undefined);
  assert.ok(typeof back.toJSON === "function" && !("status" in back) && back.stack !== "x");
  const values = [undefined, null, 7, {}, [], new Error("x"), { name: "LiveError" }, { kind: "service" }];
  for (const other of [...values, "{}", "", "nul", JSON.stringify(json).slice(0, -1)]) {
    assert.throws(() => esm.LiveError.fromJSON(other), {
      name: "TypeError",
      message: /expected the JSON of a LiveError/,
    });
  }
});

test("fromJSON refuses an error without its outcome: an unknown one would become a known one", () => {
  const json = createLiveError({ kind: "network", code: "ERR_NETWORK", message: "m", outcomeUnknown: true }).toJSON();
  assert.equal(esm.LiveError.fromJSON(json).outcomeUnknown, true);
  for (const change of [
    { outcomeUnknown: undefined },
    { outcomeUnknown: "true" },
    { retryable: 1 },
    { attempts: null },
  ]) {
    assert.throws(() => esm.LiveError.fromJSON({ ...json, ...change }), TypeError, JSON.stringify(change));
  }
});
