// Rules of the floors of pkg-template/src: `cargo xtask test` runs dependency-cruiser with them over the sources, and these tests over
// sources that break each of them.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { FLOORS } from "../../xtask/floors.mjs";
import { root } from "../support/paths.mjs";
import { emptyFolder, runNode } from "../support/run-program.mjs";

const cruiser = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");

/** Returns rule and file of each violation, in sources of which each file has one type of another file. */
async function violations(t, imports) {
  const folder = await emptyFolder(t);
  for (const [file, imported] of Object.entries(imports)) {
    const path = join(folder, "pkg-template", "src", file);
    mkdirSync(dirname(path), { recursive: true });
    const from = imported && `./${relative(dirname(file), imported).replaceAll("\\", "/")}`;
    writeFileSync(path, `${from ? `import type { Type } from "${from}";\n` : ""}export type Type = object;\n`);
  }
  const options = ["--config", join(root, "xtask", "floors.mjs"), "--output-type", "json", "pkg-template/src"];
  const found = JSON.parse(await runNode([cruiser, ...options], { cwd: folder })).summary.violations;
  return found.map(({ rule, from }) => `${rule.name}: ${from.replace("pkg-template/src/", "")}`).sort();
}

test("each floor refuses the type of the floor above it, and names itself", async (t) => {
  const files = FLOORS.map((floor) => `${floor}/file.ts`);
  const upward = Object.fromEntries(files.map((file, number) => [file, files[number + 1]]));
  const expected = FLOORS.slice(0, -1).map((floor) => `${floor}-imports-upward: ${floor}/file.ts`);
  assert.deepEqual(await violations(t, upward), expected.sort());
});

test("each floor may use the types of the floor below it", async (t) => {
  const files = FLOORS.map((floor) => `${floor}/file.ts`);
  assert.deepEqual(await violations(t, Object.fromEntries(files.map((file, number) => [file, files[number - 1]]))), []);
});

test("files of one floor may use each other's types, but not in a circle", async (t) => {
  assert.deepEqual(
    await violations(t, { "call/a.ts": "call/b.ts", "call/b.ts": "call/c.ts", "call/c.ts": undefined }),
    [],
  );
  assert.deepEqual(await violations(t, { "call/a.ts": "call/b.ts", "call/b.ts": "call/a.ts" }), ["circle: call/a.ts"]);
});

test("a folder that is no floor is refused on both sides of an import", async (t) => {
  assert.deepEqual(await violations(t, { "helpers/a.ts": "call/a.ts", "call/a.ts": undefined }), [
    "without-floor: helpers/a.ts",
  ]);
  assert.deepEqual(await violations(t, { "call/a.ts": "helpers/a.ts", "helpers/a.ts": undefined }), [
    "without-floor: call/a.ts",
  ]);
});
