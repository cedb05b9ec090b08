// The tasks of a command: ids from arguments, a file or stdin, as lines, CSV with a header, or JSON lines.
import { createReadStream } from "node:fs";
import process from "node:process";
import type { Task } from "../api/stop-operations.ts";
import { isObject } from "../options/validate.ts";
import type { Arguments } from "./arguments.ts";
import { csvRows } from "./csv.ts";
import { KINDS, type Kind, NOUNS, taskOf } from "./kinds.ts";
import { UsageError } from "./usage-error.ts";

/** Names of columns and members, without case and punctuation. The first name in a row counts. */
const namesOf = ({ noun, id }: Kind): string[] => [id.toLowerCase(), `${noun}id`, "id"];

/** Returns the kind that the first word names. */
export function kindOf(args: Arguments): Kind {
  const [word] = args.words;
  const kind = KINDS.find(({ noun }) => noun === word);
  if (kind !== undefined) return kind;
  const wrong = word === undefined ? "no kind of task is given" : `there is no kind of task "${word}"`;
  throw new UsageError(wrong, `Write apsara-live ${args.command.name} ${NOUNS.join(" <id>, or ")} <id>.`);
}

/** Reads all tasks of a command. */
export async function readTasks(args: Arguments, kind: Kind): Promise<Task[]> {
  const from = args.value("from");
  const tasks: Task[] = [];
  const given = args.words.slice(1);
  if (given.filter((word) => word === "-").length + (from === "-" ? 1 : 0) > 1) {
    throw new UsageError("stdin is read once, and - is given twice", "Write - once.");
  }
  const add = async (path: string): Promise<void> => {
    const source = path === "-" ? "stdin" : path;
    const text = await textOf(path === "-" ? process.stdin : createReadStream(path), source);
    // One by one: `push(...tasks)` would put all tasks on the stack.
    for (const task of tasksOf(text, kind, source)) tasks.push(task);
  };
  for (const word of given) {
    if (word === "-") await add("-");
    else tasks.push(lineTask(word, kind, `the argument "${word}"`));
  }
  if (from !== undefined) await add(from);
  return tasks;
}

/** The longest input, in bytes: 7 million ids. A device may have no end, and a string has at most 512 MB. */
const MAX_BYTES = 268_435_456;

async function textOf(input: AsyncIterable<Uint8Array>, source: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  try {
    for await (const bytes of input) {
      length += bytes.length;
      if (length > MAX_BYTES) break;
      text += decoder.decode(bytes, { stream: true });
    }
  } catch (error) {
    throw new UsageError(
      `${source} cannot be read: ${codeOf(error)}`,
      "Check the file or the program that ids come from.",
    );
  }
  if (length > MAX_BYTES) throw refused(source, "is longer than 256 MB", "Split it, and give each part to a command.");
  return text + decoder.decode();
}

/** Returns the code of an error of the system, such as `ENOENT`. */
export const codeOf = (error: unknown): string => String(Object(error).code ?? "unknown");

/** Reads tasks from a text; `source` names it in refusals. */
function* tasksOf(text: string, kind: Kind, source: string): Generator<Task> {
  const first = /\S.*/.exec(text)?.[0] ?? "";
  if (first.startsWith("[")) {
    throw new UsageError(`${source} is a JSON array`, "Give one JSON object a line, as jq -c '.[]' writes them.");
  }
  if (!first.startsWith("{") && (first.includes(",") || namesOf(kind).includes(simple(first)))) {
    yield* csvTasks(text, kind, source);
    return;
  }
  const read = first.startsWith("{") ? jsonTask : lineTask;
  for (const [line, number] of lines(text)) yield read(line, kind, `${source}:${number}`);
}

/** Yields the lines that are not blank, with their numbers. */
function* lines(text: string): Generator<[string, number]> {
  for (let begin = 0, number = 1; begin < text.length; number++) {
    const feed = text.indexOf("\n", begin);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(begin, end).trim();
    if (line !== "") yield [line, number];
    begin = end + 1;
  }
}

/** Letters of other scripts stay: without them "任务ID" and "频道ID" would be one name. */
const simple = (name: string): string => name.toLowerCase().replace(/[\s"_.-]/g, "");

/** In an id, these characters indicate another format, or another encoding than UTF-8. */
const NEVER_IN_IDS = /[,;"'{}\p{Cc}\p{Cf}\p{Z}\uFFFD]/u;

function lineTask(id: string, kind: Kind, where: string): Task {
  if (id === "" || NEVER_IN_IDS.test(id)) {
    throw refused(
      where,
      "is no id",
      "Ids have no white space, invisible characters, quotes, commas or semicolons; a file of them is UTF-8.",
    );
  }
  return taskOf(kind, { [kind.id]: id });
}

function jsonTask(line: string, kind: Kind, where: string): Task {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw refused(where, "is no JSON", "Give one JSON object a line.");
  }
  if (!isObject(value)) throw refused(where, "is no JSON object", "Give one JSON object a line.");
  return memberTask(Object.entries(value), kind, where);
}

function* csvTasks(text: string, kind: Kind, source: string): Generator<Task> {
  let names: readonly string[] | undefined;
  for (const { cells, line } of csvRows(text, source)) {
    if (names === undefined) {
      names = cells;
      continue;
    }
    const where = `${source}:${line}`;
    // A comma without quotes moves the cells after it: a name would become an id.
    if (cells.length > names.length) {
      const counts = `has ${cells.length} cells, and the header has ${names.length}`;
      throw refused(where, counts, "Put cells with commas in quotes, and name each column.");
    }
    const named = names.map((name, i): [string, unknown] => [name, cells[i] === "" ? undefined : cells[i]]);
    yield memberTask(named, kind, where);
  }
}

function memberTask(members: readonly (readonly [string, unknown])[], kind: Kind, where: string): Task {
  const byName = new Map<string, unknown>();
  const names = namesOf(kind);
  const more = new Map(kind.more.map((key) => [key.toLowerCase(), key]));
  for (const [name, value] of members) {
    const key = simple(name);
    if (byName.has(key) && (names.includes(key) || more.has(key))) {
      throw refused(where, `has ${name} twice`, "Leave one of the two.");
    }
    byName.set(key, value);
  }
  // By its name, also where a row has no value there: another column of the row holds another kind of id.
  const name = names.find((known) => byName.has(known));
  // No default: a column without a name is a key of the map, too.
  const id = name === undefined ? undefined : byName.get(name);
  if (id === undefined) {
    throw refused(where, `has no ${kind.id}`, `Name the column or the member ${kind.id}, or id.`);
  }
  if (typeof id !== "string") throw refused(where, `has a ${kind.id} that is no text`, "Write ids as JSON text.");
  const task: Record<string, unknown> = { ...lineTask(id, kind, where) };
  for (const [name, key] of more) {
    const value = byName.get(name);
    if (value !== undefined) task[key] = value;
  }
  // biome-ignore lint/plugin: the members of the task, and the members that the row adds
  return task as unknown as Task;
}

const refused = (where: string, wrong: string, remedy: string): UsageError =>
  new UsageError(`${where} ${wrong}`, `${remedy} No task of this command was asked for.`);
