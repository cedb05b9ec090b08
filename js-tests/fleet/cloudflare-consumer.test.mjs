// The consumer and the Durable Object of apsara-live/cloudflare, without a runtime of Cloudflare.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveError } from "apsara-live";
import { consumeStops, StopLimiter } from "apsara-live/cloudflare";
import { createLiveError } from "apsara-live/testing";

/** The storage of a Durable Object, which outlives the object. */
function storage() {
  const stored = new Map();
  return {
    get: async (key) => structuredClone(stored.get(key)),
    put: async (key, value) => void stored.set(key, structuredClone(value)),
  };
}

async function lease(limiter, requests) {
  const response = await limiter.fetch(new Request("https://x/", { method: "POST", body: JSON.stringify(requests) }));
  return response.json();
}

/** A namespace with one object; `failing` is the number of calls that fail first. */
function namespace({ failing = 0 } = {}) {
  const limiter = new StopLimiter({ storage: storage() });
  const calls = [];
  const stub = {
    async fetch(url, init) {
      calls.push(JSON.parse(init.body));
      if (calls.length <= failing) throw new Error("the object was aborted");
      return limiter.fetch(new Request(url, init));
    },
  };
  return { calls, idFromName: (name) => name, get: () => stub };
}

function message(body, attempts = 1) {
  const settled = [];
  return {
    body,
    attempts,
    settled,
    ack: () => settled.push("ack"),
    retry: (options) => settled.push(options ?? "retry"),
  };
}

const recording = { count: 3, intervalMs: 20 };
const stopped = async () => ({ outcome: "stopped" });
const near = (offsets, expected) => {
  assert.equal(offsets.length, expected.length);
  for (const [index, offset] of offsets.entries()) assert.ok(Math.abs(offset - expected[index]) < 5, `${offsets}`);
};

test("leases follow each other at the interval, for each operation by itself", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_800_000_000_000 });
  const limiter = new StopLimiter({ storage: storage() });
  const ask = async (requests) => lease(limiter, requests);
  assert.deepEqual(await ask({ StopRtcCloudRecording: recording }), { StopRtcCloudRecording: [0, 20, 40] });
  t.mock.timers.tick(10);
  assert.deepEqual(
    await ask({ StopRtcCloudRecording: recording, StopLiveStreamMonitor: { count: 2, intervalMs: 104 } }),
    {
      StopRtcCloudRecording: [50, 70, 90],
      StopLiveStreamMonitor: [0, 104],
    },
  );
  // After idleness there is no burst: at most one request at once.
  t.mock.timers.tick(60_000);
  assert.deepEqual(await ask({ StopRtcCloudRecording: recording }), { StopRtcCloudRecording: [0, 20, 40] });
});

test("a pause holds all later permits", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_800_000_000_000 });
  const limiter = new StopLimiter({ storage: storage() });
  assert.deepEqual(await lease(limiter, { StopRtcCloudRecording: { count: 0, intervalMs: 20, pauseMs: 900 } }), {
    StopRtcCloudRecording: [],
  });
  assert.deepEqual(await lease(limiter, { StopRtcCloudRecording: recording }), {
    StopRtcCloudRecording: [900, 920, 940],
  });
});

test("permits outlive the object, and a clock that is set back", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_800_000_000_000 });
  const state = { storage: storage() };
  await lease(new StopLimiter(state), { StopRtcCloudRecording: recording });
  const { StopRtcCloudRecording: offsets } = await lease(new StopLimiter(state), { StopRtcCloudRecording: recording });
  assert.deepEqual(offsets, [60, 80, 100]);
  t.mock.timers.setTime(1_700_000_000_000);
  assert.deepEqual(
    (await lease(new StopLimiter(state), { StopRtcCloudRecording: recording })).StopRtcCloudRecording,
    [0, 20, 40],
  );
});

test("concurrent first calls lease different permits", async () => {
  const limiter = new StopLimiter({ storage: storage() });
  const both = await Promise.all([1, 2].map(() => lease(limiter, { StopRtcCloudRecording: recording })));
  near(
    both.flatMap(({ StopRtcCloudRecording }) => StopRtcCloudRecording).sort((a, b) => a - b),
    [0, 20, 40, 60, 80, 100],
  );
});

