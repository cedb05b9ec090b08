// Waits for the quota, in virtual time: runs, single calls, and the wait that the service asks for.
import "./support/virtual-time.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { all, clientOf, emulatorOf, monitors, recordings } from "./support/tasks.mjs";
import { elapsedMs, farFetch, pendingTimers, play, sleep } from "./support/virtual-time.mjs";

const rejection = (promise) => promise.then(assert.fail, (error) => error);

test("a wait for the quota costs no time of a task", async () => {
  const tasks = monitors(100);
  const emulator = emulatorOf(tasks, { quota: { stopLiveStreamMonitor: 10 } });
  const begun = elapsedMs();
  const live = clientOf(farFetch(emulator.fetch), { timeoutMs: 200 });
  const summary = await play(live.stopAll(tasks).summary());
  assert.equal(summary.stopped, 100);
  assert.ok(elapsedMs() - begun > 9000);
  assert.equal(pendingTimers(), 0);
});

test("a long row of monitors does not hold up the recordings behind it", async () => {
  const tasks = [...monitors(1000), ...recordings(500)];
  const emulator = emulatorOf(tasks);
  const begun = elapsedMs();
  const run = clientOf(farFetch(emulator.fetch)).stopAll(tasks);
  const last = {};
  const reading = (async () => {
    for await (const { task } of run) last[Object.keys(task)[0]] = elapsedMs() - begun;
  })();
  await play(reading);
  assert.ok(last.taskId < 11_500, `${last.taskId} ms`);
  assert.ok(last.monitorId > 100_000 && last.monitorId < 106_000, `${last.monitorId} ms`);
});

test("progress tells how many wait, the rate, and the time that is left", async () => {
  const tasks = recordings(480);
  const run = clientOf(farFetch(emulatorOf(tasks).fetch)).stopAll(tasks);
  const end = run.summary();
  await play(sleep(5020));
  const { waiting, underWay, ratePerSecond, timeLeftMs, stopped } = run.progress;
  assert.ok(waiting > 50 && waiting <= underWay, `${waiting} of ${underWay}`);
  assert.ok(Math.abs(ratePerSecond - 48) < 4, `${ratePerSecond}`);
  assert.ok(Math.abs(timeLeftMs - (1000 * (480 - stopped)) / ratePerSecond) < 1);
  await play(end);
});

test("ten single calls at once are not delayed, and the next ones wait their turn", async () => {
  const tasks = recordings(12);
  const live = clientOf(farFetch(emulatorOf(tasks).fetch));
  const begun = elapsedMs();
  const ends = [];
  await play(
    Promise.all(tasks.map((task) => live.stopRtcCloudRecording(task).then(() => ends.push(elapsedMs() - begun)))),
  );
  assert.deepEqual(ends.slice(0, 10), new Array(10).fill(0));
  assert.deepEqual(ends.slice(10), [25, 50]);
});

test("a single call that cannot wait so long fails at once: ERR_QUOTA, and nothing is sent", async () => {
  const tasks = recordings(200);
  const emulator = emulatorOf(tasks);
  const live = clientOf(farFetch(emulator.fetch), { timeoutMs: 1000, quota: { stopRtcCloudRecording: 20 } });
  const calls = Promise.allSettled(tasks.map((task) => live.stopRtcCloudRecording(task)));
  await play(sleep(1));
  const begun = elapsedMs();
  const error = await play(rejection(live.stopRtcCloudRecording({ taskId: "recording-0" })));
  assert.equal(elapsedMs(), begun);
  assert.deepEqual([error.kind, error.code, error.attempts], ["throttled", "ERR_QUOTA", 0]);
  assert.deepEqual([error.retryable, error.outcomeUnknown], [true, false]);
  assert.match(error.message, /which it will have in \d+ ms$/);
  const settled = await play(calls);
  const sent = settled.filter(({ status }) => status === "fulfilled").length;
  assert.equal(emulator.counts.stopRtcCloudRecording.accepted, sent);
  assert.ok(sent >= 18 && sent <= 21, `${sent} sent`);
  // The delay is right: the service accepts a call after it.
  const { retryAfterMs } = error;
  assert.ok(retryAfterMs > 990 && retryAfterMs < 1100, `${retryAfterMs}`);
  await play(sleep(begun + retryAfterMs - elapsedMs()));
  assert.equal((await play(live.stopRtcCloudRecording({ taskId: "recording-199" }))).outcome, "stopped");
});

test("aborted calls leave their turn to others", async () => {
  const tasks = recordings(900);
  const emulator = emulatorOf(tasks);
  const live = clientOf(farFetch(emulator.fetch));
  const controller = new AbortController();
  const { signal } = controller;
  const calls = Promise.allSettled(tasks.map((task) => live.stopRtcCloudRecording(task, { signal })));
  await play(sleep(100));
  controller.abort();
  await play(calls);
  const begun = elapsedMs();
  await play(live.stopRtcCloudRecording({ taskId: "recording-899" }));
  assert.ok(elapsedMs() - begun < 50, `${elapsedMs() - begun} ms`);
});

test("the wait that the service asks for holds every attempt of the operation, and of no other", async () => {
  const tasks = [...recordings(40), ...monitors(10)];
  const faults = [undefined, undefined, undefined, { type: "throttle", retryAfterMs: 2000 }];
  const at = { StopRtcCloudRecording: [], StopLiveStreamMonitor: [] };
  const begun = elapsedMs();
  const emulator = emulatorOf(tasks, {
    faultFor: ({ operation: action }) => {
      at[action].push(elapsedMs() - begun);
      return action === "StopRtcCloudRecording" ? faults.shift() : undefined;
    },
  });
  const live = clientOf(farFetch(emulator.fetch));
  const settled = await play(all(live.stopAll(tasks, { concurrency: 4 })));
  for (const { error } of settled) assert.equal(error, undefined);
  assert.ok(settled.every(({ outcome }) => outcome === "stopped"));
  const { StopRtcCloudRecording: sent, StopLiveStreamMonitor: others } = at;
  assert.equal(sent.length, 41);
  // The requests under way had been sent, all at once.
  assert.deepEqual(
    sent.filter((ms) => ms > 0 && ms < 2000),
    [],
  );
  assert.ok(others.filter((ms) => ms < 2000).length === 10);
});
