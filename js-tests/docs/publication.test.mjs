// Installation: while the package is not on npm, no document and no text of the program takes its name from a registry.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";
import { fetchesByName, PUBLISHED } from "../support/publication.mjs";
import { only, partsOf } from "./support/markdown.mjs";
import { pages, read } from "./support/pages.mjs";

const TEXTS = /\.(?:md|m?js|c?ts|mts|vue|json|jsonc|yaml|toml|rs)$/;
const others = new Set(["node_modules", "target", "cache", "dist"]);

/** Returns the paths of all texts in a folder. */
function textsIn(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return others.has(entry.name) ? [] : textsIn(path);
    return TEXTS.test(entry.name) ? [path] : [];
  });
}

const documents = ["BENCHMARKS.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];
const folders = ["docs/.vitepress", "docs/public", "examples", "pkg-template", "src", "xtask", "benches"];
const texts = [...pages, ...documents, ...folders.flatMap(textsIn)];

if (!PUBLISHED) {
  test("no text takes the package from a registry", () => {
    assert.ok(texts.length > 200, `${texts.length} texts`);
    const found = texts.flatMap((path) =>
      fetchesByName(readFileSync(join(root, path), "utf8")).map((command) => `${path}: ${command}`),
    );
    assert.deepEqual(found, []);
  });
}

test("the READMEs say whether the package is on npm", () => {
  assert.equal(read("README.md").includes("The package is not on npm yet."), !PUBLISHED);
  assert.equal(read("README.zh-CN.md").includes("本包尚未发布到 npm。"), !PUBLISHED);
  for (const page of ["README.md", "README.zh-CN.md"]) {
    assert.equal(/^npm install apsara-live$/m.test(read(page)), PUBLISHED, page);
    assert.equal(/npm install \S*apsara-live\.tgz$/m.test(read(page)), !PUBLISHED, page);
  }
});

for (const command of [
  "npx apsara-live stop recording",
  "npx --yes apsara-live@latest doctor",
  "npx -p apsara-live -p @alicloud/credentials apsara-live",
  "npx -p @alicloud/credentials -p apsara-live doctor",
  "npm install apsara-live",
  "npm i --save-dev bullmq apsara-live",
  "npm install apsara-live bullmq ioredis",
  "npm install apsara-live.",
  "npm pack apsara-live@0.2.0",
  "pnpm dlx apsara-live",
  "bunx apsara-live",
  "deno add npm:apsara-live",
  'import "npm:apsara-live"',
  "npm install --save-dev \\\n  apsara-live",
  "npm install 'apsara-live@^0.3.0'",
  "npm exec -- apsara-live doctor",
  "npx jsr add jsr:@apsara-live/apsara-live",
  'import "https://esm.sh/apsara-live@0.3.0"',
  '<script type="module" src="https://cdn.jsdelivr.net/npm/apsara-live/+esm">',
  '{ "dependencies": { "apsara-live": "^0.3.0" } }',
  "cargo add apsara-live-core",
  '\napsara-live-core = "0.3"\n',
]) {
  test(`finds ${JSON.stringify(command)}`, () => assert.notDeepEqual(fetchesByName(`Run \`${command}\` first.`), []));
}

for (const command of [
  "npx --no apsara-live stop recording",
  "npm install ../apsara-live/target/npm/apsara-live.tgz",
  "npm install ./apsara-live-0.2.0.tgz",
  "npx -p ./target/npm/apsara-live.tgz -p undici apsara-live doctor",
  "beside apsara-live: npm install @alicloud/credentials",
  "npm install undici",
  '"apsara-live": "file:../../target/npm/apsara-live.tgz"',
  '\napsara-live-core = { path = "../../src/core" }\n',
  "cd apsara-live",
]) {
  test(`accepts ${JSON.stringify(command)}`, () => assert.deepEqual(fetchesByName(`Run \`${command}\` first.`), []));
}

for (const page of ["README.md", "README.zh-CN.md"]) {
  test(`${page} says near its top how to try and how to test, what it needs, how long it takes, and how much disk`, () => {
    const [commands] = only(partsOf(read(page)), "code");
    for (const command of ["demo", "test"]) {
      assert.match(commands.code, new RegExp(`^cargo xtask ${command} +# .*\\d+ (?:seconds|minutes|秒|分钟)`, "m"));
    }
    const [before] = read(page).split("```sh");
    assert.ok(before.split("\n").length < 30);
    for (const needed of ["rustup", "Node.js 20", "npm", "AccessKey", " GB"]) {
      assert.ok(before.slice(before.lastIndexOf("\n## ")).includes(needed), needed);
    }
  });
}
