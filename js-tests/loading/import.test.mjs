// Every entry loads where there is nothing but the language: no runtime, no time, no chance, no WebAssembly.
import assert from "node:assert/strict";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { manifest, tests } from "../support/paths.mjs";
import { installedFolder, runNode } from "../support/run-program.mjs";

const files = (target) => (typeof target === "string" ? [target] : Object.values(target).flatMap(files));
const entries = [...new Set(files(manifest.exports))].filter((path) => /(?<!\.d)\.c?js$/.test(path));

let folder;
before(async (t) => {
  folder = await installedFolder(t);
  await cp(join(tests, "loading", "programs"), folder, { recursive: true });
});

const loaded = async (specifier) => {
  const how = specifier.endsWith(".cjs") ? "require" : "import";
  return JSON.parse(await runNode(["bare.mjs", how, specifier], { cwd: folder }));
};

test("there are entries of all kinds", () => {
  for (const name of ["./index.js", "./index.cjs", "./workerd.js", "./edge-light.js", "./slim.js", "./testing.cjs"]) {
    assert.ok(entries.includes(name), name);
  }
});

for (const entry of entries) {
  test(`${entry} reads nothing of the runtime as it is loaded`, async () => {
    const { read, error, names } = await loaded(`./node_modules/apsara-live/${entry.slice(2)}`);
    assert.deepEqual({ read, error }, { read: [], error: undefined });
    assert.ok(
      names.some((name) => name.startsWith("create")),
      `${names}`,
    );
  });
}

for (const text of ["process.env", "Date.now()", "Math.random()", "WebAssembly.Module", "setTimeout(() => {})"]) {
  for (const extension of ["mjs", "cjs"]) {
    test(`the check sees ${text} in a .${extension}, even where what it throws is caught`, async () => {
      const [name] = text.match(/^(?!Math)\w+|random/);
      await writeFile(join(folder, `${name}.${extension}`), `try { ${text}; } catch {}`);
      assert.deepEqual((await loaded(`./${name}.${extension}`)).read, [name]);
    });
  }
}
