// The consumer and the Durable Object of apsara-live/cloudflare, without a runtime of Cloudflare.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { createClient, LiveError } from "apsara-live";
import { consumeStops, StopLimiter } from "apsara-live/cloudflare";
import { createLiveEmulator, createLiveError, testAccessKey } from "apsara-live/testing";

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

test("concurrent first calls lease different permits", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_800_000_000_000 });
  const limiter = new StopLimiter({ storage: storage() });
  const both = await Promise.all([1, 2].map(() => lease(limiter, { StopRtcCloudRecording: recording })));
  assert.deepEqual(
    both.flatMap(({ StopRtcCloudRecording }) => StopRtcCloudRecording).sort((a, b) => a - b),
    [0, 20, 40, 60, 80, 100],
  );
});

test("each message is settled by itself, as decide says, with one lease for both operations", async () => {
  const outcomes = {
    ok: stopped,
    gone: async () => Promise.reject(createLiveError({ kind: "service", code: "NotFound.Task", retryable: false })),
    slow: async () => Promise.reject(createLiveError({ kind: "service", code: "Brandnew", retryable: true })),
    broken: async () => Promise.reject(new TypeError("mine")),
  };
  const live = { stopRtcCloudRecording: ({ taskId }) => outcomes[taskId](), stopLiveStreamMonitor: stopped };
  const STOP_LIMITER = namespace();
  const letters = [];
  const STOP_DEAD_LETTERS = { send: async (letter) => void letters.push(letter) };
  const messages = [{ taskId: "ok" }, { taskId: "gone" }, { taskId: "slow" }, { taskId: "broken" }].map((task) =>
    message(task, 2),
  );
  const bytes = new TextEncoder().encode('{"taskId":"bytes"}').buffer;
  messages.push(message({ monitorId: "m" }), message("no task"), message(bytes));
  const counts = await consumeStops({ messages }, { STOP_LIMITER, STOP_DEAD_LETTERS }, { live });
  assert.deepEqual(counts, { done: 2, retry: 2, dead: 3 });
  assert.deepEqual(
    messages.map(({ settled }) => settled),
    [["ack"], ["ack"], [{ delaySeconds: 2 }], [{ delaySeconds: 2 }], ["ack"], ["ack"], ["ack"]],
  );
  assert.deepEqual(
    letters.map(({ task, code }) => [task, code]),
    [
      ["no task", "ERR_INVALID_PARAMETER"],
      ['{"taskId":"bytes"}', "ERR_INVALID_PARAMETER"],
      [{ taskId: "gone" }, "NotFound.Task"],
    ],
  );
  // A permit that comes too late on a busy machine is leased again.
  const [{ StopRtcCloudRecording, StopLiveStreamMonitor }] = STOP_LIMITER.calls;
  assert.deepEqual([StopRtcCloudRecording.count, StopLiveStreamMonitor.count], [4, 1]);
});

test("the delay doubles with each delivery up to five minutes, whatever failed", async () => {
  const failures = {
    throttled: createLiveError({ kind: "throttled", retryAfterMs: 1 }),
    timeout: createLiveError({ kind: "timeout", retryable: true }),
    dead: createLiveError({ kind: "service", code: "NotFound.Task", retryable: false }),
    abort: new Error("aborted"),
  };
  const live = { stopRtcCloudRecording: ({ taskId }) => Promise.reject(failures[taskId]) };
  for (const taskId of Object.keys(failures)) {
    const delays = [];
    for (const attempts of [1, 5, 99]) {
      const one = message({ taskId }, attempts);
      // Without a dead letter queue, dead messages are left to max_retries.
      await consumeStops({ messages: [one] }, { STOP_LIMITER: namespace() }, { live });
      delays.push(...one.settled.map(({ delaySeconds }) => delaySeconds));
    }
    assert.deepEqual(delays, [1, 16, 300], taskId);
  }
  const letter = message({ taskId: "dead" }, 5);
  const env = { STOP_LIMITER: namespace(), STOP_DEAD_LETTERS: { send: () => Promise.reject(new Error("full")) } };
  await consumeStops({ messages: [letter] }, env, { live });
  assert.deepEqual(letter.settled, [{ delaySeconds: 16 }]);
});

