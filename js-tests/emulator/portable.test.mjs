// Source files of the emulator: they import only each other, and have no effect before the first call.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(new URL("../../pkg-template/testing.js", import.meta.url));
const folder = join(dirname(entry), "testing");
const files = [entry, ...readdirSync(folder).map((name) => join(folder, name))];

for (const file of files) {
  test(`${file.slice(dirname(entry).length + 1)} imports only files of the emulator and opens with a sentence`, () => {
    const source = readFileSync(file, "utf8");
    for (const [, from] of source.matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"/gm))
      assert.match(from, /^\.\/(testing\/)?[\w-]+\.js$/);
    assert.doesNotMatch(source, /\bimport\(|\brequire\(|^import "/m);
    assert.match(source, /^\/\/ .+\.\n/);
    assert.ok(source.split("\n").length < 300);
  });
}

test("importing it and creating an emulator uses no clock, no random numbers, no timer and no network", async () => {
  const touched = [];
  const watch = (object, name) => {
    const original = object[name];
    object[name] = (...args) => {
      touched.push(name);
      return original.apply(object, args);
    };
    return () => {
      object[name] = original;
    };
  };
  const restore = [
    watch(Date, "now"),
    watch(Math, "random"),
    watch(crypto, "randomUUID"),
    watch(globalThis, "fetch"),
    watch(globalThis, "setTimeout"),
  ];
  const { createLiveEmulator } = await import(`${new URL(`file://${entry}`)}?fresh`);
  createLiveEmulator();
  for (const undo of restore) undo();
  assert.deepEqual(touched, []);
});
