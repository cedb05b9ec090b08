// The formats of an input: lines, CSV with a header, or JSON lines, told by the first line that is neither blank nor a comment.

import type { Task } from "../api/stop-operations.ts";
import { withExactNumbers } from "../http/whole-numbers.ts";
import { isObject } from "../options/validate.ts";
import { type Columns, columnsOf, lineTask, memberTask, namesOf, refused, shown, simple } from "./columns.ts";
import { csvRows, type Separator, type Text } from "./csv.ts";
import type { Kind } from "./kinds.ts";
import { UsageError } from "./usage-error.ts";

const SEPARATORS: readonly Separator[] = [",", ";", "\t"];

/** A line that is neither blank nor a comment. */
interface Line {
  readonly line: string;
  readonly number: number;
  /** The places of its begin and of the next line in the text. */
  readonly begin: number;
  readonly next: number;
}

/** Reads tasks from a text; `source` names it in refusals, and `column` is the name of the column with the IDs. */
export function* tasksOf(text: string, kind: Kind, source: string, column: string | undefined): Generator<Task> {
  const [first] = lines(text);
  if (first === undefined) return;
  if (first.line.startsWith("[")) {
    throw new UsageError(`${source} is a JSON array`, "Give one JSON object a line, as jq -c '.[]' writes them.");
  }
  if (first.line.startsWith("{")) {
    yield* jsonTasks(text, kind, source, column);
    return;
  }
  const table = tableOf(text, first, kind, source, column);
  if (table === undefined) yield* lineTasks(text, kind, source);
  else yield* csvTasks(table, kind, source);
}

function* lines(text: string): Generator<Line> {
  for (let begin = 0, number = 1; begin < text.length; number++) {
    const feed = text.indexOf("\n", begin);
    const next = feed < 0 ? text.length : feed + 1;
    const line = text.slice(begin, next).trim();
    if (line !== "" && !line.startsWith("#")) yield { line, number, begin, next };
    begin = next;
  }
}

/** The form of all IDs of the service so far: with or without hyphens. */
const SERVICE_ID = /^[\da-f]{8}(?:-?[\da-f]{4}){3}-?[\da-f]{12}$/i;

function* lineTasks(text: string, kind: Kind, source: string): Generator<Task> {
  let first: Line | undefined;
  let count = 0;
  for (const at of lines(text)) {
    first ??= at;
    count += 1;
    // One ID alone may have any form. Before others, a word without a digit is the name of a column.
    if (count === 2 && !/^[\x20-\x7e]*\d[\x20-\x7e]*$/.test(first.line)) throw noHeader(source, first, kind);
    // A word with a digit, such as col1, may be an ID of the emulator, but not above an ID of the service.
    if (!SERVICE_ID.test(first.line) && SERVICE_ID.test(at.line)) {
      const wrong = "has another form than the ids below it, and is no known name of a column";
      throw refused(`${source}:${first.number}`, wrong, `${nameIt(kind)} If it is an id, write ${kind.id} above it.`);
    }
    yield lineTask(at.line, kind, `${source}:${at.number}`);
  }
}

const noHeader = (source: string, { number }: Line, kind: Kind): UsageError =>
  refused(`${source}:${number}`, "is no id and no known name of a column", nameIt(kind));

const nameIt = (kind: Kind): string => `Name the column ${namesOf(kind).join(", ")}, or give its name by --column.`;

/** A table, with its header. */
interface Table {
  readonly text: Text;
  readonly separator: Separator;
  readonly names: readonly string[];
  readonly columns: Columns;
}

/** Returns the table of a text; `undefined` if its first line is no header of one. */
function tableOf(text: string, first: Line, kind: Kind, source: string, column: string | undefined): Table | undefined {
  const [, declared] = /^"?sep=([,;\t])"?$/i.exec(text.slice(first.begin, first.next).replace(/\r?\n$/, "")) ?? [];
  const begin = declared === undefined ? first : { begin: first.next, number: first.number + 1 };
  const at: Text = { text, at: begin.begin, line: begin.number, source };
  const present = SEPARATORS.filter((separator) =>
    declared === undefined ? first.line.includes(separator) : separator === declared,
  );
  let problem: unknown;
  for (const separator of present.length === 0 ? SEPARATORS.slice(0, 1) : present) {
    try {
      const { value: header } = csvRows(at, separator).next();
      const columns = header && columnsOf(header.cells, kind, column, `${source}:${header.line}`);
      if (columns !== undefined) return { text: at, separator, names: header.cells, columns };
    } catch (error) {
      problem ??= error;
    }
  }
  if (problem !== undefined) throw problem;
  if (column !== undefined) throw refused(`${source}:${at.line}`, `has no column ${shown(column)}`, "Check --column.");
  if (present.length > 0) throw refused(`${source}:${at.line}`, "has no known name of a column of ids", nameIt(kind));
  return undefined;
}

function* csvTasks({ text, separator, names, columns }: Table, kind: Kind, source: string): Generator<Task> {
  let isHeader = true;
  for (const { cells, line } of csvRows(text, separator)) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const where = `${source}:${line}`;
    // A separator without quotes moves the cells after it: a name would become an id.
    if (cells.length > names.length) {
      const counts = `has ${cells.length} cells, and the header has ${names.length}`;
      throw refused(where, counts, "Put cells with separators in quotes, and name each column.");
    }
    const values = cells.map((cell) => (cell === "" ? undefined : cell));
    yield memberTask(names, values, columns, kind, where);
  }
}

function* jsonTasks(text: string, kind: Kind, source: string, column: string | undefined): Generator<Task> {
  let known: string | undefined;
  for (const { line, number } of lines(text)) {
    const where = `${source}:${number}`;
    const value = objectOf(line, where);
    const names = Object.keys(value);
    const columns = columnsOf(names, kind, column, where);
    if (columns === undefined) throw refused(where, `has no ${shown(column ?? kind.id)}`, nameIt(kind));
    const name = names[columns.id] ?? "";
    known ??= name;
    // Writers of JSON leave out a member without a value. Then `id` is the ID of something else.
    if (simple(name) !== simple(known)) {
      throw refused(where, `has the id in ${shown(name)}, and a line above in ${shown(known)}`, nameIt(kind));
    }
    yield memberTask(names, Object.values(value), columns, kind, where);
  }
}

function objectOf(line: string, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(withExactNumbers(line));
  } catch {
    throw refused(where, "is no JSON", "Give one JSON object a line.");
  }
  if (!isObject(value)) throw refused(where, "is no JSON object", "Give one JSON object a line.");
  return value;
}
