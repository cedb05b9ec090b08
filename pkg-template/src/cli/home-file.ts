// Reader of a file with credentials: a failure names the file and shows no content.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { codeOf } from "./read-ids.ts";
import { UsageError } from "./usage-error.ts";

/** Returns the text of a file, given by its path or by its place in the home folder; `undefined` if there is none. */
export function homeFile(name: string, place: string | readonly string[]): string | undefined {
  const path = typeof place === "string" ? place : inHome(place);
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new UsageError(`${name} cannot be read: ${code}`, "Check its permissions.");
  }
}

/** An empty or relative HOME would name a folder of the current one, in which another user may have put a file. */
function inHome(place: readonly string[]): string | undefined {
  let home: string;
  try {
    home = homedir();
  } catch {
    // No HOME, and no user of this process.
    return undefined;
  }
  return isAbsolute(home) ? join(home, ...place) : undefined;
}
