// A reader of CSV: RFC 4180, with line feeds alone accepted as well.
import { UsageError } from "./usage-error.ts";

/** A row, and the line on which it begins. */
export interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/** A cell, in quotes or not, and what ends it. */
const CELL = /(?:[ \t]*"((?:[^"]|"")*)"[ \t]*|([^",\r\n]*))(,|\r?\n|$)/y;

/** Returns the rows; blank lines are no rows. */
export function csvRows(text: string): Row[] {
  const rows: Row[] = [];
  let cells: string[] = [];
  let line = 1;
  let begun = 1;
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const at = CELL.lastIndex;
    const found = CELL.exec(text);
    if (found === null)
      throw new UsageError(`line ${line} of the CSV has a quote out of place`, "Put the cell in quotes.");
    const [whole, quoted, plain = "", end] = found;
    cells.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    line += whole.split("\n").length - 1;
    if (end === ",") continue;
    if (cells.some((cell) => cell !== "")) rows.push({ cells, line: begun });
    cells = [];
    begun = line;
    if (CELL.lastIndex === at) break;
  }
  if (cells.some((cell) => cell !== "")) rows.push({ cells, line: begun });
  return rows;
}
