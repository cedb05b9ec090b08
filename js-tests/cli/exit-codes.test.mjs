// Exit codes, and closed pipes of other commands than stop: interrupts.test.mjs has the runs.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { emptyFolder } from "../support/run-program.mjs";
import { emulating, posix, program, run, started, testKey } from "./support/program.mjs";

const until = async (condition) => {
  while (!condition()) await delay(5);
};
const stop = (...rest) => ["stop", "recording", ...rest];

test("0: all tasks are stopped, or were before", async (t) => {
  const { at } = await emulating(t, { recordings: { a: "RUNNING", b: "STOPPED" } });
  assert.equal((await run(stop("a", "b", ...at))).code, 0);
});

test("1: some tasks were certainly not stopped", async (t) => {
  const { at } = await emulating(t);
  assert.equal((await run(stop("task-1", "nope", ...at))).code, 1);
});

test("1: again beside a journal, until the cause is mended", async (t) => {
  const { at, emulator } = await emulating(t);
  const args = stop("task-1", "--journal", join(await emptyFolder(t), "journal.jsonl"), ...at);
  const wrong = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "another-secret" };
  for (const env of [wrong, wrong]) assert.equal((await run(args, { env })).code, 1);
  assert.equal((await run(args)).code, 0);
  assert.equal(emulator.recordings.get("task-1"), "STOPPED");
});

test("1: a wrong secret halts the run after three requests, and is explained once", async (t) => {
  const { at, emulator } = await emulating(t);
  const ids = Array.from({ length: 2000 }, (_, i) => `task-${i}`);
  const env = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "another-secret" };
  const { code, stdout, stderr } = await run(stop("--yes", ...ids, ...at), { env });
  assert.deepEqual([code, emulator.requests.length], [1, 3]);
  assert.equal(stdout.match(/^not-asked\t/gm).length, 1997);
  assert.equal(stderr.match(/^error: /gm).length, 1);
  assert.match(stderr, /^error: .*SignatureDoesNotMatch.*\n.*\n {2}Check the AccessKey secret\./m);
  assert.match(stderr, /The run was halted: every other recording would be refused in the same way\.$/m);
  assert.doesNotMatch(stderr, /Run the same command again/);
});

test("2: the command or the credentials cannot be used", async () => {
  assert.equal((await run(stop("task-1", "--wrong"))).code, 2);
  const { code, stderr } = await run(stop("task-1"), {
    env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" },
  });
  assert.equal(code, 2);
  assert.match(stderr, /there are no credentials\n {2}Nothing was sent\.\n {2}Set ALIBABA_CLOUD_ACCESS_KEY_ID/);
});

test("75: another try may help, also beside a failure", async (t) => {
  const { at } = await emulating(t, { faultFor: ({ url }) => (url.includes("task-1") ? "hang" : undefined) });
  const { code, stdout, stderr } = await run(stop("task-1", "nope", "--timeout", "500ms", ...at));
  assert.equal(code, 75);
  assert.match(stdout, /^unknown\ttask-1\t\tERR_/m);
  assert.match(stdout, /^failed\tnope\t.*\tNotFound\.Task$/m);
  assert.match(stderr, /The task may be stopped, or still running and costing money\./);
  assert.match(stderr, /Run the same command again: to stop a task twice does no harm\./);
});

test("75: a service that cannot be reached", async () => {
  const { code, stderr } = await run(stop("task-1", "--endpoint", "http://127.0.0.1:2", "--timeout", "2s"));
  assert.equal(code, 75);
  assert.match(stderr, /Check the network, the proxy and --endpoint/);
});

test("75: a host that a name server does not know, with the hint about the region", async (t) => {
  const preload = join(await emptyFolder(t), "no-such-host.cjs");
  await writeFile(
    preload,
    `require("node:dns").lookup = (hostname, _, callback) =>
      callback(Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND", syscall: "getaddrinfo", hostname }));`,
  );
  const env = { NODE_OPTIONS: `--require ${JSON.stringify(preload)}` };
  const { code, stderr } = await run(stop("task-1", "--region", "ap-nowhere-1", "--timeout", "2s"), { env });
  assert.equal(code, 75, stderr);
  assert.match(stderr, /no such host, live\.ap-nowhere-1\.aliyuncs\.com; is the region right\?/);
});

test("75: the output cannot be written", { skip: process.platform !== "linux" }, async (t) => {
  const { at } = await emulating(t);
  for (const args of [
    stop("task-1"),
    ["status", "recording", "task-1"],
    ["sign", "StopRtcCloudRecording", "TaskId=a"],
  ]) {
    const full = await open("/dev/full", "w");
    const child = spawn(process.execPath, [program(), ...args, ...at], {
      env: { PATH: process.env.PATH, ...testKey },
      stdio: ["ignore", full.fd, "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    const [code] = await once(child, "close");
    await full.close();
    assert.equal(code, 75, stderr);
    assert.match(stderr, /the output cannot be written: ENOSPC/);
  }
});

test("130: SIGINT during a call says whether the action may have been executed", async (t) => {
  const { at, emulator } = await emulating(t, { faultFor: () => "hang" });
  const { child, done } = started(["call", "StartLiveStreamMonitor", "MonitorId=monitor-1", ...at]);
  await until(() => emulator.requests.length > 0);
  child.kill("SIGINT");
  const { code, stderr } = await done;
  assert.equal(code, 130);
  assert.match(stderr, /interrupted: the action may have been executed/);
});

test("a closed stdout or stderr breaks no other command", posix, async (t) => {
  const { at } = await emulating(t);
  const env = {
    PATH: process.env.PATH,
    HOME: "/nowhere",
    ALIBABA_CLOUD_ACCESS_KEY_ID: "testid",
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: "testsecret",
  };
  const ended = (command) =>
    new Promise((resolve) => {
      const all = `${command}; echo "\${PIPESTATUS[0]}"`;
      execFile("bash", ["-c", all, process.execPath, program(), ...at], { env }, (_, stdout) => resolve(stdout));
    });
  assert.equal(await ended('"$0" "$1" --help | true'), "0\n");
  assert.equal(await ended('"$0" "$1" status monitor "$2" "$3" | true'), "0\n");
  assert.equal(await ended('"$0" "$1" stop recording task-1 "$2" "$3" 2>&1 >/dev/null | true'), "0\n");
});
