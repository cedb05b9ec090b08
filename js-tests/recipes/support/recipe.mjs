// A copy of an example beside its dependencies and the packed file, and its programs.
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { testAccessKey } from "apsara-live/testing";
import { root } from "../../support/paths.mjs";
import { runProgram } from "../../support/run-program.mjs";
import { startProgram } from "../../support/start-program.mjs";
import { installed } from "./installed.mjs";

/** The environment of a program that stops tasks of an emulator. */
export const emulatorEnv = (url) => ({
  LIVE_ENDPOINT: url,
  ALIBABA_CLOUD_ACCESS_KEY_ID: testAccessKey.accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: testAccessKey.accessKeySecret,
});

/**
 * Copies `examples/<name>` for the duration of a test.
 *
 * @returns {Promise<{ folder: string, run: (args: string[], options?: Options) => Promise<string>, start: (args: string[], ready: RegExp, options?: Options) => ReturnType<typeof startProgram> }>}
 * @typedef {{ env?: Record<string, string>, node?: string }} Options environment, and the path of Node.js
 */
export async function recipe(t, name) {
  const projects = join(installed, "projects");
  await mkdir(projects, { recursive: true });
  const folder = await mkdtemp(join(projects, `${name}-`));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  await cp(join(root, "examples", name), folder, {
    recursive: true,
    filter: (path) => !["node_modules", "target", ".next"].includes(basename(path)),
  });
  // The runner's own variables would change the output of the program.
  const { NODE_TEST_CONTEXT, NODE_OPTIONS, ...inherited } = process.env;
  const spawning = ({ env } = {}) => ({ cwd: folder, env: { ...inherited, ...env } });
  return {
    folder,
    run: (args, options) => runProgram(options?.node ?? process.execPath, args, spawning(options)),
    start: (args, ready, options) => startProgram(t, options?.node ?? process.execPath, args, ready, spawning(options)),
  };
}

/** Returns the path of a file in the installed packages. */
export const dependency = (path) => join(installed, "node_modules", ...path.split("/"));
