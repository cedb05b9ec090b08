// Contents of the packed file: exactly the files below, without paths of this machine and without code that evaluates text.
import assert from "node:assert/strict";
import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { modernNode, pkg, root } from "../support/paths.mjs";
import { runProgram } from "../support/run-program.mjs";
import { packedFiles } from "../support/tarball.mjs";

const files = packedFiles();

/** Returns the files of an entry: the module, its CommonJS form, and the types of both. */
const entry = (name) => [`${name}.js`, `${name}.cjs`, `${name}.d.ts`, `${name}.d.cts`];

const documents = [
  "README.md",
  "CHANGELOG.md",
  "SECURITY.md",
  "LICENSE-MIT",
  "LICENSE-APACHE",
  "THIRD-PARTY-LICENSES.md",
];

const expected = [
  "package.json",
  ...documents,
  ...["index", "slim", "testing", "node", "queue", "bullmq", "cloudflare"].flatMap(entry),
  ...["workerd.js", "edge-light.js"],
  ...["cli.js", "cli-commands.js"],
  ...["call-types.d.cts", "action-types.d.cts", "actions.d.ts", "actions.d.cts"],
  ...["glue.js", "bytes.js", "client.js", "errors.js", "apsara_live.wasm", "apsara_live.wasm.d.ts"],
];

test("contains exactly the expected files", () => {
  assert.deepEqual([...files.keys()].sort(), expected.sort());
});

test("no file has a mark of an unsolved conflict", () => {
  for (const [name, text] of files) assert.ok(!/^(?:<{7}|>{7}) /m.test(text), name);
});

test("an entry or the program imports every module, directly or indirectly", () => {
  const manifest = JSON.parse(files.get("package.json"));
  const targets = (node) => (typeof node === "string" ? [node.slice(2)] : Object.values(node).flatMap(targets));
  const reached = new Set();
  const reach = (name) => {
    if (reached.has(name)) return;
    reached.add(name);
    assert.ok(files.has(name), `${name} is imported but not packed`);
    // The declarations of an entry are in one file, but for the types of actions, which entries share.
    if (/\.d\.c?ts$/.test(name)) {
      for (const [, path] of files
        .get(name)
        .toString()
        .matchAll(/\bfrom ["']\.\/([\w-]+)\.cjs["']/g))
        reach(`${path}.d.cts`);
    }
    if (!/\.(js|cjs)$/.test(name)) return;
    for (const [, path] of files
      .get(name)
      .toString()
      .matchAll(/\b(?:from |import |import\()"(\.[^"]+)"/g)) {
      reach(new URL(path, `file:///${name}`).pathname.slice(1));
    }
  };
  for (const target of [...targets(manifest.exports), ...Object.values(manifest.bin)]) reach(target);
  assert.deepEqual(
    [...files.keys()].filter((name) => !reached.has(name) && !documents.includes(name)),
    [],
  );
});

test("no file contains a path of this machine", () => {
  const here = [root, homedir(), `/${userInfo().username}/.cargo`, ".cargo/registry"].filter((path) => path.length > 3);
  for (const [name, bytes] of files) {
    const text = bytes.toString("latin1");
    for (const path of here) assert.ok(!text.includes(path), `${name} holds ${path}`);
  }
});

test("no module evaluates text, which Workers and a Content-Security-Policy forbid", () => {
  for (const [name, bytes] of files) {
    const found = /\.c?js$/.test(name) && /\beval\s*\(|\bnew Function\b/.exec(bytes);
    assert.ok(!found, `${name}: ${found}`);
  }
});

test("no module asks for its own file, which a bundle does not have; only the program does, which is not bundled", () => {
  const asking = [...files].filter(([name, bytes]) => /\.c?js$/.test(name) && /\bimport\.meta\b/.test(bytes));
  assert.deepEqual(
    asking.map(([name]) => name),
    ["cli-commands.js"],
  );
});

test("require() of newer Node.js loads every ES module entry, because none has a top-level await", async () => {
  for (const name of ["index.js", "slim.js", "testing.js", "node.js", "queue.js", "cloudflare.js"]) {
    await runProgram(modernNode(), ["--eval", "require(process.argv[1])", join(pkg, name)]);
  }
});
