// Thousands of ids: the quota, the frames of the progress bar, and a run that is killed and goes on by its journal.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { emptyFolder } from "../support/run-program.mjs";
import { bars, emulating, ids, inTerminal, plain, run, started } from "./support/program.mjs";

const COUNT = 2000;

/** The run at the vendor's quota takes 42 s. */
const RATES = process.env.APSARA_LIVE_SCENARIOS === "quick" ? [500] : [500, 50];

for (const rate of RATES) {
  test(`2,000 ids from stdin, through an emulator with ${rate} a second`, async (t) => {
    const { at, emulator } = await emulating(t, { count: COUNT, quota: { stopRtcCloudRecording: rate } });
    const args = ["stop", "recording", "-", "--yes", "--rate", String(rate), ...at];
    const begunMs = performance.now();
    const { code, screen } = await inTerminal(args, { columns: 120, stdin: ids(COUNT).join("\n"), isDataPiped: true });
    assert.equal(code, 0, screen.slice(-500));
    assert.ok([...emulator.recordings.values()].every((state) => state === "STOPPED"));
    const { accepted, refused } = emulator.counts.stopRtcCloudRecording;
    assert.deepEqual([accepted, refused < COUNT / 20], [COUNT, true], `${refused} refused`);
    checkFrames(bars(screen), rate, COUNT / ((performance.now() - begunMs) / 1000));
    assert.match(plain(screen), /2000 recordings: 2000 stopped; \d+ requests in/);
  });
}

/**
 * Each frame shows the settled tasks, the rate of the quota, the time left and the counts, and no number ever falls. `actual` is the
 * rate of the whole run, which a loaded machine makes lower.
 */
function checkFrames(frames, rate, actual) {
  assert.ok(frames.length > 10, `${frames.length} frames`);
  const read = frames.map((frame) => {
    const form = /^\[([= ]+)\] (\d+)\/2000 {2}([\d.]+)\/s of (\d+)(?: {2}([\d.]+) (s|min) left)? {2}(\d+) stopped/;
    const [, bar, done, speed, quota, left, , stopped] = form.exec(frame) ?? assert.fail(frame);
    return {
      share: bar.lastIndexOf("=") + 1,
      width: bar.length,
      done: Number(done),
      speed: Number(speed),
      quota,
      left,
      stopped,
    };
  });
  for (const [i, { share, width, done, quota, stopped }] of read.entries()) {
    assert.deepEqual([quota, stopped], [String(rate), String(done)]);
    assert.equal(share, Math.floor((done / COUNT) * width));
    assert.ok(i === 0 || done >= read[i - 1].done);
  }
  // Not the first second, in which a few tasks make a rate.
  const steady = read.filter(({ done }) => done > rate && done < COUNT);
  assert.ok(steady.length > 3);
  for (const { speed, left } of steady) {
    assert.ok(speed < rate * 1.5, `${speed}/s`);
    assert.ok(left !== undefined);
  }
  const median = steady.map(({ speed }) => speed).sort((a, b) => a - b)[steady.length >> 1];
  assert.ok(median > actual / 2, `${median}/s shown, ${actual}/s in all`);
}

test("a run that is killed goes on by its journal, and asks for nothing twice that was recorded", async (t) => {
  const { at, emulator } = await emulating(t, { count: 300, latencyMs: 10 });
  const journal = join(await emptyFolder(t), "journal.jsonl");
  const args = ["stop", "recording", "-", "--rate", "200", "--journal", journal, ...at];
  const input = ids(300).join("\n");
  const { child, done } = started(args, { input });
  while ((await readFile(journal, "utf8").catch(() => "")).split("\n").length < 60) await delay(5);
  child.kill("SIGKILL");
  assert.equal((await done).signal, "SIGKILL");
  const lines = (await readFile(journal, "utf8")).trimEnd().split("\n");
  const recorded = lines.length;
  assert.ok(recorded > 0 && recorded < 300);
  const { code, stderr, stdout } = await run(args, { input });
  assert.equal(code, 0, stderr);
  assert.ok([...emulator.recordings.values()].every((state) => state === "STOPPED"));
  const skipped = Number(/(\d+) skipped/.exec(stderr)[1]);
  // The last line of the journal may be torn.
  assert.ok(skipped >= recorded - 1 && skipped <= recorded, `${skipped} of ${recorded}`);
  assert.equal(stdout.trimEnd().split("\n").length, 300 - skipped);
  assert.match(stderr, new RegExp(`; ${300 - skipped} requests`));
  // Requests of the killed process may arrive after its end, but not those that it has recorded.
  const requested = emulator.requests.map(({ params }) => params.TaskId);
  for (const line of lines.slice(0, -1)) {
    const id = JSON.parse(line).key.split(" ").at(-1);
    assert.equal(requested.filter((one) => one === id).length, 1, id);
  }
  const again = await run(args, { input });
  assert.equal(again.code, 0);
  assert.match(again.stderr, /300 skipped; 0 requests/);
});
