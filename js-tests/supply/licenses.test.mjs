// THIRD-PARTY-LICENSES.md: exactly the crates in the wasm, each with the text of its licence.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cratesOfTree } from "./crates-of-tree.mjs";
import { read } from "./repository.mjs";

const document = read("THIRD-PARTY-LICENSES.md");
const others = cratesOfTree().filter((crate) => !crate.startsWith("apsara-live-"));

test("the table has every crate that cargo tree lists, and no other", () => {
  const rows = [...document.matchAll(/^\| ([\w-]+) \| (\d[\w.+-]*) \| /gm)].map(
    ([, name, version]) => `${name} ${version}`,
  );
  assert.deepEqual(rows.sort(), others);
});

test("every crate has a text", () => {
  const headings = [...document.matchAll(/^### [\w.-]+: (.*)$/gm)].flatMap(([, crates]) => crates.split(", "));
  assert.deepEqual([...new Set(headings)].sort(), others);
});
