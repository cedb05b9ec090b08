// Runs a program in pipes or in a pseudo-terminal, in an environment without settings of this machine.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { testAccessKey } from "apsara-live/testing";

const helper = fileURLToPath(new URL("terminal.py", import.meta.url));

/** Credentials of the emulator. */
export const testKey = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: testAccessKey.accessKeyId,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: testAccessKey.accessKeySecret,
};

/** An environment with these credentials alone. */
export const environment = (env) => ({ PATH: process.env.PATH, TERM: "xterm-256color", ...testKey, ...env });

/** Ids `task-1` to `task-<count>`. */
export const ids = (count) => Array.from({ length: count }, (_, i) => `task-${i + 1}`);

/** Follows a process to its end; `input` is its stdin, and `null` keeps stdin open. */
export function follow(child, input) {
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

/**
 * Runs the program in a pseudo-terminal, to its end. `stdin` is the text of its stdin, if stdin is not the terminal. `typed` is a list
 * of `[when, keys]`: the keys are typed once the screen has shown the pattern `when`. `ahead` is typed while the
 * program starts.
 */
export async function terminal(
  program,
  args,
  { columns = 100, env = {}, stdin, isDataPiped = false, typed = [], ahead } = {},
) {
  const scratch = mkdtempSync(join(tmpdir(), "apsara-live-"));
  try {
    const [from, to] = [join(scratch, "stdin"), join(scratch, "stdout")];
    if (stdin !== undefined) writeFileSync(from, stdin);
    const helped = [helper, String(columns)];
    const files = [stdin === undefined ? "-" : from, isDataPiped ? to : "-"];
    const child = spawn("python3", [...helped, ...files, process.execPath, program, ...args], {
      env: environment(env),
    });
    const { texts, done } = follow(child, null);
    if (ahead !== undefined) child.stdin.write(ahead);
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
