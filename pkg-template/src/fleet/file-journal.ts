// A journal in a file of JSON lines, for Node.js.
import { Refusal } from "../options/refusal.ts";
import type { Journal, Settled } from "./types.ts";

/** The part of `node:fs` that is used. */
interface Files {
  readFileSync(path: string, encoding: "utf8"): string;
  openSync(path: string, flags: "a"): number;
  writeSync(file: number, text: string): number;
  fsyncSync(file: number): void;
}

/** The part of Node.js's `process` that is used. */
declare const process: { getBuiltinModule(name: "node:fs"): Files } | undefined;

/**
 * Returns a journal in a file, made if it does not exist. Each settled task is appended and flushed before it is yielded, so a
 * run that was killed goes on where it was. Failures that another run may mend, and unknown outcomes, are asked again.
 *
 * @param path - the file: one JSON object a line, with `key`, `outcome`, `attempts` and, where there is one, `code`
 * @example
 * const summary = await live.stopAll(tasks, { journal: fileJournal("stopped.jsonl") }).summary();
 */
export function fileJournal(path: string): Journal {
  if (typeof path !== "string" || path === "") {
    throw new Refusal("ERR_INVALID_PARAMETER", "path", "the path of a file");
  }
  // Not an import, which bundlers for other runtimes would follow.
  const files = typeof process === "object" ? process.getBuiltinModule("node:fs") : undefined;
  if (files === undefined) throw new Refusal("ERR_UNSUPPORTED_RUNTIME", "fileJournal", "Node.js, Deno or Bun");
  const text = read(files, path);
  const settled = new Set(text.split("\n").flatMap(keyOf));
  const file = files.openSync(path, "a");
  // The last line may be torn: what was written of it stands alone.
  if (text !== "" && !text.endsWith("\n")) files.writeSync(file, "\n");
  return {
    has: (key) => settled.has(key),
    record({ outcome, attempts, error }: Settled, key: string) {
      const known = error === undefined ? {} : { code: error.code, retryable: error.retryable };
      files.writeSync(file, `${JSON.stringify({ key, outcome, attempts, ...known })}\n`);
      files.fsyncSync(file);
    },
  };
}

function read(files: Files, path: string): string {
  try {
    return files.readFileSync(path, "utf8");
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return "";
    throw error;
  }
}

/** The key of a line whose task needs no other run. */
function keyOf(line: string): string[] {
  try {
    const { key, outcome, retryable } = JSON.parse(line) as Record<string, unknown>;
    const isFinal =
      outcome === "stopped" || outcome === "already-stopped" || (outcome === "failed" && retryable === false);
    return typeof key === "string" && isFinal ? [key] : [];
  } catch {
    return [];
  }
}
