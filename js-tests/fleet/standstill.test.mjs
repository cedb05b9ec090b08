// Outages over real sockets: a process that stands still, and a service that is gone for a time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as forMs } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { within } from "../support/portable/waiting.mjs";
import { startProgram } from "../support/start-program.mjs";
import { emulatorOf, recordings, running } from "./support/tasks.mjs";

const COUNT = 400;
const program = fileURLToPath(new URL("support/cold-run.mjs", import.meta.url));

/** An emulator that says when it has had a number of requests. */
function counting(number) {
  let reached;
  const met = new Promise((resolve) => (reached = resolve));
  let count = 0;
  const faultFor = () => void (++count === number && reached());
  return { met, emulator: emulatorOf(recordings(COUNT), { latencyMs: 50, faultFor }) };
}

// The time limit of an attempt is 5 s: the process has to stand still for longer.
test("a process that stands still for six seconds loses no task", { skip: process.platform === "win32" }, async (t) => {
  const { met, emulator } = counting(100);
  const server = await emulator.serve();
  t.after(() => server.close());
  const { child, ended, output } = await startProgram(
    t,
    process.execPath,
    ["--eval", `console.log("ready"); import(${JSON.stringify(program)})`, "run", server.url, String(COUNT)],
    /ready/,
  );
  await met;
  child.kill("SIGSTOP");
  await forMs(6000);
  child.kill("SIGCONT");
  await ended;
  const { stopped, alreadyStopped, failed, unknown } = JSON.parse(output().slice(output().indexOf("{")));
  assert.deepEqual([stopped + alreadyStopped, failed, unknown], [COUNT, 0, 0]);
  assert.deepEqual(running(emulator), []);
});

test("a service that is gone for three seconds loses no task, and is asked few times meanwhile", async (t) => {
  const { met, emulator } = counting(100);
  const server = await emulator.serve();
  const events = [];
  const onEvent = (event) => events.push(event.type);
  const live = createClient({ credentials: testAccessKey, endpoint: server.url, onEvent });
  const summary = live.stopAll(recordings(COUNT)).summary();
  await met;
  await server.close();
  const before = events.filter((type) => type === "request").length;
  await forMs(3000);
  const during = events.filter((type) => type === "request").length - before;
  const again = await emulator.serve(Number(new URL(server.url).port));
  t.after(() => again.close());
  const { stopped, alreadyStopped, failed, unknown } = await within(60_000, summary);
  assert.deepEqual([stopped + alreadyStopped, failed, unknown], [COUNT, 0, 0]);
  assert.deepEqual(running(emulator), []);
  assert.ok(during <= 20, `${during} requests`);
  assert.deepEqual(
    events.filter((type) => type === "held" || type === "resumed"),
    ["held", "resumed"],
  );
});
