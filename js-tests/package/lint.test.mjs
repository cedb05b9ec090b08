// Linters of packages accept the packed file: publint and "are the types wrong".
import assert from "node:assert/strict";
import { test } from "node:test";
import { tarball, tests, tool } from "../support/paths.mjs";
import { runNode } from "../support/run-program.mjs";

test("publint --strict reports no problem", async () => {
  const printed = await runNode([tool("publint/src/cli.js"), "run", tarball, "--strict"], { cwd: tests });
  assert.match(printed, /All good!/);
});

test("attw reports no problem in any entry with types", async () => {
  const attw = tool("@arethetypeswrong/cli/dist/index.js");
  const options = ["--format=json", "--exclude-entrypoints", "./apsara_live.wasm"];
  const { analysis } = JSON.parse(await runNode([attw, tarball, ...options], { cwd: tests }));
  assert.deepEqual(analysis.problems, []);
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), [
    ".",
    "./bullmq",
    "./cloudflare",
    "./node",
    "./package.json",
    "./queue",
    "./slim",
    "./testing",
  ]);
});
