// A journal in a file of JSON lines, for Node.js.

import type { Journal, Settled } from "../api/stop-all.ts";
import { asLiveError } from "../call/failures.ts";
import { Refusal } from "../options/refusal.ts";

/** The part of `node:fs` that is used. */
interface Files {
  openSync(path: string, flags: "a+"): number;
  readSync(file: number, bytes: Uint8Array, offset: number, length: number, position: number): number;
  writeSync(file: number, bytes: Uint8Array): number;
  fsyncSync(file: number): void;
}

/** The part of Node.js's `process` that is used. */
declare const process: { getBuiltinModule?(name: "node:fs"): Files | undefined } | undefined;

const CHUNK_BYTES = 65_536;

/**
 * Returns a journal in a file, made if it does not exist. Each settled task is appended before it is yielded, and flushed where it
 * is stopped. So a run that was killed goes on where it was. Failures and unknown outcomes are asked again: other credentials or
 * another region may mend any of them. One process at a time may have the file.
 *
 * @param path - the file: one JSON object a line, with `key`, `outcome`, `attempts` and, where there is one, `code`
 * @throws {@link LiveError} of kind `argument` for a path that is none, and outside Node.js, Deno and Bun; errors of the file system
 * @example
 * const summary = await live.stopAll(tasks, { journal: fileJournal("stopped.jsonl") }).summary();
 */
export function fileJournal(path: string): Journal {
  try {
    return openJournal(path);
  } catch (error) {
    throw asLiveError(error);
  }
}

function openJournal(path: string): Journal {
  if (typeof path !== "string" || path === "") {
    throw new Refusal("ERR_INVALID_PARAMETER", "path", "the path of a file");
  }
  // Not an import, which bundlers for other runtimes would follow.
  const files = typeof process === "object" ? process.getBuiltinModule?.("node:fs") : undefined;
  if (files === undefined) throw new Refusal("ERR_UNSUPPORTED_RUNTIME", "fileJournal", "Node.js, Deno or Bun");
  const file = files.openSync(path, "a+");
  const settled = new Set<string>();
  let line = "";
  for (const text of textOf(files, file)) {
    const lines = (line + text).split("\n");
    line = lines.pop() ?? "";
    for (const whole of lines) remember(settled, whole);
  }
  remember(settled, line);
  /** Whether the last line may be torn: what was written of it stands alone. */
  let isTorn = line !== "";
  const append = (text: string): void => {
    let bytes = new TextEncoder().encode(isTorn ? `\n${text}` : text);
    isTorn = true;
    // A disk that fills up takes a part, without an error.
    while (bytes.length > 0) bytes = bytes.subarray(files.writeSync(file, bytes));
    isTorn = false;
  };
  return {
    has: (key) => settled.has(key),
    record({ outcome, attempts, error }: Settled, key: string) {
      const known = error === undefined ? {} : { code: error.code };
      append(`${JSON.stringify({ key, outcome, attempts, ...known })}\n`);
      if (!isStopped(outcome)) return;
      files.fsyncSync(file);
      settled.add(key);
    },
  };
}

/** Yields the text of a file in parts: a journal may be longer than a string may be. */
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

function remember(settled: Set<string>, line: string): void {
  try {
    const { key, outcome } = JSON.parse(line) as Record<string, unknown>;
    if (typeof key === "string" && isStopped(outcome)) settled.add(key);
  } catch {
    // A torn line.
  }
}

/** Whether a task needs no other run. */
const isStopped = (outcome: unknown): boolean => outcome === "stopped" || outcome === "already-stopped";
