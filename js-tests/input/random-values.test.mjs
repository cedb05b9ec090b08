// Random values as params, options and credentials: a call resolves or rejects with a LiveError, and a refused call sends no request.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, LiveError, stopRtcCloudRecording } from "apsara-live";
import fc from "fast-check";

const credentials = { accessKeyId: "testid", accessKeySecret: "MARKER-secret" };
const task = { taskId: "task-1" };
const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true });
const optionNames = [
  ...["credentials", "region", "network", "endpoint", "signatureMethod", "fetch", "timeoutMs", "attemptTimeoutMs"],
  ...["retry", "alreadyStopped", "userAgent", "onEvent", "signal", "unknown"],
];
const records = (names) => fc.record(Object.fromEntries(names.map((name) => [name, anything])), { requiredKeys: [] });

let sent;
const fetch = async () => {
  sent++;
  return new Response(JSON.stringify({ RequestId: "R", TaskId: "task-1" }));
};

/** Asserts that a call resolves or rejects with a LiveError, and that it sends no request when its arguments are refused. */
async function assertSettles(call) {
  sent = 0;
  try {
    await call();
  } catch (error) {
    assert.ok(error instanceof LiveError, String(error));
    assert.ok(!JSON.stringify(error).includes("MARKER"));
    if (["argument", "credentials"].includes(error.kind)) assert.equal(sent, 0);
  }
}

const settles = (arbitrary, call) =>
  fc.assert(
    fc.asyncProperty(arbitrary, (value) => assertSettles(() => call(value))),
    { numRuns: 2000 },
  );

test("settles with random params", () =>
  settles(fc.oneof(anything, records(["taskId", "other"])), (params) =>
    createClient({ credentials, fetch }).stopRtcCloudRecording(params),
  ));

test("settles with random options of a client", () =>
  settles(fc.oneof(anything, records(optionNames)), (options) => createClient(options).stopRtcCloudRecording(task)));

test("settles with one random option of a client", () =>
  settles(fc.tuple(fc.constantFrom(...optionNames.filter((name) => name !== "fetch")), anything), ([name, value]) =>
    stopRtcCloudRecording(task, { credentials, fetch, retry: false, timeoutMs: 1000, [name]: value }),
  ));

test("settles with random options of a call", () =>
  settles(fc.oneof(anything, records(["signal", "timeoutMs", "retry", "attemptTimeoutMs"])), (options) =>
    createClient({ credentials, fetch, retry: false }).stopRtcCloudRecording(task, options),
  ));

test("settles with random options of sign()", () =>
  settles(fc.oneof(anything, records(["date", "nonce", "method", "timeoutMs"])), (options) =>
    createClient({ credentials }).sign("StopRtcCloudRecording", task, options),
  ));

test("settles with random results of a credentials function", () =>
  settles(fc.oneof(anything, records(["accessKeyId", "accessKeySecret", "securityToken", "expiration"])), (result) =>
    createClient({ credentials: () => result, fetch }).stopRtcCloudRecording(task),
  ));

/** Objects with names that the flattening treats in a special way. */
const trees = fc.object({
  key: fc.oneof(fc.constantFrom("A", "1", "A.1", "", "__proto__", "Action", "Signature"), fc.string()),
  values: [anything, fc.constant(undefined), fc.string({ unit: "binary" }), fc.double(), fc.bigInt()],
  maxDepth: 10,
});

test("settles with random parameters of any action", () =>
  settles(fc.oneof(anything, trees), (params) => createClient({ credentials, fetch }).call("Start", params)));

test("settles with random names of actions", () =>
  settles(fc.oneof(anything, fc.string({ unit: "binary" })), (action) =>
    createClient({ credentials, fetch, retry: false }).call(action, {}),
  ));

test("settles with random options of call()", () => {
  const names = ["method", "idempotent", "endpoint", "version", "signal", "timeoutMs", "retry", "verify"];
  return settles(fc.oneof(anything, records(names)), (options) =>
    createClient({ credentials, fetch, retry: false }).call("Start", {}, options),
  );
});

test("settles with random parameters and options of the describing operations", () =>
  settles(
    fc.tuple(
      fc.oneof(anything, records(["taskId", "pageNum", "status"])),
      fc.oneof(anything, records(["verify", "retry"])),
    ),
    async ([params, options]) => {
      const live = createClient({ credentials, fetch, retry: false });
      await assertSettles(() => live.describeRtcCloudRecordingFiles(params, options));
      await assertSettles(() => live.describeLiveStreamMonitorList(params, options));
    },
  ));
