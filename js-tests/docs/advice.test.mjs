// Chinese advice: one entry for each code of the service and of this package.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { transformSync } from "esbuild";
import { root } from "../support/paths.mjs";

const advice = JSON.parse(readFileSync(join(root, "docs", "advice.zh.json"), "utf8"));
const source = (name) => readFileSync(join(root, "pkg-template", "src", "generated", name), "utf8");

/** Imports a generated module. */
function imported(name) {
  const { code } = transformSync(source(name), { loader: "ts", format: "esm" });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

test("every code has Chinese advice, and no advice is left over", async () => {
  const { SERVICE_ERROR_CODES } = await imported("codes.ts");
  const { SERVICE_ERRORS } = await imported("service-errors.ts");
  const ofPackage = [...source("codes.ts").matchAll(/"(ERR_[A-Z_]+)"/g)].map(([, code]) => code);
  // The type `Throttling${string}` is the family `Throttling*`.
  const families = [...source("codes.ts").matchAll(/`(\w+)\$\{string\}`/g)].map(([, beginning]) => `${beginning}*`);
  assert.ok(ofPackage.length > 20 && families.length > 0, "the types of the codes have another form");
  const codes = new Set([...SERVICE_ERROR_CODES, ...Object.keys(SERVICE_ERRORS), ...ofPackage, ...families]);
  assert.deepEqual(Object.keys(advice), [...codes].sort());
});

test("advice is a Chinese sentence with Chinese punctuation", () => {
  for (const [code, text] of Object.entries(advice)) {
    assert.match(text, /\p{Script=Han}.*。$/u, code);
    assert.doesNotMatch(text, /\p{Script=Han}[,;:.!?()]|[,;:!?()]\p{Script=Han}/u, code);
  }
});
