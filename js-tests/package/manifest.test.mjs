// package.json of the packed file: exports map, conditions, and no dependencies or install scripts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { parsed } from "../../xtask/api/report.mjs";
import { root } from "../support/paths.mjs";
import { runNode } from "../support/run-program.mjs";
import { packedFiles } from "../support/tarball.mjs";

const files = packedFiles();
const manifest = JSON.parse(files.get("package.json"));
const require = createRequire(import.meta.url);

test("declares no dependencies, scripts or side effects, and one program", () => {
  for (const key of ["dependencies", "optionalDependencies", "bundleDependencies", "scripts"]) {
    assert.equal(manifest[key], undefined, key);
  }
  assert.deepEqual(manifest.bin, { "apsara-live": "cli.js" });
  assert.equal(manifest.sideEffects, false);
  assert.equal(manifest.type, "module");
  assert.equal(manifest.license, "MIT OR Apache-2.0");
  assert.match(manifest.version, /^(?!0\.0\.0$)\d+\.\d+\.\d+/);
});

test("names the author and the pages of this repository", () => {
  const page = "https://github.com/apsara-live/apsara-live";
  assert.equal(manifest.repository.url, `git+${page}.git`);
  assert.equal(manifest.bugs, `${page}/issues`);
  assert.equal(manifest.homepage, `${page}#readme`);
  assert.equal(manifest.author, "The apsara-live authors");
});

test("every peer is optional", () => {
  assert.deepEqual(manifest.peerDependencies, { "@alicloud/credentials": ">=2.4", bullmq: ">=6", undici: ">=6" });
  for (const name of Object.keys(manifest.peerDependencies)) {
    assert.deepEqual(manifest.peerDependenciesMeta[name], { optional: true }, name);
  }
});

test("lists specific conditions before general ones, and types first", () => {
  const order = ["workerd", "edge-light", "import", "require", "default"];
  for (const [path, conditions] of Object.entries(manifest.exports)) {
    // The wasm is no module of either form, and package.json has no types.
    if (typeof conditions === "string" || path.endsWith(".wasm") || path === "./actions") continue;
    const names = Object.keys(conditions);
    assert.deepEqual(
      names,
      order.filter((name) => names.includes(name)),
      path,
    );
    assert.equal(names.at(-1), "default", path);
    for (const [name, target] of Object.entries(conditions)) {
      assert.deepEqual(Object.keys(target), ["types", "default"], `${path} ${name}`);
      const [types, module] = name === "require" ? [/\.d\.cts$/, /\.cjs$/] : [/\.d\.ts$/, /\.js$/];
      assert.match(target.types, types);
      assert.match(target.default, module);
    }
  }
});

test("the types of all actions have no module", async () => {
  assert.deepEqual(manifest.exports["./actions"], {
    types: { import: "./actions.d.ts", require: "./actions.d.cts" },
  });
  await assert.rejects(import("apsara-live/actions"), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
});

test("every target of the exports map is packed", () => {
  const targets = (node) => (typeof node === "string" ? [node] : Object.values(node).flatMap(targets));
  for (const target of targets(manifest.exports)) assert.ok(files.has(target.slice(2)), target);
});

const resolved = [
  [[], "apsara-live", "index.js"],
  [["--conditions=workerd"], "apsara-live", "workerd.js"],
  [["--conditions=edge-light"], "apsara-live", "edge-light.js"],
  [["--conditions=edge-light", "--conditions=workerd"], "apsara-live", "workerd.js"],
  [["--conditions=browser"], "apsara-live", "index.js"],
  [["--conditions=workerd"], "apsara-live/slim", "slim.js"],
  [["--conditions=workerd"], "apsara-live/testing", "testing.js"],
];

for (const [flags, specifier, file] of resolved) {
  test(`resolves ${specifier} ${flags.join(" ")} to ${file}`, async () => {
    const script = `process.stdout.write(import.meta.resolve(${JSON.stringify(specifier)}))`;
    const url = await runNode([...flags, "--input-type=module", "--eval", script], { cwd: import.meta.dirname });
    assert.equal(url.split("/node_modules/apsara-live/")[1], file);
  });
}

test("every entry exports the values of api/api.md, as ES module and as CommonJS", async () => {
  const report = parsed(readFileSync(join(root, "api", "api.md"), "utf8"));
  const entries = [...report].filter(
    ([title]) => title.startsWith("exports of ") && !/\.wasm$|\/actions$|\.d\.cts$/.test(title),
  );
  assert.ok(entries.length > 6);
  for (const [title, text] of entries) {
    const specifier = title.slice("exports of ".length);
    const values = text.split("\n").filter((name) => !name.startsWith("type "));
    assert.deepEqual(Object.keys(await import(specifier)).sort(), values, specifier);
    assert.deepEqual(Object.keys(require(specifier)).sort(), values, specifier);
  }
  assert.equal(require("apsara-live/package.json").version, manifest.version);
  assert.match(require.resolve("apsara-live/apsara_live.wasm"), /apsara_live\.wasm$/);
});

test("other files cannot be imported", async () => {
  for (const inner of ["apsara-live/glue.js", "apsara-live/bytes.js", "apsara-live/testing/service.js"]) {
    await assert.rejects(import(inner), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
  }
});
