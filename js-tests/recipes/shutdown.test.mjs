// Graceful shutdown: after SIGTERM, requests under way settle, and the next run sends only the rest.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { received, serving } from "../support/live.mjs";
import { emulatorEnv, recipe } from "./support/recipe.mjs";

const ids = Array.from({ length: 120 }, (_, index) => `recording-${index}`);

test("shutdown: SIGTERM loses no task and asks for none twice", async (t) => {
  const recordings = Object.fromEntries(ids.map((id) => [id, "RUNNING"]));
  const { emulator, url } = await serving(t, { recordings, latencyMs: 50 });
  const project = await recipe(t, "shutdown");
  await writeFile(join(project.folder, "ids.txt"), `${ids.join("\n")}\n`);
  const args = ["stop-all.mjs", "ids.txt", "stopped.jsonl"];
  const env = emulatorEnv(url);

  const first = await project.start(args, /(.* stopped\s+){20}/, { env });
  first.child.kill("SIGTERM");
  assert.deepEqual(await first.ended, [75, null]);
  const lines = first.output().trim().split("\n");
  const stopped = lines.filter((line) => line.includes(" stopped")).length;
  assert.ok(stopped >= 20 && stopped < ids.length, `${stopped} stopped`);
  // What was read from the file and not asked for is printed, too.
  assert.ok(lines.every((line) => / stopped ?$| failed ERR_RUN_ENDED$/.test(line)));
  assert.equal(emulator.requests.length, stopped);

  const second = await project.start(args, /\n/, { env });
  assert.deepEqual(await second.ended, [0, null]);
  assert.ok([...emulator.recordings.values()].every((state) => state === "STOPPED"));
  assert.equal(emulator.requests.length, ids.length);
});

test("shutdown: a request without a response ends unknown, and the next run asks again", {
  timeout: 30_000,
}, async (t) => {
  const { emulator, url } = await serving(t, { recordings: { "recording-0": "RUNNING" }, faults: ["hang"] });
  const project = await recipe(t, "shutdown");
  await writeFile(join(project.folder, "ids.txt"), "recording-0\n");
  const args = ["stop-all.mjs", "ids.txt", "stopped.jsonl"];
  const options = { cwd: project.folder, env: { ...process.env, ...emulatorEnv(url) } };

  const first = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(first, "close");
  await received(emulator, 1);
  first.kill("SIGTERM");
  assert.match(await text(first.stdout), /^recording-0 unknown /);
  assert.deepEqual([await ended, emulator.requests.length], [[75, null], 1]);

  assert.match(await project.run(args, { env: emulatorEnv(url) }), /^recording-0 already-stopped /);
});
