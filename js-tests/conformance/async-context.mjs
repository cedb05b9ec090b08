// Async contexts: every function that the package calls for a call runs in the `AsyncLocalStorage` context of that call.
import { quick } from "../support/portable/fixtures.mjs";

const CALLS = 200;
const HOUR = 3_600_000;

const ids = Array.from({ length: CALLS }, (_, i) => `task-${i}`);
const recordings = Object.fromEntries(ids.map((id) => [id, "RUNNING"]));

/** Throttles the first attempt of every second call, so that half of the calls resume from a timer. */
function throttleOnce() {
  const throttled = new Set();
  return ({ params: { TaskId } }) => {
    if (Number(TaskId.slice("task-".length)) % 2 === 0 || throttled.has(TaskId)) return null;
    throttled.add(TaskId);
    return { type: "throttle", retryAfterMs: 1 };
  };
}

/** Collects lists by key. */
function collector() {
  const lists = new Map();
  const add = (key, value) => lists.set(key, [...(lists.get(key) ?? []), value]);
  return { add, get: (key) => (lists.get(key) ?? []).join() };
}

/** Returns the context of call `i` as collected: once, or twice for a call that makes two attempts. */
const perAttempt = (i) => (i % 2 === 0 ? `${i}` : `${i},${i}`);

export const asyncContext = [
  {
    name: "fetch and onEvent run in the context of their own call, when 200 calls share a client",
    async run({ api, testing, assert, asyncHooks }) {
      const context = new asyncHooks.AsyncLocalStorage();
      const emulator = testing.createLiveEmulator({ recordings, faultFor: throttleOnce() });
      const [contexts, events] = [collector(), collector()];
      const live = api.createClient({
        credentials: testing.testAccessKey,
        retry: quick,
        // Some of the calls wait for it.
        quota: { stopRtcCloudRecording: 1000 },
        fetch: (url, init) => {
          contexts.add(new URL(url).searchParams.get("TaskId"), context.getStore());
          return emulator.fetch(url, init);
        },
        onEvent: ({ type }) => events.add(context.getStore(), type),
      });
      const stop = async (taskId, i) => {
        const { outcome } = await context.run(i, () => live.stopRtcCloudRecording({ taskId }));
        assert.equal(outcome, "stopped");
      };
      await Promise.all(ids.map(stop));
      const expected = (i) => `${i % 2 === 0 ? "" : "request,response,retry,"}request,response,outcome`;
      const wrong = {
        fetch: ids.filter((taskId, i) => contexts.get(taskId) !== perAttempt(i)).length,
        onEvent: ids.filter((_, i) => events.get(i) !== expected(i)).length,
      };
      assert.includes(wrong, { fetch: 0, onEvent: 0 });
    },
  },
  {
    name: "actions, reads and questions run in the context of their own call, when 150 calls share a client",
    async run({ api, testing, assert, asyncHooks }) {
      const context = new asyncHooks.AsyncLocalStorage();
      const emulator = testing.createLiveEmulator({ recordings, faultFor: throttleOnce() });
      const contexts = collector();
      const live = api.createClient({
        credentials: testing.testAccessKey,
        retry: quick,
        quota: { stopRtcCloudRecording: 1000, describeRtcCloudRecordingFiles: 1000 },
        fetch: (url, init) => {
          contexts.add(new URL(url).searchParams.get("TaskId"), context.getStore());
          return emulator.fetch(url, init);
        },
        onEvent: ({ type, context: own }) => contexts.add(`${type} ${own}`, context.getStore()),
      });
      const ways = [
        (taskId, options) => live.call("DescribeRtcCloudRecordingFiles", { TaskId: taskId }, options),
        (taskId, options) => live.describeRtcCloudRecordingFiles({ taskId }, options),
        async (taskId, options) => {
          emulator.recordings.set(taskId, "STOPPED");
          await live.stopRtcCloudRecording({ taskId }, { ...options, verify: true });
        },
      ];
      const calls = ids.slice(0, 150);
      await Promise.all(calls.map((taskId, i) => context.run(i, () => ways[i % 3](taskId, { context: i }))));
      const wrong = calls.filter((taskId, i) => {
        const requests = (i % 3 === 2 ? 2 : 1) + (i % 2);
        const own = Array(requests).fill(i).join();
        return (
          contexts.get(taskId) !== own ||
          contexts.get(`request ${i}`) !== own ||
          contexts.get(`outcome ${i}`) !== `${i}`
        );
      });
      assert.equal(wrong.join(), "");
    },
  },
  {
    name: "a credentials function runs in the context of its call, first and at a renewal, when 200 clients call at once",
    async run({ api, testing, assert, asyncHooks }) {
      const context = new asyncHooks.AsyncLocalStorage();
      const token = (accessKeyId, rest) => ({ accessKeyId, accessKeySecret: "s", securityToken: accessKeyId, ...rest });
      const accessKeys = [token("old", { expiration: 0 }), token("new")];
      const emulator = testing.createLiveEmulator({ accessKeys, recordings });
      const contexts = collector();
      const stop = async (taskId, i) => {
        // The emulator knows that the token of every second call has expired; the package does not.
        const left = (i % 2 === 0 ? ["new"] : ["old", "new"]).map((id) => token(id, { expiration: Date.now() + HOUR }));
        const credentials = async () => {
          contexts.add(i, context.getStore());
          await null;
          return left.shift();
        };
        const live = api.createClient({ credentials, fetch: emulator.fetch, retry: quick });
        const { outcome } = await context.run(i, () => live.stopRtcCloudRecording({ taskId }));
        assert.equal(outcome, "stopped");
      };
      await Promise.all(ids.map(stop));
      const wrong = { credentials: ids.filter((_, i) => contexts.get(i) !== perAttempt(i)).length };
      assert.includes(wrong, { credentials: 0 });
    },
  },
  {
    name: "a credentials function that calls share runs in the context of the call that asks",
    async run({ api, testing, assert, asyncHooks }) {
      const context = new asyncHooks.AsyncLocalStorage();
      const emulator = testing.createLiveEmulator({ recordings });
      const contexts = [];
      // Credentials without an expiration serve only the calls that wait for them, so each call here asks.
      const credentials = () => {
        contexts.push(context.getStore());
        return testing.testAccessKey;
      };
      const live = api.createClient({ credentials, fetch: emulator.fetch });
      for (const [i, taskId] of ids.slice(0, 3).entries()) {
        await context.run(i, () => live.stopRtcCloudRecording({ taskId }));
      }
      assert.equal(contexts.join(), "0,1,2");
    },
  },
];
