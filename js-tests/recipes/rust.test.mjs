// The Rust programs: compiled with their own lock file, formatted, and against the emulator.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { freePort } from "../support/free-port.mjs";
import { listen } from "../support/listen.mjs";
import { received, serving, task } from "../support/live.mjs";
import { root } from "../support/paths.mjs";
import { runProgram } from "../support/run-program.mjs";
import { emulatorEnv } from "./support/recipe.mjs";

const manifest = join(root, "examples", "rust", "Cargo.toml");
const target = join(root, "target", "recipes", "rust");

/** Clippy lints the programs while cargo builds them, and there is no debug information: each crate compiles once, and sooner. */
const env = {
  ...process.env,
  ...{ RUSTC_WORKSPACE_WRAPPER: "clippy-driver", RUSTFLAGS: "-Dwarnings" },
  ...{ CARGO_TARGET_DIR: target, CARGO_PROFILE_DEV_DEBUG: "0" },
};

const cargo = (...args) => runProgram("cargo", args, { cwd: root, env });

/** Starts a program; `end` resolves to its exit code and output. */
function start(program, url, ...taskIds) {
  const path = join(target, "debug", process.platform === "win32" ? `${program}.exe` : program);
  const child = spawn(path, taskIds, { env: { ...process.env, ...emulatorEnv(url) } });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part) => (said += part));
  return { child, end: once(child, "close").then(([code]) => ({ code, said })) };
}

/** Returns the URL of a host that completes no connection: its queue is full. */
async function deaf(t) {
  const code = `require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, function () {
    require("node:fs").writeSync(1, String(this.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  const port = Number(String((await once(child.stdout, "data"))[0]));
  const sockets = Array.from({ length: 4 }, () => connect(port, "127.0.0.1").on("error", () => {}));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  await Promise.race(sockets.map((socket) => once(socket, "connect")));
  return `http://127.0.0.1:${port}`;
}

test("Rust: the programs compile without warnings", { timeout: 600_000 }, async () => {
  await cargo("fmt", "--check", "--manifest-path", manifest);
  await cargo("build", "--locked", "--manifest-path", manifest);
});

for (const program of ["stop-recording", "stop-recordings"]) {
  test(`${program}: stops a recording, although a response is lost`, async (t) => {
    const { emulator, url } = await serving(t, { faults: ["lost-reply"] });
    assert.deepEqual(await start(program, url, task.taskId).end, { code: 0, said: "already-stopped, attempts: 2\n" });
    assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
  });

  test(`${program}: judges faults as the package does`, async (t) => {
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
      const { code, said } = await start(program, url, task.taskId).end;
      assert.equal(code, 0, said);
      assert.match(said, new RegExp(`attempts: ${attempts}`), JSON.stringify(fault));
      assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
    }
    assert.equal(redirected, 0);
  });

  test(`${program}: errors, and whether another run may help`, async (t) => {
    const { url } = await serving(t);
    const unknown = await start(program, url, "task-2").end;
    assert.equal(unknown.code, 1);
    assert.match(unknown.said, /^NotFound\.Task: this call did not stop the task: /);

    const { url: down } = await serving(t, { faults: Array(4).fill("unavailable") });
    const lost = await start(program, down, task.taskId).end;
    assert.equal(lost.code, 75);
    assert.match(lost.said, /^ERR_HTTP_STATUS: the task may be stopped: /);

    const closed = `http://127.0.0.1:${await freePort()}`;
    const refused = await start(program, closed, task.taskId).end;
    assert.equal(refused.code, 75);
    assert.match(refused.said, /^ERR_NETWORK: this call did not stop the task: /);
  });

  // A queue that is full drops connections on Linux alone.
  test(`${program}: a connection that does not come about sent nothing`, {
    skip: process.platform !== "linux",
  }, async (t) => {
    const { code, said } = await start(program, await deaf(t), task.taskId).end;
    assert.equal(code, 75);
    assert.match(said, /^ERR_NETWORK: this call did not stop the task: /);
  });

  test(`${program}: all attempts share a connection`, async (t) => {
    const ports = new Set();
    const server = createServer((request, response) => {
      ports.add(request.socket.remotePort);
      request.resume().on("end", () => response.writeHead(503).end());
    });
    const { said } = await start(program, await listen(t, server), task.taskId).end;
    assert.match(said, /^ERR_HTTP_STATUS: /);
    assert.equal(ports.size, 1);
  });
}

test("stop-recordings: stops several recordings at once", async (t) => {
  const recordings = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`task-${index}`, "RUNNING"]));
  const { emulator, url } = await serving(t, { recordings });
  const { code, said } = await start("stop-recordings", url, ...Object.keys(recordings)).end;
  assert.deepEqual({ code, said }, { code: 0, said: "stopped, attempts: 1\n".repeat(20) });
  assert.ok([...emulator.recordings.values()].every((state) => state === "STOPPED"));
});

test("stop-recordings: a cancelled run sends nothing more", { skip: process.platform === "win32" }, async (t) => {
  const { emulator, url } = await serving(t, { faults: ["hang"] });
  const { child, end } = start("stop-recordings", url, task.taskId);
  await received(emulator, 1);
  child.kill("SIGINT");
  assert.deepEqual(await end, { code: 130, said: "cancelled: the tasks may be stopped\n" });
  assert.equal(emulator.requests.length, 1);
});
