// publint and "are the types wrong" find nothing in the packed file.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tarball, tests, tool } from "../support/paths.mjs";
import { runNode } from "../support/run-program.mjs";

test("publint --strict is clean", async () => {
  const printed = await runNode([tool("publint/src/cli.js"), "run", tarball, "--strict"], { cwd: tests });
  assert.match(printed, /All good!/);
});

test("attw is clean, for every entry that has types", async () => {
  const attw = tool("@arethetypeswrong/cli/dist/index.js");
  const options = ["--format=json", "--exclude-entrypoints", "./apsara_live.wasm"];
  const { analysis } = JSON.parse(await runNode([attw, tarball, ...options], { cwd: tests }));
  assert.deepEqual(analysis.problems, []);
  assert.deepEqual(Object.keys(analysis.entrypoints).sort(), [".", "./package.json", "./slim", "./testing"]);
});
