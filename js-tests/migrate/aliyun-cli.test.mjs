// The page about the aliyun CLI: each row. That program cannot be installed from npm, so that its commands are only read.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { emulating, run } from "../cli/support/program.mjs";
import { root } from "../support/paths.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { evaluate, tablesOf } from "./support/tables.mjs";

const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: "testid", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "testsecret" };

/** Returns the action and the parameters of a command `aliyun live <Action> --Name value…`. */
function requestOf(command) {
  const [, action, rest] = /^aliyun live (\w+)((?: --\w+ \S+)*)$/.exec(command);
  return {
    operation: action,
    params: Object.fromEntries([...rest.matchAll(/--(\w+) (\S+)/g)].map(([, ...pair]) => pair)),
  };
}

const [commands, flags, outcomes] = tablesOf("migrate/aliyun-cli.md");

for (const [{ text }, old, ours] of commands) {
  test(`aliyun CLI, command: ${text}`, async (t) => {
    const { emulator, at } = await emulating(t, { recordings: { "task-1": "RUNNING" } });
    const [program, ...args] = ours.code[0].split(" ");
    assert.equal(program, "apsara-live");
    const { code, stderr } = await run([...args, ...at], { env });
    // The emulator does not serve the action of the last row.
    const { operation, params } = emulator.requests[0];
    assert.deepEqual({ operation, params: { ...params } }, requestOf(old.code[0]), stderr);
    assert.equal(code, emulator.requests[0].code === "InvalidAction.NotFound" ? 1 : 0, stderr);
  });
}

test(`aliyun CLI: the help has each flag`, async () => {
  const { stdout } = await run(["stop", "--help", "--all"]);
  for (const [, , ours] of flags) assert.match(stdout, new RegExp(`^ +${ours.code[0]}\\b`, "m"));
});

for (const [{ text }, options, , ours] of outcomes) {
  test(`aliyun CLI, outcome: ${text}`, async (t) => {
    const { at } = await emulating(t, { recordings: { "task-1": "RUNNING" }, ...evaluate(`{ ${options.code[0]} }`) });
    const { code, stdout } = await run(["stop", "recording", "task-1", "--timeout", "3s", ...at], { env });
    assert.equal(code, Number.parseInt(ours.text, 10));
    assert.ok(stdout.trim().split("\t").includes(ours.code[0]), stdout);
  });
}

test("aliyun CLI: the command in place of a loop", async (t) => {
  const page = readFileSync(join(root, "docs", "migrate", "aliyun-cli.md"), "utf8");
  const [, command] = /^apsara-live (.*?) +# now$/m.exec(page);
  const { emulator, at } = await emulating(t, { recordings: { "task-1": "RUNNING", "task-2": "RUNNING" } });
  const cwd = await emptyFolder(t);
  await writeFile(join(cwd, "ids.txt"), "task-1\ntask-2\n");
  const { code, stderr } = await run([...command.split(" "), ...at], { env, cwd });
  assert.equal(code, 0, stderr);
  assert.deepEqual([...emulator.recordings.values()], ["STOPPED", "STOPPED"]);
  assert.equal((await readFile(join(cwd, "stopped.jsonl"), "utf8")).trim().split("\n").length, 2);
});
