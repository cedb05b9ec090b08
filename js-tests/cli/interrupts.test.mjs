// Signals, closed pipes and lost terminals during a run: every task that was pulled has a line, and nothing ends in silence.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { emptyFolder } from "../support/run-program.mjs";
import { emulating, ids, posix, program, run, started } from "./support/program.mjs";
import { environment, follow } from "./support/terminal.mjs";

const until = async (condition) => {
  while (!condition()) await delay(5);
};
const stop = (...rest) => ["stop", "recording", ...rest];

/** Returns the number of lines for each outcome; asserts that no task has two lines. */
function outcomesOf(stdout) {
  const rows = stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  assert.equal(new Set(rows.map(([, id]) => id)).size, rows.length);
  const counts = {};
  for (const [outcome] of rows) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

test("one SIGINT lets requests under way settle, and names the pulled tasks without a request", async (t) => {
  const { at, emulator } = await emulating(t, { count: 200, latencyMs: 300, quota: { stopRtcCloudRecording: 20 } });
  const journal = join(await emptyFolder(t), "journal.jsonl");
  const args = stop("-", "--concurrency", "40", "--rate", "20", "--journal", journal, ...at);
  const { child, texts, done } = started(args, { input: ids(200).join("\n") });
  await until(() => texts.stdout.includes("\n"));
  child.kill("SIGINT");
  const { code, stdout, stderr } = await done;
  assert.equal(code, 130);
  const { stopped, "not-asked": unasked, ...others } = outcomesOf(stdout);
  // Each request got a response: no outcome is unknown.
  assert.deepEqual([stopped, others], [emulator.requests.length, {}]);
  assert.ok(unasked > 0, stdout);
  assert.match(stdout, /^not-asked\ttask-\d+\t\tERR_RUN_ENDED$/m);
  assert.equal(Number(/(\d+) not asked/.exec(stderr)[1]), 200 - stopped, stderr);
  assert.match(stderr, /interrupted: \d+ under way will settle; Ctrl-C again ends at once/);
  const lines = readFileSync(journal, "utf8").trimEnd().split("\n").map(JSON.parse);
  assert.deepEqual([lines.length, lines.every(({ outcome }) => outcome === "stopped")], [stopped, true]);
});

test("JSON lines name the tasks without a request", async (t) => {
  const { at } = await emulating(t, { count: 20, latencyMs: 300 });
  const { child, texts, done } = started(stop("-", "--json", "--rate", "1", ...at), { input: ids(20).join("\n") });
  await until(() => texts.stdout.includes("\n"));
  child.kill("SIGTERM");
  const lines = (await done).stdout.trimEnd().split("\n").map(JSON.parse);
  const unasked = lines.filter(({ outcome }) => outcome === "not-asked");
  assert.ok(unasked.length > 0);
  assert.ok(unasked.every(({ attempts, error }) => attempts === 0 && error.code === "ERR_RUN_ENDED"));
  assert.equal(lines.at(-1).notAsked, unasked.length);
});

test("two SIGINT abort requests under way: each has a line, also in the journal", async (t) => {
  const { at, emulator } = await emulating(t, { count: 100, faultFor: () => "hang" });
  const journal = join(await emptyFolder(t), "journal.jsonl");
  const args = stop("-", "--rate", "100", "--concurrency", "32", "--journal", journal, ...at);
  const { child, done, texts } = started(args, { input: ids(100).join("\n") });
  // Before its first success, a run has no more under way.
  await until(() => emulator.requests.length >= 3);
  child.kill("SIGINT");
  await until(() => texts.stderr.includes("interrupted"));
  const begun = performance.now();
  child.kill("SIGINT");
  const { code, stdout, stderr } = await done;
  assert.equal(code, 130);
  assert.ok(performance.now() - begun < 2000);
  const asked = emulator.requests.length;
  assert.deepEqual(outcomesOf(stdout), { unknown: asked, "not-asked": 100 - asked });
  const lines = readFileSync(journal, "utf8").trimEnd().split("\n").map(JSON.parse);
  assert.equal(lines.length, asked);
  assert.ok(lines.every(({ outcome, attempts }) => outcome === "unknown" && attempts === 1));
  assert.ok(stderr.includes(`100 recordings: 0 stopped, ${asked} unknown, ${100 - asked} not asked`), stderr);
  assert.match(stderr, /may still be running/);
});

/** Runs a command of bash; `$0 $1` is the program. */
const bash = (command) =>
  new Promise((resolve) => {
    const env = environment({ HOME: "/nowhere" });
    execFile("bash", ["-c", command, process.execPath, program()], { env }, (_, stdout, stderr) =>
      resolve({ stdout, stderr }),
    );
  });

test("a run goes on after its reader has closed stdout, and says so", posix, async (t) => {
  const { at, emulator } = await emulating(t, { count: 60, latencyMs: 20 });
  const { stdout, stderr } = await bash(
    `seq -f 'task-%g' 60 | "$0" "$1" stop recording - --concurrency 4 ${at.join(" ")} | head -n 1; echo "\${PIPESTATUS[1]}"`,
  );
  assert.match(stdout, /^stopped\ttask-\d+\t.*\n0\n$/);
  assert.match(stderr, /stdout is closed: the run goes on with \d+ tasks; --on-hangup end would end it/);
  assert.match(stderr, /60 recordings: 60 stopped/);
  assert.doesNotMatch(stderr, /EPIPE/);
  assert.equal(emulator.requests.length, 60);
});

test("with --on-hangup end, a closed stdout ends a run in order, with 75 for the rest", posix, async (t) => {
  const { at, emulator } = await emulating(t, { count: 100, latencyMs: 100 });
  const { stdout, stderr } = await bash(
    `seq -f 'task-%g' 100 | "$0" "$1" stop recording - --quiet --on-hangup end --concurrency 4 ${at.join(" ")} | head -n 1; echo "\${PIPESTATUS[1]}"`,
  );
  assert.match(stdout, /^stopped\ttask-\d+\t.*\n75\n$/);
  assert.ok(emulator.requests.length < 50, `${emulator.requests.length}`);
  // An error, which --quiet does not silence.
  const [, underWay, left] = /stdout is closed: (\d+) under way will settle, and (\d+) are not asked/.exec(stderr);
  assert.ok(Number(underWay) <= 4 && Number(left) > 50, stderr);
});

test("SIGHUP ends no run, unless --on-hangup says so", posix, async (t) => {
  for (const mode of ["go-on", "end"]) {
    const { at, emulator } = await emulating(t, { count: 60, latencyMs: 20 });
    const args = stop("-", "--concurrency", "4", "--on-hangup", mode, ...at);
    const { child, texts, done } = started(args, { input: ids(60).join("\n") });
    await until(() => texts.stdout.includes("\n"));
    child.kill("SIGHUP");
    const { code, stderr } = await done;
    const stopped = [...emulator.recordings.values()].filter((state) => state === "STOPPED").length;
    assert.deepEqual([code, stopped === 60], mode === "end" ? [75, false] : [0, true], stderr);
    assert.match(stderr, /the terminal is closed: /);
  }
  assert.equal((await run(stop("task-1", "--on-hangup", "stop"))).code, 2);
});

test("a run goes on after its terminal has gone away", posix, async (t) => {
  const { at, emulator } = await emulating(t, { count: 60, latencyMs: 20 });
  const journal = join(await emptyFolder(t), "journal.jsonl");
  const helper = fileURLToPath(new URL("support/hangup.py", import.meta.url));
  const args = stop(...ids(60), "--yes", "--concurrency", "4", "--journal", journal, ...at);
  const env = environment({ HOME: "/nowhere" });
  const { done } = follow(spawn("python3", [helper, "stopped", process.execPath, program(), ...args], { env }));
  const { code, stderr } = await done;
  // Node.js 20 aborts as its very last step, because it cannot reset a terminal that has gone away.
  assert.ok(code === 0 || (code === 134 && process.version.startsWith("v20.")), `${code} ${stderr}`);
  assert.ok([...emulator.recordings.values()].every((state) => state === "STOPPED"));
  assert.equal(readFileSync(journal, "utf8").trimEnd().split("\n").length, 60);
});
