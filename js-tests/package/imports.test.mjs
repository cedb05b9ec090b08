// The wasm imports what src/wasm/imports.txt names and nothing else: what it may ask of a runtime is decided by hand.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pkg, root } from "../support/paths.mjs";

const list = readFileSync(join(root, "src", "wasm", "imports.txt"), "utf8");
const allowed = list.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(join(pkg, "apsara_live.wasm"))));

/** wasm-bindgen ends most names with a hash of where they come from, which changes with every version. */
const withoutHash = (name) => name.replace(/_[0-9a-f]{16}$/, "");

test("the list is sorted, holds each name once, and says what it is", () => {
  assert.match(list, /^# .+\.\n/);
  assert.deepEqual(allowed, [...new Set(allowed)].sort());
});

test("the imports are those of the list", () => {
  assert.deepEqual([...new Set(imports.map(({ name }) => withoutHash(name)))].sort(), allowed);
});

test("all of them are functions of the glue", () => {
  assert.deepEqual([...new Set(imports.map(({ module }) => module))], ["./apsara_live_bg.js"]);
  assert.deepEqual([...new Set(imports.map(({ kind }) => kind))], ["function"]);
});
