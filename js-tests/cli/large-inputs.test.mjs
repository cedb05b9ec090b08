// Inputs without a bound: ids by the hundred thousand, cells of megabytes, and texts without an end.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { emptyFolder } from "../support/run-program.mjs";
import { ids, posix, run } from "./support/program.mjs";
import { stopTwice } from "./support/scale.mjs";

/** More than the arguments that a call of a function has place for. */
const MANY = 130_000;

const FORMATS = {
  lines: (all) => all.join("\n"),
  CSV: (all) => `name,taskId\n${all.map((id) => `"a, b",${id}\n`).join("")}`,
  "JSON lines": (all) => all.map((taskId) => `${JSON.stringify({ taskId })}\n`).join(""),
};

const dryRun = (rest, options) => run(["stop", "recording", "--dry-run", ...rest], options);

for (const [name, textOf] of Object.entries(FORMATS)) {
  test(`130,000 ids as ${name} are read from stdin and from a file`, async (t) => {
    const text = textOf(ids(MANY));
    const file = join(await emptyFolder(t), "ids");
    await writeFile(file, text);
    for (const [rest, input] of [
      [["-"], text],
      [["--from", file], ""],
    ]) {
      const { code, stdout, stderr } = await dryRun(rest, { input });
      assert.equal(code, 0, stderr);
      const read = stdout.trim().split("\n");
      assert.deepEqual([read.length, read.at(-1)], [MANY, `dry-run\ttask-${MANY}`]);
    }
  });
}

test("1,000,000 ids are read in a heap of 300 MB", async (t) => {
  const file = join(await emptyFolder(t), "ids");
  const text = Array.from(
    { length: 1_000_000 },
    (_, i) => `${String(i).padStart(8, "0")}-8501-4d0c-8ac1-72295a6be0d4\n`,
  );
  await writeFile(file, text.join(""));
  const env = { NODE_OPTIONS: "--max-old-space-size=300" };
  const { code, stderr } = await dryRun(["--from", file], { env });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /1000000 recordings: 0 stopped, 1000000 to stop/);
});

test("a run of many ids writes one line and syncs once for each, and reads its journal once", async (t) => {
  const folder = await emptyFolder(t);
  for (const count of [1000, 5000]) {
    const [stops, skips] = await stopTwice(run, folder, count);
    assert.deepEqual([stops.code, skips.code], [0, 0], stops.stderr);
    assert.deepEqual([stops.requests, stops.writes, stops.syncs], [count, count, count]);
    // A line has at most 200 bytes, and a read takes 65,536.
    assert.ok(skips.reads <= 3 + (count * 200) / 65_536, `${skips.reads} reads`);
    assert.deepEqual([skips.requests, skips.writes, skips.syncs], [0, 0, 0]);
    assert.ok(skips.stderr.includes(`${count} skipped; 0 requests`), skips.stderr);
  }
});

test("a quoted cell of 10 MB is read, and the lines behind it have their numbers", async () => {
  const long = `${'""\n'.repeat(1000)}${"a".repeat(10_000_000)}`;
  const input = `note,taskId\n"${long}",task-1\n`;
  const { code, stdout, stderr } = await dryRun(["-"], { input });
  assert.deepEqual([code, stdout], [0, "dry-run\ttask-1\t\t\n"], stderr);
  const refused = await dryRun(["-"], { input: `${input}a,task 2\n` });
  assert.equal(refused.code, 2);
  assert.ok(refused.stderr.includes("stdin:1003 is no id"), refused.stderr);
});

test("a quote that nothing closes is refused with its line", async () => {
  const { code, stderr } = await dryRun(["-"], { input: `taskId,note\ntask-1,"${"a".repeat(10_000_000)}\n` });
  assert.equal(code, 2);
  assert.ok(stderr.includes("stdin:2 has a quote or a carriage return out of place"), stderr);
});

test("an input without an end is refused", posix, async () => {
  const { code, stderr } = await dryRun(["--from", "/dev/zero"]);
  assert.equal(code, 2);
  assert.ok(stderr.includes("/dev/zero is longer than 256 MB"), stderr);
});

test("a name of 10 MB in a refusal is no matter", async () => {
  // A mark that names are compared without, and that no terminal gets.
  const name = `task${"\uFEFF".repeat(10_000_000)}Id`;
  const { code, stderr } = await dryRun(["-"], { input: `taskId,${name}\ntask-1,task-2\n` });
  assert.equal(code, 2);
  assert.ok(stderr.includes("twice"), stderr.slice(0, 200));
});
