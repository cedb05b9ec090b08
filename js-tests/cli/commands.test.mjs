// Each command as a process in a pipe, against the emulator: lines, JSON lines, inputs and refusals.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { listen } from "../support/listen.mjs";
import { manifest } from "../support/paths.mjs";
import { emptyFolder, runProgram } from "../support/run-program.mjs";
import { emulating, plain, posix, program, run, started } from "./support/program.mjs";

const jsonLines = (text) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
const REQUEST_ID = /^[0-9A-F-]{36}$/;

test("stop writes a line for each task: outcome, id, request id, code", async (t) => {
  const { at, emulator } = await emulating(t);
  const { code, stdout, stderr } = await run(["stop", "recording", "task-1", "nope", "task-2", ...at]);
  assert.equal(code, 1);
  const rows = stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  assert.deepEqual(rows.map(([outcome, id, , error = ""]) => [outcome, id, error]).sort(), [
    ["failed", "nope", "NotFound.Task"],
    ["stopped", "task-1", ""],
    ["stopped", "task-2", ""],
  ]);
  for (const [, , requestId] of rows) assert.match(requestId, REQUEST_ID);
  const [, , failedId] = rows.find(([outcome]) => outcome === "failed");
  // The error with the request id, its meaning for the task, and the remedy.
  assert.match(stderr, new RegExp(`error: nope: .*NotFound\\.Task.*\\(request id ${failedId}\\)`));
  assert.match(stderr, /This command did not stop the task\.\n {2}Check the task ID, and use the region/);
  assert.match(stderr, /3 recordings: 2 stopped, 1 failed; 3 requests in/);
  assert.equal(emulator.recordings.get("task-1"), "STOPPED");
});

test("stop --json writes a line for each task and a summary", async (t) => {
  const { at } = await emulating(t, { faults: ["lost-reply"] });
  const { code, stdout } = await run(["stop", "monitor", "monitor-1", "none", "--json", ...at]);
  assert.equal(code, 1);
  const lines = jsonLines(stdout);
  assert.deepEqual(lines.map(({ type }) => type).sort(), ["result", "result", "summary"]);
  const stopped = lines.find(({ monitorId }) => monitorId === "monitor-1");
  assert.match(stopped.outcome, /^(already-)?stopped$/);
  assert.match(stopped.requestId, REQUEST_ID);
  const { outcome, error } = lines.find(({ monitorId }) => monitorId === "none");
  assert.equal(outcome, "failed");
  assert.deepEqual(
    [error.kind, error.code, error.retryable, error.outcomeUnknown],
    ["service", "StreamMonitorNotExist", false, false],
  );
  const {
    durationMs,
    attempts,
    stopped: _,
    alreadyStopped: __,
    ...summary
  } = lines.find(({ type }) => type === "summary");
  assert.deepEqual(summary, {
    ...{ type: "summary", total: 2, failed: 1, unknown: 0, dryRun: 0, skipped: 0, duplicates: 0, notAsked: 0 },
    ...{
      region: "cn-shanghai",
      host: at[1].replace("http://", ""),
      credentials: "the key of the environment",
      key: "testid",
    },
  });
  assert.ok(attempts === 3 && durationMs > 0);
});

test("stop --dry-run sends nothing and needs no credentials", async (t) => {
  const { at, emulator } = await emulating(t);
  const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" };
  const { code, stdout } = await run(["stop", "recording", "task-1", "--dry-run", ...at], { env });
  assert.deepEqual([code, stdout], [0, "dry-run\ttask-1\t\t\n"]);
  assert.equal(emulator.requests.length, 0);
});

test("stop passes the owner and the region of a monitor on", async (t) => {
  const { at, emulator } = await emulating(t);
  const input = '{"monitorId":"monitor-1","regionId":"cn-shanghai","ownerId":7}\n';
  assert.equal((await run(["stop", "monitor", "-", ...at], { input })).code, 0);
  assert.match(`${emulator.requests[0].url} ${emulator.requests[0].body}`, /RegionId=cn-shanghai/);
});

