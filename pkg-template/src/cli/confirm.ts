// The question before many tasks are stopped, and before `compare` sends requests.
import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import process from "node:process";
import { ReadStream } from "node:tty";
import { visible } from "./output.ts";
import { codeOf } from "./read-ids.ts";
import { UsageError } from "./usage-error.ts";

/** More tasks than this need a yes. */
export const MOST_UNASKED = 20;

const TERMINAL = "/dev/tty";

/** Whether a person may see a question. */
export const hasTerminal = (): boolean => process.stdin.isTTY === true || process.stderr.isTTY === true;

/** Asks the user at the terminal, and returns whether the answer is yes; true without a terminal. */
export function confirmed(question: string, purpose = "to stop the tasks"): boolean {
  if (!hasTerminal()) return true;
  let terminal: number;
  try {
    // Not stdin, which may hold the ids, nor stderr, which may be a file.
    terminal = openSync(TERMINAL, "r+");
  } catch {
    throw new UsageError("the terminal cannot be asked for a yes", `Add --yes ${purpose} without a question.`);
  }
  try {
    discardTyped();
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

/** Discards what was typed before the question: the answer to another one, or a line that is not ended yet. */
function discardTyped(): void {
  const keyboard = new ReadStream(openSync(TERMINAL, "r+"));
  // A raw terminal hands over an unfinished line, too.
  keyboard.setRawMode(true);
  try {
    discardLines();
  } finally {
    keyboard.setRawMode(false);
    keyboard.destroy();
  }
}

function discardLines(): void {
  const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = constants;
  const typed = openSync(TERMINAL, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  try {
    while (readSync(typed, new Uint8Array(1024)) > 0);
  } catch (error) {
    if (codeOf(error) !== "EAGAIN") throw error;
  } finally {
    closeSync(typed);
  }
}
