// Hostile fetch functions and responses: a call ends with a LiveError, within its time, and shows no secret.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, LiveError } from "apsara-live";
import { assertNoLeak } from "../../support/leaks.mjs";
import { quick, rejection, task, within } from "../../support/live.mjs";

const key = { accessKeyId: "testid", accessKeySecret: "MARKER-secret-7f3a" };
const boom = () => {
  throw new Error("MARKER-secret-7f3a");
};
const body = JSON.stringify({ RequestId: "R", TaskId: task.taskId });
const client = (options) => createClient({ credentials: key, retry: false, ...options });
const headers = { get: () => null };

const streamOf = (read, cancel = async () => {}) => ({
  status: 200,
  headers,
  body: { getReader: () => ({ read, cancel }) },
});
const never = () => new Promise(() => {});

/** Creates a thenable on purpose. */
const thenable = (descriptor) => Object.defineProperty({}, ["then"].join(""), descriptor);

/** Mistakes of a fetch; each call ends with an error of kind network, protocol or timeout. */
const fetches = {
  "returns undefined": () => undefined,
  "returns null": async () => null,
  "returns a string": async () => body,
  "returns an object": async () => ({}),
  "returns a status alone": async () => ({ status: 200 }),
  "returns what axios does": async () => ({ status: 200, headers: {}, data: {} }),
  "returns itself": function itself() {
    return itself;
  },
  "returns a proxy whose traps throw": async () => new Proxy({}, { get: boom }),
  "returns a thenable whose getter throws": () => thenable({ get: boom }),
  "returns a thenable that never settles": () => thenable({ value: () => {} }),
  "throws undefined": () => {
    throw undefined;
  },
  "throws an error that cannot be read": () => {
    throw new Proxy(new Error("x"), { get: boom });
  },
  "throws a secret": boom,
  "has a status that is no number": async () => ({ status: "200", headers }),
  "has the status NaN": async () => ({ status: Number.NaN, headers }),
  "has headers that throw": async () => ({ status: 200, headers: { get: boom } }),
  "has headers that are numbers": async () => ({
    status: 200,
    headers: { get: () => 5 },
    arrayBuffer: async () => new ArrayBuffer(0),
  }),
  "has a body that throws": async () => ({
    status: 200,
    headers,
    get body() {
      return boom();
    },
  }),
  "has a body that never ends": async () => streamOf(never),
  "has a body of empty chunks without end": async () =>
    streamOf(async () => ({ done: false, value: new Uint8Array(0) })),
  "has a body of bytes without end": async () => streamOf(async () => ({ done: false, value: new Uint8Array(1) })),
  "has a body of strings": async () => streamOf(async () => ({ done: false, value: "text" })),
  "has a body without values": async () => streamOf(async () => ({ done: false })),
  "has a body whose length is negative": async () =>
    streamOf(async () => ({ value: { length: -1, subarray: () => [] } })),
  "has a body of which cancel() throws": async () => streamOf(async () => ({ value: new Uint8Array(1e6) }), boom),
  "has a body that is read already": async () => {
    const response = new Response(body);
    await response.text();
    return response;
  },
  "has an arrayBuffer() that is no buffer": async () => ({ status: 200, headers, arrayBuffer: async () => "text" }),
};

for (const [what, fetch] of Object.entries(fetches)) {
  for (const retry of [false, { ...quick, maxAttempts: 2 }]) {
    test(`a fetch that ${what}, ${retry ? "with" : "without"} a retry`, async () => {
      const options = { fetch, retry, attemptTimeoutMs: 100 };
      const error = await within(5000, rejection(client(options).stopRtcCloudRecording(task)));
      assert.ok(error instanceof LiveError, String(error));
      assert.ok(["network", "protocol", "timeout"].includes(error.kind), error.kind);
      assert.deepEqual([error.attempts, error.outcomeUnknown], [retry ? 2 : 1, true]);
      assertNoLeak({ ...error, message: error.message }, [key.accessKeySecret]);
    });
  }
}

for (const what of [
  "returns undefined",
  "returns null",
  "returns a string",
  "returns an object",
  "returns a status alone",
  "returns what axios does",
  "has a status that is no number",
]) {
  test(`the error of a fetch that ${what} names the returned value`, async () => {
    const error = await rejection(client({ fetch: fetches[what] }).stopRtcCloudRecording(task));
    assert.match(error.message, /: options\.fetch returned something that is not a Response$/);
  });
}
