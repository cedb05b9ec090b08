// Time limits and aborts: an attempt and a call end in time, and an abort rejects with the caller's own reason and sends nothing more.

const key = { accessKeyId: "testid", accessKeySecret: "testsecret" };
const task = { taskId: "task" };

async function met({ api, open }, faults, options = {}) {
  const emulator = await open({ recordings: { task: "RUNNING" }, faults });
  return { emulator, live: api.createClient({ credentials: key, endpoint: emulator.url, ...options }) };
}

const requestsOf = async (emulator) => (await emulator.state()).requests.length;

const hangs = ["headers", "body"].flatMap((part) => [
  {
    name: `an attempt whose ${part} hang ends in time`,
    async run(context) {
      const { assert } = context;
      const { live } = await met(context, [{ type: "hang", part }], { retry: false, attemptTimeoutMs: 100 });
      const expected = { kind: "timeout", code: "ERR_ATTEMPT_TIMEOUT", outcomeUnknown: true, retryable: true };
      assert.includes(await assert.rejection(() => live.stopRtcCloudRecording(task)), expected);
    },
  },
  {
    name: `a call whose ${part} hang ends in time`,
    async run(context) {
      const { assert } = context;
      const { emulator, live } = await met(context, [{ type: "hang", part }], { timeoutMs: 300 });
      const expected = { kind: "timeout", code: "ERR_TIMEOUT", attempts: 1, outcomeUnknown: true, retryable: true };
      assert.includes(await assert.rejection(() => live.stopRtcCloudRecording(task)), expected);
      assert.equal(await requestsOf(emulator), 1);
    },
  },
  {
    name: `an abort while ${part} are awaited rejects with the caller's reason`,
    async run(context) {
      const { assert } = context;
      const { emulator, live } = await met(context, [{ type: "hang", part }]);
      const [controller, reason] = [new AbortController(), { mine: true }];
      const call = live.stopRtcCloudRecording(task, { signal: controller.signal });
      while ((await requestsOf(emulator)) === 0);
      controller.abort(reason);
      assert.equal(await assert.rejection(() => call), reason);
      assert.equal(await requestsOf(emulator), 1);
    },
  },
]);

export const limits = [
  ...hangs,
  {
    name: "an attempt that hangs is followed by one that does not",
    async run(context) {
      const { live } = await met(context, ["hang"], { attemptTimeoutMs: 500 });
      const result = await live.stopRtcCloudRecording(task);
      context.assert.includes(result, { outcome: "already-stopped", attempts: 2 });
    },
  },
  {
    name: "a wait that the call has no time for is not begun",
    async run(context) {
      const { assert } = context;
      const { emulator, live } = await met(context, [{ type: "throttle", retryAfterMs: 70_000 }], {
        timeoutMs: 60_000,
      });
      const expected = { kind: "throttled", code: "Throttling.User", retryAfterMs: 70_000, outcomeUnknown: false };
      assert.includes(await assert.rejection(() => live.stopRtcCloudRecording(task)), expected);
      assert.equal(await requestsOf(emulator), 1);
    },
  },
  {
    name: "an abort before the call sends nothing",
    async run(context) {
      const { assert } = context;
      const { emulator, live } = await met(context, []);
      for (const signal of [AbortSignal.abort("mine"), AbortSignal.abort()]) {
        assert.equal(await assert.rejection(() => live.stopRtcCloudRecording(task, { signal })), signal.reason);
      }
      assert.equal(await requestsOf(emulator), 0);
    },
  },
  {
    name: "an abort in a back-off sends nothing more",
    async run(context) {
      const { assert } = context;
      const controller = new AbortController();
      const onEvent = ({ type }) => type === "retry" && setTimeout(() => controller.abort("mine"));
      const { emulator, live } = await met(context, [{ type: "throttle", retryAfterMs: 10_000 }], { onEvent });
      const call = live.stopRtcCloudRecording(task, { signal: controller.signal });
      assert.equal(await assert.rejection(() => call), "mine");
      assert.equal(await requestsOf(emulator), 1);
    },
  },
  {
    name: "an abort while credentials are asked for sends nothing",
    async run(context) {
      const { assert } = context;
      const controller = new AbortController();
      const credentials = () => {
        setTimeout(() => controller.abort("mine"));
        return new Promise(() => {});
      };
      const { emulator, live } = await met(context, [], { credentials });
      const call = live.stopRtcCloudRecording(task, { signal: controller.signal });
      assert.equal(await assert.rejection(() => call), "mine");
      assert.equal(await requestsOf(emulator), 0);
    },
  },
  {
    name: "AbortSignal.timeout is an abort, with its own reason",
    async run(context) {
      const { assert } = context;
      const { live } = await met(context, ["hang"]);
      const signal = AbortSignal.timeout(100);
      const reason = await assert.rejection(() => live.stopRtcCloudRecording(task, { signal }));
      assert.equal(reason, signal.reason);
      assert.equal(reason.name, "TimeoutError");
    },
  },
];
