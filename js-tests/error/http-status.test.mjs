// httpStatusOf: the status of an answer to a client, for errors of real calls and for each kind.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import * as esm from "apsara-live";
import * as slim from "apsara-live/slim";
import { createLiveEmulator, createLiveError, testAccessKey } from "apsara-live/testing";
import { rejection } from "../support/live.mjs";

const cjs = createRequire(import.meta.url)("apsara-live");

/** Errors of a call for the recording `task-1`, by the status of their answer. */
const CALLS = [
  [400, ({ live }) => live.stopRtcCloudRecording({ taskId: "a b" })],
  [400, ({ live }) => live.stopRtcCloudRecording({})],
  [400, ({ live }) => live.stopRtcCloudRecording({ taskID: "task-1" })],
  [404, ({ live }) => live.stopRtcCloudRecording({ taskId: "nope" })],
  [404, ({ live }) => live.stopLiveStreamMonitor({ monitorId: "nope" })],
  [404, ({ live }) => live.stopLivePullToPush({ taskId: "nope", region: "cn-shanghai" })],
  [404, ({ live }) => live.stopRtcCloudTranscode({ taskId: "nope", appId: "a" })],
  [500, ({ live }) => live.stopRtcCloudRecording({ taskId: "task-1" }, { timeoutMs: "1 s" })],
  [500, async () => esm.createClient({ region: "no region" })],
  [502, async () => esm.createClient({ credentials: { accessKeyId: "a" } })],
  [502, ({ live, fail }) => fail({ type: "error", code: "NoPermission", status: 403 }) ?? stop(live)],
  [503, ({ live, fail }) => fail("throttle") ?? stop(live)],
  [503, ({ live, fail }) => fail("unavailable") ?? stop(live)],
  [503, ({ live, fail }) => fail("empty") ?? stop(live)],
  [503, ({ live, fail }) => fail("hang") ?? live.stopRtcCloudRecording({ taskId: "task-1" }, { timeoutMs: 20 })],
];

const stop = (live) => live.stopRtcCloudRecording({ taskId: "task-1" });

test("each error of a call has the status that its client can act on", async () => {
  for (const [status, call] of CALLS) {
    const emulator = createLiveEmulator({ recordings: { "task-1": "RUNNING" } });
    const live = esm.createClient({ credentials: testAccessKey, fetch: emulator.fetch, retry: false });
    const error = await rejection(
      Promise.resolve().then(() => call({ live, fail: (fault) => void emulator.faults.push(fault) })),
    );
    for (const { httpStatusOf } of [esm, cjs, slim]) assert.equal(httpStatusOf(error), status, `${call} ${error.code}`);
  }
});

test("an unknown outcome counts before a code, and whatever is no LiveError is 500", () => {
  const gone = { kind: "service", code: "NotFound.Task", httpStatus: 404 };
  assert.equal(esm.httpStatusOf(createLiveError(gone)), 404);
  assert.equal(esm.httpStatusOf(createLiveError({ ...gone, outcomeUnknown: true })), 503);
  assert.equal(esm.httpStatusOf(createLiveError({ kind: "service", code: "InvalidMonitorId.Malformed" })), 400);
  assert.equal(esm.httpStatusOf(createLiveError({ kind: "internal", code: "ERR_INTERNAL", retryable: false })), 500);
  for (const other of [new Error("x"), new DOMException("gone", "AbortError"), undefined, null, "text", gone]) {
    assert.equal(esm.httpStatusOf(other), 500);
  }
});
