// The installed program `apsara-live`, run in a pipe or in a pseudo-terminal, against an emulator.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before } from "node:test";
import { fileURLToPath } from "node:url";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { installedFolder } from "../../support/run-program.mjs";

/** The folder in which the packed file is installed, for the tests of a file. */
let folder;
before(async (t) => {
  folder = await installedFolder(t);
});

/** Returns the path of the folder. */
export const installed = () => folder;

/** Returns the path of the program, as npm links it. */
export const program = () => join(folder, "node_modules", ".bin", "apsara-live");

/** Credentials of the emulator. */
export const testKey = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: testAccessKey.accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: testAccessKey.accessKeySecret,
};

/** An environment in which nothing of this machine counts. */
const environment = (env) => ({ PATH: process.env.PATH, HOME: folder, TERM: "xterm-256color", ...testKey, ...env });

/** Ids `task-1` to `task-<count>`. */
export const ids = (count) => Array.from({ length: count }, (_, i) => `task-${i + 1}`);

/** Starts an emulator with running tasks; `options` are those of createLiveEmulator. */
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
  return follow(spawn(node, [file, ...args], { cwd, env: environment(env) }), input);
}

function follow(child, input) {
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8");
    child[name].on("data", (text) => {
      texts[name] += text;
    });
  }
  child.stdin.on("error", () => {});
  if (input !== null) child.stdin.end(input ?? "");
  const done = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, ...texts }));
  });
  return { child, texts, done };
}

/** Runs the program in pipes, to its end. */
export const run = (args, options) => started(args, options).done;

/**
 * Runs the program in a pseudo-terminal, to its end. `stdin` is the text of its stdin, where that is no terminal. `typed` is a list
 * of `[when, keys]`: the keys are typed once the screen has shown the pattern `when`.
 */
export async function inTerminal(args, { columns = 100, env = {}, stdin, isDataPiped = false, typed = [] } = {}) {
  const scratch = mkdtempSync(join(tmpdir(), "apsara-live-"));
  try {
    const [from, to] = [join(scratch, "stdin"), join(scratch, "stdout")];
    if (stdin !== undefined) writeFileSync(from, stdin);
    const helper = [join(fileURLToPath(new URL(".", import.meta.url)), "terminal.py"), String(columns)];
    const files = [stdin === undefined ? "-" : from, isDataPiped ? to : "-"];
    const child = spawn("python3", [...helper, ...files, process.execPath, program(), ...args], {
      cwd: folder,
      env: environment(env),
    });
    const { texts, done } = follow(child, null);
    const keys = [...typed];
    const begun = performance.now();
    const frames = [];
    child.stdout.on("data", (text) => {
      frames.push({ atMs: performance.now() - begun, text });
      while (keys.length > 0 && keys[0][0].test(texts.stdout)) child.stdin.write(keys.shift()[1]);
    });
    const { code } = await done;
    return { code, screen: texts.stdout, frames };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Control characters that a terminal sends: Ctrl-C. */
export const CTRL_C = "\x03";

/** Returns a text without colours and other sequences of the terminal. */
export const plain = (text) => text.replace(/\x1b\[[\d;]*[A-Za-z]/g, "");

/** Returns the bars that a terminal has shown, in order. */
export const bars = (screen) =>
  plain(screen)
    .split(/[\r\n]+/)
    .filter((line) => /^\[[= ]*\] /.test(line) || /^\d+\/\d+(?: |$)/.test(line));