test("before its last delivery, a message is sent again with its age", async () => {
  const live = { stopRtcCloudRecording: () => Promise.reject(createLiveError({ kind: "timeout", retryable: true })) };
  const copies = [];
  const letters = [];
  // A limiter of their own: one that the deliveries share would pause.
  const envOf = () => ({
    STOP_LIMITER: namespace(),
    STOP_DEAD_LETTERS: { send: async (letter) => void letters.push(letter) },
  });
  const queue = { send: async (...sent) => void copies.push(structuredClone(sent)) };
  const deliver = async (body, attempts, options = {}) => {
    const one = { ...message(body, attempts), timestamp: new Date(Date.now() - 1000) };
    await consumeStops({ messages: [one] }, envOf(), { live, queue, maxRetries: 4, ...options });
    return one.settled;
  };
  const task = { taskId: "a" };
  assert.deepEqual(await deliver(task, 3), [{ delaySeconds: 4 }]);
  assert.deepEqual(copies, []);
  assert.deepEqual(await deliver(task, 4), ["ack"]);
  const [[copy, { delaySeconds }]] = copies;
  assert.deepEqual([copy.task, copy.deliveries, delaySeconds], [task, 4, 8]);
  assert.ok(copy.sentAt <= Date.now() - 1000, "the copy has the time of the message");

  // The copy counts on, and becomes a copy in its turn.
  assert.deepEqual(await deliver(copy, 1), [{ delaySeconds: 16 }]);
  assert.deepEqual(await deliver(copy, 5), ["ack"]);
  assert.deepEqual(copies[1], [{ ...copy, deliveries: 9 }, { delaySeconds: 256 }]);

  assert.deepEqual(await deliver(task, 4, { queue: { send: () => Promise.reject(new Error("full")) } }), [
    { delaySeconds: 8 },
  ]);
  assert.deepEqual(letters, []);
  // Where it cannot be sent again, the letter says why.
  assert.deepEqual(await deliver(task, 4, { queue: undefined }), ["ack"]);
  assert.deepEqual(await deliver({ ...copy, sentAt: Date.now() - 4.1 * 86_400_000 }, 4), ["ack"]);
  assert.deepEqual(
    letters.map(({ task, code }) => [task, code]),
    [
      [task, "ERR_TIMEOUT"],
      [task, "ERR_TIMEOUT"],
    ],
  );
  assert.match(letters[0].message, /not sent again after 4 deliveries: options\.queue is missing$/);
  assert.match(letters[1].message, /not sent again after 8 deliveries: it is older than 4 days$/);
  // A fault of the caller's own code has no code.
  live.stopRtcCloudRecording = () => Promise.reject(new TypeError("mine"));
  await deliver(task, 4, { queue: undefined });
  assert.equal(letters[2].code, "ERR_INTERNAL");
  assert.match(letters[2].message, /^mine; /);
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

test("an outage pauses all consumers from its second error, and the error of one task none", async () => {
  const outage = createLiveError({ kind: "network", retryable: true, retryAfterMs: 300 });
  const consumed = async (failing) => {
    const live = {
      async stopRtcCloudRecording({ taskId }) {
        if (failing.includes(taskId)) throw outage;
        return { outcome: "stopped" };
      },
    };
    const STOP_LIMITER = namespace();
    for (const taskId of ["a", "b", "c", "d", "e"]) {
      await consumeStops({ messages: [message({ taskId })] }, { STOP_LIMITER }, { live });
    }
    return STOP_LIMITER.calls.flatMap(({ StopRtcCloudRecording: { pauseMs } }) => pauseMs || []);
  };
  assert.deepEqual(await consumed(["b", "d"]), []);
  assert.deepEqual(await consumed(["b", "c", "d"]), [1000, 1000]);
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

/** Plays mocked timers until the work is done. Resolves to the time that it took. */
async function played(t, work) {
  t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: 1_800_000_000_000 });
  let ended = false;
  const end = work().finally(() => (ended = true));
  while (!ended) {
    for (let turns = 0; turns < 20; turns++) await turn();
    if (!ended) t.mock.timers.tick(10);
  }
  await end;
  return Date.now() - 1_800_000_000_000;
}

test("a Durable Object that never answers is left after a time limit", async (t) => {
  const messages = Array.from({ length: 25 }, (_, index) => message({ taskId: `task-${index}` }));
  const limiter = namespace();
  const { fetch } = limiter.get();
  const aborted = [];
  const hangs = async (url, init) => {
    if (limiter.calls.length === 0) return fetch(url, init);
    init.signal.addEventListener("abort", () => aborted.push(url));
    return new Promise(() => {});
  };
  // The throttled reply voids the other permits, so the consumer asks for more in the middle of the batch.
  const live = {
    stopRtcCloudRecording: () => Promise.reject(createLiveError({ kind: "throttled", retryAfterMs: 300 })),
  };
  const env = { STOP_LIMITER: { ...limiter, get: () => ({ fetch: hangs }) } };
  const ms = await played(t, () => consumeStops({ messages }, env, { live }));
  assert.ok(ms < 30_000, `${ms} ms`);
  assert.equal(aborted.length, 4);
  assert.ok(messages.every(({ settled: [one, ...others] }) => one.delaySeconds === 1 && others.length === 0));
});

test("a queue that never answers is left after a time limit", async (t) => {
  const live = { stopRtcCloudRecording: () => Promise.reject(createLiveError({ kind: "timeout", retryable: true })) };
  const hangs = { send: () => new Promise(() => {}) };
  const messages = [message({ taskId: "a" }, 100), message("no task")];
  const env = { STOP_LIMITER: namespace(), STOP_DEAD_LETTERS: hangs };
  await played(t, () => consumeStops({ messages }, env, { live, queue: hangs, maxRetries: 100 }));
  assert.deepEqual(
    messages.map(({ settled }) => settled),
    [[{ delaySeconds: 300 }], [{ delaySeconds: 1 }]],
  );
});

test("a permit that comes after five minutes is not awaited", async (t) => {
  const STOP_LIMITER = namespace();
  const messages = [message({ taskId: "a" }), message({ taskId: "b" })];
  const ms = await played(t, async () => {
    const request = { StopRtcCloudRecording: { count: 0, intervalMs: 20, pauseMs: 250_000 } };
    await STOP_LIMITER.get().fetch("https://x/", { method: "POST", body: JSON.stringify(request) });
    // One call in 100 seconds.
    const options = { live: { stopRtcCloudRecording: stopped }, quota: { stopRtcCloudRecording: 0.01 / 0.96 } };
    assert.deepEqual(await consumeStops({ messages }, { STOP_LIMITER }, options), { done: 1, retry: 1, dead: 0 });
  });
  assert.ok(ms < 300_000, `${ms} ms`);
  assert.deepEqual(
    messages.map(({ settled }) => settled),
    [["ack"], [{ delaySeconds: 100 }]],
  );
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
  for (const unusable of [
    { maxRetries: 101 },
    { maxRetries: 1.5 },
    { maxRetries: "20" },
    { queue: { send: stopped } },
  ]) {
    const rejected = consumeStops({ messages: [untouched] }, { STOP_LIMITER: namespace() }, { live: {}, ...unusable });
    await assert.rejects(rejected, /options\.maxRetries: expected max_retries of the queue/);
  }
  assert.deepEqual(untouched.settled, []);
  const onDecision = () => {
    throw new Error("mine");
  };
  const live = { stopRtcCloudRecording: stopped };
  await consumeStops({ messages: [untouched] }, { STOP_LIMITER: namespace() }, { live, onDecision });
  assert.deepEqual(untouched.settled, ["ack"]);
});

test("a transcoding that stopped with a lost reply is done, by its state", async () => {
  const task = { operation: "StopRtcCloudTranscode", taskId: "a", appId: "app" };
  const lost = { type: "lost-reply" };
  const emulator = createLiveEmulator({ tasks: { transcoding: { a: "RUNNING" } }, faults: [lost, lost] });
  const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch });
  for (const [attempt, action] of [
    [1, "retry"],
    [2, "done"],
  ]) {
    // biome-ignore format: one line
    const one = message(task, attempt);
    await consumeStops({ messages: [one] }, { STOP_LIMITER: namespace() }, { live });
    assert.equal(one.settled[0] === "ack" ? "done" : "retry", action);
  }
  assert.deepEqual(
    emulator.requests.map(({ operation }) => operation),
    ["StopRtcCloudTranscode", "DescribeRtcCloudTranscode", "StopRtcCloudTranscode", "DescribeRtcCloudTranscode"],
  );
});
