// Chinese advice: one entry for each code of the service and of this package.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";
import { imported, source } from "./support/source.mjs";

const advice = JSON.parse(readFileSync(join(root, "docs", "advice.zh.json"), "utf8"));
const english = JSON.parse(readFileSync(join(root, "docs", "advice.en.json"), "utf8"));
const causes = Object.fromEntries(
  ["en", "zh"].map((language) => [
    language,
    JSON.parse(readFileSync(join(root, "docs", `causes.${language}.json`), "utf8")),
  ]),
);
const codes = source("generated", "codes.ts");
const ofPackage = [...new Set([...codes.matchAll(/"(ERR_[A-Z_]+)"/g)].map(([, code]) => code))];

test("every code has Chinese advice, and no advice is left over", async () => {
  const { SERVICE_ERROR_CODES } = await imported("generated", "codes.ts");
  const { SERVICE_ERRORS } = await imported("generated", "service-errors.ts");
  // The type `Throttling${string}` is the family `Throttling*`.
  const families = [...codes.matchAll(/`(\w+)\$\{string\}`/g)].map(([, beginning]) => `${beginning}*`);
  assert.ok(ofPackage.length > 20 && families.length > 0, "the types of the codes have another form");
  const known = new Set([...SERVICE_ERROR_CODES, ...Object.keys(SERVICE_ERRORS), ...ofPackage, ...families]);
  assert.deepEqual(Object.keys(advice), [...known].sort());
});

test("English advice is for codes of this package alone: the core has the advice for codes of the service", () => {
  assert.deepEqual(Object.keys(english), ofPackage.sort());
});

test("every code has a cause in both languages: the types have the English causes of codes of this package", () => {
  const [ofOperations, ofAll] = ["en", "zh"].map((language) => Object.keys(causes[language]));
  const codesWithPages = Object.keys(advice).filter((code) => !code.endsWith("*"));
  assert.deepEqual(ofAll, codesWithPages);
  assert.deepEqual(
    ofOperations,
    codesWithPages.filter((code) => !ofPackage.includes(code)),
  );
});

test("advice and causes are Chinese sentences with Chinese punctuation", () => {
  for (const [code, text] of [...Object.entries(advice), ...Object.entries(causes.zh)]) {
    assert.match(text, /\p{Script=Han}.*。$/u, code);
    assert.doesNotMatch(text, /\p{Script=Han}[,;:.!?()]|[,;:!?()]\p{Script=Han}/u, code);
  }
});
