// The installed program `apsara-live`, run in a pipe or in a pseudo-terminal, against an emulator.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { before } from "node:test";
import { createLiveEmulator } from "apsara-live/testing";
import { installedFolder } from "../../support/run-program.mjs";
import { environment, follow, ids, terminal } from "./terminal.mjs";

export { ids, testKey } from "./terminal.mjs";

/** The folder in which the packed file is installed, for the tests of a file. */
let folder;
before(async (t) => {
  folder = await installedFolder(t);
});

/** Returns the path of the folder. */
export const installed = () => folder;

const windows = process.platform === "win32";

/** Returns the path of the program, as npm links it. On Windows npm links a batch file, which Node.js cannot run. */
export const program = () =>
  join(folder, "node_modules", ...(windows ? ["apsara-live", "cli.js"] : [".bin", "apsara-live"]));

/** Options of a test that pipes the program in a shell. */
export const posix = { skip: windows && "needs a POSIX shell" };

/** Starts an emulator with running tasks; createLiveEmulator gets `options`. */
export async function emulating(t, { count = 3, ...options } = {}) {
  const recordings = Object.fromEntries(ids(count).map((id) => [id, "RUNNING"]));
  const monitors = { "monitor-1": "RUNNING", "monitor-2": "RUNNING" };
  const emulator = createLiveEmulator({ recordings, monitors, ...options });
  const server = await emulator.serve();
  t.after(() => server.close());
  return { emulator, url: server.url, at: ["--endpoint", server.url] };
}

/** Starts the program; `done` resolves to its exit code, its signal and its output. */
export function started(args, { env = {}, input, cwd = folder, node = process.execPath, file = program() } = {}) {
  return follow(spawn(node, [file, ...args], { cwd, env: environment({ HOME: folder, ...env }) }), input);
}

/** Runs the program in pipes, to its end. */
export const run = (args, options) => started(args, options).done;

/** Runs the program in a pseudo-terminal, to its end, with the options of `terminal`. */
export const inTerminal = (args, { env, ...options } = {}) =>
  terminal(program(), args, { ...options, env: { HOME: folder, ...env } });

/** Control characters that a terminal sends: Ctrl-C. */
export const CTRL_C = "\x03";

/** Returns a text without colours and other sequences of the terminal. */
export const plain = (text) => text.replace(/\x1b\[[\d;]*[A-Za-z]/g, "");

/** Returns the bars that a terminal has shown, in order. */
export const bars = (screen) =>
  plain(screen)
    .split(/[\r\n]+/)
    .filter((line) => /^\[[= ]*\] /.test(line) || /^\d+\/\d+(?: |$)/.test(line));
