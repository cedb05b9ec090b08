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
const pause = (ms) => ({ action: "retry", afterMs: ms, pauseMs: ms });

const rows = [
  [{ kind: "throttled", retryAfterMs: 4200 }, pause(4200)],
  // A day, by mistake, must not stop a fleet.
  [{ kind: "throttled", retryAfterMs: 86_400_000 }, pause(300_000)],
  [{ kind: "throttled" }, pause(1000)],
  [
    { kind: "throttled", retryAfterMs: 10 },
    { action: "retry", afterMs: 1000, pauseMs: 10 },
  ],
  // Errors that other tasks get as well.
  [{ kind: "network", code: "ERR_NETWORK", retryable: true }, pause(1000)],
  [{ kind: "network", code: "ERR_NETWORK", retryable: true, outcomeUnknown: true }, pause(1000)],
  [{ kind: "timeout", code: "ERR_ATTEMPT_TIMEOUT", retryable: true, outcomeUnknown: true }, pause(1000)],
  [{ kind: "timeout", code: "ERR_TIMEOUT", retryable: true }, pause(1000)],
  [{ kind: "protocol", code: "ERR_HTTP_STATUS", httpStatus: 403, retryable: true }, pause(1000)],
  [{ kind: "protocol", code: "ERR_UNREADABLE_REPLY", httpStatus: 200, retryable: true }, pause(1000)],
  [{ kind: "service", code: "InternalError", httpStatus: 500, retryable: true, outcomeUnknown: true }, pause(1000)],
  [{ kind: "service", code: "Brandnew", httpStatus: 503, retryable: true, retryAfterMs: 2500 }, pause(2500)],
  [{ kind: "service", code: "Brandnew", httpStatus: 503, retryable: true, retryAfterMs: 10 }, pause(1000)],
  [{ kind: "service", code: "Brandnew", httpStatus: 503, retryable: true, retryAfterMs: 1e8 }, pause(300_000)],
  [{ kind: "credentials", code: "ERR_CREDENTIALS_FAILED" }, pause(1000)],
  [{ kind: "credentials", code: "ERR_CREDENTIALS_TIMEOUT", retryable: true }, pause(1000)],
  [{ kind: "credentials", code: "ERR_MISSING_CREDENTIALS" }, pause(1000)],
  ...[
    "Forbidden.RAM",
    "IncompleteSignature",
    "InvalidAccessKeyId.Inactive",
    "InvalidAccessKeyId.NotFound",
    "InvalidAction.NotFound",
    "InvalidIdentity.ServiceDisabled",
    "InvalidSecurityToken.Expired",
    "InvalidTimeStamp.Expired",
    "MissingSecurityToken",
    "NoPermission",
    "SignatureDoesNotMatch",
  ].map((code) => [{ kind: "service", code, httpStatus: 400 }, pause(1000)]),
  [{ kind: "argument", code: "ERR_INVALID_ENDPOINT" }, pause(1000)],
  [{ kind: "internal", code: "ERR_WASM_UNAVAILABLE" }, pause(1000)],
  // Errors of one task alone.
  [
    { kind: "protocol", code: "ERR_MISMATCHED_REPLY", httpStatus: 200, retryable: true, outcomeUnknown: true },
    retry(1000),
  ],
  [{ kind: "timeout", code: "ERR_RUN_ENDED", retryable: true }, retry(1000)],
  [
    { kind: "service", code: "SignatureNonceUsed", httpStatus: 400, retryable: true, outcomeUnknown: true },
    retry(1000),
  ],
  [{ kind: "service", code: "Brandnew", httpStatus: 408, retryable: true, retryAfterMs: 86_400_000 }, retry(300_000)],
  [{ kind: "service", code: "NotFound.Task", httpStatus: 400, outcomeUnknown: true }, retry(1000)],
  [{ kind: "internal", code: "ERR_INTERNAL" }, retry(1000)],
  [{ kind: "service", code: "NotFound.Task", httpStatus: 400 }, dead],
  [{ kind: "service", code: "StreamMonitorNotExist", httpStatus: 404 }, dead],
  [{ kind: "service", code: "IllegalOperation", httpStatus: 401 }, dead],
  [{ kind: "service", code: "InvalidParameter.UserId", httpStatus: 403 }, dead],
  [{ kind: "service", code: "MissingTaskId", httpStatus: 400 }, dead],
  [{ kind: "service", code: "Brandnew", httpStatus: 403 }, dead],
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
  const error = esm.createLiveError({ kind: "service", code: "SignatureNonceUsed", retryable: true });
  for (const attempt of [Number.NaN, "", "soon", null, undefined, {}, [], true, -1, Number.NEGATIVE_INFINITY]) {
    assert.deepEqual(decide(error, { attempt }), retry(1000));
    assert.deepEqual(decide("text", { attempt }), retry(1000));
  }
  for (const attempt of ["3", 3n]) assert.deepEqual(decide(error, { attempt }), retry(4000));
  assert.deepEqual(decide(error, { attempt: Number.POSITIVE_INFINITY }), retry(300_000));
});

test("the delay doubles with each delivery up to 300 s, the pause up to 30 s; the pause after throttling does not", () => {
  const attempts = [0, 1, 2, 3, 5, 6, 9, 10, 1000];
  const of = (details, member) => attempts.map((attempt) => decide(esm.createLiveError(details), { attempt })[member]);
  const doubled = [1000, 1000, 2000, 4000, 16_000, 32_000, 256_000, 300_000, 300_000];
  for (const kind of ["network", "throttled", "internal"]) assert.deepEqual(of({ kind }, "afterMs"), doubled);
  assert.deepEqual(
    of({ kind: "network" }, "pauseMs"),
    doubled.map((ms) => Math.min(ms, 30_000)),
  );
  assert.deepEqual(
    of({ kind: "network", retryAfterMs: 100_000 }, "pauseMs"),
    attempts.map(() => 100_000),
  );
  assert.ok(of({ kind: "throttled" }, "pauseMs").every((ms) => ms === 1000));
});
