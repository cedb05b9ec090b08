// Asks a Worker that stops recordings: the argument is the path of its module.
import assert from "node:assert/strict";
import { timingSafeEqual } from "node:crypto";
import { pathToFileURL } from "node:url";

// workerd has this function, and Node.js has it elsewhere.
crypto.subtle.timingSafeEqual = (one, other) => timingSafeEqual(Buffer.from(one), Buffer.from(other));
const { default: worker } = await import(pathToFileURL(process.argv[2]));
const secrets = { API_TOKEN: "token", ACCESS_KEY_ID: "testid", ACCESS_KEY_SECRET: "testsecret" };
/** Promises that the Worker gave to `waitUntil`. */
const kept = [];
const context = { waitUntil: (promise) => kept.push(promise) };
const ask = (method, authorization, env = secrets) => {
  const headers = authorization === undefined ? {} : { authorization };
  return worker.fetch(new Request("https://stop.example.com/task-1", { method, headers }), env, context);
};

assert.equal((await ask("POST", "Bearer guess")).status, 403);
assert.equal((await ask("GET", "Bearer token")).status, 403);
for (const API_TOKEN of [undefined, null, ""]) {
  for (const authorization of [undefined, "", "Bearer", "Bearer ", `Bearer ${API_TOKEN}`, "Bearer token"]) {
    const { status } = await ask("POST", authorization, { ...secrets, API_TOKEN });
    assert.equal(status, 403, `the token is ${API_TOKEN}, and "${authorization}" is let in`);
  }
}
const { API_TOKEN } = secrets;
const unset = await ask("POST", "Bearer token", { API_TOKEN });
assert.deepEqual([unset.status, (await unset.json()).code], [502, "ERR_MISSING_CREDENTIALS"]);

const answer = await ask("POST", "Bearer token");
assert.equal(kept.length, 1, "a client that disconnects would end the stop");
assert.equal(answer.status, 200);
assert.equal((await answer.json()).outcome, "stopped");

globalThis.fetch = async () => {
  throw new TypeError("fetch failed", { cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }) });
};
const failed = await ask("POST", "Bearer token");
assert.equal(failed.status, 503);
assert.equal((await failed.json()).code, "ERR_NETWORK");
assert.equal(kept.length, 2);
assert.deepEqual(await Promise.allSettled(kept).then((ends) => ends.map(({ status }) => status)), [
  "fulfilled",
  "fulfilled",
]);
