// The program in a pseudo-terminal: lines, colours, the question, the progress bar and Ctrl-C.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { listen } from "../support/listen.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { bars, CTRL_C, emulating, ids, inTerminal, plain } from "./support/program.mjs";

const stop = (...rest) => ["stop", "recording", ...rest];

test("each command runs in a terminal", async (t) => {
  const { at } = await emulating(t);
  for (const [args, shown, code] of [
    [stop("task-1", "nope", ...at), /\x1b\[32mstopped {8}\x1b\[39m {2}task-1 /, 1],
    [["stop", "monitor", "monitor-1", ...at], /stopped/, 0],
    [["status", "recording", "task-1", ...at], /\x1b\[32mSTOPPED +\x1b\[39m {2}task-1/, 0],
    [["status", "monitor", ...at], /RUNNING/, 0],
    [["call", "DescribeLiveStreamMonitorList", ...at], /^\{\r\n {2}"RequestId"/m, 0],
    [["sign", "DescribeLiveStreamMonitorList", ...at], /^\{\r\n {2}"method"/m, 0],
    [["doctor", ...at], /\x1b\[32mok {2}\x1b\[39m {2}signature/, 0],
    [["completion", "fish"], /complete -c apsara-live/, 0],
    [["--help"], /Exit codes:/, 0],
    [["--version"], /^\d+\.\d+\.\d+/, 0],
    [["nope"], /\x1b\[31merror:\x1b\[39m there is no command/, 2],
  ]) {
    const result = await inTerminal(args);
    assert.match(result.screen, shown, args.join(" "));
    assert.equal(result.code, code, args.join(" "));
  }
  const emulator = await inTerminal(["emulator", "--port", "0"], { typed: [[/--endpoint/, CTRL_C]] });
  assert.equal(emulator.code, 0);
});

test("a status of the service that is the name of an inherited member is a word as any other", async (t) => {
  for (const [Status, word = Status] of [["constructor"], ["toString"], ["__proto__"], [{ toString: 1 }, "UNKNOWN"]]) {
    const service = createServer((_, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ RequestId: "1", TaskInfo: { TaskId: "a", Status } }));
    });
    const { code, screen } = await inTerminal(["status", "recording", "a", "--endpoint", await listen(t, service)]);
    assert.equal(code, 0, screen);
    assert.match(screen, new RegExp(`\\x1b\\[2m${word} *\\x1b\\[22m {2}a`));
  }
});

test("NO_COLOR, --no-color and a dumb terminal get no colours", async (t) => {
  const { at } = await emulating(t);
  for (const [args, env] of [
    [stop("task-1", "nope", ...at), { NO_COLOR: "1" }],
    [stop("task-1", "nope", "--no-color", ...at), {}],
    [stop("task-1", "nope", ...at), { TERM: "dumb" }],
  ]) {
    assert.doesNotMatch((await inTerminal(args, { env })).screen, /\x1b\[\d+m/);
  }
});

test("more than 20 tasks need a yes", async (t) => {
  const { at, url, emulator } = await emulating(t, { count: 21 });
  const { host } = new URL(url);
  const stake = `in cn-shanghai (${host}) with the key of the environment (testid)`;
  const question = /Stop 21 recordings in [^?]*\? \[y\/N\]/;
  const no = await inTerminal(stop(...ids(21), ...at), { typed: [[question, "\n"]] });
  assert.deepEqual([no.code, emulator.requests.length], [2, 0]);
  assert.ok(no.screen.includes(`Stop 21 recordings ${stake}? [y/N] `), no.screen);
  assert.match(no.screen, /the answer was not yes/);
  // The ids come from stdin, and the answer from the terminal.
  const yes = await inTerminal(stop("-", ...at), { stdin: ids(21).join("\n"), typed: [[question, "y\n"]] });
  assert.equal(yes.code, 0);
  assert.ok(plain(yes.screen).includes(`\n${stake}\r\n`), yes.screen);
  assert.ok([...emulator.recordings.values()].every((state) => state === "STOPPED"));
  for (const args of [stop(...ids(20), ...at), stop(...ids(21), "--yes", ...at), stop(...ids(21), "--dry-run")]) {
    const { code, screen } = await inTerminal(args);
    assert.equal(code, 0);
    assert.doesNotMatch(screen, question);
  }
});

test("an answer that was typed before the question does not count", async (t) => {
  const { at, emulator } = await emulating(t, { count: 21 });
  const question = /Stop 21 recordings in [^?]*\? \[y\/N\]/;
  // A whole line, and one whose end comes after the question.
  for (const ahead of ["y\n", "y"]) {
    const { code, screen } = await inTerminal(stop("-", ...at), {
      stdin: ids(21).join("\n"),
      ahead,
      typed: [[question, "\n"]],
    });
    assert.equal(code, 2, screen);
    assert.match(screen, /the answer was not yes/);
    assert.equal(emulator.requests.length, 0);
  }
  const changed = await inTerminal(stop("-", ...at), {
    stdin: ids(21).join("\n"),
    ahead: "n\n",
    typed: [[question, "y\n"]],
  });
  assert.equal(changed.code, 0, changed.screen);
});

test("the question tells the tasks of the journal from the others, with profile and region", async (t) => {
  const { at, url } = await emulating(t, {
    count: 1050,
    accessKeys: [{ accessKeyId: "LTAI5tEXAMPLEabcd", accessKeySecret: "testsecret" }],
  });
  const HOME = await emptyFolder(t);
  await mkdir(join(HOME, ".aliyun"));
  const key = { access_key_id: "LTAI5tEXAMPLEabcd", access_key_secret: "testsecret" };
  const profile = { name: "prod", mode: "AK", ...key, region_id: "ap-southeast-1" };
  await writeFile(join(HOME, ".aliyun", "config.json"), JSON.stringify({ current: "prod", profiles: [profile] }));
  const journal = join(HOME, "stopped.jsonl");
  const lines = ids(20).map((id) => JSON.stringify({ key: `recording ${id}`, outcome: "stopped", attempts: 1 }));
  await writeFile(journal, `${lines.join("\n")}\n`);
  const env = { HOME, ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" };
  const asked = async (count) =>
    inTerminal(stop("-", "--journal", journal, ...at), {
      env,
      stdin: ids(count).join("\n"),
      typed: [[/\[y\/N\]/, "n\n"]],
    });
  const { code, screen } = await asked(1050);
  assert.equal(code, 2);
  const where = `in ap-southeast-1 (${new URL(url).host}) with profile prod (LTAI…abcd)`;
  const question = `Stop 1,030 of 1,050 recordings (20 already in ${journal}) ${where}? [y/N]`;
  assert.ok(plain(screen).replace(/\r\n/g, "").includes(question), screen);
  // 20 tasks are left.
  assert.doesNotMatch((await asked(40)).screen, /\[y\/N\]/);
});

test("the bar stays on stderr, and the data in the pipe", async (t) => {
  const { at } = await emulating(t, { count: 60, latencyMs: 20 });
  const options = { stdin: ids(60).join("\n"), isDataPiped: true };
  const { code, screen } = await inTerminal(stop("-", "--yes", "--rate", "50", ...at), options);
  assert.equal(code, 0);
  assert.ok(bars(screen).length > 3, screen);
  assert.doesNotMatch(screen, /stopped {9}task/);
  const quiet = await inTerminal(stop("-", "--yes", "--quiet", ...at), options);
  assert.deepEqual([quiet.code, quiet.screen], [0, ""]);
});

for (const columns of [20, 40, 60, 120]) {
  test(`the bar fits a terminal of ${columns} columns`, async (t) => {
    const { at } = await emulating(t, { count: 40, latencyMs: 20 });
    const options = { columns, stdin: ids(40).join("\n"), isDataPiped: true };
    const { screen } = await inTerminal(stop("-", "--yes", "--rate", "40", ...at), options);
    const shown = bars(screen);
    assert.ok(shown.length > 0, screen);
    for (const bar of shown) assert.ok(bar.length < columns, bar);
    assert.ok(shown.every((bar) => /\d+\/40/.test(bar)));
  });
}

test("Ctrl-C once settles, twice leaves", async (t) => {
  const { at } = await emulating(t, { count: 100, latencyMs: 200 });
  const input = { stdin: ids(100).join("\n"), isDataPiped: true };
  const once = await inTerminal(stop("-", "--yes", "--concurrency", "2", ...at), {
    ...input,
    typed: [[/2\/100/, CTRL_C]],
  });
  assert.equal(once.code, 130);
  assert.match(plain(once.screen), /100 recordings: .* not asked/);
  const { at: there } = await emulating(t, { count: 100, faultFor: () => "hang" });
  const typed = [
    [/0\/100/, CTRL_C],
    [/interrupted/, CTRL_C],
  ];
  const twice = await inTerminal(stop("-", "--yes", ...there), { ...input, typed });
  assert.equal(twice.code, 130);
  assert.match(plain(twice.screen), /100 recordings: 0 stopped, .*(unknown|not asked)/);
});
