// createHttpFetch in the two ways of a call: by the protocol of the package's own transports, and as a function like `fetch`.
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { createServer, Agent as HttpAgent } from "node:http";
import { createRequire } from "node:module";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { createClient } from "apsara-live";
import { createHttpFetch } from "apsara-live/node";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { listen } from "../support/listen.mjs";
import { quick, rejection, task, until } from "../support/live.mjs";

const PROTOCOL = Symbol.for("apsara-live.transport.1");

const success = JSON.stringify({ RequestId: "R", TaskId: task.taskId });

/** A call without the protocol has a signal, and so an AbortController. */
function countingControllers(t) {
  const { AbortController: Original } = globalThis;
  let made = 0;
  globalThis.AbortController = class extends Original {
    constructor() {
      super();
      made++;
    }
  };
  t.after(() => {
    globalThis.AbortController = Original;
  });
  return () => made;
}

test("a call speaks the protocol with either module kind, and no wrapper takes part in it", async (t) => {
  const endpoint = await listen(
    t,
    createServer((_, response) => response.end(success)),
  );
  const call = (fetch) => createClient({ credentials: testAccessKey, endpoint, fetch }).stopRtcCloudRecording(task);
  const made = countingControllers(t);
  const seen = [];
  const seeing = (fetch, name) => (url, init) => {
    seen.push(name);
    return fetch(url, init);
  };
  const own = createHttpFetch();
  const commonJs = createRequire(import.meta.url)("apsara-live/node").createHttpFetch();
  for (const fetch of [own, commonJs]) await call(fetch);
  assert.equal(made(), 0);
  const wrappers = {
    function: seeing(own, "function"),
    proxy: new Proxy(own, { apply: (target, _, args) => seeing(target, "proxy")(...args) }),
    bound: seeing(own, "bound").bind(null),
    members: Object.defineProperties(seeing(own, "members"), Object.getOwnPropertyDescriptors(own)),
  };
  for (const fetch of Object.values(wrappers)) await call(fetch);
  assert.deepEqual([seen, made()], [Object.keys(wrappers), seen.length]);
});

/** A client whose `fetch` has the protocol with this `send`. */
function sending(send, options) {
  const fetch = () => assert.fail("fetch is called");
  Object.defineProperty(fetch, PROTOCOL, { value: { fetch, send } });
  return createClient({ credentials: testAccessKey, retry: false, fetch, ...options });
}

const response = { status: 200, headers: { get: () => null }, bytes: new TextEncoder().encode(success) };

test("a throw and an end inside of `send` are told later", async () => {
  const throwing = sending(() => {
    throw new Error("no such agent");
  });
  const { kind, message, outcomeUnknown } = await rejection(throwing.stopRtcCloudRecording(task));
  assert.deepEqual([kind, outcomeUnknown], ["network", true]);
  assert.match(message, /no such agent/);
  const immediate = sending((_, __, done) => done({ response }));
  assert.equal((await immediate.stopRtcCloudRecording(task)).outcome, "stopped");
});

test("an end in another async context leaves the call in its own", async () => {
  const context = new AsyncLocalStorage();
  const seen = [];
  const ends = [];
  const live = sending(
    (_, __, done) => {
      ends.push(done);
    },
    { onEvent: ({ type }) => seen.push(`${type} ${context.getStore()}`) },
  );
  const call = context.run("own", () => live.stopRtcCloudRecording(task));
  await until(() => ends.length === 1);
  context.run("other", () => ends[0]({ response }));
  await call;
  assert.deepEqual(seen, ["request own", "response own", "outcome own"]);
});

const MIB = 2 ** 20;

/** Responses to `DescribeLiveDomainDetail`, which takes 8 MiB, and the ends of its call. */
const RESPONSES = {
  whole: (response) => response.end('{"RequestId":"R"}'),
  "two chunks": (response) => {
    response.write('{"RequestId":');
    setImmediate(() => response.end('"R"}'));
  },
  gzip: (response) => response.setHeader("content-encoding", "gzip").end(gzipSync('{"RequestId":"R"}')),
  "broken gzip": (response) => response.setHeader("content-encoding", "gzip").end("no gzip"),
  "unknown encoding": (response) => response.setHeader("content-encoding", "zstd").end("bytes"),
  empty: (response) => response.end(),
  "too long": (response) => {
    const more = () => !response.destroyed && response.write("x".repeat(MIB), more);
    more();
  },
  "compressed, too long": (response) =>
    response.setHeader("content-encoding", "gzip").end(gzipSync(Buffer.alloc(9 * MIB, 32))),
  closed: (response) => response.socket.destroy(),
  reset: (response) => response.socket.resetAndDestroy(),
  "closed in the body": (response) => {
    response.setHeader("content-length", 1000).write("{");
    setImmediate(() => response.socket.destroy());
  },
  "no response": () => {},
  "no end": (response) => response.write('{"RequestId":"R"}'),
  throttled: (response) => {
    response.writeHead(503, { "x-acs-retry-after": "1", "x-acs-request-id": "R", date: new Date(0).toUTCString() });
    response.end('{"Code":"Throttling","Message":"later","RequestId":"R"}');
  },
};

