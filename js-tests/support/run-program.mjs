// Runs programs to their end; an error shows everything that the program printed.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { tarball } from "./paths.mjs";

const run = promisify(execFile);

/** Runs `file` with `args`; resolves to its standard output. */
export async function runProgram(file, args, options = {}) {
  try {
    const { stdout } = await run(file, args, { maxBuffer: 64 * 2 ** 20, ...options });
    return stdout;
  } catch (error) {
    throw new Error(`${error.message}\n${error.stdout ?? ""}\n${error.stderr ?? ""}`, { cause: error });
  }
}

/** Runs this Node.js with `args`. */
export const runNode = (args, options) => runProgram(process.execPath, args, options);

/** Runs npm; uses the script of a running npm, because Windows starts batch files only through a shell. */
export function runNpm(args, options) {
  const script = process.env.npm_execpath;
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  return script === undefined
    ? runProgram("npm", [...args, ...quiet], options)
    : runNode([script, ...args, ...quiet], options);
}

/** Creates a folder outside the repository and removes it after the test. */
export async function emptyFolder(t) {
  const folder = await mkdtemp(join(tmpdir(), "apsara-live-"));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** Creates a folder with only the packed file installed. */
export async function installedFolder(t) {
  const folder = await emptyFolder(t);
  await runNpm(["install", "--offline", "--prefix", folder, tarball], { cwd: folder });
  return folder;
}
