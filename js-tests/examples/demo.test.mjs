// Demo: it refuses invalid arguments with a message and its usage before it imports the package, and it ends when its reader does.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";
import { installedFolder } from "../support/run-program.mjs";

const program = join(root, "examples", "demo.mjs");
const run = (...args) => spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });
const usage = /\nusage: demo .*\n$/;

for (const [args, message] of [
  [["--task="], "--task is empty"],
  [["--task", "id", "--monitor", " "], "--monitor is empty"],
  [["--region", "cn-shanghai"], "--region needs --task or --monitor"],
  [["--tasks", "id"], "Unknown option '--tasks'"],
  [["id"], "Unexpected argument 'id'"],
]) {
  test(`refuses ${args.join(" ")}`, () => {
    const { status, stdout, stderr } = run(...args);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.ok(stderr.startsWith(message), stderr);
    assert.match(stderr, usage);
    assert.doesNotMatch(stderr, /\n +at /);
  });
}

test("accepts valid arguments without the package", () => {
  assert.equal(run("--check-args").status, 0);
  assert.equal(run("--check-args", "--task", "id", "--region", "cn-shanghai").status, 0);
  assert.match(run("--help").stdout, /^usage: demo /);
});

test("ends without an error when the reader closes the pipe", async (t) => {
  const folder = await installedFolder(t);
  cpSync(program, join(folder, "demo.mjs"));
  const demo = spawn(process.execPath, ["demo.mjs"], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let errors = "";
  demo.stderr.on("data", (text) => {
    errors += text;
  });
  await once(demo.stdout, "data");
  demo.stdout.destroy();
  const [status] = await once(demo, "close");
  assert.equal(errors, "");
  assert.equal(status, 0);
});
