// The command that the emulator prints works in another terminal, from any folder, in each shell of a system.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { emptyFolder } from "../support/run-program.mjs";
import { installed, posix, started } from "./support/program.mjs";

/** Starts the emulator; resolves to the `count` lines of its commands, and to a function that ends it. */
async function banner(t, count, options) {
  const { child, texts, done } = started(["emulator", "--port", "0"], { input: null, ...options });
  t.after(() => child.kill());
  const printed = () => texts.stderr.match(/(?<=^ {2}).*task-1 --endpoint \S+(?=\n)/gm) ?? [];
  while (printed().length < count) await once(child.stderr, "data");
  const lines = printed();
  const end = () => {
    child.kill("SIGINT");
    return done;
  };
  return { lines, url: texts.stdout.trim(), end };
}

/** Runs a line in a shell, as a terminal would; the shell may not be installed. */
function typed(shell, line) {
  try {
    return execFileSync(shell, ["-c", line], { cwd: "/", encoding: "utf8" });
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

test("in sh, bash, zsh, fish and csh, also of a folder with blanks and quotes", posix, async (t) => {
  const folder = join(await emptyFolder(t), 'it\'s "my" $HOME [1]');
  cpSync(installed(), folder, { recursive: true });
  const module = join(folder, "node_modules", "apsara-live", "cli.js");
  const link = join(folder, "node_modules", ".bin", "apsara-live");
  for (const file of [link, module]) {
    const { lines, end } = await banner(t, 1, { file });
    const said = ["sh", "bash", "zsh", "fish", "csh"].map((shell) => typed(shell, lines[0])).filter(Boolean);
    assert.ok(said.length > 0);
    assert.match(said[0], /^stopped\ttask-1\t/);
    for (const again of said.slice(1)) assert.match(again, /^already-stopped\ttask-1\t/);
    await end();
  }
});

test("on Windows, a line for PowerShell and one for cmd", posix, async (t) => {
  const folder = join(await emptyFolder(t), "it's ’my’ folder");
  cpSync(installed(), folder, { recursive: true });
  const file = join(folder, "node_modules", "apsara-live", "cli.js");
  const windows = "Object.defineProperty(process,'platform',{value:'win32'})";
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${windows}` };
  const { lines, url, end } = await banner(t, 2, { file, env });
  await end();
  const words = `stop recording task-1 --endpoint ${url}`;
  const [node, quoted] = [process.execPath, file.replace(/['’]/g, "$&$&")];
  assert.deepEqual(lines, [
    `PowerShell: $env:ALIBABA_CLOUD_ACCESS_KEY_ID='testid'; $env:ALIBABA_CLOUD_ACCESS_KEY_SECRET='testsecret'; & '${node}' '${quoted}' ${words}`,
    `cmd: set "ALIBABA_CLOUD_ACCESS_KEY_ID=testid"&& set "ALIBABA_CLOUD_ACCESS_KEY_SECRET=testsecret"&& ${node} "${file}" ${words}`,
  ]);
});
