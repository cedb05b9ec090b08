// The cause of a network error is a copy without what may repeat the request.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { createClient } from "apsara-live";
import { freePort } from "../support/free-port.mjs";
import { assertNoLeak } from "../support/leaks.mjs";
import { rejection, task } from "../support/live.mjs";

const credentials = {
  accessKeyId: "STS.MARKERID0001",
  accessKeySecret: "MARKERsecret7f3a9c",
  securityToken: "MARKERtoken/51d0e2+abcdefgh",
};
/** Secrets that only the service's side of the request could repeat, and one that the package never saw. */
const FOREIGN = "MARKERforeign88aa";

/** Errors of a `fetch`, made of the request that it got. */
const LEAKING = {
  "a cause of the cause": (sent) => new Error("a", { cause: new Error("b", { cause: new Error(sent) }) }),
  "several errors": (sent) => new AggregateError([new Error(sent)], "a"),
  "several errors in the cause": (sent) =>
    new TypeError("fetch failed", { cause: new AggregateError([new Error(sent)]) }),
  "the configuration of a client library": (sent, headers) =>
    Object.assign(new Error("Network Error"), { code: "ECONNRESET", config: { headers }, request: { sent } }),
  "a text as a member": (sent) => Object.assign(new Error("a"), { body: sent }),
  "a member of the cause": (sent) => new Error("a", { cause: Object.assign(new Error("b"), { url: sent }) }),
  "a cause that is a text": (sent) => new Error("a", { cause: sent }),
  "a cause that is no error": (_sent, headers) => new Error("a", { cause: { headers } }),
  "a name": (sent) => Object.assign(new Error("a"), { name: sent }),
  "a code": () => Object.assign(new Error("a"), { code: credentials.accessKeySecret }),
  "a stack": (sent) => Object.assign(new Error("a"), { stack: `Error: ${sent}\n    at x` }),
  "a message that was replaced": (sent) => Object.assign(new Error(sent), { message: "a" }),
  "a getter": (sent) => Object.defineProperty(new Error("a"), "reply", { get: () => sent, enumerable: true }),
  "its own inspection": (sent) => Object.assign(new Error("a"), { [inspect.custom]: () => sent, toJSON: () => sent }),
  "a symbol": (sent) => Object.assign(new Error("a"), { [Symbol("reply")]: sent }),
  "no error": (sent) => ({ message: "a", sent }),
  "a Map": (sent) => new Map([["a", sent]]),
  "a Map as the cause": (sent) => new Error("a", { cause: new Map([["a", sent]]) }),
  Headers: (_sent, headers) => new Headers(headers),
  "a URL": (sent) => new URL(`https://a.example/?${encodeURIComponent(sent)}`),
  "bytes as the cause": (sent) => new Error("a", { cause: Buffer.from(sent) }),
  "a class that shows itself": (sent) =>
    new (class extends Error {
      toJSON() {
        return sent;
      }
      [inspect.custom]() {
        return sent;
      }
    })("a"),
  "the name of a host": () => Object.assign(new Error("a"), { hostname: credentials.accessKeySecret }),
  "further lines of the stack": (sent) => {
    const error = new Error("a");
    return Object.assign(error, { stack: `${error.stack}\n${sent}` });
  },
  "a key": () => Object.assign(new Error("a"), { [credentials.accessKeySecret]: 1 }),
};

for (const [what, made] of Object.entries(LEAKING)) {
  test(`${what}: nothing of the request is in the error`, async () => {
    const signatures = [];
    const fetch = async (url, { headers }) => {
      signatures.push(headers.authorization.split("Signature=")[1]);
      throw made(`${JSON.stringify(headers)} ${url} ${credentials.accessKeySecret} ${FOREIGN}`, headers);
    };
    const live = createClient({ credentials, fetch, retry: { maxAttempts: 2, baseDelayMs: 0 } });
    const error = await rejection(live.stopRtcCloudRecording(task));
    assert.equal(error.outcomeUnknown, true);
    assert.ok(error.cause !== undefined);
    assertNoLeak(error, [...Object.values(credentials), ...signatures, FOREIGN]);
    for (const text of [
      inspect(error, { depth: 9, showHidden: true }),
      error.cause.stack,
      JSON.stringify(error.cause),
    ]) {
      assertNoLeak(text, [...Object.values(credentials), ...signatures, FOREIGN]);
    }
  });
}

test("a copy keeps message, name, code and frames", async () => {
  const thrown = Object.assign(new RangeError("the pool is closed"), { code: "ECONNRESET", config: {} });
  const live = createClient({ credentials, fetch: async () => Promise.reject(thrown), retry: false });
  const { cause } = await rejection(live.stopRtcCloudRecording(task));
  assert.notEqual(cause, thrown);
  assert.deepEqual([cause.name, cause.message, cause.code], [thrown.name, thrown.message, thrown.code]);
  assert.match(cause.stack, /^RangeError: the pool is closed\n {4}at .*causes\.test\.mjs/);
});

test("of an error of the system and its cause, message, name and code are kept", async () => {
  const system = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), {
    errno: -111,
    code: "ECONNREFUSED",
    syscall: "connect",
    address: "127.0.0.1",
    port: 1,
  });
  const live = createClient({
    credentials,
    fetch: async () => Promise.reject(new TypeError("fetch failed", { cause: system })),
    retry: false,
  });
  const copy = (await rejection(live.stopRtcCloudRecording(task))).cause;
  assert.deepEqual([copy.name, copy.message, copy.code], ["TypeError", "fetch failed", "ECONNREFUSED"]);
  assert.deepEqual([copy.cause.message, copy.cause.code], [system.message, system.code]);
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  const { cause } = await rejection(createClient({ credentials, endpoint, retry: false }).stopRtcCloudRecording(task));
  assert.deepEqual([cause.message, cause.cause.code], ["fetch failed", "ECONNREFUSED"]);
});
