// TypeScript sources of the emulator: they import only emulator code, validators and tables, and have no effect before the first call.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";

const sources = join(root, "pkg-template", "src");
const inTesting = readdirSync(join(sources, "testing"), { recursive: true }).map((name) => `testing/${name}`);
const files = ["entries/testing.ts", ...inTesting.filter((name) => name.endsWith(".ts"))];
const read = (file) => readFileSync(join(sources, file), "utf8");

for (const file of files) {
  test(`${file} imports only emulator code, validators, clocks, tables and the class of errors, and opens with a sentence`, () => {
    const source = read(file);
    for (const [, from] of source.matchAll(/^(?:import|export)\b[^;]*?\bfrom "([^"]+)"/gm))
      assert.match(
        posix.join(posix.dirname(file), from),
        /^(?:(?:testing|options|runtime|generated)\/[\w/-]+|api\/(?:live-error|error-codes))\.ts$/,
      );
    assert.doesNotMatch(source, /\bimport\(|\brequire\(|^import "/m);
    assert.match(source, /^(?:\/\/\/ .+\n)?(?:\/\/ .+\.\n|\/\*\*\n \* \S)/);
    assert.ok(source.split("\n").length < 300);
  });
}

// The emulator must find a mistake of the client's signer, so it must not repeat it.
for (const name of ["acs3-hmac-sha256", "hmac-sha1", "canonical"]) {
  test(`testing/gateway/${name}.ts shares no code with the client's signer`, () => {
    for (const [, from] of read(`testing/gateway/${name}.ts`).matchAll(/\bfrom "([^"]+)"/g))
      assert.match(from, /^\.\/[\w-]+\.ts$/);
  });
}

test("only testing/node-http.ts looks up a module of the runtime, and only node:http", () => {
  const withoutComments = (source) => source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  const lookups = files.flatMap((file) =>
    [...withoutComments(read(file)).matchAll(/getBuiltinModule\b\??\.?\((.*?)\)/g)].map(([, name]) => [file, name]),
  );
  assert.deepEqual(lookups, [["testing/node-http.ts", '"node:http"']]);
});

test("importing it and creating an emulator uses no clock, random numbers, timer, network or module of Node.js", async () => {
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
    watch(process, "getBuiltinModule"),
  ];
  const { createLiveEmulator } = await import(`${import.meta.resolve("apsara-live/testing")}?fresh`);
  createLiveEmulator();
  for (const undo of restore) undo();
  assert.deepEqual(touched, []);
});
