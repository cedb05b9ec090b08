// The example in TypeScript: it compiles with every supported compiler, has no cast and no JSON text, and runs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { createClient } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { transform } from "esbuild";
import { root, tests, tool } from "../support/paths.mjs";
import { emptyFolder, runNode } from "../support/run-program.mjs";

const source = readFileSync(join(root, "examples", "typed-life.ts"), "utf8");

async function exampleFolder(t) {
  const folder = await emptyFolder(t);
  await symlink(join(tests, "node_modules"), join(folder, "node_modules"), "junction");
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  await writeFile(join(folder, "typed-life.ts"), source);
  return folder;
}

/** The example as a module. */
async function example(t) {
  const file = join(await exampleFolder(t), "typed-life.js");
  await writeFile(file, (await transform(source, { loader: "ts" })).code);
  return import(pathToFileURL(file));
}

const linesOf = async (life) => {
  const lines = [];
  for await (const line of life) lines.push(line);
  return lines;
};

for (const compiler of ["typescript-min", "typescript", "typescript-7"]) {
  test(`${compiler} compiles it`, async (t) => {
    const folder = await exampleFolder(t);
    const compilerOptions = {
      ...{ target: "es2022", module: "nodenext", moduleResolution: "nodenext", lib: ["ES2022"], types: [] },
      ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true },
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["typed-life.ts"] }));
    await runNode([tool(`${compiler}/bin/tsc`), "--project", folder], { cwd: folder });
  });
}

test("it has no cast, no suppressed error and no JSON text by hand", () => {
  assert.ok(
    !/\bas\b(?! good)|@ts-|\bany\b|JSON\.|<[A-Z]\w*>\(/.test(source.replaceAll(/\/\/.*|\/\*\*[\s\S]*?\*\//g, "")),
  );
});

test("the life of a recording, against the emulator", async (t) => {
  const { lifeOfRecording } = await example(t);
  const emulator = createLiveEmulator({ accessKeys: [testAccessKey] });
  const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch });
  assert.deepEqual(await linesOf(lifeOfRecording(live)), [
    "started the recording",
    "stopped it: stopped",
    "described it: STOPPED, files: 1",
  ]);
});

test("the life of a pull-to-push task, against the emulator", async (t) => {
  const { lifeOfPullToPush } = await example(t);
  const emulator = createLiveEmulator();
  const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch });
  assert.deepEqual(await linesOf(lifeOfPullToPush(live)), [
    "created the task: running",
    "stopped it: stopped, and the service says stopped",
    "again: already-stopped",
    "deleted it",
  ]);
  const refusals = emulator.requests.filter(({ executed }) => !executed).map(({ code }) => code);
  assert.deepEqual(refusals, ["CodeTaskHasStopped"]);
  const created = emulator.requests.find(({ operation }) => operation === "CreateLivePullToPush");
  assert.deepEqual([created.method, created.params.SourceUrls], ["POST", '["rtmp://pull.example.com/school/lecture"]']);
  for (const action of ["Describe", "Stop", "Delete"]) {
    const methods = emulator.requests.filter(({ operation }) => operation === `${action}LivePullToPush`);
    assert.ok(methods.length > 0 && methods.every(({ method }) => method === "GET"), action);
  }
  assert.equal(emulator.tasks.relay.size, 0);
});
