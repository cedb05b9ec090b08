// Runs a code block as it stands, in a folder of its own.
import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { tests } from "../../support/paths.mjs";
import { emptyFolder, runProgram } from "../../support/run-program.mjs";

const reader = pathToFileURL(join(import.meta.dirname, "reader.mjs")).href;
const worker = join(import.meta.dirname, "worker.mjs");
const program = join(tests, "node_modules", "apsara-live", "cli.js");

const environment = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: "testid",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "testsecret",
  NODE_OPTIONS: `--import ${reader}`,
};

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** Runs a block of JavaScript; a Worker is asked. Resolves to the output. */
export async function runJavaScript(t, code) {
  const folder = await emptyFolder(t);
  await symlink(join(tests, "node_modules"), join(folder, "node_modules"), "junction");
  const file = join(folder, "example.mjs");
  await writeFile(file, code);
  const isWorker = /^export default \{[\s\S]*\bfetch\(/m.test(code);
  const args = isWorker ? [worker, file] : [file];
  return runProgram(process.execPath, args, { cwd: folder, env: { ...process.env, ...environment } });
}

/** Runs a block of shell commands, with `npx --no apsara-live` as the program of the packed file. */
export async function runShell(t, code) {
  const folder = await emptyFolder(t);
  const bin = join(folder, "bin");
  await mkdir(bin);
  const npx = join(bin, "npx");
  await writeFile(
    npx,
    `#!/bin/sh\n[ "$1 $2" = "--no apsara-live" ] && shift 2 && exec ${quoted(process.execPath)} ${quoted(program)} "$@"\nexit 127\n`,
  );
  await chmod(npx, 0o755);
  await writeFile(join(folder, "ids.csv"), "taskId\ntask-1\ntask-2\ntask-3\n");
  const env = { ...process.env, ...environment, HOME: folder, PATH: `${bin}${delimiter}${process.env.PATH}` };
  await runProgram("sh", ["-eu", "-c", code], { cwd: folder, env });
}
