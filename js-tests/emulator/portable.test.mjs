// Tests the emulator's own files: they import only each other and the shared validators, and do nothing when loaded.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../../pkg-template/src/", import.meta.url));
const names = ["entries/testing.ts", ...readdirSync(join(source, "testing")).map((name) => `testing/${name}`)];

for (const name of names) {
  test(`${name} imports only its neighbours, the validators and the tables, and opens with a sentence`, () => {
    const text = readFileSync(join(source, name), "utf8");
    for (const [, from] of text.matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"/gm))
      assert.match(from, /^(?:\.|\.\.\/(?:testing|options|generated))\/[\w-]+\.ts$/);
    assert.doesNotMatch(text, /\bimport\(|\brequire\(|^import "/m);
    assert.match(text, /^(?:\/\/\/ .+\n)?(?:\/\/ .+\.\n|\/\*\*\n \* \S)/);
    assert.ok(text.split("\n").length < 300);
  });
}

for (const name of ["acs3-hmac-sha256", "hmac-sha1", "canonical"]) {
  test(`${name} shares no code with the signer of the package`, () => {
    const text = readFileSync(join(source, "testing", `${name}.ts`), "utf8");
    for (const [, from] of text.matchAll(/\bfrom "([^"]+)"/g)) assert.match(from, /^\.\/[\w-]+\.ts$/);
  });
}

test("touches no clock, random source, timer or network when it is imported", async () => {
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
  const { createLiveEmulator } = await import(`${import.meta.resolve("apsara-live/testing")}?fresh`);
  createLiveEmulator();
  for (const undo of restore) undo();
  assert.deepEqual(touched, []);
});
