// Tables of a page, as data: the pieces of code in each cell.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/paths.mjs";

/** Returns the tables of `docs/<page>` in their order: rows of cells, each `{ text, code }` with the code without its backquotes. */
export function tablesOf(page) {
  const text = readFileSync(join(root, "docs", page), "utf8");
  return [...text.matchAll(/^\|.*\n\| ---.*\n((?:\|.*\n)+)/gm)].map(([, rows]) =>
    rows
      .trim()
      .split("\n")
      .map((row) =>
        row
          .slice(1, -1)
          .split("|")
          .map((cell) => ({ text: cell.trim(), code: codeOf(cell) })),
      ),
  );
}

const codeOf = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);

/** Evaluates an expression of a page, with `names` in scope. */
export const evaluate = (expression, names = {}) =>
  new Function(...Object.keys(names), `return (${expression});`)(...Object.values(names));
