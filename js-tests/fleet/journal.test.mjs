// Journals: a run skips known tasks, records each settled task before it yields the task, and ends at an error of the journal.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs, { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { fileJournal, LiveError } from "apsara-live";
import { emptyFolder } from "../support/run-program.mjs";
import { all, clientOf, emulatorOf, recordings } from "./support/tasks.mjs";

const TASKS = recordings(50);
const liveOf = (options) => {
  const emulator = emulatorOf(TASKS, options);
  return { emulator, live: clientOf(emulator.fetch, { quota: false, retry: { baseDelayMs: 0, maxDelayMs: 0 } }) };
};

for (const kind of ["sync", "async"]) {
  const made = (value) => (kind === "sync" ? value : new Promise((resolve) => setTimeout(resolve, 2, value)));

  test(`a ${kind} journal is asked first, and told before a result is yielded`, async () => {
    const { live, emulator } = liveOf();
    const recorded = new Set();
    const journal = {
      has: (key) => made(key === "recording recording-7"),
      async record({ task }, key) {
        assert.equal(key, `recording ${task.taskId}`);
        await made();
        recorded.add(task);
      },
    };
    const run = live.stopAll(TASKS, { journal });
    for await (const { task } of run) assert.ok(recorded.has(task));
    assert.deepEqual([recorded.size, run.progress.skipped], [49, 1]);
    assert.equal(emulator.recordings.get("recording-7"), "RUNNING");
  });

  test(`an error of a ${kind} journal ends the run, and the run yields all pulled tasks`, async () => {
    for (const failing of ["has", "record"]) {
      const { live, emulator } = liveOf();
      const failure = new Error("disk full");
      let calls = 0;
      const fail = () => {
        calls += 1;
        if (calls <= 10) return made(false);
        if (kind === "sync") throw failure;
        return made().then(() => Promise.reject(failure));
      };
      const journal = { has: () => made(false), record: () => made(), [failing]: fail };
      const run = live.stopAll(TASKS, { journal, concurrency: 4 });
      const settled = [];
      await assert.rejects(
        async () => {
          for await (const one of run) settled.push(one);
        },
        (error) => error === failure,
      );
      assert.equal(settled.length, run.progress.pulled, failing);
      assert.ok(settled.length >= 10 && emulator.counts.stopRtcCloudRecording.accepted < 50);
    }
  });
}

test("a dry run asks the journal, records nothing and sends nothing", async () => {
  const { live, emulator } = liveOf();
  const journal = { has: (key) => key.endsWith("-1"), record: assert.fail };
  const run = live.stopAll(TASKS, { journal, dryRun: true });
  const settled = await all(run);
  assert.ok(run.progress.ratePerSecond > 0);
  assert.ok(settled.every(({ outcome, attempts }) => outcome === "dry-run" && attempts === 0));
  assert.equal(settled.length, 49);
  assert.equal(emulator.requests.length, 0);
});

test("a file journal goes on where it was, with a torn last line", async (t) => {
  const path = join(await emptyFolder(t), "journal.jsonl");
  const { live, emulator } = liveOf();
  const half = await live.stopAll(TASKS.slice(0, 25), { journal: fileJournal(path) }).summary();
  assert.equal(half.stopped, 25);
  const text = readFileSync(path, "utf8");
  assert.equal(text.trimEnd().split("\n").length, 25);
  truncateSync(path, text.length - 9);
  const { skipped, stopped, alreadyStopped } = await live.stopAll(TASKS, { journal: fileJournal(path) }).summary();
  assert.deepEqual([skipped, stopped, alreadyStopped], [24, 25, 1]);
  const again = await live.stopAll(TASKS, { journal: fileJournal(path) }).summary();
  assert.equal(again.skipped, 50);
  assert.equal(emulator.counts.stopRtcCloudRecording.accepted, 51);
});

test("a file journal may be used again in the same process", async (t) => {
  const { live } = liveOf();
  const journal = fileJournal(join(await emptyFolder(t), "journal.jsonl"));
  await live.stopAll(TASKS, { journal }).summary();
  assert.equal((await live.stopAll(TASKS, { journal }).summary()).skipped, 50);
});

test("every failure is asked again: other credentials or another region may mend it", async (t) => {
  const path = join(await emptyFolder(t), "journal.jsonl");
  const { live, emulator } = liveOf();
  const tasks = [{ taskId: "elsewhere" }, TASKS[0]];
  emulator.faults.push(...new Array(20).fill("reset"));
  const first = await all(live.stopAll(tasks, { journal: fileJournal(path), concurrency: 1, maxOutageMs: 1 }));
  assert.ok(first.every(({ outcome }) => outcome === "failed" || outcome === "unknown"));
  emulator.faults.length = 0;
  const second = await live.stopAll(tasks, { journal: fileJournal(path) }).summary();
  assert.deepEqual([second.skipped, second.failed, second.stopped], [0, 1, 1]);
  emulator.recordings.set("elsewhere", "RUNNING");
  const third = await live.stopAll(tasks, { journal: fileJournal(path) }).summary();
  assert.deepEqual([third.skipped, third.failed, third.stopped], [1, 0, 1]);
});

