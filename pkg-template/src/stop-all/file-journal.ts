// A journal in a file of JSON lines, for Node.js.

import type { Journal, Settled } from "../api/stop-all.ts";
import { asLiveError } from "../call/failures.ts";
import { Refusal } from "../options/refusal.ts";
import { isObject } from "../options/validate.ts";

/** The part of `node:fs` that is used. */
interface Files {
  openSync(path: string | URL, flags: "a+"): number;
  closeSync(file: number): void;
  fstatSync(file: number): { isFile(): boolean };
  readSync(file: number, bytes: Uint8Array, offset: number, length: number, position: number): number;
  writeSync(file: number, bytes: Uint8Array): number;
  fsyncSync(file: number): void;
}

/** The part of Node.js's `process` that is used. */
declare const process: { getBuiltinModule?(name: "node:fs"): Files | undefined } | undefined;

const CHUNK_BYTES = 65_536;

/** The maximum length of a text before the first line of a journal. A line of a journal has less than 10,000 characters. */
const MAX_FOREIGN_CHARS = 1_048_576;

/** The longest context of a task that a line has, as JSON. */
const MAX_CONTEXT_CHARS = 4096;

/** The beginning of each line of a journal. */
const BEGINNING = '{"key":"';

/**
 * Returns a journal in a file, and creates the file if necessary. A run appends each settled task before it yields the task, and
 * flushes the file after each stopped task. So the next run continues after a kill. It retries failures and unknown outcomes, because
 * other credentials or another region may mend them. Only one process at a time may use the file.
 *
 * Refuses a file with other content, which it must not append to, and a special file, which may have no end.
 *
 * @param path - the path of the file, or its `file:` URL, also as text: one JSON object a line, with `key`, `outcome`, `attempts` and, if there
 * are any, `code` and the `context` of the task, up to 4,096 characters of JSON
 * @throws {@link LiveError} of kind `argument` for an unusable path or for a file that is not a journal, and outside Node.js, Deno and
 * Bun; errors of the file system
 * @example
 * const summary = await live.stopAll(tasks, { journal: fileJournal("stopped.jsonl") }).summary();
 */
export function fileJournal(path: string | { readonly href: string }): Journal {
  try {
    return openJournal(path);
  } catch (error) {
    throw asLiveError(error);
  }
}

function openJournal(path: unknown): Journal {
  const place = placeOf(path);
  // Not an import, which bundlers for other runtimes would follow.
  const files = typeof process === "object" ? process.getBuiltinModule?.("node:fs") : undefined;
  if (files === undefined) throw new Refusal("ERR_UNSUPPORTED_RUNTIME", "fileJournal", "Node.js, Deno or Bun");
  const file = files.openSync(place, "a+");
  let read: ReadJournal;
  try {
    read = readJournal(files, file);
  } catch (error) {
    files.closeSync(file);
    throw error;
  }
  const { settled } = read;
  /** Whether the last line may be torn, so that the next line must start on a new one. */
  let { isTorn } = read;
  const append = (text: string): void => {
    let bytes = new TextEncoder().encode(isTorn ? `\n${text}` : text);
    isTorn = true;
    // A full disk accepts a part of the bytes without an error.
    while (bytes.length > 0) bytes = bytes.subarray(files.writeSync(file, bytes));
    isTorn = false;
  };
  return {
    has: (key) => settled.has(key),
    record({ task, outcome, attempts, error }: Settled, key: string) {
      const known = { ...(error && { code: error.code }), ...contextOf(task) };
      append(`${JSON.stringify({ key, outcome, attempts, ...known })}\n`);
      if (!isStopped(outcome)) return;
      files.fsyncSync(file);
      settled.add(key);
    },
  };
}

/** Returns the context of a task, unless it is no JSON or too long: the line is written for the key. */
function contextOf({ context }: Settled["task"]): { readonly context?: unknown } {
  try {
    const json = JSON.stringify(context);
    return json === undefined || json.length > MAX_CONTEXT_CHARS ? {} : { context: JSON.parse(json) };
  } catch {
    return {};
  }
}

/** Returns the path, or the URL of the runtime's own class, which the file system takes. */
function placeOf(given: unknown): string | URL {
  try {
    if (typeof given === "string" && given !== "" && !/^file:\/\//i.test(given)) return given;
    const url = new URL(typeof given === "string" ? given : Object(given).href);
    if (url.protocol === "file:") return url;
  } catch {
    // No URL.
  }
  throw refused("the path of a file, or its file: URL");
}

interface ReadJournal {
  /** The keys of the tasks that a run may skip. */
  readonly settled: Set<string>;
  /** Whether the last line has no end. */
  readonly isTorn: boolean;
}

/** Reads a journal, or a file that is still empty. */
function readJournal(files: Files, file: number): ReadJournal {
  if (!files.fstatSync(file).isFile()) throw refused("a regular file");
  const settled = new Set<string>();
  let isEmpty = true;
  let line = "";
  /** Characters since the last line of a journal. */
  let foreign = 0;
  let isJournal = false;
  const take = (whole: string): void => {
    if (remember(settled, whole)) {
      isJournal = true;
      foreign = 0;
    } else foreign += whole.length + 1;
  };
  for (const text of textOf(files, file)) {
    isEmpty = false;
    const [first = "", ...others] = text.split("\n");
    line += first;
    for (const next of others) {
      take(line);
      line = next;
    }
    if (foreign + line.length > MAX_FOREIGN_CHARS) throw noJournal();
  }
  take(line);
  if (!isJournal && !isEmpty) throw noJournal();
  return { settled, isTorn: line !== "" };
}

const refused = (expected: string): Refusal => new Refusal("ERR_INVALID_PARAMETER", "path", expected);

const noJournal = (): Refusal => refused("a journal, an empty file or a new one, but it has another content");

/** Yields the text of a file in parts: a journal may exceed the maximum length of a string. */
function* textOf(files: Files, file: number): Generator<string> {
  const decoder = new TextDecoder();
  const bytes = new Uint8Array(CHUNK_BYTES);
  for (let at = 0; ; ) {
    const count = files.readSync(file, bytes, 0, CHUNK_BYTES, at);
    if (count === 0) return;
    at += count;
    yield decoder.decode(bytes.subarray(0, count), { stream: true });
  }
}

/** Keeps the key of a stopped task. Returns whether a journal wrote the line, which may be torn. */
function remember(settled: Set<string>, line: string): boolean {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return line.startsWith(BEGINNING);
  }
  if (!isObject(read) || typeof read.key !== "string" || !isOutcome(read.outcome)) return false;
  if (isStopped(read.outcome)) settled.add(read.key);
  return true;
}

const isOutcome = (outcome: unknown): boolean => isStopped(outcome) || outcome === "failed" || outcome === "unknown";

/** Whether a task needs no other run. */
const isStopped = (outcome: unknown): boolean => outcome === "stopped" || outcome === "already-stopped";
