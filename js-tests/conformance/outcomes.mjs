// Outcomes of responses: retried faults, errors of the service, and outcomes that are unknown.
import { key, quick } from "../support/portable/fixtures.mjs";
import { rejection } from "../support/portable/waiting.mjs";
import { openClient, requestsOf, task } from "./client.mjs";

/** A client with short delays, and its emulator with `faults`. */
const retryingClient = (context, faults, options) => openClient(context, faults, { retry: quick, ...options });

const retried = [
  ["a throttled request", { type: "throttle", retryAfterMs: 1 }, "stopped"],
  [
    "a request throttled with 429 and retry-after",
    { type: "throttle", status: 429, retryAfterMs: "0", headers: { "retry-after": "0" } },
    "stopped",
  ],
  ["HTTP 500", "internal-error", "stopped"],
  ["HTTP 503 in HTML", "unavailable", "stopped"],
  ["a connection reset before execution", "reset", "stopped"],
  ["a lost response", "lost-reply", "already-stopped"],
  ["an empty response", "empty", "already-stopped"],
  ["a truncated response", "truncated", "already-stopped"],
  ["a response in HTML", { type: "garbage", body: "<html>hello" }, "already-stopped"],
].map(([what, fault, outcome]) => ({
  name: `${what} is retried, and the outcome is ${outcome}`,
  async run(context) {
    const { emulator, live } = await retryingClient(context, [fault]);
    context.assert.includes(await live.stopRtcCloudRecording(task), { outcome, attempts: 2 });
    const { requests } = await emulator.state();
    context.assert.equal(requests.length, 2);
    context.assert.ok(requests[0].nonce !== requests[1].nonce, "the nonces differ");
  },
}));

const rejected = [
  ["an unknown recording", { taskId: "no" }, {}, { kind: "service", code: "NotFound.Task", httpStatus: 400 }],
  [
    "a wrong secret",
    { taskId: "task" },
    { credentials: { ...key, accessKeySecret: "wrong-marker" } },
    { kind: "service", code: "SignatureDoesNotMatch", httpStatus: 400 },
  ],
  [
    "an unknown AccessKey",
    { taskId: "task" },
    { credentials: { ...key, accessKeyId: "unknown" } },
    { kind: "service", code: "InvalidAccessKeyId.NotFound", httpStatus: 404 },
  ],
].map(([what, params, options, expected]) => ({
  name: `${what} is an error after one attempt`,
  async run(context) {
    const { api, assert } = context;
    const { emulator, live } = await retryingClient(context, [], options);
    const error = await rejection(live.stopRtcCloudRecording(params));
    assert.ok(error instanceof api.LiveError && error instanceof Error, "a LiveError");
    assert.includes(error, { name: "LiveError", operation: "StopRtcCloudRecording", ...expected });
    assert.includes(error, { attempts: 1, retryable: false, outcomeUnknown: false });
    assert.ok(/^[0-9A-F-]{36}$/.test(error.requestId), "requestId comes from the service");
    assert.ok(!`${error.message}${JSON.stringify(error)}`.includes("wrong-marker"), "no secret");
    assert.equal(await requestsOf(emulator), 1);
  },
}));

const exhausted = [
  ["throttling", "throttle", { kind: "throttled", code: "Throttling.User", httpStatus: 400, outcomeUnknown: false }],
  ["HTTP 500", "internal-error", { kind: "service", code: "InternalError", httpStatus: 500, outcomeUnknown: true }],
  [
    "HTTP 503 in HTML",
    "unavailable",
    { kind: "protocol", code: "ERR_HTTP_STATUS", httpStatus: 503, outcomeUnknown: true },
  ],
  ["a lost response", "lost-reply", { kind: "network", code: "ERR_NETWORK", outcomeUnknown: true }],
].map(([what, fault, expected]) => ({
  name: `${what} at every attempt is the error of the call`,
  async run(context) {
    const { assert } = context;
    const { emulator, live } = await retryingClient(context, Array(4).fill(fault));
    const error = await rejection(live.stopRtcCloudRecording(task));
    assert.includes(error, { ...expected, attempts: 4, retryable: true });
    assert.equal(await requestsOf(emulator), 4);
  },
}));

const documented = [
  ["StreamMonitorNotExist", 404],
  ["IllegalOperation", 401],
  ["InvalidMonitorId.Malformed", 400],
  ["UserQuotaExceed", 403],
].map(([code, status]) => ({
  name: `${code} is an error of StopLiveStreamMonitor after one attempt`,
  async run({ api, assert, open }) {
    const emulator = await open({ faults: [{ type: "error", code }] });
    const error = await rejection(
      api.stopLiveStreamMonitor({ monitorId: "m" }, { credentials: key, endpoint: emulator.url }),
    );
    assert.ok(error instanceof api.LiveError, "a LiveError");
    assert.includes(error, {
      kind: "service",
      code,
      httpStatus: status,
      operation: "StopLiveStreamMonitor",
      outcomeUnknown: false,
    });
    assert.equal(await requestsOf(emulator), 1);
  },
}));

export const outcomes = [
  ...retried,
  ...exhausted,
  ...rejected,
  ...documented,
  {
    name: "a redirect is rejected and not followed",
    async run(context) {
      const { assert } = context;
      const other = await context.open({});
      const fault = { type: "redirect", location: other.url, status: 307 };
      const { emulator, live } = await openClient(context, [fault], { retry: false });
      const error = await rejection(live.stopRtcCloudRecording(task));
      assert.includes(error, { kind: "protocol", code: "ERR_REDIRECTED", attempts: 1 });
      assert.equal(await requestsOf(emulator), 1);
      assert.equal(await requestsOf(other), 0);
    },
  },
  {
    name: "the outcome stays unknown when later attempts are throttled",
    async run(context) {
      const { live } = await retryingClient(context, ["internal-error", ...Array(3).fill("throttle")]);
      const error = await rejection(live.stopRtcCloudRecording(task));
      context.assert.includes(error, { kind: "throttled", outcomeUnknown: true });
    },
  },
  {
    name: "a stopped recording is an error with alreadyStopped: throw",
    async run({ api, assert, open }) {
      const emulator = await open({ recordings: { task: "STOPPED" } });
      const live = api.createClient({ credentials: key, endpoint: emulator.url, alreadyStopped: "throw" });
      const error = await rejection(live.stopRtcCloudRecording(task));
      assert.includes(error, { kind: "service", code: "InvalidParameter.TaskId", attempts: 1, outcomeUnknown: false });
    },
  },
  {
    name: "a refused connection is a network error after all attempts",
    async run(context) {
      const { assert } = context;
      const { emulator, live } = await retryingClient(context, []);
      await emulator.close();
      assert.includes(await rejection(live.stopRtcCloudRecording(task)), {
        kind: "network",
        code: "ERR_NETWORK",
        attempts: 4,
        retryable: true,
      });
    },
  },
  {
    name: "a clock that is 20 minutes off is corrected once",
    async run({ api, assert, open }) {
      const emulator = await open({ recordings: { a: "RUNNING", b: "RUNNING" }, clockMs: -1_200_000 });
      const live = api.createClient({ credentials: key, endpoint: emulator.url });
      assert.includes(await live.stopRtcCloudRecording({ taskId: "a" }), { outcome: "stopped", attempts: 2 });
      assert.includes(await live.stopRtcCloudRecording({ taskId: "b" }), { outcome: "stopped", attempts: 1 });
      assert.ok(Math.abs(live.clockOffsetMs + 1_200_000) < 60_000, "the offset is known");
    },
  },
];
