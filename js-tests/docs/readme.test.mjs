// README: short in both languages, and complete links in the packed file.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";
import { packedFiles } from "../support/tarball.mjs";
import { MOST } from "../tools/cells.mjs";
import { partsOf } from "./support/markdown.mjs";
import { read } from "./support/pages.mjs";

const { wasmPlusGlueGzip: budget } = JSON.parse(read("size-budget.json"));

const MOST_LINES = 150;
const repository = "https://github.com/apsara-live/apsara-live/blob/main/";
const images = "https://raw.githubusercontent.com/apsara-live/apsara-live/main/";

for (const page of ["README.md", "README.zh-CN.md"]) {
  test(`${page} has at most ${MOST_LINES} lines`, () => {
    assert.ok(read(page).trimEnd().split("\n").length <= MOST_LINES);
  });
}

for (const page of ["README.md", "README.zh-CN.md"]) {
  test(`the part of ${page} that the guide includes is in it, without relative links`, () => {
    const [, part] = /<!-- #region start -->\n([\s\S]*)<!-- #endregion start -->\n/.exec(read(page)) ?? [];
    const types = partsOf(part ?? "").map(({ type }) => type);
    assert.ok(types.includes("code"));
    assert.deepEqual(
      types.filter((type) => type === "link" || type === "image"),
      [],
    );
  });

  test(`${page} states the limits of the bundles`, () => {
    const kb = (bytes) => bytes / 1024;
    const sizes = [...read(page).matchAll(/\b(\d+) KB\b/g)].map(([, size]) => Number(size));
    assert.deepEqual(sizes.slice(1), [kb(MOST.gzip), kb(MOST.brotli)]);
    assert.equal(sizes[0], kb(budget));
  });
}

for (const page of ["README.md", "CHANGELOG.md"]) {
  test(`the packed ${page} has absolute links to files that exist`, () => {
    const targets = (text) => partsOf(text).filter(({ type }) => type === "link" || type === "image");
    const packed = targets(packedFiles().get(page).toString());
    assert.equal(packed.length, targets(read(page)).length);
    for (const { type, target } of packed) {
      const base = type === "image" ? images : repository;
      assert.match(target, /^https:\/\//);
      if (target.startsWith(base)) assert.ok(existsSync(join(root, target.slice(base.length).split("#")[0])), target);
    }
  });
}
