// assertNoLeak finds secrets in every place of a value.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoLeak } from "./leaks.mjs";

const secret = "marker/secret+1";
class Hiding {
  get getter() {
    return secret;
  }
}

const hidingPlaces = {
  "a member": { a: { b: [secret] } },
  "a message": new Error(`no ${secret}`),
  "a cause": new Error("x", { cause: new Error(secret) }),
  "a hidden member": Object.defineProperty({}, "x", { value: secret, enumerable: false }),
  "a key": { [secret]: 1 },
  "a symbol": { [Symbol(secret)]: 1 },
  "a getter of the class": new Hiding(),
  "the result of toJSON": { toJSON: () => secret },
  "percent-encoded text": { a: encodeURIComponent(secret) },
  "twice percent-encoded text": { a: encodeURIComponent(encodeURIComponent(secret)) },
  base64: { a: `x${Buffer.from(secret).toString("base64")}` },
  "a map": new Map([["a", secret]]),
  "a function": Object.assign(() => {}, { a: secret }),
};

for (const [place, value] of Object.entries(hidingPlaces)) {
  test(`finds a secret in ${place}`, () => assert.throws(() => assertNoLeak(value, [secret]), /shows/));
}

test("accepts a cyclic value without secrets", () => {
  const cyclic = { a: new Error("x"), n: null, s: Symbol("y") };
  assertNoLeak(Object.assign(cyclic, { cyclic }), [secret]);
});
