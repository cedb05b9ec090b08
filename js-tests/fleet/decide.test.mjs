// The table of decide, row by row, with errors of this and of another copy of the package.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { decide } from "apsara-live/queue";
import * as esm from "apsara-live/testing";

const require = createRequire(import.meta.url);
const copies = { "this copy": esm.createLiveError, "another copy": require("apsara-live/testing").createLiveError };
const dead = { action: "dead" };
const retry = (afterMs) => ({ action: "retry", afterMs });

const rows = [
  [
    { kind: "throttled", retryAfterMs: 4200 },
    { action: "retry", afterMs: 4200, pauseMs: 4200 },
  ],
  // A day, by mistake, must not stop a fleet.
  [
    { kind: "throttled", retryAfterMs: 86_400_000 },
    { action: "retry", afterMs: 300_000, pauseMs: 300_000 },
  ],
  [{ kind: "service", retryable: true, retryAfterMs: 86_400_000 }, retry(300_000)],
  [{ kind: "throttled" }, { action: "retry", afterMs: 1000, pauseMs: 1000 }],
  [{ kind: "network", retryable: true }, retry(1000)],
  [{ kind: "timeout", retryable: true, outcomeUnknown: true }, retry(1000)],
  [{ kind: "service", retryable: true, retryAfterMs: 2500 }, retry(2500)],
  [{ kind: "service", retryable: true, retryAfterMs: 10 }, retry(1000)],
  [{ kind: "service", code: "NotFound.Task", retryable: false, outcomeUnknown: true }, retry(1000)],
  [{ kind: "credentials", code: "ERR_CREDENTIALS_FAILED", retryable: true }, retry(1000)],
  [{ kind: "service", code: "NotFound.Task", retryable: false }, dead],
  [{ kind: "service", code: "IllegalOperation", retryable: false }, dead],
  [{ kind: "service", code: "SignatureDoesNotMatch", retryable: false }, dead],
  [{ kind: "credentials", code: "ERR_MISSING_CREDENTIALS", retryable: false }, dead],
  [{ kind: "argument", code: "ERR_INVALID_PARAMETER" }, dead],
];

for (const [copy, createLiveError] of Object.entries(copies)) {
  for (const [details, decision] of rows) {
    test(`${JSON.stringify(details)} of ${copy}: ${decision.action}`, () => {
      assert.deepEqual(decide(createLiveError(details)), decision);
      // A settled task of a run holds the error.
      assert.deepEqual(decide({ task: { taskId: "a" }, outcome: "failed", error: createLiveError(details) }), decision);
    });
  }
}

test("a result is done", () => {
  for (const outcome of ["stopped", "already-stopped"]) assert.deepEqual(decide({ outcome }), { action: "done" });
});

test("every other value is retried, because the task may be running", () => {
  const values = [undefined, null, "text", 0, {}, new TypeError("mine"), new DOMException("gone", "AbortError")];
  for (const value of [...values, { outcome: "unknown" }, new Response()]) assert.deepEqual(decide(value), retry(1000));
});

test("an attempt that is no number from 1 counts as the first, and the text of SQS as its number", () => {
  const error = esm.createLiveError({ kind: "network", retryable: true });
  for (const attempt of [Number.NaN, "", "soon", null, undefined, {}, [], true, -1, Number.NEGATIVE_INFINITY]) {
    assert.deepEqual(decide(error, { attempt }), retry(1000));
    assert.deepEqual(decide("text", { attempt }), retry(1000));
  }
  for (const attempt of ["3", 3n]) assert.deepEqual(decide(error, { attempt }), retry(4000));
  assert.deepEqual(decide(error, { attempt: Number.POSITIVE_INFINITY }), retry(300_000));
});

test("the delay doubles with each delivery, up to 300 s; the pause after throttling does not", () => {
  const error = esm.createLiveError({ kind: "network", retryable: true });
  const delays = [0, 1, 2, 3, 9, 10, 1000].map((attempt) => decide(error, { attempt }).afterMs);
  assert.deepEqual(delays, [1000, 1000, 2000, 4000, 256_000, 300_000, 300_000]);
  assert.equal(decide(esm.createLiveError({ kind: "throttled" }), { attempt: 9 }).afterMs, 1000);
});
