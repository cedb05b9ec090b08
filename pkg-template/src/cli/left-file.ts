// `--left`: the file of the tasks that a run leaves, ready to be the input of the next run.
import { randomUUID } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import type { Task } from "../api/stop-operations.ts";
import type { Arguments } from "./arguments.ts";
import { idOf, type Kind } from "./kinds.ts";
import { codeOf } from "./read-ids.ts";
import { statsOf, userOf } from "./same-file.ts";
import { UsageError } from "./usage-error.ts";

export class LeftFile {
  readonly path: string;
  readonly #kind: Kind;

  constructor(path: string, kind: Kind) {
    this.path = path;
    this.#kind = kind;
  }

  /** Replaces the content, in one step: a kill or a full disk leaves the file as it was. */
  write(tasks: readonly Task[]): void {
    // A fixed name could be the name of another file, such as of the input.
    const part = `${this.path}.${randomUUID()}.part`;
    writeFileSync(part, textOf(tasks, this.#kind), { flag: "wx" });
    renameSync(part, this.path);
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
  if (used !== undefined) throw new UsageError(`--left ${path} is the file of ${used}`, "Name a file of its own.");
  if (statsOf(path)?.isFile() === false) {
    throw new UsageError(`--left ${path} is no regular file`, "Name a file of its own.");
  }
  const file = new LeftFile(path, kind);
  try {
    file.write(tasks);
  } catch (error) {
    throw new UsageError(`--left ${path} cannot be written: ${codeOf(error)}`, "Check the path and its permissions.");
  }
  return file;
}

/** Plain IDs, if they are all of it, and the first one is read as an ID again; else JSON lines. */
function textOf(tasks: readonly Task[], kind: Kind): string {
  const rows = tasks.map((task) => {
    // The command names the operation, not the line. A context may be a tag, whose JSON is what the task had.
    const { operation: _, ...members } = task;
    return { id: idOf(task, kind), json: JSON.stringify(members) };
  });
  const arePlain =
    rows.every(({ id, json }) => json === JSON.stringify({ [kind.id]: id })) && /\d/.test(rows[0]?.id ?? "");
  return rows.map(({ id, json }) => `${arePlain ? id : json}\n`).join("");
}
