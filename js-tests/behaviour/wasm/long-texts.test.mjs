// Texts of 10 million characters from a fetch or a credentials function: the memory of the wasm does not grow, and errors stay short.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createApi } from "apsara-live/slim";
import { quick, rejection, task } from "../../support/live.mjs";
import { key } from "../../support/portable/fixtures.mjs";
import { wasm, watchMemory } from "../../support/wasm-memory.mjs";

const long = "x".repeat(10_000_000);
const fail = (error) => () => {
  throw error;
};

const { started, memory } = watchMemory();

/** A response by its members, because the runtime's `Headers` limits its values. */
const respond = (headers, body) => async () => ({
  status: 400,
  headers: { get: (name) => headers[name] ?? null },
  arrayBuffer: async () => new TextEncoder().encode(body),
});

const cases = {
  "a message of fetch": { fetch: fail(new Error(long)) },
  "a cause of fetch": { fetch: fail(new TypeError("fetch failed", { cause: { code: long, message: long } })) },
  "a string that fetch throws": { fetch: fail(long) },
  "a message of a credentials function": { credentials: fail(new Error(long)) },
  "a string that a credentials function throws": { credentials: fail(long) },
  "a secret": { credentials: () => ({ ...key, accessKeySecret: long }) },
  "an id of a request in a header": { fetch: respond({ "x-acs-request-id": long }, "{}") },
  "a time to wait in a header": {
    fetch: respond({ "retry-after": long, date: long, "x-acs-retry-after": long }, "{}"),
  },
  "a body": { fetch: respond({}, long) },
  "a code": { fetch: respond({}, JSON.stringify({ Code: long, Message: long, RequestId: long })) },
  "a page in XML": { fetch: respond({}, `<Error><Code>${long}</Code></Error>`) },
};

for (const [what, options] of Object.entries(cases)) {
  test(`${what} of 10 million characters`, async () => {
    const live = createApi(wasm).createClient({ credentials: key, retry: { ...quick, maxAttempts: 2 }, ...options });
    const before = started();
    await rejection(createApi(wasm).createClient({ credentials: key }).sign("StopRtcCloudRecording", { taskId: "" }));
    const error = await rejection(live.stopRtcCloudRecording(task));
    assert.equal(started(), before + 2);
    assert.equal(error.name, "LiveError");
    assert.ok(JSON.stringify(error).length < 2000, `${JSON.stringify(error).length} characters`);
    assert.ok(memory().buffer.byteLength <= 4 * 2 ** 20, `${memory().buffer.byteLength} bytes`);
  });

  if ("credentials" in options) {
    test(`${what} of 10 million characters, in sign()`, async () => {
      const error = await rejection(createApi(wasm).createClient(options).sign("StopRtcCloudRecording", task));
      assert.equal(error.kind, "credentials");
      assert.ok(JSON.stringify(error).length < 2000);
    });
  }
}
