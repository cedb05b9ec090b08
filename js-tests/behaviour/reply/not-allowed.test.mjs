// Requests that the platform does not send, or answers from its cache: limits of a Worker's invocation, a function without its object,
// and what a browser blocks.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { createClient } from "apsara-live";
import { decide } from "apsara-live/queue";
import { rejection } from "../../support/live.mjs";

const credentials = { accessKeyId: "i", accessKeySecret: "s" };
const success = (url) => {
  const TaskId = new URL(url).searchParams.get("TaskId");
  return new Response(JSON.stringify({ RequestId: crypto.randomUUID(), TaskId }));
};

const navigator = Object.getOwnPropertyDescriptor(globalThis, "navigator");
afterEach(() => {
  if (navigator === undefined) delete globalThis.navigator;
  else Object.defineProperty(globalThis, "navigator", navigator);
});
const runIn = (userAgent) =>
  Object.defineProperty(globalThis, "navigator", { value: { userAgent }, configurable: true, writable: true });

/** Only the runtime's own `fetch` proves what its texts say. */
function withGlobalFetch(t, fetch) {
  const { fetch: own } = globalThis;
  globalThis.fetch = fetch;
  t.after(() => {
    globalThis.fetch = own;
  });
}

test("a run at the limit of a Worker's invocation is halted, and a queue delivers the rest again", async (t) => {
  runIn("Cloudflare-Workers");
  let sent = 0;
  const fetch = async (url) => {
    if (++sent > 20)
      throw new Error("Too many subrequests by single Worker invocation. To configure this limit, see …");
    return success(url);
  };
  withGlobalFetch(t, fetch);
  const live = createClient({ credentials, quota: false });
  const settled = [];
  const tasks = Array.from({ length: 40 }, (_, i) => ({ taskId: `t${i}` }));
  for await (const each of live.stopAll(tasks)) settled.push(each);
  const failed = settled.filter(({ error }) => error !== undefined);
  // Ten refusals in a row halt the run: the rest is not even tried.
  assert.deepEqual([settled.length, failed.length, sent], [40, 20, 30]);
  const halted = failed.filter(({ error }) => error.code === "ERR_RUN_HALTED");
  assert.equal(halted.length, 10);
  for (const { error } of halted) {
    assert.deepEqual([error.attempts, error.outcomeUnknown, error.cause.code], [0, false, "ERR_NETWORK"]);
  }
  for (const { error } of failed) {
    assert.match(error.message, /could not be sent to .*Too many subrequests.*; send fewer requests/);
    assert.deepEqual([error.retryable, error.outcomeUnknown, decide(error).action], [true, false, "retry"]);
  }
});

test("elsewhere the same text proves nothing", async () => {
  const fetch = async () => {
    throw new Error("Too many subrequests");
  };
  const live = createClient({ credentials, fetch, retry: { maxAttempts: 2, baseDelayMs: 0 } });
  const { attempts, outcomeUnknown } = await rejection(live.stopRtcCloudRecording({ taskId: "t" }));
  assert.deepEqual([attempts, outcomeUnknown], [2, true]);
});

test("a function that needs its object is never sent, and the message says how to bind it", async () => {
  runIn("Cloudflare-Workers");
  const fetch = () => {
    throw new TypeError("Illegal invocation: function called with incorrect `this` reference.");
  };
  const error = await rejection(createClient({ credentials, fetch }).stopRtcCloudRecording({ taskId: "t" }));
  assert.deepEqual([error.attempts, error.outcomeUnknown], [1, false]);
  assert.match(error.message, /fetch: \(\.\.\.args\) => env\.SERVICE\.fetch\(\.\.\.args\)$/);
});

for (const text of ["Too many subrequests by single Worker invocation.", "Illegal invocation: incorrect `this`"]) {
  test(`a bound service that executes, and then throws ${JSON.stringify(text)}, proves nothing`, async () => {
    for (const userAgent of ["Cloudflare-Workers", "Mozilla/5.0"]) {
      runIn(userAgent);
      const thrown = async () => {
        throw new TypeError(text);
      };
      const unreadable = async () => ({ status: 200, headers: new Headers(), arrayBuffer: thrown });
      for (const fetch of [thrown, unreadable]) {
        const live = createClient({ credentials, fetch, retry: false });
        const { outcomeUnknown } = await rejection(live.stopRtcCloudRecording({ taskId: "t" }));
        assert.equal(outcomeUnknown, true, userAgent);
      }
    }
  });
}

