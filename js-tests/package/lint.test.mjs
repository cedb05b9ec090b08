// Linters of packages accept the packed file: publint and "are the types wrong".
import assert from "node:assert/strict";
import { test } from "node:test";
import { tarball, tests, tool } from "../support/paths.mjs";
import { runNode } from "../support/run-program.mjs";

test("publint --strict reports no problem", async () => {
  const printed = await runNode([tool("publint/src/cli.js"), "run", tarball, "--strict"], { cwd: tests });
  assert.match(printed, /All good!/);
});

/** Returns the analysis of attw. */
async function analysis(...options) {
  const attw = tool("@arethetypeswrong/cli/dist/index.js");
  const printed = await runNode([attw, tarball, "--format=json", ...options], { cwd: tests });
  const { problems, entrypoints } = JSON.parse(printed).analysis;
  return { problems, entrypoints: Object.keys(entrypoints).sort() };
}

test("attw reports no problem in any module", async () => {
  const { problems, entrypoints } = await analysis("--exclude-entrypoints", "./apsara_live.wasm");
  assert.deepEqual(problems, []);
  assert.deepEqual(entrypoints, [
    ".",
    "./actions",
    "./bullmq",
    "./cloudflare",
    "./node",
    "./package.json",
    "./queue",
    "./slim",
    "./testing",
  ]);
});

test("attw finds the types of the wasm, which no runtime loads with require()", async () => {
  const ignored = ["--ignore-rules", "cjs-resolves-to-esm"];
  const { problems } = await analysis("--entrypoints", "./apsara_live.wasm", ...ignored);
  assert.deepEqual(
    problems.map(({ kind, resolutionKind }) => [kind, resolutionKind]),
    [["CJSResolvesToESM", "node16-cjs"]],
  );
});
