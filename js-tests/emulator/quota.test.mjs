// Quotas of the emulator: windows of each kind, other users, counts, and flat memory.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createLiveEmulator, serviceErrors } from "apsara-live/testing";
import { served, ways } from "./served.mjs";
import { acs3, now, send } from "./signers.mjs";

const recordings = { task: "RUNNING" };

/** Sends a describe at each time, in milliseconds after the first; returns whether each was within the quota. */
async function play({ clock, call }, offsets) {
  const start = clock.ms;
  const accepted = [];
  for (const offset of offsets) {
    clock.ms = start + offset;
    const { Code } = await call("DescribeRtcCloudRecordingFiles", { TaskId: "task" });
    assert.ok(Code === undefined || Code === "Throttling.User", Code);
    accepted.push(Code === undefined);
  }
  return accepted;
}

test("without a quota nothing is refused, and everything is counted", async (t) => {
  const service = await served(t, { recordings });
  assert.deepEqual(await play(service, new Array(60).fill(0)), new Array(60).fill(true));
  const { describeRtcCloudRecordingFiles, ...others } = service.emulator.counts;
  const none = { accepted: 0, refused: 0, acceptedAt: [], refusedAt: [] };
  assert.deepEqual(describeRtcCloudRecordingFiles, { ...none, accepted: 60, others: none, busiestSecond: 60 });
  assert.deepEqual(Object.keys(others), [
    "createLivePullToPush",
    "createLiveStreamMonitor",
    "deleteLivePullToPush",
    "deleteLiveStreamMonitor",
    "describeLivePullToPush",
    "describeLiveStreamMonitorList",
    "describeRtcCloudTranscode",
    "startLiveStreamMonitor",
    "startRtcCloudRecording",
    "startRtcCloudTranscode",
    "stopLivePullToPush",
    "stopLiveStreamMonitor",
    "stopRtcCloudRecording",
    "stopRtcCloudTranscode",
  ]);
  for (const counts of Object.values(others)) assert.deepEqual(counts, { ...none, others: none, busiestSecond: 0 });
});

// The emulator starts 400 ms into a second of the clock, so that the three windows differ.
const OFFSETS = [0, 500, 599, 600, 999, 1000, 1499, 1500, 1600, 2000];
const WINDOWS = [
  ["sliding", [true, true, false, false, false, true, false, true, false, true]],
  ["calendar", [true, true, false, true, true, false, false, false, true, true]],
  ["anchored", [true, true, false, false, false, true, true, false, false, true]],
];

for (const [quotaWindow, expected] of WINDOWS) {
  test(`the ${quotaWindow} window refuses requests above the quota, and counts both`, async (t) => {
    const service = await served(t, {
      recordings,
      quota: { describeRtcCloudRecordingFiles: 2 },
      quotaWindow,
      recordTimes: true,
    });
    service.clock.ms = now + 400;
    const start = service.clock.ms;
    assert.deepEqual(await play(service, OFFSETS), expected);
    const { accepted, refused, acceptedAt, refusedAt, busiestSecond } =
      service.emulator.counts.describeRtcCloudRecordingFiles;
    const at = (state) => OFFSETS.filter((_, i) => expected[i] === state).map((offset) => start + offset);
    assert.deepEqual([acceptedAt, refusedAt], [at(true), at(false)]);
    assert.deepEqual([accepted, refused], [acceptedAt.length, refusedAt.length]);
    assert.equal(busiestSecond, { sliding: 2, calendar: 4, anchored: 3 }[quotaWindow]);
  });
}

test("the sliding window is the default", async (t) => {
  const service = await served(t, { recordings, quota: { describeRtcCloudRecordingFiles: 2 } });
  service.clock.ms = now + 400;
  assert.deepEqual(await play(service, OFFSETS), WINDOWS[0][1]);
});

