// Timeouts and aborts: attempts and calls end in time, and an abort rejects with the caller's reason and sends no further request.
import { rejection } from "../support/portable/waiting.mjs";
import { openClient, received, requestsOf, task } from "./client.mjs";

const hangs = ["headers", "body"].flatMap((part) => [
  {
    name: `an attempt times out while it waits for the ${part}`,
    async run(context) {
      const { assert } = context;
      const { live } = await openClient(context, [{ type: "hang", part }], { retry: false, attemptTimeoutMs: 100 });
      const expected = { kind: "timeout", code: "ERR_ATTEMPT_TIMEOUT", outcomeUnknown: true, retryable: true };
      assert.includes(await rejection(live.stopRtcCloudRecording(task)), expected);
    },
  },
  {
    name: `a call times out while it waits for the ${part}`,
    async run(context) {
      const { assert } = context;
      const { emulator, live } = await openClient(context, [{ type: "hang", part }], { timeoutMs: 300 });
      const expected = { kind: "timeout", code: "ERR_TIMEOUT", attempts: 1, outcomeUnknown: true, retryable: true };
      assert.includes(await rejection(live.stopRtcCloudRecording(task)), expected);
      assert.equal(await requestsOf(emulator), 1);
    },
  },
  {
    name: `a call rejects with the caller's reason when aborted while it waits for the ${part}`,
    async run(context) {
      const { assert } = context;
      const { emulator, live } = await openClient(context, [{ type: "hang", part }]);
      const [controller, reason] = [new AbortController(), { mine: true }];
      const call = live.stopRtcCloudRecording(task, { signal: controller.signal });
      await received(emulator, 1);
      controller.abort(reason);
      assert.equal(await rejection(call), reason);
      assert.equal(await requestsOf(emulator), 1);
    },
  },
]);

export const timeoutsAndAborts = [
  ...hangs,
  {
    name: "a call retries after an attempt that hangs",
    async run(context) {
      const { live } = await openClient(context, ["hang"], { attemptTimeoutMs: 500 });
      const result = await live.stopRtcCloudRecording(task);
      context.assert.includes(result, { outcome: "already-stopped", attempts: 2 });
    },
  },
  {
    name: "a call rejects at once when the requested delay exceeds its timeout",
    async run(context) {
      const { assert } = context;
      const { emulator, live } = await openClient(context, [{ type: "throttle", retryAfterMs: 70_000 }], {
        timeoutMs: 60_000,
      });
      const expected = { kind: "throttled", code: "Throttling.User", retryAfterMs: 70_000, outcomeUnknown: false };
      assert.includes(await rejection(live.stopRtcCloudRecording(task)), expected);
      assert.equal(await requestsOf(emulator), 1);
    },
  },
  {
    name: "a call with an aborted signal sends no request",
    async run(context) {
      const { assert } = context;
      const { emulator, live } = await openClient(context, []);
      for (const signal of [AbortSignal.abort("mine"), AbortSignal.abort()]) {
        assert.equal(await rejection(live.stopRtcCloudRecording(task, { signal })), signal.reason);
      }
      assert.equal(await requestsOf(emulator), 0);
    },
  },
  {
    name: "a call sends no further request when aborted during the back-off",
    async run(context) {
      const { assert } = context;
      const controller = new AbortController();
      const onEvent = ({ type }) => type === "retry" && setTimeout(() => controller.abort("mine"));
      const { emulator, live } = await openClient(context, [{ type: "throttle", retryAfterMs: 10_000 }], { onEvent });
      const call = live.stopRtcCloudRecording(task, { signal: controller.signal });
      assert.equal(await rejection(call), "mine");
      assert.equal(await requestsOf(emulator), 1);
    },
  },
  {
    name: "a call sends no request when aborted during the credentials function",
    async run(context) {
      const { assert } = context;
      const controller = new AbortController();
      const credentials = () => {
        setTimeout(() => controller.abort("mine"));
        return new Promise(() => {});
      };
      const { emulator, live } = await openClient(context, [], { credentials });
      const call = live.stopRtcCloudRecording(task, { signal: controller.signal });
      assert.equal(await rejection(call), "mine");
      assert.equal(await requestsOf(emulator), 0);
    },
  },
  {
    name: "a call rejects with the reason of AbortSignal.timeout",
    async run(context) {
      const { assert } = context;
      const { live } = await openClient(context, ["hang"]);
      const signal = AbortSignal.timeout(100);
      const reason = await rejection(live.stopRtcCloudRecording(task, { signal }));
      assert.equal(reason, signal.reason);
      assert.equal(reason.name, "TimeoutError");
    },
  },
];
