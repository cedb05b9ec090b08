// Hostile arguments: signals, contexts and options whose members throw, change or are frozen. They change no result, or are refused by path.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { assertNoLeak } from "../../support/leaks.mjs";
import { rejection, task } from "../../support/live.mjs";

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
