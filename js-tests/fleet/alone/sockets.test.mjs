// A run over real sockets and in real time: within the quota by the emulator's clock, without sockets or timers left behind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { timers } from "../../support/leftovers.mjs";
import { complaints, figures } from "../support/judge.mjs";
import { emulatorOf, monitors, recordings, running } from "../support/tasks.mjs";

const QUOTA = { stopRtcCloudRecording: 120, stopLiveStreamMonitor: 24 };
const TASKS = [...monitors(400), ...recordings(2000)];

test("2,000 recordings and 400 monitors over sockets, with 5 % of the responses lost", async (t) => {
  let count = 0;
  const emulator = emulatorOf(TASKS, {
    quota: QUOTA,
    latencyMs: 20,
    faultFor: () => (++count % 20 === 0 ? "lost-reply" : undefined),
  });
  const server = await emulator.serve();
  t.after(() => server.close());
  const before = timers();
  const live = createClient({ credentials: testAccessKey, endpoint: server.url, quota: QUOTA });
  const summary = await live.stopAll(TASKS).summary();
  assert.deepEqual(running(emulator), []);
  assert.equal(summary.stopped + summary.alreadyStopped, TASKS.length);
  assert.ok(timers() <= before + 1, "timers are left");
  for (const [operation, quota] of Object.entries(QUOTA)) {
    t.diagnostic(`${operation}: ${JSON.stringify(figures(emulator.counts[operation], quota))}`);
    // A loaded machine sends late and in bursts. The documented limits are tested in virtual time.
    assert.deepEqual(complaints(emulator.counts[operation], quota, { used: 0.8, refused: 0.05 }), [], operation);
  }
});