test("a disk that fills up within a line ends the run, and tears no other line", async (t) => {
  const path = join(await emptyFolder(t), "journal.jsonl");
  const { live } = liveOf();
  const { writeSync } = fs;
  let room = 100;
  t.mock.method(fs, "writeSync", (file, bytes) => {
    if (room === 0) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    const written = writeSync(file, bytes, 0, Math.min(room, bytes.length));
    room -= written;
    return written;
  });
  const journal = fileJournal(path);
  await assert.rejects(live.stopAll(TASKS.slice(0, 5), { journal, concurrency: 1 }).summary(), { code: "ENOSPC" });
  room = Infinity;
  assert.equal((await live.stopAll(TASKS.slice(0, 5), { journal }).summary()).skipped, 1);
  const known = fileJournal(path);
  assert.deepEqual(
    TASKS.slice(0, 6).map(({ taskId }) => known.has(`recording ${taskId}`)),
    [true, true, true, true, true, false],
  );
});

test("long journals, other lines and characters of several bytes are read", async (t) => {
  const path = join(await emptyFolder(t), "journal.jsonl");
  const key = (i) => `recording ${"任务".repeat(10)}-${i}`;
  const line = (i) => `${JSON.stringify({ key: key(i), outcome: "stopped", attempts: 1 })}\n`;
  writeFileSync(path, Array.from({ length: 5000 }, (_, i) => line(i)).join(""));
  appendFileSync(path, 'null\n"text"\n{"key":1,"outcome":"stopped"}\n\n{"key":"recording x","outcome":"unknown"}\n{"k');
  const journal = fileJournal(path);
  for (let i = 0; i < 5000; i++) assert.ok(journal.has(key(i)), `${i}`);
  for (const unknown of ["recording x", key(5000), ""]) assert.equal(journal.has(unknown), false);
});

/** A line of a journal. */
const LINE = '{"key":"recording recording-1","outcome":"stopped","attempts":1}\n';

/** Contents of files that are no journals. */
const FOREIGN = {
  ids: "task-1\ntask-2\n",
  CSV: "taskId,name\ntask-1,a\n",
  "JSON lines": '{"taskId":"task-1"}\n{"key":"task-2"}\n{"key":"a","outcome":"ok"}\n',
  "a JSON object": '{\n  "key": "a",\n  "outcome": "stopped"\n}\n',
  "results of the program": '{"type":"result","taskId":"task-1","outcome":"stopped","attempts":1}\n',
  "a line feed": "\n",
  zeros: "\0".repeat(1000),
  "64 MB without a line feed": "a".repeat(64_000_000),
  "short lines before a line of a journal": `${"a\n".repeat(600_000)}${LINE}`,
  "a long line behind a line of a journal": `${LINE}${"\0".repeat(1_200_000)}`,
};

for (const [name, content] of Object.entries(FOREIGN)) {
  test(`a file of ${name} is refused, closed and left as it is`, async (t) => {
    const path = join(await emptyFolder(t), "file");
    writeFileSync(path, content);
    const reads = t.mock.method(fs, "readSync").mock;
    const closed = t.mock.method(fs, "closeSync").mock;
    assert.throws(
      () => fileJournal(path),
      (error) => error instanceof LiveError && error.message.startsWith("path: expected a journal, an empty file"),
    );
    assert.equal(closed.callCount(), 1);
    // A megabyte says that it is no journal: the rest is not read.
    assert.ok(reads.callCount() < 25, `${reads.callCount()} reads`);
    t.mock.restoreAll();
    assert.ok(readFileSync(path, "utf8") === content);
  });
}

test("a path to a special file is refused", {
  skip: process.platform === "win32" && "has no such files",
}, async (t) => {
  const pipe = join(await emptyFolder(t), "pipe");
  execFileSync("mkfifo", [pipe]);
  for (const path of ["/dev/null", "/dev/zero", pipe]) {
    assert.throws(
      () => fileJournal(path),
      (error) => error instanceof LiveError && error.message === "path: expected a regular file",
      path,
    );
  }
});

test("a first line that is torn is one of a journal", async (t) => {
  const path = join(await emptyFolder(t), "journal.jsonl");
  writeFileSync(path, LINE.slice(0, 20));
  const { live } = liveOf();
  assert.equal((await live.stopAll(TASKS, { journal: fileJournal(path) }).summary()).stopped, 50);
  assert.equal((await live.stopAll(TASKS, { journal: fileJournal(path) }).summary()).skipped, 50);
});

test("a file: URL names the file, as a URL and as text", async (t) => {
  const folder = await emptyFolder(t);
  const file = join(folder, "名 % #.jsonl");
  writeFileSync(file, '{"key":"recording a","outcome":"stopped","attempts":1}\n');
  const url = pathToFileURL(file);
  for (const given of [file, url, url.href, { href: url.href }])
    assert.equal(fileJournal(given).has("recording a"), true);
  for (const given of [new URL("https://example.com/a"), "file://[", { href: 1 }, {}, null, 5, []]) {
    assert.throws(() => fileJournal(given), { name: "LiveError", code: "ERR_INVALID_PARAMETER" }, String(given));
  }
});

test("a path that is none is refused, and an error of the file system is thrown as it is", () => {
  for (const path of ["", undefined, 7]) {
    assert.throws(
      () => fileJournal(path),
      (error) => error instanceof LiveError && error.kind === "argument" && error.message.startsWith("path: "),
    );
  }
  assert.throws(() => fileJournal("/no/such/folder/journal"), { code: "ENOENT" });
});
