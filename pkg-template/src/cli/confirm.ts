// The question before many tasks are stopped.
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import process from "node:process";
import { visible } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/** More tasks than this need a yes. */
export const MOST_UNASKED = 20;

/** Asks the user at the terminal, and returns whether the answer is yes; true without a terminal. */
export function confirmed(question: string): boolean {
  if (process.stdin.isTTY !== true && process.stderr.isTTY !== true) return true;
  let terminal: number;
  try {
    // Not stdin, which may hold the ids, nor stderr, which may be a file.
    terminal = openSync("/dev/tty", "r+");
  } catch {
    throw new UsageError("the terminal cannot be asked for a yes", "Add --yes to stop the tasks without a question.");
  }
  try {
    writeSync(terminal, `${visible(question)} [y/N] `);
    return /^y(?:es)?$/i.test(lineOf(terminal).trim());
  } finally {
    closeSync(terminal);
  }
}

function lineOf(terminal: number): string {
  const buffer = new Uint8Array(256);
  const count = readSync(terminal, buffer);
  return new TextDecoder().decode(buffer.subarray(0, count));
}
