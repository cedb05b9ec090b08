// Reads files of the repository. These tests need no built package.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");

/** Returns the text of a file. */
export const read = (path) => readFileSync(join(root, path), "utf8");

/** Returns the paths of the committed and new files that match patterns of git. */
export function list(...patterns) {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", ...patterns];
  return execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim().split("\n");
}