const WAYS = {
  "own protocol": (fetch) => fetch,
  "as fetch": (fetch) => (url, init) => fetch(url, init),
};

/** The end of a call to a server that answers so, its last event, its requests, and whether it holds the connection. */
async function endOf(t, way, answer, { action = "DescribeLiveDomainDetail", signal, method, ...options } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const { method, headers, rawHeaders } = request;
    let bytes = 0;
    for await (const chunk of request) bytes += chunk.length;
    const names = rawHeaders.filter((_, at) => at % 2 === 0).sort();
    requests.push({ method, names, isWhole: Number(headers["content-length"] ?? 0) === bytes });
    answer(response);
  });
  const endpoint = await listen(t, server);
  const agent = new HttpAgent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  let last;
  const live = createClient({
    ...{ credentials: testAccessKey, endpoint, retry: quick, quota: false, attemptTimeoutMs: 1000, ...options },
    fetch: WAYS[way](createHttpFetch({ agent })),
    onEvent: ({ callId, durationMs, ...event }) => {
      last = event;
    },
  });
  const given = signal === undefined ? {} : { signal };
  const end = await live.call(action, {}, method === undefined ? given : { ...given, method }).then(
    ({ reply }) => reply,
    ({ message, cause, retryAfterMs, httpStatus }) => ({
      message: message.replaceAll(endpoint.replace(/.*:/, ""), "PORT"),
      ...{ cause: [cause?.name, cause?.code, cause?.message], retryAfterMs, httpStatus },
    }),
  );
  const held = () => [agent.sockets, agent.requests].flatMap(Object.values).flat().length;
  await until(() => held() === 0);
  return { end, last, requests };
}

/** Both ends, which are equal. */
async function endsOf(t, answer, options) {
  const [own, asFetch] = await Promise.all(Object.keys(WAYS).map((way) => endOf(t, way, answer, options?.())));
  assert.ok(own.requests.length > 0 && own.last.type === "outcome");
  assert.deepEqual(own, asFetch);
  return own;
}

for (const [name, answer] of Object.entries(RESPONSES)) {
  test(`the same end in both ways: ${name}`, { timeout: 30_000 }, (t) => endsOf(t, answer));
}

for (const [name, answer] of Object.entries({ "no response": () => {}, "no end": RESPONSES["no end"] })) {
  test(`an abort is the same in both ways: ${name}`, async (t) => {
    const { end, last } = await endsOf(t, answer, () => ({ signal: AbortSignal.timeout(200) }));
    assert.deepEqual([last.aborted, last.outcomeUnknown, end.cause], [true, false, [undefined, undefined, undefined]]);
  });
}

for (const signatureMethod of ["ACS3-HMAC-SHA256", "HMAC-SHA1"]) {
  for (const method of ["POST", "GET"]) {
    test(`${signatureMethod} by ${method} is the same in both ways`, async (t) => {
      const { requests } = await endsOf(t, RESPONSES.whole, () => ({ signatureMethod, method }));
      assert.deepEqual([requests[0].method, requests[0].isWhole], [method, true]);
    });
  }
}

for (const endpoint of ["http://127.0.0.1:1", "https://127.0.0.1:1", "http://name.invalid", "https://name.invalid"]) {
  test(`the same end in both ways: ${endpoint}`, async () => {
    const ends = Object.values(WAYS).map(async (way) => {
      const options = { credentials: testAccessKey, endpoint, dangerouslyAllowPlainHttp: true, retry: false };
      const live = createClient({ ...options, fetch: way(createHttpFetch()) });
      const { code, message, outcomeUnknown, retryable } = await rejection(live.stopRtcCloudRecording(task));
      return { code, message, outcomeUnknown, retryable };
    });
    const [own, asFetch] = await Promise.all(ends);
    assert.equal(own.outcomeUnknown, false, own.message);
    assert.doesNotMatch(own.message, /TLS/);
    assert.deepEqual(own, asFetch);
  });
}

test("a fetch that refuses unknown members, or has every member, is called as it is", async () => {
  const emulator = createLiveEmulator({ recordings: { [task.taskId]: "RUNNING" } });
  const strict = new Proxy(emulator.fetch, {
    get(target, name) {
      if (typeof name === "symbol") throw new Error(`unexpected ${String(name)}`);
      return target[name];
    },
  });
  const itself = new Proxy((...given) => emulator.fetch(...given), { get: () => itself });
  for (const fetch of [strict, itself]) {
    const live = createClient({ credentials: testAccessKey, fetch });
    await live.stopRtcCloudRecording(task);
  }
  const { proxy, revoke } = Proxy.revocable(emulator.fetch, {});
  const live = createClient({ credentials: testAccessKey, fetch: proxy, retry: false });
  revoke();
  await assert.rejects(live.stopRtcCloudRecording(task), { kind: "network" });
});
