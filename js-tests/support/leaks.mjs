// Searches for secrets in everything that a value shows to logs, debuggers and property reads.
import assert from "node:assert/strict";
import { inspect } from "node:util";

/** Yields the texts of a value: keys and members of the value and its prototypes, and its printed forms. */
function* texts(value, seen) {
  if (typeof value === "string") yield value;
  if (typeof value === "symbol") yield String(value);
  if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
  seen.add(value);
  yield inspect(value, { depth: 10, showHidden: true, getters: true });
  yield* printed(value);
  if (value instanceof Map || value instanceof Set) for (const part of value) yield* texts(part, seen);
  for (let owner = value; owner !== null && !isBuiltIn(owner); owner = Object.getPrototypeOf(owner)) {
    for (const key of Reflect.ownKeys(owner)) {
      yield String(key);
      let member;
      try {
        member = value[key];
      } catch {
        continue;
      }
      yield* texts(member, seen);
    }
  }
}

/** Yields the printed forms of a value; a printer that throws shows nothing. */
function* printed(value) {
  for (const print of [JSON.stringify, String]) {
    try {
      yield print(value) ?? "";
    } catch {}
  }
}

const isBuiltIn = (owner) => [Object.prototype, Function.prototype, Error.prototype, Array.prototype].includes(owner);

const forms = (secret) => [
  secret,
  encodeURIComponent(secret),
  encodeURIComponent(encodeURIComponent(secret)),
  Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  Buffer.from(secret).toString("hex"),
];

/** Fails when `value` shows any of `secrets`, unchanged or encoded. */
export function assertNoLeak(value, secrets, what = "value") {
  const wanted = secrets.flatMap(forms);
  for (const text of texts(value, new Set())) {
    const leaked = wanted.find((form) => text.includes(form));
    if (leaked !== undefined) assert.fail(`${what} shows ${leaked}, in: ${text.slice(0, 500)}`);
  }
}
