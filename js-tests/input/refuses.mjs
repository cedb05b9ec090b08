// Runs a table of invalid arguments: every row must reject with a LiveError that names the path, sends no request and hides secrets.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createClient, LiveError } from "apsara-live";
import { assertNoLeak } from "../support/leaks.mjs";

const secret = "MARKER-secret-7f3a9c";
const token = "MARKER-token-51d0e2";

/** Credentials that no error may show. */
export const key = { accessKeyId: "testid", accessKeySecret: secret };
export const sts = { ...key, accessKeyId: "STS.id", securityToken: token };

let sent;
let original;
const spy = async () => {
  sent++;
  throw new Error("a request was sent");
};

beforeEach(() => {
  sent = 0;
  original = globalThis.fetch;
  globalThis.fetch = spy;
});
afterEach(() => {
  globalThis.fetch = original;
});

/** Creates a client with valid options, overridden by `options`. */
export const client = (options) => createClient({ credentials: sts, retry: false, ...options });

/** Throws an exception that is no LiveError. */
export const boom = () => {
  throw new Error("thrown by a test");
};

/** Objects that throw when they are read. */
export const hostile = {
  getter: (name) => Object.defineProperty({}, name, { get: boom, enumerable: true }),
  ownKeys: () => new Proxy({}, { ownKeys: boom }),
  get: (target) => new Proxy(target, { get: boom }),
  revoked: () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};

/** Marks a refusal that `createClient` throws, before any call. */
export const atOnce = (expected) => ({ ...expected, throws: true });

/**
 * Declares one test per row.
 *
 * @param {[what: string, call: () => unknown, expected: Expected][]} rows
 * @typedef {{ kind?: string, code: string, path: string, throws?: boolean, says?: string }} Expected `says` is the text of the
 * message behind the path; `throws` is as {@link atOnce} sets it
 */
export function refuses(rows) {
  for (const [what, call, { kind = "argument", code, path, throws = false, says, ...others }] of rows) {
    assert.deepEqual(others, {}, `what nothing checks of ${what}`);
    test(`refuses ${what}: ${code}`, async () => {
      const error = throws ? thrownBy(call) : await rejectionOf(call);
      assert.equal(sent, 0, "number of requests");
      assert.ok(error instanceof LiveError, `not a LiveError: ${error}`);
      assert.deepEqual({ kind: error.kind, code: error.code }, { kind, code }, error.message);
      assert.ok(error.message.startsWith(`${path}: `), `the path is ${path}: ${error.message}`);
      if (says !== undefined) assert.equal(error.message, `${path}: ${says}`);
      assert.deepEqual([error.attempts, error.outcomeUnknown], [0, false]);
      assertNoLeak(error, ["MARKER", "MAR KER", "MAR\tKER", "MAR\0KER"]);
    });
  }
}

function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  return assert.fail("it does not throw");
}

function rejectionOf(call) {
  let promise;
  assert.doesNotThrow(() => {
    promise = call();
  }, "it rejects and does not throw");
  return promise.then(
    (value) => assert.fail(`accepted: ${JSON.stringify(value)}`),
    (reason) => reason,
  );
}
