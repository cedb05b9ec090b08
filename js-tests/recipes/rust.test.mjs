// The Rust program: compiled with its own lock file, formatted, and against the emulator.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { listen } from "../support/listen.mjs";
import { serving, task } from "../support/live.mjs";
import { root } from "../support/paths.mjs";
import { runProgram } from "../support/run-program.mjs";
import { emulatorEnv } from "./support/recipe.mjs";

const manifest = join(root, "examples", "rust", "Cargo.toml");
const target = join(root, "target", "recipes", "rust");
const program = join(target, "debug", process.platform === "win32" ? "stop-recording.exe" : "stop-recording");

const cargo = (...args) => runProgram("cargo", args, { cwd: root, env: { ...process.env, CARGO_TARGET_DIR: target } });

/** Runs the program; resolves to its exit code and output. */
async function stop(url, taskId) {
  const child = spawn(program, [taskId], { env: { ...process.env, ...emulatorEnv(url) } });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part) => (said += part));
  const [code] = await once(child, "close");
  return { code, said };
}

test("Rust: the program compiles without warnings", { timeout: 300_000 }, async () => {
  await cargo("fmt", "--check", "--manifest-path", manifest);
  await cargo("rustc", "--locked", "--manifest-path", manifest, "--", "--deny", "warnings");
});

test("Rust: stops a recording, although a response is lost", async (t) => {
  const { emulator, url } = await serving(t, { faults: ["lost-reply"] });
  assert.deepEqual(await stop(url, task.taskId), { code: 0, said: "already-stopped, attempts: 2\n" });
  assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
});

test("Rust: judges faults as the package does", async (t) => {
  let redirected = 0;
  const elsewhere = await listen(
    t,
    createServer((_, response) => response.end(String(redirected++))),
  );
  for (const [fault, attempts] of [
    [{ type: "throttle", retryAfterMs: 10 }, 2],
    [{ type: "garbage", body: "<html>", executes: false }, 2],
    [{ type: "garbage", body: '{"RequestId":"R","TaskId":"task-1","Code":7}', executes: false }, 2],
    [{ type: "garbage", body: '{"RequestId":"R","TaskId":"task-1","Data":[{"ErrorCode":"x"}]}', executes: false }, 2],
    [{ type: "garbage", body: '{"RequestId":"R","TaskId":"task-1","Errors":["x"]}', executes: false }, 2],
    [{ type: "redirect", location: elsewhere }, 2],
    ["internal-error", 2],
    ["truncated", 2],
  ]) {
    const { emulator, url } = await serving(t, { faults: [fault] });
    const { code, said } = await stop(url, task.taskId);
    assert.equal(code, 0, said);
    assert.match(said, new RegExp(`attempts: ${attempts}`), JSON.stringify(fault));
    assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
  }
  assert.equal(redirected, 0);
});

test("Rust: errors, and whether another run may help", async (t) => {
  const { url } = await serving(t);
  const unknown = await stop(url, "task-2");
  assert.equal(unknown.code, 1);
  assert.match(unknown.said, /^NotFound\.Task: this call did not stop the task: /);

  const { url: down } = await serving(t, { faults: Array(4).fill("unavailable") });
  const lost = await stop(down, task.taskId);
  assert.equal(lost.code, 75);
  assert.match(lost.said, /^ERR_HTTP_STATUS: the task may be stopped: /);

  const server = createServer();
  const closed = await listen(t, server);
  await new Promise((resolve) => server.close(resolve));
  const refused = await stop(closed, task.taskId);
  assert.equal(refused.code, 75);
  assert.match(refused.said, /^ERR_NETWORK: this call did not stop the task: /);
});
