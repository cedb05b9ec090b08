// 2,000 recordings and 400 monitors in one run at the documented quotas, on servers of each window, with jitter on the way.
import "./support/virtual-time.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints, figures } from "./support/judge.mjs";
import { clientOf, emulatorOf, monitors, recordings, running, shuffled } from "./support/tasks.mjs";
import { farFetch, play, randomOf, timersAreLate } from "./support/virtual-time.mjs";

const QUOTA = { stopRtcCloudRecording: 50, stopLiveStreamMonitor: 10 };
const TASKS = [...recordings(2000), ...monitors(400)];
const ORDERS = {
  "monitors first": () => TASKS.toReversed?.() ?? [...TASKS].reverse(),
  mixed: (random) => shuffled(TASKS, random),
  "recordings first": () => TASKS,
};

/** 20 to 40 ms each way: 20 ms of jitter, by timers that are up to 4 ms late. */
function service(options, seed = 1) {
  const random = randomOf(seed);
  timersAreLate(() => random() * 4);
  const emulator = emulatorOf(TASKS, { quota: QUOTA, ...options });
  return { emulator, random, fetch: farFetch(emulator.fetch, () => 20 + 20 * random()) };
}

function assertKept({ counts }, what) {
  for (const [operation, quota] of Object.entries(QUOTA)) {
    assert.deepEqual(complaints(counts[operation], quota), [], `${what}, ${operation}`);
  }
}

const windows = ["sliding", "calendar", "anchored"];
const orders = Object.entries(ORDERS);
windows.forEach((quotaWindow, i) => {
  const [order, ordered] = orders[i];
  test(`on a ${quotaWindow} window, ${order}: all are stopped, within the quota and at 94 % of it`, async (t) => {
    const { emulator, random, fetch } = service({ quotaWindow });
    const summary = await play(clientOf(fetch).stopAll(ordered(random)).summary());
    assert.deepEqual(running(emulator), []);
    assert.equal(summary.stopped, TASKS.length);
    assertKept(emulator, quotaWindow);
    for (const [operation, quota] of Object.entries(QUOTA)) {
      t.diagnostic(`${operation}: ${JSON.stringify(figures(emulator.counts[operation], quota))}`);
    }
  });
});

test("with 5 % of the responses lost, none is lost, and the quota holds", async () => {
  const { emulator, fetch, random } = service({ faultFor: () => (random() < 0.05 ? "lost-reply" : undefined) });
  const summary = await play(clientOf(fetch).stopAll(TASKS).summary());
  assert.deepEqual(running(emulator), []);
  assert.deepEqual([summary.failed, summary.unknown], [0, 0]);
  assert.equal(summary.stopped + summary.alreadyStopped, TASKS.length);
  assert.ok(summary.alreadyStopped > 50);
  assertKept(emulator, "lost responses");
});

test("a program that stands still for some seconds now and then stays within the quota", async () => {
  const { emulator, fetch, random } = service();
  timersAreLate(() => (random() < 0.002 ? 3000 * random() : 25 * random()));
  const summary = await play(clientOf(fetch).stopAll(TASKS).summary());
  assert.equal(summary.stopped, TASKS.length);
  for (const [operation, quota] of Object.entries(QUOTA)) {
    assert.deepEqual(complaints(emulator.counts[operation], quota, { used: 0.9, refused: 0.02 }), [], operation);
  }
});

test("the checker finds fault with Promise.all without pacing", async () => {
  const { emulator, fetch } = service();
  const live = clientOf(fetch, { quota: false });
  const calls = Promise.allSettled(TASKS.slice(0, 2000).map((task) => live.stopRtcCloudRecording(task)));
  await play(calls);
  assert.ok(running(emulator).length > 1000);
  assert.match(complaints(emulator.counts.stopRtcCloudRecording, 50).join(), /% refused/);
});

test("the checker finds fault with a server that accepts too much, and with idleness", () => {
  const steady = Array.from({ length: 100 }, (_, i) => i * 20.5);
  assert.deepEqual(complaints({ acceptedAt: steady, refusedAt: [] }, 50), []);
  assert.deepEqual(complaints({ acceptedAt: steady.map((at) => at / 1.1), refusedAt: [] }, 50), [
    "54 accepted within a second",
  ]);
  assert.deepEqual(complaints({ acceptedAt: steady.map((at) => at * 1.1), refusedAt: [] }, 50), [
    "used 88.7 % of the quota",
  ]);
});
