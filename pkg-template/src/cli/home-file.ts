// A file with credentials, read so that a failure names the file and shows nothing of it.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { codeOf } from "./read-ids.ts";
import { UsageError } from "./usage-error.ts";

/** Returns the text of a file, given by its path or by its place in the home folder; `undefined` where there is none. */
export function homeFile(name: string, path: string | readonly string[]): string | undefined {
  try {
    return readFileSync(typeof path === "string" ? path : join(homedir(), ...path), "utf8");
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new UsageError(`${name} cannot be read: ${code}`, "Check its permissions.");
  }
}
