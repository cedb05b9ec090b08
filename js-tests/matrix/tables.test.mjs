// Tables of the matrix in the guide: written tables are read back, and every difference is reported.
import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, written } from "./tables.mjs";

const headers = {
  runtimes: "| runtime | version | as | conformance suite |",
  tools: "| 工具 | 版本 | 用途 | 结果 |",
};
const empty = Object.entries(headers)
  .map(
    ([name, header]) =>
      `<!-- ${name}: written by \`npm run matrix -- write\` in js-tests, checked by the tests -->\n${header}\n| --- | --- | --- | --- |\n<!-- /${name} -->\n`,
  )
  .join("between\n");

const node = (version) => ({ name: "Node.js", version, how: "ES module", result: "9 of 9 cases" });
const browser = { name: "Chromium", version: "156", how: "page", result: "9 of 9 cases", system: true };
const bundler = { name: "esbuild", version: "0.28.2", how: "browser", result: "38 KB gzip" };
const rows = { runtimes: [node("22.1.0"), node("9.0.0"), browser], tools: [bundler] };
const page = written(`before\n${empty}after\n`, rows);

test("writes sorted rows between the marks and changes nothing else", () => {
  const lines = page.split("\n");
  assert.deepEqual([lines[0], lines.at(-2)], ["before", "after"]);
  assert.ok(lines.includes("between"));
  assert.deepEqual(
    lines.filter((line) => line.startsWith("|")),
    [
      "| runtime | version | as | conformance suite |",
      "| --- | --- | --- | --- |",
      "| Chromium | 156 | page | 9 of 9 cases |",
      "| Node.js | 9.0.0 | ES module | 9 of 9 cases |",
      "| Node.js | 22.1.0 | ES module | 9 of 9 cases |",
      headers.tools,
      "| --- | --- | --- | --- |",
      "| esbuild | 0.28.2 | browser | 38 KB gzip |",
    ],
  );
  assert.equal(written(page, rows), page);
});

test("accepts rows that ran and are in the page", () => {
  assert.deepEqual(differences(page, rows, { all: true }), []);
  assert.deepEqual(differences(page, { runtimes: [], tools: [bundler] }, { all: false }), []);
});

const mistakes = [
  ["another version", { runtimes: [node("22.1.1")], tools: [] }],
  ["another result", { runtimes: [{ ...node("9.0.0"), result: "8 of 9 cases" }], tools: [] }],
  ["another way", { runtimes: [{ ...node("9.0.0"), how: "CommonJS" }], tools: [] }],
  ["a row of the other table", { runtimes: [], tools: [node("9.0.0")] }],
  ["a browser older than the page says", { runtimes: [{ ...browser, version: "155" }], tools: [] }],
];

for (const [what, ran] of mistakes) {
  test(`reports ${what}, and with all also the rows that did not run`, () => {
    assert.equal(differences(page, ran, { all: false }).length, 1);
    assert.equal(differences(page, ran, { all: true }).length, 5);
  });
}

test("accepts a size that is one KB smaller, and reports any other size", () => {
  const sized = (result) => differences(page, { ...rows, tools: [{ ...bundler, result }] }, { all: true }).length;
  assert.deepEqual(["38 KB gzip", "37 KB gzip"].map(sized), [0, 0]);
  for (const result of ["39 KB gzip", "36 KB gzip", "37 KB brotli", "runs"]) assert.equal(sized(result), 2, result);
});

test("accepts a newer browser of the system", () => {
  const newer = { ...rows, runtimes: [node("22.1.0"), node("9.0.0"), { ...browser, version: "160" }] };
  assert.deepEqual(differences(page, newer, { all: true }), []);
});

test("refuses a page without the marks or the header", () => {
  assert.throws(() => differences("no table", rows, { all: false }), /lacks/);
  assert.throws(() => written(page.replace("<!-- /tools -->", ""), rows), /table of tools/);
  assert.throws(() => written(empty.replace(headers.tools, ""), rows), /table of tools has no header/);
});
