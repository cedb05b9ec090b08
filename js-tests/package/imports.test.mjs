// The wasm imports what src/wasm/imports.txt names and nothing else: what it may ask of a runtime is decided by hand. The build compares the
// names before it optimizes the wasm; this compares those of the file that is shipped.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { pkg, root } from "../support/paths.mjs";

const list = readFileSync(join(root, "src", "wasm", "imports.txt"), "utf8");
const allowed = list.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(join(pkg, "apsara_live.wasm"))));

test("the list is sorted, holds each name once, and says what it is", () => {
  assert.match(list, /^# .+\.\n/);
  assert.deepEqual(allowed, [...new Set(allowed)].sort());
});

test("the imports are those that the list allows, all of them functions of the glue", () => {
  const names = imports.map(({ name }) => name.replace(/_[0-9a-f]{16}$/, ""));
  assert.deepEqual([...new Set(names)].sort(), allowed);
  assert.deepEqual([...new Set(imports.map(({ kind }) => kind))], ["function"]);
});

test("the glue has every import under its name, and names the module that they are imported from", async () => {
  const { createGlue, importModule } = await import(pathToFileURL(join(pkg, "glue.js")));
  assert.deepEqual([...new Set(imports.map(({ module }) => module))], [importModule]);
  const glue = createGlue();
  for (const { name } of imports) assert.equal(typeof glue[name], "function", name);
});