test("a code that objects inherit has the remedy of its kind", async (t) => {
  const body = JSON.stringify({ RequestId: "1", Code: "constructor", Message: "odd" });
  const endpoint = await listen(
    t,
    createServer((_, response) => response.writeHead(400).end(body)),
  );
  const { code, stderr } = await run(["stop", "recording", "task-1", "--endpoint", endpoint]);
  assert.equal(code, 1);
  assert.match(stderr, /See the code on the vendor's page/);
  assert.doesNotMatch(stderr, /native code/);
});

test("status shows recordings in order, with their files", async (t) => {
  const { at } = await emulating(t);
  await run(["stop", "recording", "task-2", ...at]);
  const { code, stdout, stderr } = await run(["status", "recording", "task-1", "task-2", "nope", ...at]);
  assert.equal(code, 1);
  assert.match(stdout, /^RUNNING\ttask-1\t\nSTOPPED\ttask-2\t.*\n$/);
  assert.match(stderr, /nope: .*request id/);
  const [line] = jsonLines((await run(["status", "recording", "task-2", "--json", ...at])).stdout);
  assert.deepEqual([line.type, line.taskId, line.status, line.reply.taskId], ["status", "task-2", "STOPPED", "task-2"]);
});

test("status lists all monitors, page by page, or the named monitors", async (t) => {
  const monitors = Object.fromEntries(Array.from({ length: 23 }, (_, i) => [`m-${i}`, "RUNNING"]));
  const { at } = await emulating(t, { monitors });
  const all = await run(["status", "monitor", ...at]);
  assert.deepEqual([all.code, all.stdout.trimEnd().split("\n").length], [0, 23]);
  const some = await run(["status", "monitor", "m-7", "none", ...at]);
  assert.equal(some.code, 1);
  assert.match(some.stdout, /^RUNNING\tm-7\t.*\nNOT-FOUND\tnone\t\n$/);
  assert.match(some.stderr, /no such monitor/);
});

test("status shows what it can of a reply with members of other types", async (t) => {
  const reply = { value: {} };
  const service = createServer((_, response) => response.end(JSON.stringify({ RequestId: "1", ...reply.value })));
  const at = ["--endpoint", await listen(t, service)];
  for (const [value, args, said, ends = 0] of [
    [
      { TaskInfo: { TaskId: "a", Status: 2, RecordFileList: { HlsFileList: null, Mp4FileList: [null, "x.mp4", {}] } } },
      ["recording", "a"],
      /\ta\tx\.mp4\n$/,
    ],
    [{ TaskInfo: { TaskId: "a", RecordFileList: [1] } }, ["recording", "a"], /^UNKNOWN\ta\t\n$/],
    [
      { Total: 1, LiveStreamMonitorList: [null, { MonitorId: "m", MonitorName: {}, Status: { toString: 1 } }] },
      ["monitor", "m"],
      /^UNKNOWN\tm\t\n$/,
    ],
    [
      { Total: 1, LiveStreamMonitorList: [null, { MonitorId: "m", MonitorName: {}, Status: {} }] },
      ["monitor"],
      /^UNKNOWN\tm\t\n$/,
    ],
    [{ Total: 1, LiveStreamMonitorList: [] }, ["monitor", "m"], /^UNKNOWN\tm\t\n$/],
    [{ Total: "1", LiveStreamMonitorList: [] }, ["monitor", "m"], /^UNKNOWN\tm\t\n$/],
    [{ Total: true, LiveStreamMonitorList: [] }, ["monitor", "m"], /^NOT-FOUND\tm\t\n$/, 1],
    [{ LiveStreamMonitorList: { MonitorId: "m" } }, ["monitor", "m"], /^UNKNOWN\tm\t\n$/],
  ]) {
    reply.value = value;
    const { code, stdout, stderr } = await run(["status", ...args, ...at]);
    assert.equal(code, ends, stderr);
    assert.match(stdout, said);
  }
});

test("call calls any action, with words and JSON", async (t) => {
  const { at } = await emulating(t);
  const words = await run(["call", "DescribeLiveStreamMonitorList", "PageSize=1", ...at]);
  assert.deepEqual([words.code, JSON.parse(words.stdout).LiveStreamMonitorList.length], [0, 1]);
  const params = ["--params", '{"PageSize":1}', "--idempotent", "--json", "--method", "GET"];
  const json = await run(["call", "DescribeLiveStreamMonitorList", ...params, ...at]);
  const [{ type, requestId, reply }] = jsonLines(json.stdout);
  assert.deepEqual([json.code, type, reply.LiveStreamMonitorList.length], [0, "reply", 1]);
  assert.match(requestId, REQUEST_ID);
});

test("numbers of JSON keep all their digits", async (t) => {
  const owners = [];
  const service = createServer((request, response) => {
    owners.push(new URL(request.url, "http://service").searchParams.get("OwnerId"));
    response.setHeader("content-type", "application/json");
    response.end('{"RequestId":"R"}');
  });
  const at = ["--endpoint", await listen(t, service)];
  const { code, stderr } = await run([
    "call",
    "DescribeSomething",
    "--params",
    '{"OwnerId":1234567890123456789}',
    ...at,
  ]);
  assert.equal(code, 0, stderr);
  const line = '{"monitorId":"m","ownerId":1234567890123456789}';
  const stopped = await run(["stop", "monitor", "-", ...at], { input: line });
  assert.equal(stopped.code, 0, stopped.stderr);
  assert.deepEqual(owners, ["1234567890123456789", "1234567890123456789"]);
});

test("call says whether the action was executed", async (t) => {
  const { at, emulator } = await emulating(t);
  const unknown = await run(["call", "Nope", "--json", ...at]);
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /InvalidAction\.NotFound.*request id [^)]+\)\n {2}The action was not executed\./);
  assert.equal(jsonLines(unknown.stdout)[0].error.code, "InvalidAction.NotFound");
  emulator.faults.push("lost-reply");
  const lost = await run(["call", "StartLiveStreamMonitor", "MonitorId=monitor-1", ...at]);
  assert.equal(lost.code, 75);
  assert.match(lost.stderr, /The action may have been executed\./);
});

