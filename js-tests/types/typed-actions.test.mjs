// The messages of each compiler for mistakes in the parameters of an action, and the names that an editor completes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { root, tests, tool } from "../support/paths.mjs";
import { emptyFolder, runNode } from "../support/run-program.mjs";

const head =
  'import { createClient } from "apsara-live";\nimport type {} from "apsara-live/actions";\nconst live = createClient();\n';
const options = { target: "es2022", module: "nodenext", moduleResolution: "nodenext", lib: ["ES2022"], strict: true, types: [] }; // biome-ignore format: one line

const recording = 'AppId: "a", ChannelId: "b", SubscribeParams: "{}", StorageParams: "{}"';

/** The message for each mistake, or a part of it that all compilers have. One message a mistake. */
const mistakes = [
  ['live.call("DescribeCasters", { CasterID: "x" });', /Did you mean to write 'CasterId'\?$/],
  [`live.call("StartRtcCloudRecording", { ${recording}, RecordParams: { RecordMode: "MIX" } });`, /^Type 'string' is not assignable to type 'number'\.$/], // biome-ignore format: a row
  [`live.call("StartRtcCloudRecording", { ${recording} });`, /^.*Property 'RecordParams' is missing in type /],
  ['live.call("StopLivePullToPush");', /^Expected 2-3 arguments, but got 1\.$/],
];

/** A folder with one file for each mistake. */
async function folderOf(t, programs) {
  const folder = await emptyFolder(t);
  await symlink(join(tests, "node_modules"), join(folder, "node_modules"), "junction");
  const files = programs.map((_, number) => `${number}.mts`);
  for (const [number, program] of programs.entries()) await writeFile(join(folder, files[number]), head + program);
  const compilerOptions = { ...options, noEmit: true };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  return folder;
}

for (const compiler of ["typescript-min", "typescript", "typescript-7"]) {
  const { version } = JSON.parse(readFileSync(tool(`${compiler}/package.json`), "utf8"));
  test(`TypeScript ${version} tells of each mistake once, at its place`, async (t) => {
    const folder = await folderOf(
      t,
      mistakes.map(([program]) => program),
    );
    const run = runNode([tool(`${compiler}/bin/tsc`), "--project", folder, "--pretty", "false"], { cwd: tests });
    const { message } = await run.then(
      () => assert.fail("it compiles"),
      (error) => error,
    );
    for (const [number, [program, expected]] of mistakes.entries()) {
      const told = [
        ...message.matchAll(new RegExp(`(?<![\\d])${number}\\.mts\\(4,\\d+\\): error TS\\d+: (.*(?:\\n  .*)*)`, "g")),
      ];
      assert.equal(told.length, 1, `${program}\n${message}`);
      assert.match(told[0][1].replaceAll(/\n\s+/g, " "), expected);
    }
  });
}

test("an editor completes the names of actions, of parameters and of members", async (t) => {
  const folder = await folderOf(t, [""]);
  const file = join(folder, "0.mts");
  const completed = (before, after) => {
    const text = head + before + after;
    const host = {
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      directoryExists: ts.sys.directoryExists,
      realpath: ts.sys.realpath,
      getScriptFileNames: () => [file],
      getScriptVersion: () => text,
      getScriptSnapshot: (path) => {
        const content = path === file ? text : ts.sys.readFile(path);
        return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
      },
      getCurrentDirectory: () => folder,
      getCompilationSettings: () => ts.convertCompilerOptionsFromJson(options, folder).options,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
    };
    const service = ts.createLanguageService(host);
    const found = service.getCompletionsAtPosition(file, head.length + before.length, {});
    return found.entries.map(({ name }) => name);
  };
  const actions = completed('live.call("', '");');
  const facts = JSON.parse(readFileSync(join(root, "xtask", "actions", "facts.json"), "utf8"));
  const known = Object.keys(facts.actions);
  assert.deepEqual(
    known.filter((name) => !actions.includes(name)),
    [],
  );
  const quotas = completed("createClient({ quota: { ", " } });");
  assert.ok(quotas.includes("stopRtcCloudRecording") && quotas.includes("DescribeCasters"));
  assert.ok(!quotas.includes("StopRtcCloudRecording"));
  assert.deepEqual(completed('live.call("StopLivePullToPush", { ', " });").sort(), [
    "OwnerId",
    "Region",
    "RegionId",
    "TaskId",
  ]);
  assert.deepEqual(
    completed('live.call("StartRtcCloudRecording", { RecordParams: { ', " } });").sort(),
    ["MaxFileDuration", "RecordMode", "StreamType"], // biome-ignore format: a list
  );
});
