// `--journal`: a file of its own. Other files are refused before anything is sent, and stay as they are.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { closeSync, linkSync, openSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { emptyFolder } from "../support/run-program.mjs";
import { emulating, ids, installed, posix, program, run } from "./support/program.mjs";
import { environment } from "./support/terminal.mjs";

/** An input that would pass as a journal, so that only the comparison of the files can refuse it. */
const INPUT = ids(3)
  .map((taskId) => `${JSON.stringify({ key: `recording ${taskId}`, outcome: "failed", taskId })}\n`)
  .join("");

/** Runs the program with files in the place of pipes; resolves to its exit code and to its stderr, where that is a pipe. */
async function redirected(args, stdio) {
  const env = environment({ HOME: installed() });
  const child = spawn(process.execPath, [program(), ...args], { env, stdio });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  return { code, stderr };
}

/** Ways to name the file of the input. */
const NAMES = {
  "the same path": (file) => file,
  "another path": (file) => `${dirname(file)}/../${basename(dirname(file))}/./${basename(file)}`,
  "a symbolic link": (file, folder) => {
    symlinkSync(file, join(folder, "link"));
    return join(folder, "link");
  },
  "a hard link": (file, folder) => {
    linkSync(file, join(folder, "link"));
    return join(folder, "link");
  },
};

for (const [name, journalOf] of Object.entries(NAMES)) {
  test(`the file of --from is no journal, by ${name}`, posix, async (t) => {
    const { at, emulator } = await emulating(t);
    const folder = await emptyFolder(t);
    const file = join(folder, "ids.jsonl");
    writeFileSync(file, INPUT);
    const journal = journalOf(file, folder);
    for (const extra of [[], ["--dry-run"]]) {
      const args = ["stop", "recording", "--from", file, "--journal", journal, ...extra, ...at];
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.ok(stderr.includes(`the journal ${journal} is the file of --from`), stderr);
    }
    assert.deepEqual([readFileSync(file, "utf8"), emulator.requests.length], [INPUT, 0]);
  });
}

for (const [fd, name, flags] of [
  [0, "stdin", "r"],
  [1, "stdout", "a"],
  [2, "stderr", "a"],
]) {
  test(`a file to which the shell redirects ${name} is no journal`, posix, async (t) => {
    const { at, emulator } = await emulating(t);
    const folder = await emptyFolder(t);
    const [input, journal] = [join(folder, "ids.jsonl"), join(folder, "journal.jsonl")];
    writeFileSync(input, INPUT);
    writeFileSync(journal, INPUT);
    const file = openSync(journal, flags);
    t.after(() => closeSync(file));
    const stdio = ["ignore", "ignore", "pipe"].map((by, i) => (i === fd ? file : by));
    const from = fd === 0 ? ["-"] : ["--from", input];
    const { code, stderr } = await redirected(["stop", "recording", ...from, "--journal", journal, ...at], stdio);
    const text = readFileSync(journal, "utf8");
    assert.deepEqual([code, emulator.requests.length], [2, 0], stderr);
    assert.ok((fd === 2 ? text : stderr).includes(`the journal ${journal} is the file of ${name}`));
    assert.ok(fd === 2 ? text.startsWith(INPUT) : text === INPUT);
  });
}

test("a file with another content is no journal, and stays as it is", async (t) => {
  const { at, emulator } = await emulating(t);
  const file = join(await emptyFolder(t), "ids.csv");
  writeFileSync(file, "name,taskId\na,task-1\n");
  const args = ["stop", "recording", "task-1", "--journal", file, ...at];
  const { code, stderr } = await run(args);
  assert.deepEqual([code, emulator.requests.length], [2, 0]);
  assert.ok(stderr.includes(`the journal ${file} is refused: expected a journal`), stderr);
  assert.ok(stderr.includes("Nothing was sent."), stderr);
  assert.equal(readFileSync(file, "utf8"), "name,taskId\na,task-1\n");
});

test("a device and a folder are no journals", posix, async (t) => {
  const { at, emulator } = await emulating(t);
  for (const [path, said] of [
    ["/dev/null", "is refused: expected a regular file"],
    // Reading it never ends.
    ["/dev/full", "is refused: expected a regular file"],
    [await emptyFolder(t), "cannot be opened: EISDIR"],
  ]) {
    const { code, stderr } = await run(["stop", "recording", "task-1", "--journal", path, ...at]);
    assert.equal(code, 2, path);
    assert.ok(stderr.includes(`the journal ${path} ${said}`), stderr);
  }
  assert.equal(emulator.requests.length, 0);
});

test("a journal of 1,000,000 tasks is read, and all are skipped", async (t) => {
  const folder = await emptyFolder(t);
  const [input, journal] = [join(folder, "ids"), join(folder, "journal.jsonl")];
  const all = ids(1_000_000);
  const line = (id) => `{"key":"recording ${id}","outcome":"stopped","attempts":1}\n`;
  writeFileSync(input, all.join("\n"));
  writeFileSync(journal, all.map(line).join(""));
  const { code, stdout, stderr } = await run(["stop", "recording", "--dry-run", "--from", input, "--journal", journal]);
  assert.deepEqual([code, stdout], [0, ""], stderr);
  assert.match(stderr, /1000000 recordings: 0 stopped, 1000000 skipped; 0 requests/);
});