test("call and sign suggest a name that the service has", async (t) => {
  const { at } = await emulating(t);
  const action = await run(["sign", "StartRtcCloudRecordin", "AppId=a", ...at]);
  const hint = 'StartRtcCloudRecordin is no known action: did you mean "StartRtcCloudRecording"?';
  assert.deepEqual([action.code, action.stderr.includes(hint)], [0, true], action.stderr);
  const parameter = await run(["call", "DescribeCasters", "CasterID=a", "Tag.1.Key=b", ...at]);
  const [first] = parameter.stderr.split("\n");
  assert.equal(first, 'CasterID is no known parameter of DescribeCasters: did you mean "CasterId"?');
  assert.ok(!parameter.stderr.includes("Tag"), parameter.stderr);
  const known = await run(["call", "DescribeLiveStreamMonitorList", "PageSize=1", ...at]);
  assert.equal(known.stderr, "");
  const quiet = await run(["sign", "StartRtcCloudRecordin", "--quiet", ...at]);
  assert.equal(quiet.stderr, "");
});

test("sign prints a request that the service accepts, and sends nothing", async (t) => {
  const { at, emulator } = await emulating(t);
  for (const id of ["TaskId=task-1", "taskId=task-2"]) {
    const before = emulator.requests.length;
    const { code, stdout } = await run(["sign", "StopRtcCloudRecording", id, ...at]);
    assert.deepEqual([code, emulator.requests.length], [0, before]);
    const { url, ...init } = JSON.parse(stdout);
    assert.equal((await fetch(url, init)).status, 200);
  }
});

