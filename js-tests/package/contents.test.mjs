// What is in the packed file, and what is not: the files below and no others, nothing of this machine, nothing that evaluates text.
import assert from "node:assert/strict";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { modernNode, pkg, root } from "../support/paths.mjs";
import { runProgram } from "../support/run-program.mjs";
import { packedFiles } from "../support/tarball.mjs";

const files = packedFiles();

/** An entry is a module, its CommonJS form, and the types of both. */
const entry = (name) => [`${name}.js`, `${name}.cjs`, `${name}.d.ts`, `${name}.d.cts`];

const expected = [
  ...["package.json", "README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"],
  ...["index", "slim", "testing"].flatMap(entry),
  ...["workerd.js", "edge-light.js"],
  ...["glue.js", "bytes.js", "errors.js", "apsara_live.wasm"],
];

test("the files are those expected", () => {
  assert.deepEqual([...files.keys()].sort(), expected.sort());
});

test("every module is reached from an entry", () => {
  const manifest = JSON.parse(files.get("package.json"));
  const targets = (node) => (typeof node === "string" ? [node.slice(2)] : Object.values(node).flatMap(targets));
  const reached = new Set();
  const reach = (name) => {
    if (reached.has(name)) return;
    reached.add(name);
    assert.ok(files.has(name), `${name} is imported and not packed`);
    if (!/\.(js|cjs)$/.test(name)) return;
    for (const [, path] of files
      .get(name)
      .toString()
      .matchAll(/\b(?:from|import) "(\.[^"]+)"/g)) {
      reach(new URL(path, `file:///${name}`).pathname.slice(1));
    }
  };
  for (const target of targets(manifest.exports)) reach(target);
  const documents = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"];
  assert.deepEqual(
    [...files.keys()].filter((name) => !reached.has(name) && !documents.includes(name)),
    [],
  );
});

test("no file names this machine", () => {
  const here = [root, homedir(), `/${userInfo().username}/.cargo`, ".cargo/registry"].filter((path) => path.length > 3);
  for (const [name, bytes] of files) {
    const text = bytes.toString("latin1");
    for (const path of here) assert.ok(!text.includes(path), `${name} holds ${path}`);
  }
});

test("nothing evaluates text, which a Worker and a Content-Security-Policy refuse", () => {
  for (const [name, bytes] of files) {
    const found = /\.c?js$/.test(name) && /\beval\s*\(|\bnew Function\b|\bimport\.meta\b/.exec(bytes);
    assert.ok(!found, `${name}: ${found}`);
  }
});

test("no module waits at its top level, so that require() of a newer Node.js takes it", async () => {
  for (const name of ["index.js", "slim.js", "testing.js"]) {
    await runProgram(modernNode(), ["--eval", "require(process.argv[1])", join(pkg, name)]);
  }
});
