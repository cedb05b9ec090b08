// A reader of CSV: RFC 4180, with line feeds alone and with other separators accepted as well.
import { UsageError } from "./usage-error.ts";

/** A row, and the line on which it begins. */
export interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

export type Separator = "," | ";" | "\t";

/** A text, and the place and the line at which it is read. */
export interface Text {
  readonly text: string;
  readonly at: number;
  readonly line: number;
  /** The name of the text in refusals. */
  readonly source: string;
}

/** Patterns by the separator: blanks around a cell, a cell without quotes, and the text after a cell. */
const PATTERNS = {
  ",": [/[ \t]*/y, /[^",\r\n]*/y, /,|\r?\n|$/y],
  ";": [/[ \t]*/y, /[^";\r\n]*/y, /;|\r?\n|$/y],
  "\t": [/ */y, /[^"\t\r\n]*/y, /\t|\r?\n|$/y],
} as const;

type Patterns = (typeof PATTERNS)[Separator];

/**
 * Yields the rows; blank lines are no rows.
 *
 * Not by a regular expression for whole cells: a choice that repeats, such as a quoted cell, takes a place on the stack for each
 * character.
 */
export function* csvRows({ text, at: begin, line: first, source }: Text, separator: Separator): Generator<Row> {
  const patterns = PATTERNS[separator];
  let cells: string[] = [];
  let line = first;
  let begun = first;
  for (let at = begin; ; ) {
    const found = cellAt(text, at, patterns);
    const end = found && matched(patterns[2], text, found.end);
    if (found === undefined || end === undefined) {
      throw new UsageError(
        `${source}:${line} has a quote or a carriage return out of place`,
        "Put the cell in quotes.",
      );
    }
    cells.push(found.cell);
    line += found.cell.split("\n").length - 1;
    at = found.end + end.length;
    if (end === separator) continue;
    if (cells.some((cell) => cell !== "")) yield { cells, line: begun };
    if (end === "") return;
    line += 1;
    cells = [];
    begun = line;
  }
}

/** Returns the cell at a place, and its end; `undefined` for an unclosed quote. */
function cellAt(
  text: string,
  at: number,
  [blank, plain]: Patterns,
): { readonly cell: string; readonly end: number } | undefined {
  const open = at + (matched(blank, text, at) ?? "").length;
  if (text[open] !== '"') {
    const cell = matched(plain, text, at) ?? "";
    return { cell: cell.trim(), end: at + cell.length };
  }
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) return undefined;
  const blanks = matched(blank, text, close + 1) ?? "";
  return { cell: text.slice(open + 1, close).replaceAll('""', '"'), end: close + 1 + blanks.length };
}

/** Returns the match of a sticky pattern at a place. */
function matched(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