test("sign --curl prints a command that works, and --redact one that shows nothing", posix, async (t) => {
  const { at } = await emulating(t);
  const { stdout } = await run(["sign", "DescribeLiveStreamMonitorList", "--curl", ...at]);
  const answer = await runProgram("sh", ["-c", stdout.replace(/^curl/, "curl --silent --noproxy '*'")]);
  assert.equal(JSON.parse(answer).Total, 2);
  const redacted = await run(["sign", "DescribeLiveStreamMonitorList", "--curl", "--redact", ...at]);
  assert.match(redacted.stdout, /Credential=\*\*\*.*Signature=\*\*\*/);
  assert.doesNotMatch(redacted.stdout, /testid|testsecret/);
});

test("emulator runs until Ctrl-C, with its quota and its faults", async () => {
  const faults = ["--fault", "throttle", "--fault", '{"type":"slow","ms":5}'];
  const own = ["--recordings", "5", "--recording", "mine=STOPPED", "--quota", "50", "--latency", "1ms"];
  const emulator = started(["emulator", "--port", "0", ...own, ...faults], { input: null });
  while (!emulator.texts.stdout.includes("\n")) await new Promise((resolve) => setTimeout(resolve, 10));
  const at = ["--endpoint", emulator.texts.stdout.trim()];
  const { code, stdout } = await run(["stop", "recording", "task-5", "mine", ...at]);
  assert.equal(code, 0);
  assert.match(stdout, /^already-stopped\tmine/m);
  const port = new URL(emulator.texts.stdout.trim()).port;
  const second = await run(["emulator", "--port", port]);
  assert.equal(second.code, 2);
  assert.match(second.stderr, /cannot listen on .*EADDRINUSE/);
  emulator.child.kill("SIGINT");
  const end = await emulator.done;
  assert.equal(end.code, 0);
  assert.match(end.stderr, /stopRtcCloudRecording: 3 accepted, 0 throttled/);
});

test("doctor checks credentials, region, proxy, endpoint, clock and signature", async (t) => {
  const { at } = await emulating(t);
  const { code, stdout } = await run(["doctor", ...at]);
  assert.equal(code, 0, stdout);
  const checks = ["program", "credentials", "region", "proxy", "endpoint", "clock", "signature"];
  assert.deepEqual(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/\s+/).slice(0, 2)),
    checks.map((name) => ["ok", name]),
  );
  const json = jsonLines((await run(["doctor", "--json", ...at])).stdout);
  assert.deepEqual(
    json.map(({ check, ok }) => [check, ok]),
    checks.map((name) => [name, true]),
  );
});

test("--verbose names the task of each call, and a single request", async (t) => {
  const { at } = await emulating(t);
  const { stderr } = await run(["stop", "recording", "task-1", "task-2", "task-1", "--verbose", "--json", ...at]);
  for (const id of ["task-1", "task-2"]) {
    assert.match(stderr, new RegExp(`^${id} StopRtcCloudRecording: stopped after 1 request$`, "m"));
  }
  assert.match(stderr, /: 2 stopped, 1 duplicate; 2 requests in /);
  const { stdout } = await run(["stop", "recording", "task-3", "--verbose", "--json", ...at]);
  assert.equal(jsonLines(stdout)[0].context, undefined);
  const many = await run(["stop", "recording", "task-1", "task-2", "--verbose", ...at]);
  assert.match(many.stderr, /^call 1 StopRtcCloudRecording: signed, and not sent$/m);
  const status = await run(["status", "recording", "task-1", "--verbose", ...at]);
  assert.match(status.stderr, /^task-1 DescribeRtcCloudRecordingFiles: answered after 1 request$/m);
  const call = await run(["call", "DescribeLiveStreamMonitorList", "--verbose", ...at]);
  assert.match(call.stderr, /^call 1 DescribeLiveStreamMonitorList: answered after 1 request$/m);
});

