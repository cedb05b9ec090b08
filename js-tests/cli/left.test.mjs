// `--left`: the tasks that a run leaves, ready to be the input of the next run.
import assert from "node:assert/strict";
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { emptyFolder } from "../support/run-program.mjs";
import { emulating, ids, posix, run, started } from "./support/program.mjs";

const MARK = "# apsara-live --left: recordings for the next run, which may replace this file\n";

/** Returns the lines of the file, after its mark. */
const linesOf = (file) => {
  const [mark, ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
  assert.match(mark, /^# apsara-live --left: (?:recordings|monitors) for the next run, which may replace this file$/);
  return lines;
};

/** Returns the IDs of the file. Their order decides whether they are plain or JSON lines, and tasks end in any order. */
const idsOf = (file) => linesOf(file).map((line) => (line.startsWith("{") ? JSON.parse(line).taskId : line));

const until = async (condition) => {
  while (!condition()) await delay(5);
};

test("failed and unknown tasks are left, also with --verbose, and the next run reads them", async (t) => {
  const faultFor = ({ url }) => (/task-[23]\b/.test(url) ? "hang" : undefined);
  const { at } = await emulating(t, { count: 4, faultFor });
  const file = join(await emptyFolder(t), "left.txt");
  for (const verbose of [[], ["--verbose"]]) {
    const args = ["stop", "recording", ...ids(4), "nope-1", "--left", file, "--timeout", "500ms", ...verbose, ...at];
    const { code, stderr } = await run(args);
    assert.equal(code, 75, stderr);
    assert.deepEqual(linesOf(file).sort(), ["nope-1", "task-2", "task-3"]);
  }
  const { at: mended, emulator } = await emulating(t, { count: 4 });
  const next = join(await emptyFolder(t), "next.txt");
  assert.equal((await run(["stop", "recording", "--from", file, "--left", next, ...mended])).code, 1);
  assert.equal(emulator.requests.length, 3);
  assert.equal(readFileSync(next, "utf8"), `${MARK}nope-1\n`);
  // Nothing is left, and no old task either.
  assert.equal((await run(["stop", "recording", "task-1", "--left", next, ...mended])).code, 0);
  assert.equal(readFileSync(next, "utf8"), "");
});

test("the context, other parameters and ids that look like names are kept", async (t) => {
  const { at } = await emulating(t);
  const folder = await emptyFolder(t);
  const [file, again] = [join(folder, "left.jsonl"), join(folder, "again.jsonl")];
  // In the order of the IDs: the two tasks end in any order.
  const rows = [{ monitorId: "away" }, { monitorId: "gone", regionId: "cn-shanghai", context: { room: "A" } }];
  const byId = (one, other) => one.monitorId.localeCompare(other.monitorId);
  const input = "Id,region_id,room\ngone,cn-shanghai,A\naway,,\n";
  for (const [path, from, text] of [
    [file, "-", input],
    [again, file, ""],
  ]) {
    const args = ["stop", "monitor", "--from", from, "--left", path, ...at];
    assert.equal((await run(args, { input: text })).code, 1);
    assert.deepEqual(
      linesOf(path)
        .map((line) => JSON.parse(line))
        .sort(byId),
      rows,
    );
  }
});

test("a first ID of any form is read again by the next run", async (t) => {
  const known = "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4";
  const { at } = await emulating(t);
  const folder = await emptyFolder(t);
  for (const [index, odd] of [known.slice(1), "[1", "é1", "taskId", "sep=1"].entries()) {
    const [file, next] = [join(folder, `${index}`), join(folder, `${index}-next`)];
    const args = ["stop", "recording", odd, known, "--left", file, ...at];
    const { code, stderr } = await run(args);
    assert.equal(code, 1, stderr);
    const again = await run(["stop", "recording", "--from", file, "--left", next, ...at]);
    assert.equal(again.code, 1, `${odd}: ${again.stderr}`);
    for (const left of [file, next]) assert.deepEqual(idsOf(left).sort(), [odd, known].sort());
  }
});

test("tasks that were not asked are left, and after a kill -9 all of them", async (t) => {
  const { at, emulator } = await emulating(t, { count: 2000, latencyMs: 50 });
  const file = join(await emptyFolder(t), "left.txt");
  writeFileSync(file, `${MARK}task-of-yesterday\n`);
  const args = ["stop", "recording", "-", "--rate", "100", "--left", file, ...at];
  const input = ids(2000).join("\n");
  for (const signal of ["SIGINT", "SIGKILL"]) {
    const { child, texts, done } = started(args, { input });
    await until(() => texts.stdout.includes("\n"));
    child.kill(signal);
    await done;
    const left = linesOf(file);
    const running = ids(2000).filter((id) => emulator.recordings.get(id) === "RUNNING");
    if (signal === "SIGINT") assert.deepEqual(left.sort(), running.sort());
    else assert.deepEqual(left, ids(2000));
  }
});

test("files of the command, and what is no regular file, are refused", async (t) => {
  const { at, emulator } = await emulating(t);
  const folder = await emptyFolder(t);
  const [from, journal] = [join(folder, "ids"), join(folder, "journal.jsonl")];
  writeFileSync(from, "task-1\n");
  const stop = (left, ...rest) => run(["stop", "recording", "--from", from, "--left", left, ...rest, ...at]);
  for (const [left, said] of [
    [from, `--left ${from} is the file of --from`],
    [journal, `--left ${journal} is the file of --journal`],
    [folder, `--left ${folder} is no regular file`],
    [join(folder, "none", "left"), "cannot be written: ENOENT"],
  ]) {
    const { code, stderr } = await stop(left, "--journal", journal);
    assert.deepEqual([code, stderr.includes(said)], [2, true], stderr);
  }
  assert.deepEqual(
    [readFileSync(from, "utf8"), readFileSync(journal, "utf8"), emulator.requests.length],
    ["task-1\n", "", 0],
  );
  const dry = join(folder, "dry");
  assert.equal((await stop(dry, "--dry-run")).code, 0);
  assert.equal(existsSync(dry), false);
});

test("a file with any other content is refused, and stays as it is", async (t) => {
  const { at, emulator } = await emulating(t);
  const folder = await emptyFolder(t);
  const file = join(folder, "file");
  for (const content of [
    "task-8\ntask-9\n",
    "taskId\ntask-9\n",
    '{"taskId":"task-9"}\n',
    "# apsara-live\ntask-9\n",
    ` ${MARK}`,
    '{"key":"recording task-9","outcome":"stopped","attempts":1}\n',
    "\n",
    "\0\xff",
  ]) {
    writeFileSync(file, content);
    const { code, stderr } = await run(["stop", "recording", "task-1", "--left", file, ...at]);
    assert.deepEqual([code, readFileSync(file, "utf8"), emulator.requests.length], [2, content, 0], stderr);
    assert.ok(stderr.includes(`--left ${file} has a content that --left did not write`), stderr);
  }
  assert.deepEqual(readdirSync(folder), ["file"]);
  for (const content of ["", MARK, `${MARK}task-9\n`]) {
    writeFileSync(file, content);
    assert.equal((await run(["stop", "recording", "nope-1", "--left", file, ...at])).code, 1);
    assert.deepEqual(linesOf(file), ["nope-1"]);
  }
});

test("a link stays a link", posix, async (t) => {
  const { at } = await emulating(t);
  const folder = await emptyFolder(t);
  const [file, link] = [join(folder, "file"), join(folder, "link")];
  writeFileSync(file, "");
  symlinkSync(file, link);
  assert.equal((await run(["stop", "recording", "nope-1", "--left", link, ...at])).code, 1);
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.deepEqual(linesOf(file), ["nope-1"]);
});

test("two commands with one file lose no task", async (t) => {
  const { at, emulator } = await emulating(t, { count: 2000, latencyMs: 50 });
  const folder = await emptyFolder(t);
  const file = join(folder, "left");
  const first = started(["stop", "recording", "-", "--rate", "100", "--left", file, ...at], {
    input: ids(2000).join("\n"),
  });
  await until(() => first.texts.stdout.includes("\n"));
  assert.equal((await run(["stop", "recording", "nope-2", "--left", file, ...at])).code, 1);
  first.child.kill("SIGINT");
  const { stderr } = await first.done;
  const [, part] = /The tasks that are left are in (\S+\.part)\.$/m.exec(stderr);
  const running = ids(2000).filter((id) => emulator.recordings.get(id) === "RUNNING");
  assert.deepEqual([linesOf(part).sort(), linesOf(file)], [running.sort(), ["nope-2"]]);
});

test("no other file is replaced, whatever its name", async (t) => {
  const { at } = await emulating(t);
  const folder = await emptyFolder(t);
  const input = join(folder, "ids.part");
  writeFileSync(input, "task-1\nnope-1\n");
  const args = ["stop", "recording", "--from", input, "--left", join(folder, "ids"), ...at];
  assert.equal((await run(args)).code, 1);
  assert.equal(readFileSync(input, "utf8"), "task-1\nnope-1\n");
  assert.deepEqual(readdirSync(folder).sort(), ["ids", "ids.part"]);
});

test("a device is refused, and no file stays behind", posix, async (t) => {
  const { at } = await emulating(t);
  const { code, stderr } = await run(["stop", "recording", "task-1", "--left", "/dev/null", ...at]);
  assert.equal(code, 2);
  assert.ok(stderr.includes("--left /dev/null is no regular file"), stderr);
  const folder = await emptyFolder(t);
  assert.equal((await run(["stop", "recording", "task-1", "--left", join(folder, "left"), ...at])).code, 0);
  assert.deepEqual(readdirSync(folder), ["left"]);
});
