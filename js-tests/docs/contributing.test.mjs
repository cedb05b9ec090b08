// CONTRIBUTING: its commands, its walk through a call and its steps for a new stop, compared with the sources and with a call.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { root } from "../support/paths.mjs";

const read = (...path) => readFileSync(join(root, ...path), "utf8");
const contributing = read("CONTRIBUTING.md");
const sources = "pkg-template/src";

/** Returns the text of a section, with its subsections. */
const section = (title) => new RegExp(`^## ${title}\n(.*?)(?=^## )`, "ms").exec(contributing)[1];

/** Returns the files of the package's sources that `work` executes, by the comments of the bundler in the built modules. */
async function executed(work) {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  await work();
  const { result } = await session.post("Profiler.takePreciseCoverage");
  session.disconnect();
  const files = new Set();
  for (const { url, functions } of result) {
    if (!/node_modules\/apsara-live\/(?:client|errors|bytes)\.js$/.test(url)) continue;
    const marks = [...readFileSync(fileURLToPath(url), "utf8").matchAll(/^\/\/ (\S+\.ts)$/gm)];
    for (const { ranges } of functions) {
      const [{ startOffset, count }] = ranges;
      const file = marks.filter(({ index }) => index < startOffset).at(-1)?.[1];
      if (count > 0 && file !== undefined) files.add(file);
    }
  }
  return files;
}

test("the walk names every file of the package that a call executes", async () => {
  const emulator = createLiveEmulator({ recordings: { task: "RUNNING" } });
  const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch });
  const files = await executed(() => live.stopRtcCloudRecording({ taskId: "task" }));
  assert.ok(files.size > 15, [...files].join());
  const walk = section("A walk through one call");
  assert.deepEqual(
    [...files].filter((file) => !walk.includes(`\`${sources}/${file}\``)),
    [],
  );
});

test("the walk and the glossary name variants of enums that exist", () => {
  const rust = readdirSync(join(root, "src"), { recursive: true }).filter((file) => file.endsWith(".rs"));
  const text = rust.map((file) => read("src", file)).join("\n");
  const named = [...contributing.matchAll(/`([A-Z]\w+)::([A-Z]\w+)`/g)];
  assert.ok(named.length > 5);
  for (const [name, type, variant] of named) {
    assert.match(text, new RegExp(`^ *pub enum ${type} \\{[^}]*^ +${variant}\\b`, "m"), name);
  }
});

test("the steps for a new stop name every file that names a present one", () => {
  const files = readdirSync(join(root, sources), { recursive: true })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && !file.startsWith("generated/") && !file.startsWith("testing/"))
    .filter((file) => /stopLiveStreamMonitor/i.test(read(sources, file).replaceAll(/^\s*(?:\/\/|\/?\*).*/gm, "")));
  assert.ok(files.length > 3);
  const steps = section("How to add an operation");
  assert.deepEqual(
    files.filter((file) => !steps.includes(`\`${sources}/${file}\``)),
    [],
  );
});

test("the table of commands has the commands of xtask", () => {
  const commands = [...read("xtask", "src", "main.rs").matchAll(/^ {8}"(\w+)"(?: if rest\.is_empty\(\))? =>/gm)];
  const rows = [...contributing.matchAll(/^\| `cargo xtask (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual([...new Set(rows)].sort(), [...new Set(commands.map(([, name]) => name))].sort());
});