test("one sentence says that nothing was sent", async (t) => {
  const { at } = await emulating(t);
  for (const args of [
    ["nope"],
    ["call", "A", "--params", "{"],
    ["status", "recording", "a b", ...at],
    ["sign", "A", "--endpoint", "ftp://x"],
    ["call", "A", "--region", "no region"],
  ]) {
    const { code, stderr } = await run(args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /^ {2}Nothing was sent\.$/m, args.join(" "));
    assert.doesNotMatch(stderr, /Nothing was changed/);
  }
});

test("doctor names the fault", async (t) => {
  const { at } = await emulating(t, { now: () => Date.now() + 3_600_000 });
  const early = await run(["doctor", ...at]);
  assert.equal(early.code, 7);
  assert.equal(early.stderr, "failed: clock\n");
  assert.match(early.stdout, /^FAIL {2}clock +3[56]\d\d s off/m);
  // The client has learnt the difference.
  assert.match(early.stdout, /^ok {4}signature/m);
  const { at: there } = await emulating(t);
  const wrong = await run(["doctor", ...there], { env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "wrong-secret-1" } });
  assert.equal(wrong.code, 8);
  assert.match(wrong.stdout, /^FAIL {2}signature +.*SignatureDoesNotMatch.*Check the AccessKey secret/m);
  const nowhere = await run(["doctor", "--endpoint", "http://127.0.0.1:2"]);
  assert.equal(nowhere.code, 6);
  assert.equal(nowhere.stderr, "failed: endpoint, signature\n");
  assert.match(nowhere.stdout, /^FAIL {2}endpoint/m);
  const bare = await run(["doctor", ...there], { env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" } });
  assert.equal(bare.code, 3);
  assert.match(bare.stdout, /^FAIL {2}credentials +ALIBABA_CLOUD_ACCESS_KEY_ID is set, and/m);
  const option = await run(["doctor", "--network", "vpc", "--endpoint", "http://live.test"]);
  assert.equal(option.code, 2);
  for (const { stdout, stderr } of [early, wrong, nowhere, bare, option]) {
    assert.doesNotMatch(stdout + stderr, /apsara-live doctor/);
  }
});

test("completion prints scripts that know all commands and options", posix, async (t) => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, stdout } = await run(["completion", shell]);
    assert.equal(code, 0);
    for (const word of ["doctor", "journal", "signature-method", "recording"]) assert.ok(stdout.includes(word), shell);
  }
  const script = join(await emptyFolder(t), "script");
  await writeFile(script, (await run(["completion", "bash"])).stdout);
  const completed = (...words) => {
    const set = `COMP_WORDS=(apsara-live ${words.map((word) => `"${word}"`).join(" ")}); COMP_CWORD=${words.length}`;
    const text = `source ${script}; ${set}; _apsara_live; printf "%s|" "\${COMPREPLY[@]}"`;
    return execFileSync("bash", ["-c", text], { encoding: "utf8" }).slice(0, -1);
  };
  assert.equal(completed("st"), "stop|status");
  assert.equal(completed("stop", "rec"), "recording");
  assert.equal(completed("stop", "recording", "--jo"), "--journal");
  assert.equal(completed("stop", "--network", ""), "public|vpc");
  // After options of every command.
  assert.equal(completed("--json", "--region", "cn-shanghai", "st"), "stop|status");
  assert.equal(completed("--json", "stop", "recording", "--jo"), "--journal");
  assert.equal(completed("--prof"), "--profile");
  // One answer, although the name has a space.
  const file = join(await emptyFolder(t), "my ids.csv");
  await writeFile(file, "");
  assert.equal(completed("stop", "recording", "--from", file.slice(0, -6)), file);
  assert.equal((await run(["completion", "tcsh"])).code, 2);
});

