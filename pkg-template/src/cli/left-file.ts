// `--left`: the file of the tasks that a run leaves, ready to be the input of the next run.
import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import type { Task } from "../api/stop-operations.ts";
import type { Arguments } from "./arguments.ts";
import { tasksOf } from "./id-formats.ts";
import { idOf, type Kind } from "./kinds.ts";
import { codeOf } from "./read-ids.ts";
import { statsOf, userOf } from "./same-file.ts";
import { UsageError } from "./usage-error.ts";

/** The beginning of each file that this option has written, as a comment of an input: the proof that it may be replaced. */
const MARK = "# apsara-live --left";

export class LeftFile {
  readonly path: string;
  readonly #kind: Kind;
  /** The file that was written last. */
  #own: string | undefined;

  constructor(path: string, kind: Kind) {
    this.path = path;
    this.#kind = kind;
  }

  /** Replaces the content, in one step: a kill or a full disk leaves the file as it was. */
  write(tasks: readonly Task[]): void {
    // A fixed name could be the name of another file, such as of the input.
    const part = `${this.path}.${randomUUID()}.part`;
    writeFileSync(part, textOf(tasks, this.#kind), { flag: "wx" });
    if (this.#own !== undefined && versionOf(this.path) !== this.#own) throw new Taken(part);
    renameSync(part, this.path);
    this.#own = versionOf(this.path);
  }
}

/** Not the number of the file alone: a new file gets the number of one that is gone. */
function versionOf(path: string): string {
  const { ino, mtimeNs, size } = statsOf(path) ?? {};
  return `${ino} ${mtimeNs} ${size}`;
}

/** Another process has written the file meanwhile. */
export class Taken extends Error {
  constructor(readonly part: string) {
    super();
  }
}

/**
 * Returns the file that the command line names, if any, with all tasks in it: after a kill, all of them are left. A dry run leaves no
 * tasks.
 */
export function leftFileOf(args: Arguments, kind: Kind, tasks: readonly Task[]): LeftFile | undefined {
  const path = args.value("left");
  if (path === undefined || args.has("dry-run")) return undefined;
  const used = userOf(path, args, "journal");
  if (used !== undefined) throw new UsageError(`--left ${path} is the file of ${used}`, REMEDY);
  const stats = statsOf(path);
  if (stats?.isFile() === false) throw new UsageError(`--left ${path} is no regular file`, REMEDY);
  try {
    if (stats !== undefined && stats.size > 0n && !isOwn(path)) {
      throw new UsageError(`--left ${path} has a content that --left did not write`, REMEDY);
    }
    // A rename would replace a link.
    const file = new LeftFile(stats === undefined ? path : realpathSync(path), kind);
    file.write(tasks);
    return file;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--left ${path} cannot be written: ${codeOf(error)}`, "Check the path and its permissions.");
  }
}

const REMEDY = "It would be replaced. Name a new file, or the --left of an earlier run.";

function isOwn(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const bytes = new Uint8Array(MARK.length);
    return new TextDecoder().decode(bytes.subarray(0, readSync(file, bytes))) === MARK;
  } finally {
    closeSync(file);
  }
}

/** Plain IDs, if they are all of it, and are read as these IDs again; else JSON lines. */
function textOf(tasks: readonly Task[], kind: Kind): string {
  if (tasks.length === 0) return "";
  const rows = tasks.map((task) => {
    // The command names the operation, not the line. A context may be a tag, whose JSON is what the task had.
    const { operation: _, ...members } = task;
    return JSON.stringify(members);
  });
  const ids = tasks.map((task) => idOf(task, kind));
  const arePlain = rows.every((row, index) => row === JSON.stringify({ [kind.id]: ids[index] })) && areRead(ids, kind);
  const lines = (arePlain ? ids : rows).map((line) => `${line}\n`);
  return `${MARK}: ${kind.noun}s for the next run, which may replace this file\n${lines.join("")}`;
}

/** Whether these IDs as lines are read as these IDs: the reader may take the first for something else. */
function areRead(ids: readonly string[], kind: Kind): boolean {
  try {
    const read = Array.from(tasksOf(ids.join("\n"), kind, "--left", undefined), (task) => idOf(task, kind));
    return read.length === ids.length && read.every((id, index) => id === ids[index]);
  } catch {
    return false;
  }
}
