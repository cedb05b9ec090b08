// Picture of the ends of a call: up to date, accessible, and readable on dark backgrounds.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { answers, pictures } from "./answers.mjs";

for (const { language, layout, file } of pictures) {
  test(`the ${layout} picture in ${language} is up to date and accessible`, () => {
    const svg = readFileSync(file, "utf8");
    assert.equal(svg, answers(language, layout), "run `npm run answers` in js-tests");
    assert.match(svg, /role="img" aria-labelledby="title description"/);
    assert.match(svg, /<title id="title">.+<\/title>\n<desc id="description">.+<\/desc>/);
    assert.match(svg, /prefers-color-scheme: dark/);
    for (const text of ["stopped", "already-stopped", "outcomeUnknown: false", "outcomeUnknown: true"]) {
      assert.ok(svg.includes(text), text);
    }
  });
}