test("help and version are printed for the program and for each command", async () => {
  const all = await run(["--help"]);
  assert.equal(all.code, 0);
  for (const code of ["0 ", "1 ", "2 ", "75", "130"]) assert.match(all.stdout, new RegExp(`^  ${code}  `, "m"));
  for (const name of ["stop", "status", "call", "sign", "emulator", "doctor", "completion"]) {
    assert.match(all.stdout, new RegExp(`apsara-live ${name}`));
    const { code, stdout } = await run([name, "--help"]);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`Usage:\n  apsara-live ${name}`));
    assert.equal((await run(["help", name])).stdout, stdout);
    // Its own options alone.
    assert.doesNotMatch(stdout, /^ {2}--signature-method/m);
    assert.ok(stdout.includes(`apsara-live ${name} --help --all has`), stdout);
    const whole = await run([name, "--help", "--all"]);
    assert.match(whole.stdout, /^Options of every command:\n {2}--region/m);
    for (const line of `${stdout}${whole.stdout}`.split("\n")) assert.ok(line.length <= 132, line);
  }
  assert.equal((await run(["--version"])).stdout, `${manifest.version}\n`);
});

/** Command lines that are refused, with the remedy. */
const USAGE = [
  [[], "no command is given"],
  [["stpo"], 'Did you mean "stop"?'],
  [["stop"], "no kind of task is given"],
  [["stop", "recordings", "a"], "no kind of task"],
  [["stop", "recording", "a", "--jornal", "f"], "Did you mean --journal?"],
  [["doctor", "--journal", "f"], "--journal is an option of stop, not of doctor"],
  [["stop", "recording", "a", "--rate"], "--rate needs a value"],
  [["stop", "recording", "a", "--journal", "--dry-run"], "--journal needs a value"],
  [["stop", "recording", "a", "--profile", "-"], 'no profile "-"'],
  [["stop", "recording", "a", "--rate", "fast"], "--rate is no number"],
  [["stop", "recording", "a", "--yes=1"], "--yes takes no value"],
  [["stop", "recording", "a", "--region", "a", "--region", "b"], "given twice"],
  [["stop", "recording", "a", "--network", "lan"], "Use public or vpc"],
  [["stop", "recording", "a", "--timeout", "soon"], "Write it as 30s"],
  [["stop", "recording", "a", "--region", "Shanghai!"], "region ID"],
  [["stop", "recording", "a", "--endpoint", "http://example.com"], "plain http"],
  [["stop", "recording", "-", "--from", "-"], "- is given twice"],
  [["stop", "recording", "--from", "/nowhere/ids"], "/nowhere/ids cannot be read: ENOENT"],
  [["stop", "recording", "a", "--journal", "/nowhere/journal"], "cannot be opened: ENOENT"],
  [["call"], "no action is given"],
  [["call", "A", "b"], '"b" is no parameter'],
  [["call", "A", "B=1", "B=2"], "given twice"],
  [["call", "A", "--params", "{"], "--params is no JSON"],
  [["call", "A", "--params", "[]"], "--params is no JSON object"],
  [["sign", "A", "--redact"], "without --curl"],
  [["completion", "toString"], 'no completion for "toString"'],
  [["emulator", "--fault", "no-such"], "refuses options.faults"],
  [["emulator", "--quota", "many"], "--quota has no value"],
  [["emulator", "--recording", "a=ODD"], "refuses options.recordings"],
];

for (const [args, said] of USAGE) {
  test(`refuses ${["apsara-live", ...args].join(" ")}`, async () => {
    const { code, stdout, stderr } = await run(args);
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.ok(stderr.includes(said), stderr);
    assert.doesNotMatch(stderr, / at .*\.js:\d+/);
  });
}

test("the program is executable by itself", async () => {
  assert.equal(execFileSync(program(), ["--version"], { encoding: "utf8" }), `${manifest.version}\n`);
  assert.equal(plain("\x1b[31mred\x1b[39m\x1b[K"), "red");
});
