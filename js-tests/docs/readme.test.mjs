// README: short in both languages, in the order of a first day, and with complete links in the packed file.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";
import { packedFiles } from "../support/tarball.mjs";
import { MOST } from "../tools/cells.mjs";
import { only, partsOf } from "./support/markdown.mjs";
import { read } from "./support/pages.mjs";
import { runJavaScript } from "./support/run-block.mjs";

const MOST_LINES = 150;

/** Texts of the README in their order. */
const FIRST = [
  "docs/answers",
  "cargo xtask demo",
  "cargo xtask test",
  'from "apsara-live/testing"',
  "## Node.js",
  "## Cloudflare Workers",
  "live.stopAll(",
  "| `InvalidAccessKeyId.NotFound`",
  "| `SignatureDoesNotMatch`",
  "| `NoPermission`",
  "| `NotFound.Task`",
  "| `InvalidParameter.TaskId`",
];
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

  test(`${page} states one size: the limit of the bundles`, () => {
    const sizes = [...read(page).matchAll(/\b(\d+) KB\b/g)].map(([, size]) => Number(size) * 1024);
    assert.deepEqual(sizes, [MOST.gzip]);
  });

  test(`the first program of ${page} prints what its last comment says`, async (t) => {
    const { code } = only(partsOf(read(page)), "code").find(({ language }) => language === "js");
    const [, printed] = /\/\/ (.*)\n?$/.exec(code);
    assert.equal(await runJavaScript(t, code), `${printed}\n`);
  });

  test(`${page} begins with what needs no account, and its codes with the codes of a first day`, () => {
    const found = FIRST.map((text) => read(page).indexOf(text));
    assert.ok(found.every((place) => place >= 0));
    assert.deepEqual(
      found.toSorted((one, other) => one - other),
      found,
    );
  });
}

for (const page of ["README.md", "CHANGELOG.md"]) {
  test(`the packed ${page} has absolute links to files that exist`, () => {
    const targets = (text) => [
      ...partsOf(text).filter(({ type }) => type === "link" || type === "image"),
      ...[...text.matchAll(/ (?:src|srcset)="([^"]+)"/g)].map(([, target]) => ({ type: "image", target })),
    ];
    const packed = targets(packedFiles().get(page).toString());
    assert.equal(packed.length, targets(read(page)).length);
    for (const { type, target } of packed) {
      const base = type === "image" ? images : repository;
      assert.match(target, /^https:\/\//);
      if (target.startsWith(base)) assert.ok(existsSync(join(root, target.slice(base.length).split("#")[0])), target);
    }
  });
}
