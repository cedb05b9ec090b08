// `apsara-live compare` says so wherever the outcome of a call differs, and reads no file that is none of its own.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { emptyFolder } from "../support/run-program.mjs";
import { compared, compareFor, RECORDING } from "./support/comparing.mjs";
import { emulatorFile, readRecording } from "./support/emulator-recording.mjs";
import { otherService } from "./support/other-service.mjs";
import { run } from "./support/program.mjs";

const ownRow = ({ body }) => body.LiveStreamMonitorList?.[0];

/** Runs it, and again with the file of the first run. Both ends must be the same. */
async function twice(t, change, recording = RECORDING) {
  const { url } = await otherService(t, { change });
  const file = join(await emptyFolder(t), "recording.json");
  const first = await run(compareFor(recording, url, "--json", "--output", file));
  const again = await run(["compare", "--json", "--recording", file]);
  const rows = first.stdout.trim().split("\n").map(JSON.parse).slice(0, -1);
  return { code: first.code, again: again.code, rows, stderr: first.stderr + again.stdout };
}

test("names that are words of the service hide no difference, and make none", async (t) => {
  const names = ["--app", "stream", "--channel", "running", "--user", "status", "--storage"].concat(RECORDING.at(-1));
  const same = await twice(t, () => {}, names);
  assert.deepEqual([same.code, same.again, same.rows], [0, 0, []], same.stderr);
  const state = (exchange) => {
    if (ownRow(exchange)) ownRow(exchange).Status = 7;
  };
  const other = await twice(t, state, names);
  assert.deepEqual([other.code, other.again], [1, 1], other.stderr);
});

const CHANGES = {
  "a state that is a long number": [
    1,
    (exchange) => ownRow(exchange) && Object.assign(ownRow(exchange), { Status: 100_000 }),
  ],
  "the own row behind others": [
    0,
    ({ body }) => {
      const list = body.LiveStreamMonitorList;
      if (list?.length > 0)
        list.unshift(
          ...["a-1", "a-2", "a-3"].map((MonitorId) => ({ ...list[0], MonitorId, MonitorName: MonitorId, Status: 9 })),
        );
    },
  ],
  "XML with the content type of JSON": [
    0,
    (exchange) => {
      const { Code, RequestId } = exchange.body;
      if (Code === "StreamMonitorNotExist")
        exchange.body = `<Error><Code>${Code}</Code><RequestId>${RequestId}</RequestId></Error>`;
    },
  ],
};

for (const [what, [code, change]] of Object.entries(CHANGES)) {
  test(`the outcome is judged by the response, not by the file: ${what}`, async (t) => {
    const ended = await twice(t, change);
    assert.deepEqual([ended.code, ended.again], [code, code], ended.stderr);
  });
}

test("a monitor that is made without an ID is a difference", async (t) => {
  const { url } = await otherService(t, {
    change: ({ action, body }) => {
      if (action === "CreateLiveStreamMonitor") delete body.MonitorId;
    },
  });
  const { code, rows, stderr } = await compared(url);
  const found = (step) => rows.filter((row) => row.step === step && row.changesOutcome).map(({ what }) => what);
  assert.equal(code, 1, stderr);
  assert.deepEqual(found("create a monitor"), ["member MonitorId"]);
});

test("a recording with other steps than the script ends with 1", async (t) => {
  const file = join(await emptyFolder(t), "recording.json");
  const whole = readRecording(emulatorFile);
  const [first, ...others] = whole.exchanges;
  for (const exchanges of [others, [{ ...first, step: "another step" }, ...whole.exchanges]]) {
    writeFileSync(file, JSON.stringify({ ...whole, exchanges }));
    const { code, stdout } = await run(["compare", "--recording", file]);
    assert.equal(code, 1, stdout);
  }
});

test("a file that is no recording is refused", async (t) => {
  const file = join(await emptyFolder(t), "recording.json");
  const whole = readRecording(emulatorFile);
  const [first] = whole.exchanges;
  const withOne = (members) => ({ ...whole, exchanges: [{ ...first, ...members }] });
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const texts = [
    { ...whole, exchanges: [] },
    { ...whole, region: undefined },
    { ...whole, region: "x.example.com/" },
    { ...whole, service: "another" },
    withOne({ outcome: undefined }),
    withOne({ status: 99 }),
    withOne({ status: 600 }),
    withOne({ headers: { "a b": "c" } }),
    withOne({ request: { method: "POST", ids: { TaskId: 1 } } }),
  ].map((value) => JSON.stringify(value));
  texts.push(JSON.stringify(withOne({ body: "DEEP" })).replace('"DEEP"', deep));
  for (const text of texts) {
    writeFileSync(file, text);
    const { code, stderr } = await run(["compare", "--recording", file]);
    assert.equal(code, 2, text.slice(0, 300) + stderr);
    assert.match(stderr, /cannot be read: (?:its|it has|a member)/);
  }
});