test("an error of connecting that comes from reading a response proves nothing", async () => {
  const thrown = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
  const body = () => new ReadableStream({ start: (controller) => controller.error(thrown) });
  let sent = 0;
  const fetch = async () => {
    sent++;
    return new Response(body(), { headers: { "content-type": "application/json" } });
  };
  const live = createClient({ credentials, fetch });
  const { outcomeUnknown } = await rejection(live.call("StartRtcCloudRecording", { AppId: "a" }));
  assert.deepEqual([sent, outcomeUnknown], [1, true]);
});

test("a dispatcher of the process that sends again proves nothing", async (t) => {
  const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
  withGlobalFetch(t, async () => {
    throw new TypeError("fetch failed", { cause });
  });
  const key = Symbol.for("undici.globalDispatcher.1");
  // Made by the first call of Node.js's own `fetch`, writable and for good.
  const before = globalThis[key];
  t.after(() => {
    globalThis[key] = before;
  });
  class Agent {
    dispatch() {}
  }
  class RetryAgent extends Agent {}
  // Of undici 8, and so of Node.js 26: the older symbol leads to the newer one.
  class Dispatcher1Wrapper extends Agent {}
  const composed = new Proxy(new Agent(), { get: (agent, name) => (name === "dispatch" ? () => {} : agent[name]) });
  for (const [dispatcher, expected] of [
    [new Agent(), false],
    [new Dispatcher1Wrapper(), false],
    [new RetryAgent(), true],
    [composed, true],
  ]) {
    globalThis[key] = dispatcher;
    // A function of the caller uses the same dispatcher.
    for (const own of [{}, { fetch: (...args) => globalThis.fetch(...args) }]) {
      const live = createClient({ credentials, retry: false, ...own });
      const { outcomeUnknown } = await rejection(live.stopRtcCloudRecording({ taskId: "t" }));
      assert.equal(outcomeUnknown, expected, dispatcher.constructor.name);
    }
  }
});

test("what a browser blocks is unknown, and the message says where to look", async () => {
  runIn("Mozilla/5.0");
  const fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  const live = createClient({ credentials, fetch, retry: false });
  const error = await rejection(live.stopRtcCloudRecording({ taskId: "t" }));
  assert.equal(error.outcomeUnknown, true);
  assert.match(error.message, /Failed to fetch; .*CORS.*connect-src.*Content-Security-Policy/);
});

test("no cache answers for the service, where the runtime takes the option", async (t) => {
  const inits = [];
  const fetch = async (url, init) => {
    inits.push(init);
    return success(url);
  };
  const live = createClient({ credentials, fetch });
  await live.stopRtcCloudRecording({ taskId: "t" });
  assert.equal(inits[0].cache, "no-store");
  // workerd before 2024-11-11, and the polyfill of React Native.
  const { Request } = globalThis;
  globalThis.Request = class {};
  t.after(() => {
    globalThis.Request = Request;
  });
  await live.stopRtcCloudRecording({ taskId: "t" });
  assert.ok(!("cache" in inits[1]));
});

test("a response that was seen before is no success of a GET", async () => {
  // As a cache of a browser answers: the service did not get the second request.
  const fetch = async () => new Response('{"RequestId":"R"}');
  const live = createClient({ credentials, fetch, retry: false });
  assert.equal((await live.call("StopAnything", { Id: 1 }, { method: "GET" })).requestId, "R");
  const error = await rejection(live.call("StopAnything", { Id: 1 }, { method: "GET" }));
  assert.deepEqual([error.code, error.outcomeUnknown], ["ERR_UNREADABLE_REPLY", true]);
  const other = createClient({ credentials, fetch, retry: false });
  assert.equal((await other.call("StopAnything", { Id: 1 }, { method: "GET" })).requestId, "R");
  // No cache answers a POST.
  for (let i = 0; i < 2; i++) assert.equal((await live.call("StopAnything", { Id: 1 })).requestId, "R");
});
