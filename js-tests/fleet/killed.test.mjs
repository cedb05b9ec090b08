// kill -9 of a run with a file journal, ten times on its way through 3,000 tasks, over a real socket.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { until } from "../support/live.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { emulatorOf, recordings, running } from "./support/tasks.mjs";

const COUNT = 3000;
const KILLS = 10;
const CONCURRENCY = 32;

test("each run goes on where the last was killed: none is skipped, and few are asked again", async (t) => {
  const journal = join(await emptyFolder(t), "journal.jsonl");
  const asked = [];
  const emulator = emulatorOf(recordings(COUNT), {
    quota: { stopRtcCloudRecording: 1000 },
    keepRequests: 10,
    faultFor: ({ params }) => void asked.push(params.TaskId),
  });
  const server = await emulator.serve();
  t.after(() => server.close());

  /** Starts a run; kills it as soon as the service has received that many requests in all. */
  async function run(killAt) {
    const program = fileURLToPath(new URL("support/child.mjs", import.meta.url));
    const args = [program, server.url, journal, COUNT, CONCURRENCY].map(String);
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    child.stdout.on("data", (text) => (printed += text));
    const exit = once(child, "exit");
    if (killAt !== undefined) {
      await until(() => asked.length >= killAt || child.exitCode !== null, 60_000);
      child.kill("SIGKILL");
    }
    const [code, signal] = await exit;
    return { code, signal, printed };
  }

  for (let kill = 1; kill <= KILLS; kill++) {
    const { signal } = await run(asked.length + Math.floor(COUNT / (KILLS + 1)));
    assert.equal(signal, "SIGKILL");
  }
  const { code, printed } = await run(undefined);
  assert.equal(code, 0);
  const summary = JSON.parse(printed);
  assert.deepEqual([summary.pulled, summary.failed, summary.unknown], [COUNT, 0, 0]);
  assert.ok(summary.skipped > COUNT / 2, `${summary.skipped} skipped`);
  assert.deepEqual(running(emulator), []);
  assert.equal(new Set(asked).size, COUNT);
  const again = asked.length - COUNT;
  t.diagnostic(`${again} of ${COUNT} asked again after ${KILLS} kills`);
  assert.ok(again <= KILLS * CONCURRENCY, `${again} asked again`);
  const keys = readFileSync(journal, "utf8")
    .split("\n")
    .flatMap((line) => line.match(/"key":"([^"]+)"/)?.[1] ?? []);
  assert.equal(new Set(keys).size, COUNT);
});
