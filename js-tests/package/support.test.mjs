// The support policy states the versions that the package demands and the tests use.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { manifest, pinned, root, tool } from "../support/paths.mjs";

const policies = ["docs/guide/support.md", "docs/zh/guide/support.md"].map((path) => [
  path,
  readFileSync(join(root, path), "utf8"),
]);

for (const [path, policy] of policies) {
  test(`${path} states the minimum of Node.js, and every tested line`, () => {
    const [, minimum] = /^>=(\d+\.\d+)$/.exec(manifest.engines.node);
    assert.match(policy, new RegExp(`Node\\.js ${minimum.replace(".", "\\.")}(?!\\d)`));
    const { optionalDependencies } = JSON.parse(readFileSync(join(root, "js-tests", "package.json"), "utf8"));
    const lines = Object.keys(optionalDependencies).flatMap((name) => /^node(\d+)-/.exec(name)?.[1] ?? []);
    const stated = [...policy.matchAll(/^\| (\d+) \| \d{4}-\d\d-\d\d \| \d{4}-\d\d-\d\d \|$/gm)].map(
      ([, line]) => line,
    );
    assert.deepEqual(stated, [...new Set(lines)].sort());
  });

  test(`${path} gives each line of Node.js a year after its end`, () => {
    for (const [, end, until] of policy.matchAll(/^\| \d+ \| (\S+) \| (\S+) \|$/gm)) {
      assert.equal(
        until,
        end.replace(/^\d+/, (year) => String(Number(year) + 1)),
      );
    }
  });

  test(`${path} states the oldest TypeScript that the tests compile with`, () => {
    const { version } = JSON.parse(readFileSync(tool("typescript-min/package.json"), "utf8"));
    assert.equal(version, pinned("typescript-min"));
    assert.match(policy, new RegExp(`TypeScript ${version.replace(/\.\d+$/, "").replace(".", "\\.")}(?!\\d)`));
  });
}
