// `stop --wait`: the program ends when the service says that each task has stopped.
import assert from "node:assert/strict";
import { test } from "node:test";
import { emulating, ids, run } from "./support/program.mjs";

test("--wait ends when the service says STOPPED, and JSON has the proof", async (t) => {
  const { at, emulator } = await emulating(t, { stopsAfterMs: 900 });
  const { code, stdout } = await run(["stop", "recording", ...ids(3), "--wait", "--json", ...at]);
  assert.equal(code, 0, stdout);
  const results = stdout.trim().split("\n").map((line) => JSON.parse(line)).filter(({ type }) => type === "result"); // biome-ignore format: a row
  assert.equal(results.length, 3);
  for (const { taskId, outcome, verified, stoppedAfterMs, recordFileList } of results) {
    assert.deepEqual([outcome, verified], ["stopped", "stopped"]);
    assert.ok(stoppedAfterMs >= 900 && Array.isArray(recordFileList.mp4FileList));
    assert.equal(emulator.recordings.get(taskId), "STOPPED");
  }
});

test("--wait=TIME ends with 75 when the time is up, and says that the stop was accepted", async (t) => {
  const { at } = await emulating(t, { stopsAfterMs: Infinity });
  const { code, stdout, stderr } = await run(["stop", "recording", ids(1)[0], "--wait=600ms", ...at]);
  assert.equal(code, 75);
  assert.match(stdout, /^unknown\t/);
  assert.match(stderr, /but the task is stopping \[ERR_NOT_STOPPED\]/);
  assert.match(stderr, /The service says: "stopping"/);
  assert.match(stderr, /--wait=5m/);
});

test("--wait without the permission to ask names the remedy, and stops once", async (t) => {
  const faultFor = ({ operation }) =>
    operation.startsWith("Describe") ? { type: "error", status: 403, code: "NoPermission" } : undefined;
  const { at, emulator } = await emulating(t, { faultFor });
  const { code, stderr } = await run(["stop", "recording", ids(1)[0], "--wait", ...at]);
  assert.equal(code, 75);
  assert.match(
    stderr,
    /The service says: "refused"\.\n.*Allow the key to read the state of tasks, or leave out --wait/,
  );
  assert.equal(emulator.counts.stopRtcCloudRecording.accepted, 1);
});

test("the time of --wait follows an equals sign, and an id may follow --wait", async (t) => {
  const { at, emulator } = await emulating(t);
  assert.equal((await run(["stop", "recording", "--wait", ids(1)[0], ...at])).code, 0);
  const wrong = await run(["stop", "recording", "--wait", "30s", ids(2)[1], ...at]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /--wait takes its time after =[\s\S]*Write --wait=30s/);
  assert.equal(emulator.recordings.get(ids(2)[1]), "RUNNING");
  const unit = await run(["stop", "recording", ids(2)[1], "--wait=soon", ...at]);
  assert.deepEqual([unit.code, /--wait is no time/.test(unit.stderr)], [2, true]);
});