test("a refused request is answered as by the fault, spends its nonce, and is not carried out", async (t) => {
  const { emulator, clock, call, request } = await served(t, {
    recordings: { a: "RUNNING", b: "RUNNING" },
    quota: { stopRtcCloudRecording: 1 },
  });
  await call("StopRtcCloudRecording", { TaskId: "a" });
  const { status, Code, Message } = await call("StopRtcCloudRecording", { TaskId: "b" });
  const row = serviceErrors["Throttling.User"];
  assert.deepEqual([status, Code, Message], [row.status, "Throttling.User", row.message]);
  const received = emulator.requests.at(-1);
  assert.deepEqual([received.executed, received.status, received.code], [false, 400, "Throttling.User"]);
  assert.equal(emulator.recordings.get("b"), "RUNNING");
  const again = request("StopRtcCloudRecording", { TaskId: "b" });
  for (const code of ["Throttling.User", "SignatureNonceUsed"])
    assert.equal((await (await send(fetch, again)).json()).Code, code);
  clock.ms += 1000;
  assert.equal((await call("StopRtcCloudRecording", { TaskId: "b" }, ways["SHA1 form"])).status, 200);
});

test("counts all requests that pass the gateway, refused or not, and each operation by itself", async (t) => {
  const { emulator, call, request } = await served(t, { recordings, quota: { stopRtcCloudRecording: 2 } });
  const unsigned = request("StopRtcCloudRecording", { TaskId: "task" });
  await send(fetch, { ...unsigned, url: `${unsigned.url}&a=b` });
  await call("StopEverything");
  emulator.faults.push("reset");
  await assert.rejects(call("StopRtcCloudRecording", { TaskId: "task" }));
  assert.equal(emulator.counts.stopRtcCloudRecording.accepted, 0);
  assert.equal((await call("StopRtcCloudRecording", { TaskId: "elsewhere" })).Code, "NotFound.Task");
  assert.equal((await call("StopRtcCloudRecording")).Code, "MissingTaskId");
  assert.equal((await call("StopRtcCloudRecording")).Code, "Throttling.User");
  await call("StopLiveStreamMonitor", { MonitorId: "m" });
  const { stopRtcCloudRecording, stopLiveStreamMonitor } = emulator.counts;
  assert.deepEqual([stopRtcCloudRecording.accepted, stopRtcCloudRecording.refused], [2, 1]);
  assert.deepEqual([stopLiveStreamMonitor.accepted, stopLiveStreamMonitor.refused], [1, 0]);
});

test("all access keys share the quota", async (t) => {
  const accessKeys = ["one", "two"].map((accessKeyId) => ({ accessKeyId, accessKeySecret: "secret" }));
  const { request } = await served(t, { accessKeys, quota: { describeLiveStreamMonitorList: 1 } });
  const codes = [];
  for (const credentials of accessKeys) {
    const sign = (options) => acs3({ ...options, credentials });
    codes.push((await (await send(fetch, request("DescribeLiveStreamMonitorList", {}, sign))).json()).Code);
  }
  assert.deepEqual(codes, [undefined, "Throttling.User"]);
});

for (const [quotaWindow] of WINDOWS) {
  test(`others use their part of the quota: ${quotaWindow}`, async (t) => {
    const service = await served(t, {
      recordings,
      quota: { describeRtcCloudRecordingFiles: 10 },
      others: { describeRtcCloudRecordingFiles: 6 },
      quotaWindow,
      recordTimes: true,
    });
    service.clock.ms = now + 400;
    // Eight a second beside six of other users: the emulator refuses four of the fourteen, of both.
    await play(
      service,
      Array.from({ length: 81 }, (_, i) => i * 125),
    );
    const { accepted, refused, acceptedAt, busiestSecond, others } =
      service.emulator.counts.describeRtcCloudRecordingFiles;
    assert.equal(accepted + refused, 81);
    assert.equal(others.accepted + others.refused, 60);
    assert.ok(refused > 0 && others.refused > 0, `${refused} and ${others.refused} refused`);
    assert.ok(Math.abs(accepted + others.accepted - 100) <= 10, `${accepted + others.accepted} accepted`);
    const all = [...acceptedAt, ...others.acceptedAt].sort((a, b) => a - b);
    const inSecondFrom = (from) => all.filter((at) => at >= from && at - from < 1000).length;
    assert.equal(Math.max(...all.map(inSecondFrom)), busiestSecond);
    if (quotaWindow === "sliding") assert.equal(busiestSecond, 10);
    assert.equal(others.refusedAt.length, others.refused);
  });
}

