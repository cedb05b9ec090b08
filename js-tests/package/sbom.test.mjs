// Bills of materials: every crate in the wasm and nothing else, and no dependencies of the npm package.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { cratesOfTree } from "../supply/crates-of-tree.mjs";
import { manifest, pkg, root } from "../support/paths.mjs";
import { emptyFolder, runNode } from "../support/run-program.mjs";
import { packedFiles } from "../support/tarball.mjs";

/** The two files, written twice. */
let written;

before(async (t) => {
  const write = async () => {
    const folder = await emptyFolder(t);
    const files = ["npm", "wasm"].map((name) => join(folder, name));
    await runNode([join(root, "xtask", "supply", "sbom.mjs"), root, pkg, ...files], { cwd: folder });
    return files.map((file) => readFileSync(file, "utf8"));
  };
  written = [await write(), await write()];
});

test("the wasm's has every crate that cargo tree lists, the standard library, and no other", () => {
  const { metadata, components } = JSON.parse(written[0][1]);
  const [, channel] = /^channel = "(.+)"$/m.exec(readFileSync(join(root, "rust-toolchain.toml"), "utf8"));
  const std = components.findIndex(({ name }) => name === "std");
  assert.equal(components.splice(std, 1)[0].version, channel);
  const crates = [metadata.component, ...components].map(({ name, version }) => `${name} ${version}`);
  assert.deepEqual(crates.sort(), cratesOfTree());
});

test("crates of others have a checksum, and all are reached from the wasm", () => {
  const { metadata, components, dependencies } = JSON.parse(written[0][1]);
  for (const { name, hashes } of components) {
    assert.equal(hashes === undefined, name.startsWith("apsara-live-") || name === "std", name);
  }
  const uses = new Map(dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const reached = new Set();
  const reach = (ref) => {
    if (reached.has(ref)) return;
    reached.add(ref);
    uses.get(ref).forEach(reach);
  };
  reach(metadata.component["bom-ref"]);
  assert.equal(reached.size, components.length + 1);
});

test("the npm package's has the package and the wasm in it", () => {
  const { metadata, components } = JSON.parse(written[0][0]);
  assert.equal(metadata.component.purl, `pkg:npm/apsara-live@${manifest.version}`);
  const wasm = packedFiles().get("apsara_live.wasm");
  const digest = createHash("sha256").update(wasm).digest("hex");
  assert.deepEqual(
    components.map(({ name, hashes }) => [name, hashes[0].content]),
    [["apsara_live.wasm", digest]],
  );
  assert.deepEqual(components[0].externalReferences, [{ type: "bom", url: "wasm" }]);
});

test("both name the tools that made them, by their versions", () => {
  for (const [i, expected] of [
    ["esbuild", "rollup", "rollup-plugin-dts", "typescript"],
    ["binaryen", "rustc", "wasm-bindgen"],
  ].entries()) {
    const { tools } = JSON.parse(written[0][i]).metadata;
    assert.deepEqual(tools.map(({ name }) => name).sort(), expected);
    for (const { name, version } of tools) assert.match(version, /^\d+\.\d+\.\d+$/, name);
  }
});

test("the same sources make the same bytes, without a path of this machine", () => {
  assert.deepEqual(written[0], written[1]);
  for (const text of written[0]) assert.ok(!text.includes(root));
});
