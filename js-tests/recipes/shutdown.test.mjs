// Graceful shutdown: SIGTERM settles what is under way, and the next run asks only for the rest.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { serving } from "../support/live.mjs";
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
