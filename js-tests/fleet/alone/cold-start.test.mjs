// A run in a new process, alone on its account, over a real socket: the service refuses no request, and the run uses its quota.
//
// One run, or as many as APSARA_LIVE_COLD_RUNS says.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { runProgram } from "../../support/run-program.mjs";
import { emulatorOf, recordings } from "../support/tasks.mjs";

const QUOTA = 50;
const COUNT = 480;
const runs = Number(process.env.APSARA_LIVE_COLD_RUNS ?? 1);
const program = fileURLToPath(new URL("../support/cold-run.mjs", import.meta.url));

for (let number = 1; number <= runs; number++) {
  test(`${COUNT} tasks at a quota of ${QUOTA}: none is refused, and at least 47.5 a second, run ${number}`, async (t) => {
    const times = [];
    const emulator = emulatorOf(recordings(COUNT), {
      quota: { stopRtcCloudRecording: QUOTA },
      faultFor: () => void times.push(performance.now()),
    });
    const server = await emulator.serve();
    t.after(() => server.close());
    const { stopped } = JSON.parse(await runProgram(process.execPath, [program, server.url, String(COUNT)]));
    const rate = (1000 * times.length) / (times.at(-1) - times[0]);
    t.diagnostic(`${rate.toFixed(2)} a second`);
    assert.equal(stopped, COUNT);
    const { accepted, refused } = emulator.counts.stopRtcCloudRecording;
    assert.deepEqual({ accepted, refused }, { accepted: COUNT, refused: 0 });
    assert.ok(rate >= 47.5, `${rate} a second`);
  });
}
