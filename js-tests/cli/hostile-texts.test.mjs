// Texts of others on a terminal: the service, a file, an argument, a profile and a client of the emulator may write anything.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { listen } from "../support/listen.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { inTerminal, run, started } from "./support/program.mjs";

/** Clears a screen, titles a window, rings, returns to the start of the line, begins a line, and turns the writing around. */
const HOSTILE = "\x1b[2J\x1b]0;t\x07\r\nforged line\x9b31m\x7f\u202Eabc\u2066\u2028\u2029\u200B\u{E0041}";

/** Characters that no line may have; styles of the program itself are taken away before. */
const FORBIDDEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const assertHarmless = (text) => {
  assert.doesNotMatch(text, FORBIDDEN, JSON.stringify(text));
  assert.doesNotMatch(text, /^forged line/m);
};

/** The screen without the sequences that the program writes itself: styles, the bar's end, and the ends of lines. */
const withoutOwn = (screen) => screen.replace(/\x1b\[(?:1|2|22|3[1239])m|\r(?=\n)|\r|\x1b\[K/g, "");

/** A service that repeats a text everywhere. */
async function hostile(t) {
  const service = createServer((request, response) => {
    const action = request.headers["x-acs-action"];
    response.setHeader("content-type", "application/json");
    if (action === "DescribeLiveStreamMonitorList") {
      const monitor = { MonitorId: `m${HOSTILE}`, MonitorName: HOSTILE, Status: 1 };
      response.end(JSON.stringify({ RequestId: "1", Total: 1, LiveStreamMonitorList: [monitor] }));
    } else if (action === "StopRtcCloudRecording") {
      response.statusCode = 403;
      response.end(JSON.stringify({ RequestId: HOSTILE, Code: "Forbidden.RAM", Message: HOSTILE }));
    } else {
      response.end(JSON.stringify({ RequestId: HOSTILE, TaskInfo: { TaskId: "a", Status: HOSTILE }, Note: HOSTILE }));
    }
  });
  return ["--endpoint", await listen(t, service)];
}

const commands = [
  ["stop", "recording", "a", "--verbose"],
  ["status", "recording", "a"],
  ["status", "monitor"],
  ["call", "Anything"],
  ["doctor"],
];

for (const args of commands) {
  test(`${args.join(" ")}: texts of the service are harmless in a pipe and in a terminal`, async (t) => {
    const at = await hostile(t);
    const piped = await run([...args, ...at]);
    assertHarmless(piped.stdout);
    assertHarmless(piped.stderr);
    assertHarmless(withoutOwn((await inTerminal([...args, ...at])).screen));
    const json = await run([...args, "--json", ...at]);
    assertHarmless(json.stdout);
    assert.notEqual(json.stdout, "");
    for (const line of json.stdout.trim().split("\n")) JSON.parse(line);
  });
}

test("JSON keeps a text whole", async (t) => {
  const { stdout } = await run(["call", "Anything", "--json", ...(await hostile(t))]);
  assert.equal(JSON.parse(stdout).reply.Note, HOSTILE);
});

test("arguments, files and profiles are harmless in messages", async (t) => {
  const folder = await emptyFolder(t);
  await mkdir(join(folder, ".aliyun"));
  const profile = { name: HOSTILE, mode: "Nope" };
  await writeFile(join(folder, ".aliyun", "config.json"), JSON.stringify({ current: HOSTILE, profiles: [profile] }));
  await writeFile(join(folder, "ids.txt"), `taskId\na${HOSTILE}\n`);
  const env = { HOME: folder, ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" };
  for (const args of [
    [`stop${HOSTILE}`],
    ["stop", "recording", `a${HOSTILE}`],
    ["stop", "recording", "--from", `${folder}/none${HOSTILE}`],
    ["stop", "recording", "--from", join(folder, "ids.txt")],
    ["stop", "recording", "a", "--region", HOSTILE],
    ["stop", "recording", "a", "--endpoint", HOSTILE],
    ["stop", "recording", "a", "--profile", HOSTILE],
    ["stop", "recording", "a", "--rate", HOSTILE],
    ["call", HOSTILE],
    ["call", "Anything", HOSTILE],
    ["emulator", "--fault", HOSTILE],
    ["doctor"],
  ]) {
    const { code, stdout, stderr } = await run(args, { env });
    assert.notEqual(code, 0, JSON.stringify(args));
    assertHarmless(stdout);
    assertHarmless(stderr);
  }
});

test("a client of the emulator forges no line of its log", async (t) => {
  const { child, done } = started(["emulator", "--port", "0", "--verbose"], { input: null });
  t.after(() => child.kill("SIGKILL"));
  const [url] = await once(child.stdout, "data");
  await fetch(`${url.trim()}/?Action=${encodeURIComponent(HOSTILE)}`, { method: "POST" });
  child.kill("SIGINT");
  const { stderr } = await done;
  assert.match(stderr, /^POST .*forged line/m);
  assertHarmless(stderr);
});
