// Imports of the wasm: only those on the hand-written list src/wasm/imports.txt. The build compares the names before it numbers the
// imports; these tests find an import that was added after that.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pkg, root } from "../support/paths.mjs";

const list = readFileSync(join(root, "src", "wasm", "imports.txt"), "utf8");
const allowed = list.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(join(pkg, "apsara_live.wasm"))));

test("the list is sorted, unique and begins with its description", () => {
  assert.match(list, /^# .+\.\n/);
  assert.deepEqual(allowed, [...new Set(allowed)].sort());
});

test("the imports are numbered, and their count matches the list", () => {
  const names = imports.map(({ name }) => name);
  const numbered = new Set(names.map((_, number) => `$${number}`));
  assert.deepEqual(new Set(names), numbered);
  // A function with several types is imported several times but listed once.
  assert.ok(names.length >= allowed.length && names.length < allowed.length + 10, `${names.length} imports`);
});

test("all imports are functions of the module apsara_live", () => {
  assert.deepEqual([...new Set(imports.map(({ module }) => module))], ["apsara_live"]);
  assert.deepEqual([...new Set(imports.map(({ kind }) => kind))], ["function"]);
});
