// `--journal`: a file of its own. Other files are refused before anything is sent, and stay as they are.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { pinnedNode } from "../support/paths.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { emulating, ids, installed, posix, program, run, started, testKey } from "./support/program.mjs";
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

/** Starts a run that holds its journal: the service does not respond. Resolves when the first request is under way. */
async function holding(t, journal, options) {
  const { at, emulator } = await emulating(t, { faultFor: () => "hang" });
  const { child, done } = started(["stop", "recording", "task-1", "--journal", journal, ...at], options);
  t.after(() => child.kill("SIGKILL"));
  while (emulator.requests.length === 0) await delay(5);
  return { child, done };
}

test("a journal in use is refused, by any path, until its process ends, also by a kill -9", async (t) => {
  const folder = await emptyFolder(t);
  const [journal, link] = [join(folder, "journal.jsonl"), join(folder, "link")];
  const { child, done } = await holding(t, journal);
  if (process.platform !== "win32") symlinkSync(journal, link);
  const { at, emulator } = await emulating(t);
  const stop = (path, ...rest) => run(["stop", "recording", "task-1", "--journal", path, ...rest, ...at]);
  for (const path of existsSync(link) ? [journal, link] : [journal]) {
    const { code, stdout, stderr } = await stop(path);
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.ok(stderr.includes(`the journal ${path} is in use by another process\n  Nothing was sent.`), stderr);
  }
  // It only reads, and another journal is free.
  assert.equal((await stop(journal, "--dry-run")).code, 0);
  assert.equal((await stop(join(folder, "another.jsonl"))).code, 0);
  child.kill("SIGKILL");
  assert.equal((await done).signal, "SIGKILL");
  assert.deepEqual(readdirSync(folder).sort(), [
    "another.jsonl",
    "journal.jsonl",
    ...(existsSync(link) ? ["link"] : []),
  ]);
  assert.equal((await stop(journal)).code, 0);
  assert.equal(emulator.requests.length, 2);
});

test("a journal in use by one Node.js is in use for the others", async (t) => {
  const journal = join(await emptyFolder(t), "journal.jsonl");
  await holding(t, journal, { node: pinnedNode("20") });
  const { at } = await emulating(t);
  for (const line of ["20", "24"]) {
    const { code, stderr } = await run(["stop", "recording", "task-1", "--journal", journal, ...at], {
      node: pinnedNode(line),
    });
    assert.equal(code, 2, stderr);
    assert.match(stderr, /is in use by another process/);
  }
});

test("of ten processes that start at once, one gets the journal", async (t) => {
  const { at, emulator } = await emulating(t, { faultFor: () => "hang" });
  const journal = join(await emptyFolder(t), "journal.jsonl");
  const all = ids(10).map((id) => started(["stop", "recording", id, "--journal", journal, ...at]));
  t.after(() => all.map(({ child }) => child.kill("SIGKILL")));
  let ended = 0;
  const codes = all.map(({ done }) =>
    done.then(({ code }) => {
      ended += 1;
      return code;
    }),
  );
  while (ended < 9) await delay(5);
  for (const { child } of all) child.kill("SIGKILL");
  assert.deepEqual((await Promise.all(codes)).filter((code) => code === 2).length, 9);
  assert.ok(new Set(emulator.requests.map(({ params }) => params.TaskId)).size <= 1);
});

test("the keys name the account, the region and the kind; those of earlier versions count everywhere", async (t) => {
  const { at } = await emulating(t);
  const journal = join(await emptyFolder(t), "journal.jsonl");
  writeFileSync(journal, '{"key":"recording task-1","outcome":"stopped","attempts":1}\n');
  const stop = async (rest, env) => {
    const { code, stderr } = await run(["stop", "recording", "task-1", "task-2", "--journal", journal, ...rest], {
      env,
    });
    return [code, Number(/(\d+) skipped/.exec(stderr)[1])];
  };
  assert.deepEqual(await stop(at), [0, 1]);
  assert.deepEqual(await stop(at), [0, 2]);
  const [, line] = readFileSync(journal, "utf8")
    .split("\n")
    .map((text) => text && JSON.parse(text).key);
  const hash = createHash("sha256").update(testKey.ALIBABA_CLOUD_ACCESS_KEY_ID).digest("hex").slice(0, 16);
  assert.equal(line, `${hash}/${at[1]} recording task-2`);
  // Nothing is sent by a dry run, so it may name a region of the vendor.
  const dry = (region, env) => stop(["--dry-run", "--region", region], env);
  const there = `${hash}/ap-southeast-1 recording task-2`;
  appendFileSync(journal, `${JSON.stringify({ key: there, outcome: "stopped", attempts: 1 })}\n`);
  assert.deepEqual(await dry("ap-southeast-1"), [0, 2]);
  assert.deepEqual(await dry("eu-central-1"), [0, 1]);
  assert.deepEqual(await dry("ap-southeast-1", { ALIBABA_CLOUD_ACCESS_KEY_ID: "another" }), [0, 1]);
});

test("temporary credentials keep their journal after a renewal", async (t) => {
  const { at } = await emulating(t);
  const journal = join(await emptyFolder(t), "journal.jsonl");
  const dry = (id) =>
    run(["stop", "recording", "task-1", "task-2", "--dry-run", "--journal", journal, ...at], {
      env: { ALIBABA_CLOUD_ACCESS_KEY_ID: id, ALIBABA_CLOUD_SECURITY_TOKEN: "token" },
    });
  const hash = createHash("sha256").update("the key of the environment").digest("hex").slice(0, 16);
  writeFileSync(journal, `{"key":"${hash}/${at[1]} recording task-1","outcome":"stopped","attempts":1}\n`);
  for (const id of ["STS.one", "STS.two"]) assert.match((await dry(id)).stderr, /1 skipped/);
});

test("another current profile is another account, and a profile is the same one by its name", async (t) => {
  const HOME = await emptyFolder(t);
  mkdirSync(join(HOME, ".aliyun"));
  const journal = join(HOME, "journal.jsonl");
  const keys = { access_key_id: "STS.id", access_key_secret: "secret", sts_token: "token" };
  const profiles = ["prod", "test"].map((name) => ({ name, mode: "StsToken", ...keys }));
  const skipped = async (current, ...rest) => {
    writeFileSync(join(HOME, ".aliyun", "config.json"), JSON.stringify({ current, profiles }), { mode: 0o600 });
    const env = {
      HOME,
      ALIBABA_CLOUD_ACCESS_KEY_ID: undefined,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: undefined,
    };
    const { stderr } = await run(
      ["stop", "recording", "task-1", "task-2", "--dry-run", "--journal", journal, ...rest],
      {
        env,
      },
    );
    return Number(/(?:(\d+) skipped)?; 0 requests/.exec(stderr)[1] ?? 0);
  };
  const hash = createHash("sha256").update("profile prod").digest("hex").slice(0, 16);
  writeFileSync(journal, `{"key":"${hash}/cn-shanghai recording task-1","outcome":"stopped","attempts":1}\n`);
  assert.deepEqual(
    [await skipped("prod"), await skipped("test"), await skipped("test", "--profile", "prod")],
    [1, 0, 1],
  );
});
