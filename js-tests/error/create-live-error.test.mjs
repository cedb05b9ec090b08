// Tools for tests of applications: createLiveError of apsara-live/testing, and clients with replaced functions.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { mock, test } from "node:test";
import * as esm from "apsara-live";
import { createLiveError, testAccessKey } from "apsara-live/testing";

const require = createRequire(import.meta.url);
const forms = {
  "ES modules": [esm.LiveError, createLiveError],
  CommonJS: [require("apsara-live").LiveError, require("apsara-live/testing").createLiveError],
};

for (const [where, [LiveError]] of Object.entries(forms)) {
  for (const [from, [, create]] of Object.entries(forms)) {
    test(`an error made in ${from} is a LiveError in ${where}`, () => {
      const error = create();
      assert.ok(error instanceof LiveError);
      assert.ok(error instanceof Error);
      assert.deepEqual([error.name, error.constructor.name], ["LiveError", "LiveError"]);
    });
  }
}

/** The defaults by kind: code, attempts, retryable, outcomeUnknown. */
const kinds = {
  argument: ["ERR_INVALID_PARAMETER", 0, false, false],
  credentials: ["ERR_CREDENTIALS_FAILED", 0, true, false],
  service: ["NotFound.Task", 1, false, false],
  throttled: ["Throttling.User", 4, true, false],
  network: ["ERR_NETWORK", 4, true, true],
  timeout: ["ERR_TIMEOUT", 1, true, true],
  protocol: ["ERR_UNREADABLE_REPLY", 4, true, true],
  internal: ["ERR_INTERNAL", 0, true, false],
};

for (const [kind, expected] of Object.entries(kinds)) {
  test(`the defaults of ${kind}`, () => {
    const { code, attempts, retryable, outcomeUnknown, ...rest } = createLiveError({ kind });
    assert.deepEqual([code, attempts, retryable, outcomeUnknown], expected);
    assert.deepEqual(rest, { kind, operation: "StopRtcCloudRecording" });
  });
}

test("without arguments the service does not know the task", () => {
  const error = createLiveError();
  assert.deepEqual([error.kind, error.code], ["service", "NotFound.Task"]);
  assert.equal(error.message, "StopRtcCloudRecording: NotFound.Task, made by a test");
  assert.deepEqual(error, createLiveError({}));
});

test("members that are given replace the defaults, and undefined does not", () => {
  const cause = new Error("cause");
  const given = {
    kind: "throttled",
    code: "Throttling.Api",
    message: "slow down",
    operation: "StopLiveStreamMonitor",
    httpStatus: 400,
    requestId: "R",
    attempts: 7,
    retryable: false,
    retryAfterMs: 1500,
    outcomeUnknown: true,
    recommend: "https://example.com",
    accessDenied: {
      action: "live:A",
      principal: "p",
      principalType: "SubUser",
      denial: "ImplicitDeny",
      policyType: "P",
    },
  };
  const error = createLiveError({ ...given, cause });
  assert.deepEqual(error.toJSON(), { name: "LiveError", ...given });
  assert.equal(error.cause, cause);
  const nothing = Object.fromEntries(Object.keys(given).map((name) => [name, undefined]));
  assert.deepEqual(createLiveError(nothing).toJSON(), createLiveError().toJSON());
});

for (const [details, message] of [
  [{ status: 404 }, 'details.status: unknown key; did you mean "httpStatus"?'],
  [{ kind: "fatal" }, /^details\.kind: expected one of "argument"/],
  [{ code: 404 }, "details.code: expected a non-empty string"],
  [{ attempts: -1 }, /^details\.attempts: expected a whole number/],
  [{ retryable: "yes" }, "details.retryable: expected true or false"],
  [{ operation: "StopAll" }, /^details\.operation: expected one of/],
  [null, "details: expected an object"],
]) {
  test(`refuses ${JSON.stringify(details)}`, () => {
    assert.throws(
      () => createLiveError(details),
      (error) => {
        assert.ok(error instanceof TypeError);
        if (typeof message === "string") assert.equal(error.message, message);
        else assert.match(error.message, message);
        return true;
      },
    );
  });
}

for (const [form, { createClient }] of Object.entries({ "ES modules": esm, CommonJS: require("apsara-live") })) {
  test(`the functions of a client can be replaced by spies, in ${form}`, async (t) => {
    const live = createClient({ credentials: testAccessKey });
    t.after(() => mock.restoreAll());
    for (const name of ["stopRtcCloudRecording", "stopLiveStreamMonitor", "sign"]) {
      const descriptor = Object.getOwnPropertyDescriptor(live, name);
      assert.deepEqual([descriptor.writable, descriptor.configurable, descriptor.enumerable], [true, true, true], name);
      const original = live[name];
      const spy = mock.method(live, name, async () => "spied");
      assert.equal(await live[name]({}), "spied");
      assert.equal(spy.mock.callCount(), 1);
      spy.mock.restore();
      assert.equal(live[name], original);
    }
    const failure = createLiveError({ kind: "timeout" });
    mock.method(live, "stopRtcCloudRecording", () => Promise.reject(failure));
    await assert.rejects(live.stopRtcCloudRecording({ taskId: "x" }), (error) => error === failure);
  });
}
