// The wasm imports what src/wasm/imports.txt names and nothing else: what it may ask of a runtime is decided by hand. The build compares the
// names, before it gives every import a number; here it is seen that none came along after that.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pkg, root } from "../support/paths.mjs";

const list = readFileSync(join(root, "src", "wasm", "imports.txt"), "utf8");
const allowed = list.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(join(pkg, "apsara_live.wasm"))));

test("the list is sorted, holds each name once, and says what it is", () => {
  assert.match(list, /^# .+\.\n/);
  assert.deepEqual(allowed, [...new Set(allowed)].sort());
});

test("the imports are numbered, and no more than the functions that the list allows", () => {
  const names = imports.map(({ name }) => name);
  const numbered = new Set(names.map((_, number) => `$${number}`));
  assert.deepEqual(new Set(names), numbered);
  // A function of two types has one name in the list.
  assert.ok(names.length >= allowed.length && names.length < allowed.length + 10, `${names.length} imports`);
});

test("all of them are functions of the glue", () => {
  assert.deepEqual([...new Set(imports.map(({ module }) => module))], ["apsara_live"]);
  assert.deepEqual([...new Set(imports.map(({ kind }) => kind))], ["function"]);
});
