// Reader of a file with credentials: a failure names the file and shows no content.
import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import process from "node:process";
import { codeOf } from "./read-ids.ts";
import { UsageError } from "./usage-error.ts";

/** Takes a sentence for the user, which ends nothing. */
export type Warn = (sentence: string) => void;

/**
 * Returns the text of a file, given by its path or by its place in the home folder; `undefined` if there is none. Warns of a file that
 * other users of the machine may read or change.
 */
export function homeFile(name: string, place: string | readonly string[], warn: Warn): string | undefined {
  const path = typeof place === "string" ? place : inHome(place);
  if (path === undefined) return undefined;
  try {
    const text = readFileSync(path, "utf8");
    const mode = Number(statSync(path, { bigint: true }).mode) & 0o777;
    // Windows has no such bits.
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      warn(`warning: other users may read or change ${name} (mode ${mode.toString(8)}): run chmod 600 on it`);
    }
    return text;
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    if (typeof place !== "string") {
      // Node.js runs with --permission, and without the home folder.
      if (code === "ERR_ACCESS_DENIED") return undefined;
      // The home of another user, as containers have it: the variable names the file to read.
      if ((code === "EACCES" || code === "EPERM") && process.env.ALIBABA_CLOUD_CREDENTIALS_FILE) {
        warn(`warning: ${name} cannot be read: ${code}`);
        return undefined;
      }
    }
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
