// A quota that other users share: AIMD uses the rest of the quota, and leaves the other users their share.
import "./support/virtual-time.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { clientOf, emulatorOf, recordings } from "./support/tasks.mjs";
import { elapsedMs, farFetch, play, randomOf, timersAreLate } from "./support/virtual-time.mjs";

for (const quotaWindow of ["sliding", "calendar", "anchored"]) {
  test(`30 of 50 a second are others', ${quotaWindow}: at most 3 % of theirs are refused, 85 % of the rest is used`, async (t) => {
    const tasks = recordings(4000);
    const emulator = emulatorOf(tasks, {
      quota: { stopRtcCloudRecording: 50 },
      others: { stopRtcCloudRecording: 30 },
      quotaWindow,
    });
    const random = randomOf(7);
    timersAreLate(() => random() * 4);
    const fetch = farFetch(emulator.fetch, () => 20 + 20 * random());
    const begunMs = elapsedMs();
    const summary = await play(clientOf(fetch).stopAll(tasks).summary());
    const seconds = (elapsedMs() - begunMs) / 1000;
    assert.equal(summary.stopped, tasks.length);
    const { accepted, refused, others } = emulator.counts.stopRtcCloudRecording;
    const theirs = others.refused / (others.accepted + others.refused);
    const ours = accepted / (20 * seconds);
    t.diagnostic(
      `${seconds.toFixed(0)} s; theirs refused ${theirs}; of the rest used ${ours}; ours refused ${refused}`,
    );
    assert.ok(theirs <= 0.03, `${theirs} of theirs refused`);
    assert.ok(ours >= 0.85, `${ours} of the rest used`);
  });
}
