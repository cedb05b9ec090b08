// Failures of credentials functions, alone and after earlier requests: code, message, and whether a retry may help.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { assertNoLeak } from "../../support/leaks.mjs";
import { quick, rejection, task } from "../../support/live.mjs";

const running = { recordings: { [task.taskId]: "RUNNING" } };
const expired = { accessKeyId: "STS.expired", accessKeySecret: "expired-secret", securityToken: "expired-token" };

/** A client whose credentials function is `credentials`, and its emulator. */
function asking(credentials, served) {
  const emulator = createLiveEmulator({ ...running, ...served });
  return { emulator, live: createClient({ credentials, fetch: emulator.fetch, retry: quick }) };
}

const fails = [
  ["throws an error", new RangeError("the metadata service is down"), "RangeError"],
  ["throws an error with a code", Object.assign(new Error("x"), { code: "ECONNRESET" }), "Error ECONNRESET"],
  ["throws a text", "no role", "Error"],
  ["throws an error without a message", new Error(""), "Error"],
  ["throws nothing", undefined, "Error"],
  ["throws an error with a long code", Object.assign(new Error("x"), { code: "E".repeat(65) }), "Error"],
  ["throws a long message", new Error("🎥".repeat(1000)), "Error"],
  [
    "throws an error that cannot be read",
    new Proxy(new Error("x"), {
      get: () => {
        throw new Error("no");
      },
    }),
    "Error",
  ],
];

const WITHHELD = "its message is withheld, because it may hold a secret";

for (const [what, thrown, said] of fails) {
  for (const how of ["synchronously", "in a promise"]) {
    test(`a credentials function that ${what}, ${how}, is retryable`, async () => {
      const { emulator, live } = asking(() => {
        if (how === "synchronously") throw thrown;
        return Promise.reject(thrown);
      });
      for (const call of [() => live.stopRtcCloudRecording(task), () => live.sign("StopRtcCloudRecording", task)]) {
        const error = await rejection(call());
        const { kind, code, message, retryable, outcomeUnknown, attempts } = error;
        assert.deepEqual(
          [kind, code, message, retryable, outcomeUnknown, attempts],
          [
            "credentials",
            "ERR_CREDENTIALS_FAILED",
            `the credentials provider failed: ${said} (${WITHHELD})`,
            true,
            false,
            0,
          ],
        );
        assert.equal(error.cause.message, "message withheld, because it may hold a secret");
      }
      assert.equal(emulator.requests.length, 0);
    });
  }
}

const unusable = [
  undefined,
  null,
  "key",
  {},
  { accessKeyId: "i" },
  { ...testAccessKey, accessKeySecret: "a b" },
  { ...testAccessKey, expiration: "soon" },
];

for (const value of unusable) {
  test(`a credentials function that returned ${JSON.stringify(value)} is not retryable`, async () => {
    const { emulator, live } = asking(() => value);
    const { kind, code, message, retryable, attempts } = await rejection(live.stopRtcCloudRecording(task));
    assert.deepEqual([kind, retryable, attempts], ["credentials", false, 0]);
    assert.match(code, /^ERR_(?:INVALID|MISSING)_CREDENTIALS$/);
    assert.match(message, /the value that options\.credentials returned/);
    assert.equal(emulator.requests.length, 0);
  });
}

test("missing credentials are not retryable", async () => {
  const { code, retryable } = await rejection(asking(undefined).live.stopRtcCloudRecording(task));
  assert.deepEqual([code, retryable], ["ERR_MISSING_CREDENTIALS", false]);
});

/** Failures of the renewal after an expired token, and whether a retry may help. */
const renewals = [
  ["throws", () => Promise.reject(new Error("the STS service is down")), "ERR_CREDENTIALS_FAILED", true],
  ["returns nothing", () => undefined, "ERR_INVALID_CREDENTIALS", false],
  ["hangs", () => new Promise(() => {}), "ERR_CREDENTIALS_TIMEOUT", true],
];

const before = [
  ["a lost reply", ["lost-reply", { type: "error", code: "InvalidSecurityToken.Expired" }], 2, true],
  ["a refusal alone", [{ type: "error", code: "InvalidSecurityToken.Expired" }], 1, false],
];

for (const [how, renewal, code, retryable] of renewals) {
  for (const [what, faults, attempts, outcomeUnknown] of before) {
    test(`a renewal that ${how} after ${what} says both truths`, async () => {
      const answers = [() => testAccessKey, renewal];
      const { emulator, live } = asking(() => answers.shift()(), { faults });
      const error = await rejection(live.stopRtcCloudRecording(task, { timeoutMs: 300 }));
      assert.deepEqual(
        [error.kind, error.code, error.retryable, error.attempts, error.outcomeUnknown],
        ["credentials", code, retryable, attempts, outcomeUnknown],
        error.message,
      );
      const truth = outcomeUnknown
        ? /an earlier attempt was sent, and its outcome is unknown$/
        : /an earlier attempt was sent and not executed$/;
      assert.match(error.message, truth);
      assert.ok(!/nothing was sent/i.test(error.message));
      assert.equal(emulator.requests.length, attempts);
      assert.equal(emulator.recordings.get(task.taskId) !== "RUNNING", outcomeUnknown);
    });
  }
}

test("a code of a credentials provider does not show the secrets of the credentials before", async () => {
  const renewal = () => Promise.reject(Object.assign(new Error("x"), { code: expired.accessKeySecret }));
  const answers = [() => expired, renewal];
  const { live } = asking(() => answers.shift()(), { accessKeys: [{ ...expired, expiration: 0 }] });
  const error = await rejection(live.stopRtcCloudRecording(task));
  assert.equal(error.code, "ERR_CREDENTIALS_FAILED");
  assert.match(error.message, /failed: Error \[redacted\] \(/);
  assertNoLeak(error, [expired.accessKeySecret]);
});