for (const [quotaWindow] of WINDOWS) {
  test(`others alone are not refused, at the whole quota and over a long silence: ${quotaWindow}`, async (t) => {
    const rate = { describeRtcCloudRecordingFiles: 7 };
    const service = await served(t, { recordings, quota: rate, others: rate, quotaWindow });
    await play(service, [0, 3_600_000]);
    const { others } = service.emulator.counts.describeRtcCloudRecordingFiles;
    assert.equal(others.accepted + others.refused, 3600 * 7);
    // At most one request of the other users gives way to the first request of the test.
    assert.ok(others.refused <= 1, `${others.refused} refused`);
  });
}

test("others are refused right after the test has used the quota up, also before a long silence", async (t) => {
  for (const silence of [2000, 3_600_000]) {
    const rate = { describeRtcCloudRecordingFiles: 5 };
    const service = await served(t, { recordings, quota: rate, others: rate });
    await play(service, [0, 0, 0, 0, 0, silence]);
    const { others } = service.emulator.counts.describeRtcCloudRecordingFiles;
    // The requests at 200, 400, 600 and 800 ms; from 1000 ms on, the other users have the quota.
    assert.deepEqual([others.refused, others.accepted], [4, silence / 200 - 4]);
  }
});

test("a clock that is set back begins anew", async (t) => {
  const service = await served(t, {
    recordings,
    quota: { describeRtcCloudRecordingFiles: 1 },
    others: { describeRtcCloudRecordingFiles: 1 },
  });
  assert.deepEqual(await play(service, [0, 0, -5000, -5000]), [true, false, true, false]);
});

test("a checker finds the second that a naive limiter overfills", async (t) => {
  // Ten at the end of a second and ten at the begin of the next: within the calendar's quota, and twice the sliding one.
  const offsets = [...new Array(10).fill(990), ...new Array(10).fill(1010)];
  const calendar = await served(t, {
    recordings,
    quota: { describeRtcCloudRecordingFiles: 10 },
    quotaWindow: "calendar",
  });
  assert.ok((await play(calendar, offsets)).every(Boolean));
  assert.equal(calendar.emulator.counts.describeRtcCloudRecordingFiles.busiestSecond, 20);
  const sliding = await served(t, { recordings, quota: { describeRtcCloudRecordingFiles: 10 } });
  assert.equal((await play(sliding, offsets)).filter(Boolean).length, 10);
  assert.equal(sliding.emulator.counts.describeRtcCloudRecordingFiles.busiestSecond, 10);
});

test("fetch without a socket has the same quota", async () => {
  const { fetch, counts } = createLiveEmulator({ recordings, quota: { stopRtcCloudRecording: 1 }, now: () => now });
  const codes = await Promise.all([1, 2, 3].map(async () => (await (await send(fetch, acs3())).json()).Code));
  assert.deepEqual(codes.filter((code) => code === "Throttling.User").length, 2);
  assert.deepEqual([counts.stopRtcCloudRecording.accepted, counts.stopRtcCloudRecording.refused], [1, 2]);
});

test("keepRequests keeps the latest requests", async (t) => {
  const { emulator, call } = await served(t, { recordings, keepRequests: 2 });
  for (const TaskId of ["a", "b", "c"]) await call("StopRtcCloudRecording", { TaskId });
  assert.deepEqual(
    emulator.requests.map(({ params }) => params.TaskId),
    ["b", "c"],
  );
  const none = await served(t, { recordings, keepRequests: 0 });
  await none.call("StopRtcCloudRecording", { TaskId: "a" });
  assert.deepEqual([none.emulator.requests, none.emulator.counts.stopRtcCloudRecording.accepted], [[], 1]);
});
