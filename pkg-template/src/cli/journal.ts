// The journal of `stop`: a file of its own, which is neither the input nor the output.
import { type BigStats, fstatSync, statSync } from "node:fs";
import { LiveError } from "../api/live-error.ts";
import type { Journal } from "../api/stop-all.ts";
import type { Arguments } from "./arguments.ts";
import type { Modules } from "./connection.ts";
import { codeOf } from "./read-ids.ts";
import { UsageError } from "./usage-error.ts";

const REMEDY = "The journal is appended to. Name a file that does not exist, or the journal of an earlier run.";

/** Opens the journal that the command line names, if any. */
export async function journalOf(args: Arguments, modules: Modules): Promise<Journal | undefined> {
  const path = args.value("journal");
  if (path === undefined) return undefined;
  const used = userOf(path, args.value("from"));
  if (used !== undefined) throw new UsageError(`the journal ${path} is the file of ${used}`, REMEDY);
  const { fileJournal } = await modules.live();
  try {
    return fileJournal(path);
  } catch (error) {
    if (error instanceof LiveError) {
      throw new UsageError(`the journal ${path} is refused: ${error.message.replace(/^path: /, "")}`, REMEDY);
    }
    throw new UsageError(
      `the journal ${path} cannot be opened: ${codeOf(error)}`,
      "Check the path and its permissions.",
    );
  }
}

/** Returns the other use of the file by the command, under any path or link. */
function userOf(path: string, from: string | undefined): string | undefined {
  const journal = statsOf(path);
  // Devices may be shared: /dev/null. The journal refuses them by itself.
  if (journal?.isFile() !== true) return undefined;
  const files: [string, string | number][] = [
    ["stdin", 0],
    ["stdout", 1],
    ["stderr", 2],
  ];
  if (from !== undefined && from !== "-") files.push(["--from", from]);
  return files.find(([, file]) => {
    const stats = statsOf(file);
    return stats?.ino === journal.ino && stats.dev === journal.dev;
  })?.[0];
}

/** 64-bit numbers, as Windows has for files: with rounded numbers, two files could look equal. */
function statsOf(file: string | number): BigStats | undefined {
  try {
    return typeof file === "number" ? fstatSync(file, { bigint: true }) : statSync(file, { bigint: true });
  } catch {
    // The file does not exist, or is not accessible.
    return undefined;
  }
}
