// `stop relay` and `status relay`: tasks that need a parameter beside their ID.
import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { emptyFolder } from "../support/run-program.mjs";
import { emulating, run, started, testKey } from "./support/program.mjs";

const REGION = ["--param", "region=cn-shanghai"];

test("stops relays and shows their states, with a region for all", async (t) => {
  const { emulator, at } = await emulating(t, {
    tasks: { relay: { a: "RUNNING", b: "STOPPED", c: "RETRYING", d: "NOT-STARTED" } },
  });
  const before = await run(["status", "relay", "a", "b", "c", "d", ...REGION, ...at], { env: testKey });
  assert.equal(before.code, 0, before.stderr);
  assert.equal(before.stdout, "RUNNING\ta\t\nSTOPPED\tb\t\nRETRYING\tc\t\nNOT-STARTED\td\t\n");
  const { code, stdout, stderr } = await run(["stop", "relay", "a", "b", ...REGION, "--wait", "--json", ...at], {
    env: testKey,
  });
  assert.equal(code, 0, stderr);
  const results = stdout.trim().split("\n").map((line) => JSON.parse(line)); // biome-ignore format: one line
  assert.deepEqual(
    results.filter(({ type }) => type === "result").map(({ taskId, outcome, verified }) => [taskId, outcome, verified]).sort(), // biome-ignore format: one line
    [["a", "stopped", "stopped"], ["b", "already-stopped", "stopped"]], // biome-ignore format: one line
  );
  assert.equal(emulator.tasks.relay.get("a"), "STOPPED");
});

test("a column has the region of each task, and --param gives it to the others", async (t) => {
  const { emulator, at } = await emulating(t, { tasks: { relay: { a: "RUNNING", b: "RUNNING" } } });
  const file = join(await emptyFolder(t), "relays.jsonl");
  await writeFile(file, '{"taskId":"a","region":"cn-beijing"}\n{"taskId":"b"}\n');
  const { code, stderr } = await run(["stop", "relay", "--from", file, "--yes", ...REGION, ...at], { env: testKey });
  assert.equal(code, 0, stderr);
  const sent = emulator.requests.map(({ params }) => [params.TaskId, params.Region]);
  assert.deepEqual(sent.sort(), [
    ["a", "cn-beijing"],
    ["b", "cn-shanghai"],
  ]);
});

test("lines of JSON tell the same ID in two regions apart, and are an input again", async (t) => {
  const { emulator, at } = await emulating(t, { tasks: { relay: { a: "RUNNING" } } });
  const file = join(await emptyFolder(t), "relays.jsonl");
  const regions = ["cn-beijing", "cn-shanghai"];
  await writeFile(file, regions.map((region) => `${JSON.stringify({ taskId: "a", region })}\n`).join(""));
  for (const words of [
    ["stop", "relay", "--yes"],
    ["status", "relay"],
  ]) {
    const { code, stdout, stderr } = await run([...words, "--from", file, "--json", ...at], { env: testKey });
    assert.equal(code, 0, stderr);
    const lines = stdout.trim().split("\n").filter((line) => !line.includes('"summary"')); // biome-ignore format: one line
    assert.deepEqual(lines.map((line) => JSON.parse(line).region).sort(), regions);
    await writeFile(file, `${lines.join("\n")}\n`);
  }
  const again = await run(["stop", "relay", "--yes", "--from", file, ...at], { env: testKey });
  assert.equal(again.code, 0, again.stderr);
  assert.deepEqual([...new Set(emulator.requests.map(({ params }) => params.Region))].sort(), regions);
});

test("nothing is sent where a task lacks its region, or a parameter is none", async (t) => {
  const { emulator, at } = await emulating(t);
  for (const [args, words] of [
    [["stop", "relay", "a"], /the relay a has no region.*--param region=<value>/s],
    [["status", "relay", "a"], /the relay a has no region/],
    [["stop", "relay", "a", "--param", "color=red"], /--param color=red is no parameter of a relay/],
    [["stop", "relay", "a", "--param", "region"], /--param region is no parameter/],
    [["stop", "relay", "a", ...REGION, ...REGION], /given twice/],
    [["stop", "recording", "a", ...REGION], /A recording has no parameter beside its id/],
  ]) {
    const { code, stderr } = await run([...args, ...at], { env: testKey });
    assert.equal(code, 2, args.join(" "));
    assert.match(stderr, words);
  }
  assert.equal(emulator.requests.length, 0);
});

test("the emulator of the program has relays", async (t) => {
  const emulator = started(["emulator", "--port", "0", "--relay", "r=EXITED", "--relays", "1"], { input: null });
  t.after(() => emulator.child.kill());
  const [url] = await once(emulator.child.stdout, "data");
  const { stdout } = await run(["status", "relay", "relay-1", "r", ...REGION, "--endpoint", url.trim()], {
    env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "testid", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "testsecret" },
  });
  assert.equal(stdout, "RUNNING\trelay-1\t\nEXITED\tr\t\n");
});
