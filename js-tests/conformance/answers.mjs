// What answers mean: errors as they are, faults survived, time limits kept, aborts obeyed.

const key = { accessKeyId: "testid", accessKeySecret: "testsecret" };
const quick = { maxAttempts: 4, baseDelayMs: 1, maxDelayMs: 5 };

/** A recording task, an emulator that meets it with faults, and a client that does not wait long. */
async function met({ api, open }, faults, options = {}) {
  const emulator = await open({ recordings: { task: "RUNNING" }, faults });
  const live = api.createClient({ credentials: key, endpoint: emulator.url, retry: quick, ...options });
  return { emulator, stop: (callOptions) => live.stopRtcCloudRecording({ taskId: "task" }, callOptions), live };
}

const survived = [
  ["throttled", { type: "throttle", retryAfterMs: 1 }, "stopped"],
  [
    "throttled with 429 and retry-after",
    { type: "throttle", status: 429, retryAfterMs: "0", headers: { "retry-after": "0" } },
    "stopped",
  ],
  ["500", "internal-error", "stopped"],
  ["503 in HTML", "unavailable", "stopped"],
  ["a connection reset before execution", "reset", "stopped"],
  ["a lost reply", "lost-reply", "already-stopped"],
  ["an empty reply", "empty", "already-stopped"],
  ["a reply that breaks off", "truncated", "already-stopped"],
  ["a reply that is not the service's", { type: "garbage", body: "<html>hello" }, "already-stopped"],
].map(([what, fault, outcome]) => ({
  name: `${what}: asked again, ends ${outcome}`,
  async run(context) {
    const { emulator, stop } = await met(context, [fault]);
    context.assert.includes(await stop(), { outcome, attempts: 2 });
    const { requests } = await emulator.state();
    context.assert.equal(requests.length, 2);
    context.assert.ok(requests[0].nonce !== requests[1].nonce, "another nonce");
  },
}));

const refused = [
  ["an unknown recording", { taskId: "no" }, {}, { kind: "service", code: "NotFound.Task", status: 400 }],
  [
    "a wrong secret",
    { taskId: "task" },
    { credentials: { ...key, accessKeySecret: "wrong-marker" } },
    { kind: "service", code: "SignatureDoesNotMatch", status: 400 },
  ],
  [
    "an unknown key",
    { taskId: "task" },
    { credentials: { ...key, accessKeyId: "nobody" } },
    { kind: "service", code: "InvalidAccessKeyId.NotFound", status: 404 },
  ],
].map(([what, params, options, expected]) => ({
  name: `${what} is an error, at once`,
  async run(context) {
    const { api, assert } = context;
    const { emulator, live } = await met(context, [], options);
    const error = await assert.rejection(() => live.stopRtcCloudRecording(params));
    assert.ok(error instanceof api.LiveError && error instanceof Error, "a LiveError");
    assert.includes(error, { name: "LiveError", operation: "StopRtcCloudRecording", ...expected });
    assert.includes(error, { attempts: 1, retryable: false, outcomeUnknown: false });
    assert.ok(/^[0-9A-F-]{36}$/.test(error.requestId), "requestId is the service's");
    assert.ok(!`${error.message}${JSON.stringify(error)}`.includes("wrong-marker"), "no secret");
    assert.equal((await emulator.state()).requests.length, 1);
  },
}));

export const answers = [
  ...survived,
  ...refused,
  {
    name: "a redirect is not followed",
    async run(context) {
      const { assert } = context;
      const other = await context.open({});
      const { emulator, stop } = await met(context, [{ type: "redirect", location: other.url, status: 307 }], {
        retry: false,
      });
      assert.includes(await assert.rejection(stop), { kind: "protocol", code: "ERR_REDIRECTED", attempts: 1 });
      assert.equal((await emulator.state()).requests.length, 1);
      assert.equal((await other.state()).requests.length, 0);
    },
  },
  ...["headers", "body"].map((part) => ({
    name: `an attempt whose ${part} hang ends in time`,
    async run(context) {
      const { assert } = context;
      const { stop } = await met(context, [{ type: "hang", part }], { retry: false, attemptTimeoutMs: 100 });
      const expected = { kind: "timeout", code: "ERR_ATTEMPT_TIMEOUT", outcomeUnknown: true, retryable: true };
      assert.includes(await assert.rejection(stop), expected);
    },
  })),
  ...["headers", "body"].map((part) => ({
    name: `an abort while ${part} are awaited rejects with the caller's reason`,
    async run(context) {
      const { assert } = context;
      const { emulator, stop } = await met(context, [{ type: "hang", part }]);
      const [controller, reason] = [new AbortController(), { mine: true }];
      const call = stop({ signal: controller.signal });
      while ((await emulator.state()).requests.length === 0);
      controller.abort(reason);
      assert.equal(await assert.rejection(() => call), reason);
      assert.equal((await emulator.state()).requests.length, 1);
    },
  })),
  {
    name: "nobody listens: a network error, after all attempts",
    async run(context) {
      const { assert } = context;
      const { emulator, stop } = await met(context, []);
      await emulator.close();
      assert.includes(await assert.rejection(stop), {
        kind: "network",
        code: "ERR_NETWORK",
        attempts: 4,
        retryable: true,
      });
    },
  },
  {
    name: "a clock 20 minutes off is corrected once",
    async run({ api, assert, open }) {
      const emulator = await open({ recordings: { a: "RUNNING", b: "RUNNING" }, clockMs: -1_200_000 });
      const live = api.createClient({ credentials: key, endpoint: emulator.url });
      assert.includes(await live.stopRtcCloudRecording({ taskId: "a" }), { outcome: "stopped", attempts: 2 });
      assert.includes(await live.stopRtcCloudRecording({ taskId: "b" }), { outcome: "stopped", attempts: 1 });
      assert.ok(Math.abs(live.clockOffsetMs + 1_200_000) < 60_000, "the offset is known");
    },
  },
];
