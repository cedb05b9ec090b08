// Hostile signals, fetch functions and responses: a call ends with its result or a LiveError, within its time, and shows no secret.
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
const stopping = async () => new Response(body);
const client = (options) => createClient({ credentials: key, retry: false, fetch: stopping, ...options });

/** A signal whose getter of `aborted` throws from its read number `count` on. */
function flaky(count) {
  let reads = 0;
  return {
    get aborted() {
      if (++reads >= count) boom();
      return false;
    },
    addEventListener() {},
    removeEventListener() {},
  };
}

/** A proxy of a signal, and the function that revokes it. */
function revocable() {
  const { signal } = new AbortController();
  const get = (target, name) => {
    const member = Reflect.get(target, name);
    return typeof member === "function" ? member.bind(target) : member;
  };
  return Proxy.revocable(signal, { get });
}

for (let count = 2; count < 10; count++) {
  test(`a signal whose read ${count} of "aborted" throws changes no result`, async () => {
    assert.equal((await client().stopRtcCloudRecording(task, { signal: flaky(count) })).outcome, "stopped");
    assert.match((await client().sign("StopRtcCloudRecording", task, { signal: flaky(count) })).url, /TaskId=/);
  });
}

test("a signal that throws at its first read is refused by path", async () => {
  const error = await rejection(client().stopRtcCloudRecording(task, { signal: flaky(1) }));
  assert.deepEqual([error.code, error.message], ["ERR_INVALID_OPTION", "options.signal: expected an AbortSignal"]);
});

test("a signal that refuses listeners is refused by path, and nothing is sent", async () => {
  let sent = 0;
  const fetch = () => ++sent;
  const signal = { aborted: false, addEventListener: boom, removeEventListener() {} };
  const error = await rejection(client({ fetch }).stopRtcCloudRecording(task, { signal }));
  assert.deepEqual([error.code, error.attempts, sent], ["ERR_INVALID_OPTION", 0, 0]);
  assert.match(error.message, /^options\.signal: /);
  assertNoLeak(error, [key.accessKeySecret]);
});

test("a signal that does not let go of listeners changes no result", async () => {
  const signal = { aborted: false, addEventListener() {}, removeEventListener: boom };
  const events = [];
  const options = { signal, onEvent: ({ type }) => events.push(type) };
  assert.equal((await client().stopRtcCloudRecording(task, options)).outcome, "stopped");
  assert.equal(events.at(-1), "outcome");
});

test("a signal that is revoked while the call runs changes no result", async () => {
  const { proxy, revoke } = revocable();
  const fetch = () => {
    revoke();
    return stopping();
  };
  assert.equal((await client({ fetch }).stopRtcCloudRecording(task, { signal: proxy })).outcome, "stopped");
});

test("a reason whose getter throws is replaced by the thrown value", async () => {
  const thrown = new Error("thrown by reason");
  const signal = {
    aborted: true,
    get reason() {
      throw thrown;
    },
    addEventListener() {},
    removeEventListener() {},
  };
  assert.equal(await rejection(client().stopRtcCloudRecording(task, { signal })), thrown);
  assert.equal(await rejection(client().sign("StopRtcCloudRecording", task, { signal })), thrown);
});

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

for (const what of ["undefined", "null", "a string", "an object", "what axios does"]) {
  test(`the error of a fetch that returns ${what} names the returned value`, async () => {
    const error = await rejection(client({ fetch: fetches[`returns ${what}`] }).stopRtcCloudRecording(task));
    assert.match(error.message, /: options\.fetch returned something that is not a Response$/);
  });
}

test("a context that cannot be read is passed through, and the call goes on", async () => {
  const context = new Proxy({}, { get: boom, ownKeys: boom, getPrototypeOf: boom });
  const seen = [];
  const onEvent = (event) => seen.push(event.context);
  assert.equal((await client({ onEvent }).stopRtcCloudRecording(task, { context })).outcome, "stopped");
  assert.ok(seen.length >= 3 && seen.every((each) => each === context));
});

test("options that change after createClient change nothing", async () => {
  const options = {
    credentials: { ...key },
    endpoint: "https://a.example",
    retry: { maxAttempts: 1 },
    fetch: stopping,
  };
  const live = createClient(options);
  Object.assign(options, { endpoint: "https://evil.example", fetch: boom, timeoutMs: -1 });
  Object.assign(options.credentials, { accessKeyId: "evil", accessKeySecret: "changed" });
  options.retry.maxAttempts = 1000;
  const { url, headers: signed } = await live.sign("StopRtcCloudRecording", task);
  assert.match(url, /^https:\/\/a\.example\//);
  assert.match(signed.authorization, /Credential=testid,/);
  assert.equal((await live.stopRtcCloudRecording(task)).outcome, "stopped");
});

test("frozen and sealed arguments are accepted", async () => {
  const options = Object.freeze({
    credentials: Object.freeze({ ...key }),
    retry: Object.freeze({ maxAttempts: 1 }),
    fetch: stopping,
  });
  const live = createClient(options);
  const call = Object.seal({ timeoutMs: 1000 });
  assert.equal((await live.stopRtcCloudRecording(Object.freeze({ ...task }), call)).outcome, "stopped");
});
