// Anything at all, as params, options or the answer of a credentials function: a LiveError that says what is wrong, or a call; never
// another exception, and nothing is sent for what was refused.
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

/** A call ends well after one request, or as a LiveError before any; a service that answers anything is another test's matter. */
async function endsOneWay(call) {
  sent = 0;
  try {
    await call();
  } catch (error) {
    assert.ok(error instanceof LiveError, String(error));
    assert.ok(!JSON.stringify(error).includes("MARKER"));
    if (["argument", "credentials"].includes(error.kind)) assert.equal(sent, 0);
  }
}

const holds = (arbitrary, call) =>
  fc.assert(
    fc.asyncProperty(arbitrary, (value) => endsOneWay(() => call(value))),
    { numRuns: 2000 },
  );

test("params", () =>
  holds(fc.oneof(anything, records(["taskId", "other"])), (params) =>
    createClient({ credentials, fetch }).stopRtcCloudRecording(params),
  ));

test("options of a client", () =>
  holds(fc.oneof(anything, records(optionNames)), (options) => createClient(options).stopRtcCloudRecording(task)));

test("options of a client, one of them anything", () =>
  holds(fc.tuple(fc.constantFrom(...optionNames.filter((name) => name !== "fetch")), anything), ([name, value]) =>
    stopRtcCloudRecording(task, { credentials, fetch, retry: false, timeoutMs: 1000, [name]: value }),
  ));

test("options of a call", () =>
  holds(fc.oneof(anything, records(["signal", "timeoutMs", "retry", "attemptTimeoutMs"])), (options) =>
    createClient({ credentials, fetch, retry: false }).stopRtcCloudRecording(task, options),
  ));

test("options of sign", () =>
  holds(fc.oneof(anything, records(["date", "nonce", "method", "timeoutMs"])), (options) =>
    createClient({ credentials }).sign("StopRtcCloudRecording", task, options),
  ));

test("answers of a credentials function", () =>
  holds(fc.oneof(anything, records(["accessKeyId", "accessKeySecret", "securityToken", "expiration"])), (answer) =>
    createClient({ credentials: () => answer, fetch }).stopRtcCloudRecording(task),
  ));
