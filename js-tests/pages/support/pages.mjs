// Pages of the site in both languages, and the parts that must be equal in both.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/paths.mjs";

/** Reads the pages of a folder of the site. */
export function pagesOf(folder) {
  const read = (...path) =>
    readdirSync(join(root, "docs", ...path))
      .filter((name) => name.endsWith(".md"))
      .sort()
      .map((file) => ({
        name: [...path, file].join("/"),
        file,
        text: readFileSync(join(root, "docs", ...path, file), "utf8"),
      }));
  return { english: read(folder), chinese: read("zh", folder) };
}

/** Returns the parts of a page that no translation changes: order, levels of headings, code, and targets of links within the site. */
function structure({ text }) {
  const withoutCode = text.replace(/^```.*?^```$/gms, "");
  return {
    order: /^---\norder: (\d+)\n---\n# /.exec(text)?.[1],
    headings: [...withoutCode.matchAll(/^(#+) /gm)].map(([, level]) => level.length),
    code: [...text.matchAll(/^```.*?^```$/gms)].map(([code]) => code),
    includes: [...text.matchAll(/^<<< .*$/gm)].map(([include]) => include),
    tables: [...withoutCode.matchAll(/^\|.*$/gm)].map(([row]) => cells(row)),
    links: [...withoutCode.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target]) => target),
  };
}

/** Returns the code and the numbers of each cell of a row. */
const cells = (row) => row.split("|").map((cell) => cell.match(/`[^`]+`|\d+(?:\.\d+)*/g) ?? []);

/** Asserts that the pages of two languages are the same but for their words. */
export function compare(english, chinese) {
  assert.deepEqual(
    chinese.map(({ file }) => file),
    english.map(({ file }) => file),
  );
  for (const [index, page] of english.entries()) {
    const { order, headings } = structure(page);
    assert.ok(order !== undefined, `${page.name} has no order, or no title below it`);
    assert.equal(headings.filter((level) => level === 1).length, 1, `${page.name} has more than one title`);
    assert.deepEqual(structure(chinese[index]), structure(page), page.name);
  }
  const orders = english.map((page) => structure(page).order);
  assert.equal(new Set(orders).size, orders.length, `two pages have the same order: ${orders}`);
}
