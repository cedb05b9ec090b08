// Documents: every subpath, condition, name and file that they mention exists, and every subpath is documented.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pages, read } from "../docs/support/pages.mjs";
import { manifest, root } from "../support/paths.mjs";

const documents = [...pages, "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];
const [main] = Object.keys(manifest.exports);

/** Subpaths that only tools use. */
const undocumented = ["./package.json"];

/** Returns every match of `pattern` in the documents, with the name of the document. */
const named = (pattern) =>
  documents.flatMap((name) => [...read(name).matchAll(pattern)].map(([, found]) => [found, name]));

test("documents mention only exported subpaths, and the pages for users mention all of them", () => {
  const found = named(/["`]apsara-live(\/[\w./-]*)?["`]/g).map(([path, name]) => [`.${path ?? ""}`, name]);
  for (const [path, name] of found) assert.ok(path in manifest.exports, `${name} mentions apsara-live${path.slice(1)}`);
  const inPages = found.filter(([, name]) => pages.includes(name)).map(([path]) => path);
  for (const path of Object.keys(manifest.exports).filter((path) => !undocumented.includes(path))) {
    assert.ok(inPages.includes(path), `no page mentions ${path}`);
  }
});

test("the table of conditions equals the exports map", () => {
  const guide = read("docs/guide/runtimes.md");
  const rows = [...guide.matchAll(/^\| `([a-z-]+)` \| `([a-z-]+\.c?js)` \|/gm)].map(([, ...row]) => row);
  const exported = Object.entries(manifest.exports[main]).map(([name, target]) => [name, target.default.slice(2)]);
  assert.deepEqual(rows, exported);
});

test("the package exports every name that the pages import", async () => {
  const imports = pages.flatMap((page) => [...read(page).matchAll(/import \{([^}]+)\} from "(apsara-live[^"]*)"/g)]);
  assert.ok(imports.length > 0);
  for (const [, names, specifier] of imports) {
    const module = await import(specifier);
    for (const name of names.split(",")) assert.ok(name.trim() in module, `${specifier} has no${name}`);
  }
});

test("every file that the documents mention exists", () => {
  const folders = "pkg-template|src|js-tests|xtask|fuzz|examples|benches|vectors";
  const paths = [...named(new RegExp(`(?<![\\w./-])((?:${folders})/[\\w./-]*\\w)`, "g"))];
  assert.ok(paths.length > 0);
  for (const [path, name] of paths) assert.ok(existsSync(join(root, path)), `${name} mentions ${path}`);
});
