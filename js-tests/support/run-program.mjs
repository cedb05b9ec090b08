// Runs a program to its end and returns what it printed; a failure shows all of it.
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

/** Runs this Node.js. */
export const runNode = (args, options) => runProgram(process.execPath, args, options);

/** Runs npm, by the script that runs us where npm does: a batch file cannot be started without a shell. */
export function runNpm(args, options) {
  const script = process.env.npm_execpath;
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  return script === undefined
    ? runProgram("npm", [...args, ...quiet], options)
    : runNode([script, ...args, ...quiet], options);
}

/** A new folder outside the repository, removed when the test is over. */
export async function emptyFolder(t) {
  const folder = await mkdtemp(join(tmpdir(), "apsara-live-"));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** A folder in which the packed file is installed, and nothing else. */
export async function installedFolder(t) {
  const folder = await emptyFolder(t);
  await runNpm(["install", "--offline", "--prefix", folder, tarball], { cwd: folder });
  return folder;
}
