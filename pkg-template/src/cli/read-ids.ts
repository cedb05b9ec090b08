// The tasks of a command: ids from arguments, a file or stdin, as lines, CSV with a header, or JSON lines.
import { createReadStream } from "node:fs";
import process from "node:process";
import type { Task } from "../api/stop-operations.ts";
import type { Arguments } from "./arguments.ts";
import { lineTask, refused, shown, simple } from "./columns.ts";
import { tasksOf } from "./id-formats.ts";
import { idOf, KINDS, type Kind, memberOf, NOUNS } from "./kinds.ts";
import { UsageError } from "./usage-error.ts";

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
    for (const task of tasksOf(text, kind, source, args.value("column"))) tasks.push(task);
  };
  for (const word of given) {
    if (word === "-") await add("-");
    else tasks.push(lineTask(word, kind, `the argument "${word}"`));
  }
  if (from !== undefined) await add(from);
  return completed(tasks, args, kind);
}

/** Returns the tasks with the parameters that the command gives to all, and refuses a task that lacks one which it needs. */
function completed(tasks: Task[], args: Arguments, kind: Kind): Task[] {
  const shared = sharedParams(args, kind);
  const all = shared.size === 0 ? tasks : tasks.map((task) => ({ ...Object.fromEntries(shared), ...task }));
  for (const name of kind.beside) {
    const lacking = all.find((task) => memberOf(task, name) === undefined);
    if (lacking === undefined) continue;
    throw refused(
      `the ${kind.noun} ${shown(idOf(lacking, kind))}`,
      `has no ${name}`,
      `Name a column ${name}, or give one ${name} to all by --param ${name}=<value>.`,
    );
  }
  return all;
}

function sharedParams(args: Arguments, kind: Kind): Map<string, string> {
  const params = new Map<string, string>();
  for (const given of args.values("param")) {
    const equals = given.indexOf("=");
    const name = kind.more.find((known) => simple(known) === simple(given.slice(0, Math.max(equals, 0))));
    if (name === undefined || params.has(name)) {
      const known = kind.more.map((more) => `--param ${more}=<value>`).join(", or ");
      throw new UsageError(
        `--param ${shown(given)} is no parameter of a ${kind.noun}, or is given twice`,
        known === "" ? `A ${kind.noun} has no parameter beside its id.` : `Write ${known}, once.`,
      );
    }
    params.set(name, given.slice(equals + 1));
  }
  return params;
}

/** The longest input, in bytes: 7 million ids. A device may have no end, and a string has at most 512 MB. */
const MAX_BYTES = 268_435_456;

async function textOf(input: AsyncIterable<Uint8Array>, source: string): Promise<string> {
  let decoder: TextDecoder | undefined;
  let text = "";
  let length = 0;
  try {
    for await (const bytes of input) {
      length += bytes.length;
      if (length > MAX_BYTES) break;
      decoder ??= new TextDecoder(encodingOf(bytes));
      text += decoder.decode(bytes, { stream: true });
    }
  } catch (error) {
    throw new UsageError(
      `${source} cannot be read: ${codeOf(error)}`,
      "Check the file or the program that ids come from.",
    );
  }
  if (length > MAX_BYTES) throw refused(source, "is longer than 256 MB", "Split it, and give each part to a command.");
  return text + (decoder?.decode() ?? "");
}

/** UTF-16 as PowerShell and Excel write it, by its mark, else UTF-8. */
function encodingOf([first, second]: Uint8Array): "utf-16le" | "utf-16be" | "utf-8" {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

/** Returns the code of an error of the system, such as `ENOENT`. */
export const codeOf = (error: unknown): string => String(Object(error).code ?? "unknown");
