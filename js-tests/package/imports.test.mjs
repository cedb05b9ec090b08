// Imports of the wasm: only imports on the hand-written list src/wasm/imports.txt. The build compares the names before it optimizes
// the wasm; these tests compare the imports of the shipped file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { pkg, root } from "../support/paths.mjs";

const list = readFileSync(join(root, "src", "wasm", "imports.txt"), "utf8");
const allowed = list.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(join(pkg, "apsara_live.wasm"))));

test("the list is sorted, unique and begins with its description", () => {
  assert.match(list, /^# .+\.\n/);
  assert.deepEqual(allowed, [...new Set(allowed)].sort());
});

test("the imports equal the list, and all are functions", () => {
  // Of two generated names that differ in their hashes alone, the build numbers one.
  const names = imports.map(({ name }) => name.replace(/_\d+$/, ""));
  assert.deepEqual([...new Set(names)].sort(), allowed);
  assert.deepEqual([...new Set(imports.map(({ kind }) => kind))], ["function"]);
});

test("the glue has a function for every import, and exports the name of their module", async () => {
  const { createGlue, importModule } = await import(pathToFileURL(join(pkg, "glue.js")));
  assert.deepEqual([...new Set(imports.map(({ module }) => module))], [importModule]);
  const glue = createGlue();
  for (const { name } of imports) assert.equal(typeof glue[name], "function", name);
});
