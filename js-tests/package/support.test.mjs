// The support policy states the versions that the package demands and the tests use.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { manifest, pinned, root, tool } from "../support/paths.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");
const policies = ["docs/guide/support.md", "docs/zh/guide/support.md"];

/** Matches a version, and no longer version with this beginning. */
const stating = (name, version) => new RegExp(`${name.replace(".", "\\.")} ${version.replace(".", "\\.")}(?!\\d)`);

for (const path of ["README.md", "README.zh-CN.md", ...policies]) {
  test(`${path} states the minimum of Node.js and of TypeScript`, () => {
    const [, node] = /^>=(\d+\.\d+)$/.exec(manifest.engines.node);
    assert.match(read(path), stating("Node.js", node));
    const { version } = JSON.parse(readFileSync(tool("typescript-min/package.json"), "utf8"));
    assert.equal(version, pinned("typescript-min"));
    assert.match(read(path), stating("TypeScript", version.replace(/\.\d+$/, "")));
  });
}

for (const path of policies) {
  test(`${path} has every tested line of Node.js, each until a year after its end`, () => {
    const { optionalDependencies } = JSON.parse(read("js-tests/package.json"));
    const lines = Object.keys(optionalDependencies).flatMap((name) => /^node(\d+)-/.exec(name)?.[1] ?? []);
    const rows = [...read(path).matchAll(/^\| (\d+) \| (\d{4}-\d\d-\d\d) \| (\d{4}-\d\d-\d\d) \|$/gm)];
    assert.deepEqual(
      rows.map(([, line]) => line),
      [...new Set(lines)].sort(),
    );
    for (const [, , end, until] of rows) {
      assert.equal(
        until,
        end.replace(/^\d+/, (year) => String(Number(year) + 1)),
      );
    }
  });
}
