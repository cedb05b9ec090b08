// What answers mean: errors as they are, faults survived, and an outcome that is unknown called so.

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

const given = [
  ["throttled", "throttle", { kind: "throttled", code: "Throttling.User", status: 400, outcomeUnknown: false }],
  [
    "answered with 500",
    "internal-error",
    { kind: "service", code: "InternalError", status: 500, outcomeUnknown: true },
  ],
  ["answered with HTML", "unavailable", { code: "ERR_HTTP_STATUS", status: 503, outcomeUnknown: true }],
  ["left without an answer", "lost-reply", { kind: "network", code: "ERR_NETWORK", outcomeUnknown: true }],
].map(([what, fault, expected]) => ({
  name: `${what} at each attempt, a call says so`,
  async run(context) {
    const { assert } = context;
    const { emulator, stop } = await met(context, Array(4).fill(fault));
    assert.includes(await assert.rejection(stop), { ...expected, attempts: 4, retryable: true });
    assert.equal((await emulator.state()).requests.length, 4);
  },
}));

const documented = [
  ["StreamMonitorNotExist", 404],
  ["IllegalOperation", 401],
  ["InvalidMonitorId.Malformed", 400],
  ["UserQuotaExceed", 403],
].map(([code, status]) => ({
  name: `${code} is an error of the monitor's operation, at once`,
  async run({ api, assert, open }) {
    const emulator = await open({ faults: [{ type: "error", code }] });
    const error = await assert.rejection(() =>
      api.stopLiveStreamMonitor({ monitorId: "m" }, { credentials: key, endpoint: emulator.url }),
    );
    assert.ok(error instanceof api.LiveError, "a LiveError");
    assert.includes(error, {
      kind: "service",
      code,
      status,
      operation: "StopLiveStreamMonitor",
      outcomeUnknown: false,
    });
    assert.equal((await emulator.state()).requests.length, 1);
  },
}));

export const answers = [
  ...survived,
  ...given,
  ...refused,
  ...documented,
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
  {
    name: "what the first attempt did is unknown, whatever is said to the last one",
    async run(context) {
      const { stop } = await met(context, ["internal-error", ...Array(3).fill("throttle")]);
      context.assert.includes(await context.assert.rejection(stop), { kind: "throttled", outcomeUnknown: true });
    },
  },
  {
    name: "what had already stopped is an error when that is asked for",
    async run({ api, assert, open }) {
      const emulator = await open({ recordings: { task: "STOPPED" } });
      const live = api.createClient({ credentials: key, endpoint: emulator.url, alreadyStopped: "throw" });
      const error = await assert.rejection(() => live.stopRtcCloudRecording({ taskId: "task" }));
      assert.includes(error, { kind: "service", code: "InvalidParameter.TaskId", attempts: 1, outcomeUnknown: false });
    },
  },
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
