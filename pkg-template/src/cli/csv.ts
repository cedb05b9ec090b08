// A reader of CSV: RFC 4180, with line feeds alone accepted as well.
import { UsageError } from "./usage-error.ts";

/** A row, and the line on which it begins. */
export interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

const BLANKS = /[ \t]*/y;
const PLAIN = /[^",\r\n]*/y;
/** The text after a cell. */
const ENDS = /,|\r?\n|$/y;

/**
 * Yields the rows; blank lines are no rows. `source` names the text in refusals.
 *
 * Not by a regular expression for whole cells: a choice that repeats, such as a quoted cell, takes a place on the stack for each
 * character.
 */
export function* csvRows(text: string, source: string): Generator<Row> {
  let cells: string[] = [];
  let line = 1;
  let begun = 1;
  for (let at = 0; ; ) {
    const found = cellAt(text, at);
    const end = found && matched(ENDS, text, found.end);
    if (found === undefined || end === undefined) {
      throw new UsageError(
        `${source}:${line} has a quote or a carriage return out of place`,
        "Put the cell in quotes.",
      );
    }
    cells.push(found.cell);
    line += found.cell.split("\n").length - 1;
    at = found.end + end.length;
    if (end === ",") continue;
    if (cells.some((cell) => cell !== "")) yield { cells, line: begun };
    if (end === "") return;
    line += 1;
    cells = [];
    begun = line;
  }
}

/** Returns the cell at a place, and its end; `undefined` for an unclosed quote. */
function cellAt(text: string, at: number): { readonly cell: string; readonly end: number } | undefined {
  const open = at + (matched(BLANKS, text, at) ?? "").length;
  if (text[open] !== '"') {
    const plain = matched(PLAIN, text, at) ?? "";
    return { cell: plain.trim(), end: at + plain.length };
  }
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) return undefined;
  const blanks = matched(BLANKS, text, close + 1) ?? "";
  return { cell: text.slice(open + 1, close).replaceAll('""', '"'), end: close + 1 + blanks.length };
}

/** Returns the match of a sticky pattern at a place. */
function matched(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