test("each message is settled by itself, as decide says, with one lease", async () => {
  const outcomes = {
    ok: stopped,
    gone: async () => Promise.reject(createLiveError({ kind: "service", code: "NotFound.Task", retryable: false })),
    slow: async () => Promise.reject(createLiveError({ kind: "timeout", retryable: true })),
    broken: async () => Promise.reject(new TypeError("mine")),
  };
  const live = { stopRtcCloudRecording: ({ taskId }) => outcomes[taskId](), stopLiveStreamMonitor: stopped };
  const STOP_LIMITER = namespace();
  const letters = [];
  const STOP_DEAD_LETTERS = { send: async (letter) => void letters.push(letter) };
  const messages = [{ taskId: "ok" }, { taskId: "gone" }, { taskId: "slow" }, { taskId: "broken" }].map((task) =>
    message(task, 2),
  );
  messages.push(message({ monitorId: "m" }), message("no task"));
  const counts = await consumeStops({ messages }, { STOP_LIMITER, STOP_DEAD_LETTERS }, { live });
  assert.deepEqual(counts, { done: 2, retry: 2, dead: 2 });
  assert.deepEqual(
    messages.map(({ settled }) => settled),
    [["ack"], ["ack"], [{ delaySeconds: 2 }], [{ delaySeconds: 2 }], ["ack"], ["ack"]],
  );
  assert.deepEqual(
    letters.map(({ task, code }) => [task, code]).sort(),
    [
      ["no task", "ERR_INVALID_PARAMETER"],
      [{ taskId: "gone" }, "NotFound.Task"],
    ].sort(),
  );
  assert.equal(STOP_LIMITER.calls.length, 1);
});

test("without a dead letter queue, dead messages are left to max_retries", async () => {
  const dead = message("no task");
  await consumeStops({ messages: [dead] }, { STOP_LIMITER: namespace() }, { live: {} });
  assert.deepEqual(dead.settled, [{ delaySeconds: 0 }]);
});

test("a throttled reply pauses all consumers, and the rest of the batch", async () => {
  let sent = 0;
  const throttled = createLiveError({ kind: "throttled", retryAfterMs: 300 });
  const times = [];
  const live = {
    async stopRtcCloudRecording() {
      times.push(Date.now());
      if (++sent === 1) throw throttled;
      return { outcome: "stopped" };
    },
  };
  const STOP_LIMITER = namespace();
  const messages = ["a", "b", "c"].map((taskId) => message({ taskId }));
  await consumeStops({ messages }, { STOP_LIMITER }, { live });
  assert.deepEqual(
    messages.map(({ settled }) => settled),
    [[{ delaySeconds: 1 }], ["ack"], ["ack"]],
  );
  assert.ok(times[1] - times[0] >= 290, `${times[1] - times[0]} ms`);
  assert.equal(STOP_LIMITER.calls[1].StopRtcCloudRecording.pauseMs, 300);
});

test("the consumer asks an aborted Durable Object again; an object that stays away delays all messages", async () => {
  const live = { stopRtcCloudRecording: stopped };
  const first = message({ taskId: "a" });
  await consumeStops({ messages: [first] }, { STOP_LIMITER: namespace({ failing: 2 }) }, { live });
  assert.deepEqual(first.settled, ["ack"]);
  const second = message({ taskId: "a" });
  await consumeStops({ messages: [second] }, { STOP_LIMITER: namespace({ failing: 99 }) }, { live });
  assert.deepEqual(second.settled, [{ delaySeconds: 1 }]);
});

test("at most five requests are under way, and a slow service costs no refused request", async () => {
  let open = 0;
  let most = 0;
  const live = {
    async stopRtcCloudRecording() {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 150));
      open--;
      return { outcome: "stopped" };
    },
  };
  const STOP_LIMITER = namespace();
  const messages = Array.from({ length: 25 }, (_, index) => message({ taskId: `task-${index}` }));
  await consumeStops({ messages }, { STOP_LIMITER }, { live });
  assert.ok(messages.every(({ settled }) => settled.join() === "ack"));
  assert.ok(most <= 5, `${most} under way`);
});

test("timers that are always late void no permit that they were for", async (t) => {
  const onTime = globalThis.setTimeout;
  t.after(() => {
    globalThis.setTimeout = onTime;
  });
  globalThis.setTimeout = (work, ms) => onTime(work, ms + 25);
  const limiter = namespace();
  const { fetch } = limiter.get();
  // Without usable permits, the consumer would ask for ever.
  const asked = async (url, init) => {
    if (limiter.calls.length === 20) throw new Error("asked too often");
    return fetch(url, init);
  };
  const env = { STOP_LIMITER: { ...limiter, get: () => ({ fetch: asked }) } };
  const messages = Array.from({ length: 20 }, (_, i) => message({ taskId: `task-${i}` }));
  const counts = await consumeStops({ messages }, env, { live: { stopRtcCloudRecording: stopped } });
  assert.deepEqual(counts, { done: 20, retry: 0, dead: 0 });
  assert.ok(limiter.calls.length <= 10, `${limiter.calls.length} leases`);
});

test("unusable options reject before any message is touched, and a listener that throws does no harm", async () => {
  const untouched = message({ taskId: "a" });
  await assert.rejects(
    consumeStops({ messages: [untouched] }, { STOP_LIMITER: namespace() }, { live: {}, share: 2 }),
    LiveError,
  );
  assert.deepEqual(untouched.settled, []);
  const onDecision = () => {
    throw new Error("mine");
  };
  const live = { stopRtcCloudRecording: stopped };
  await consumeStops({ messages: [untouched] }, { STOP_LIMITER: namespace() }, { live, onDecision });
  assert.deepEqual(untouched.settled, ["ack"]);
});
