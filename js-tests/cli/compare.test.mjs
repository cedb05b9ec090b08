// `apsara-live compare`: the script against the emulator, interrupts, and what is left behind.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { until } from "../support/portable/waiting.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { compareAt, compared, DOMAIN, leftIn, RECORDING, startedCompare } from "./support/comparing.mjs";
import { otherService } from "./support/other-service.mjs";
import { inTerminal, plain, posix, run, started } from "./support/program.mjs";

test("the whole script against an emulator in a process of its own finds no difference", async (t) => {
  const { child, texts, done } = started(["emulator", "--port", "0", "--json"]);
  t.after(async () => {
    child.kill("SIGTERM");
    await done;
  });
  await until(() => texts.stdout.includes("\n"));
  const { url } = JSON.parse(texts.stdout);
  const file = join(await emptyFolder(t), "recording.json");
  const { code, rows, summary, stderr } = await compared(url, { args: ["--output", file] });
  assert.deepEqual([code, rows], [0, []], stderr);
  const { service, exchanges } = JSON.parse(readFileSync(file, "utf8"));
  assert.deepEqual([service, exchanges.length], ["emulator", summary.exchanges]);
  const outcomes = Object.fromEntries(exchanges.map(({ step, outcome }) => [step, outcome]));
  for (const [step, outcome] of [
    ["stop", "stopped"],
    ["stop again", "already-stopped by StreamMonitorAlreadyStop"],
    ["describe until STOPPED", "STOPPED"],
    ["describe, HMAC-SHA1, GET", "RUNNING"],
    ["describe, parameters in a form", "RUNNING"],
    ["describe, wrong secret", "error service SignatureDoesNotMatch"],
    ["describe, clock 20 minutes slow", "sends again after service InvalidTimeStamp.Expired, with the service's clock"],
    ["describe, the same nonce", "sends again after service SignatureNonceUsed"],
    ["stop the deleted monitor", "error service StreamMonitorNotExist"],
    ["stop an unknown recording", "error service NotFound.Task"],
    ["stop an unknown relay", "error service CodeTaskNotExist"],
    ["stop an unknown transcoding", "error service NotFound"],
    ["stop the recording again", "already-stopped by InvalidParameter.TaskId"],
  ]) {
    assert.equal(outcomes[step], outcome, step);
  }
  // The file alone leads to the same result.
  const again = await run(["compare", "--recording", file, "--json"]);
  assert.deepEqual([again.code, JSON.parse(again.stdout)], [0, summary]);
});

test("an interrupt at any request removes what was made", async (t) => {
  const interruptedAt = async (number) => {
    let child;
    const service = await otherService(t, {
      before: (request) => {
        if (request.number === number) child.kill("SIGINT");
      },
    });
    const program = startedCompare(service.url);
    child = program.child;
    const { code, stdout, stderr } = await program.done;
    assert.deepEqual([code, stdout], [130, ""], `${number}: ${stderr}`);
    assert.deepEqual(leftIn(service.emulator), [], `${number}: ${stderr}`);
  };
  const whole = await otherService(t);
  assert.equal((await compared(whole.url)).code, 0);
  // Each run takes a second of a processor.
  const every = process.env.APSARA_LIVE_SCENARIOS === "all" ? 1 : 3;
  const numbers = Array.from({ length: whole.requests() }, (_, i) => i + 1).filter((n) => n < 5 || n % every === 0);
  const next = async () => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) await interruptedAt(number);
  };
  await Promise.all([next(), next(), next()]);
});

test("a second interrupt leaves what was made, and names it", async (t) => {
  let child;
  const service = await otherService(t, {
    before: async ({ number }) => {
      if (number >= 5) child.kill("SIGINT");
      // The request of the removal gets no response.
      if (number > 5) await new Promise(() => {});
    },
  });
  const program = startedCompare(service.url);
  child = program.child;
  const { code, stderr } = await program.done;
  assert.equal(code, 130, stderr);
  const [id] = service.emulator.monitors.keys();
  assert.ok(stderr.includes(`the monitor ${id} may be left`), stderr);
});

test("a monitor whose ID was lost is found by its name, and no other monitor is touched", async (t) => {
  const monitors = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`monitor-${i}`, "RUNNING"]));
  const service = await otherService(t, {
    monitors,
    change: ({ action }) => (action === "CreateLiveStreamMonitor" ? "lost" : undefined),
  });
  const { code, stderr } = await compared(service.url);
  assert.equal(code, 75, stderr);
  assert.match(stderr, /the script ended at "create a monitor"/);
  assert.deepEqual(Object.fromEntries(service.emulator.monitors), monitors);
});

test("what cannot be removed is named, with the command that removes it", async (t) => {
  const service = await otherService(t, {
    before: ({ action }) =>
      action === "DeleteLiveStreamMonitor"
        ? { status: 403, body: { RequestId: "r", Code: "Forbidden.RAM", Message: "User not authorized." } }
        : undefined,
  });
  const { code, stderr } = await compared(service.url);
  const [id] = service.emulator.monitors.keys();
  assert.equal(code, 75, stderr);
  assert.ok(stderr.includes(`apsara-live stop monitor ${id} --endpoint ${service.url}`), stderr);
});

test("without --run, nothing is sent, and the plan names every step", async (t) => {
  const service = await otherService(t);
  const args = ["compare", "--monitor-domain", DOMAIN, ...RECORDING, "--endpoint", service.url];
  const { code, stdout, stderr } = await run(args, {
    env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "" },
  });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^CreateLiveStreamMonitor\tcreate a monitor$/m);
  assert.match(stdout, /^StartRtcCloudRecording\tstart a recording$/m);
  assert.match(stderr, /The account pays for a monitor of about a minute, and for a recording of some seconds\./);
  assert.match(stderr, /Nothing was sent\. Add --run/);
  assert.equal(service.requests(), 0);
});

test("a terminal is asked before the first request, and before the recording is kept", posix, async (t) => {
  const service = await otherService(t);
  const file = join(await emptyFolder(t), "recording.json");
  const words = compareAt(service.url, "--output", file).filter((word) => word !== "--yes");
  const no = await inTerminal(words, { typed: [[/Send these requests\?/, "n\n"]] });
  assert.deepEqual([no.code, service.requests()], [2, 0], no.screen);
  const unkept = await inTerminal(words, { typed: [[/Send these requests\?/, "y\n"], [/Keep this in/, "n\n"]] }); // biome-ignore format: two answers
  assert.deepEqual([unkept.code, existsSync(file)], [0, false], unkept.screen);
  assert.match(plain(unkept.screen), /"format": "apsara-live recording 1"/);
  const kept = await inTerminal(words, { typed: [[/Send these requests\?/, "y\n"], [/Keep this in/, "y\n"]] }); // biome-ignore format: two answers
  assert.deepEqual([kept.code, existsSync(file)], [0, true], kept.screen);
});

test("the question tells the cost, with --quiet, too; so does the plan in JSON", posix, async (t) => {
  const service = await otherService(t);
  const words = compareAt(service.url, "--quiet").filter((word) => word !== "--yes");
  const { screen } = await inTerminal(words, { typed: [[/Send these requests\?/, "n\n"]] });
  assert.match(plain(screen), /The account pays for a monitor of about a minute.* Send these requests\?/s);
  const { stdout, stderr } = await run(["compare", "--monitor-domain", DOMAIN, "--json"]);
  assert.equal(JSON.parse(stdout).cost, "The account pays for a monitor of about a minute.");
  assert.match(stderr, /No profile was read: it may name another region/);
});

test("a run without a whole script leaves no file; a recording is kept also when a task is left", async (t) => {
  const folder = await emptyFolder(t);
  const [none, some] = ["none.json", "some.json"].map((name) => join(folder, name));
  const lost = await otherService(t, { change: ({ action }) => (action.startsWith("Create") ? "lost" : undefined) });
  assert.equal((await compared(lost.url, { args: ["--output", none] })).code, 75);
  assert.equal(existsSync(none), false);
  const refusing = await otherService(t, {
    before: ({ action }) =>
      action.startsWith("Delete") ? { status: 403, body: { RequestId: "r", Code: "Forbidden.RAM", Message: "No." } } : undefined, // biome-ignore format: one choice
  });
  const { code, summary, stderr } = await compared(refusing.url, { args: ["--output", some] });
  assert.equal(code, 75, stderr);
  assert.equal(JSON.parse(readFileSync(some, "utf8")).exchanges.length, summary.exchanges);
});

test("one request without a response costs its step only, many end the script", async (t) => {
  const file = join(await emptyFolder(t), "recording.json");
  let isFirst = true;
  const once = await otherService(t, {
    change: ({ action }) => {
      if (action !== "StartLiveStreamMonitor" || !isFirst) return undefined;
      isFirst = false;
      return "lost";
    },
  });
  const { code, summary, stderr } = await compared(once.url, { args: ["--output", file] });
  const steps = JSON.parse(readFileSync(file, "utf8")).exchanges.map(({ step }) => step);
  assert.deepEqual([code, steps.length, steps.includes("start")], [75, summary.exchanges, false], stderr);
  assert.match(stderr, /no response to "start": .+; the recording lacks the step/);
  const often = await otherService(t, {
    change: ({ number, action }) => (number > 20 && action !== "DescribeLiveStreamMonitorList" ? "lost" : undefined),
  });
  const ended = await compared(often.url);
  assert.deepEqual([ended.code, ended.stdout], [75, ""], ended.stderr);
});

test("unusable options are refused before anything is sent", async (t) => {
  const service = await otherService(t);
  const file = join(await emptyFolder(t), "recording.json");
  const at = ["--endpoint", service.url, "--run", "--yes"];
  for (const [args, message] of [
    [["compare", ...at], /--monitor-domain is missing/],
    [["compare", "--monitor-domain", DOMAIN, "--owner", "me", ...at], /--owner is no number/],
    [
      ["compare", "--monitor-domain", DOMAIN, "--app", "a", "--user", "u", ...at],
      /a recording needs --channel and --storage/,
    ],
    [["compare", "--monitor-domain", DOMAIN, ...RECORDING.slice(0, -1), "oss", ...at], /--storage is no JSON object/],
    [["compare", "--monitor-domain", DOMAIN, "--output", fileURLToPath(import.meta.url), ...at], /--output .* exists/],
    [
      ["compare", "--monitor-domain", DOMAIN, "--output", join(file, "missing"), ...at],
      /--output .* cannot be written: ENO/,
    ],
    [["compare", "--monitor-domain", " ", ...at], /--monitor-domain is no domain/],
    [["compare", "--monitor-domain", `${DOMAIN}/evil?x`, ...at], /--monitor-domain is no domain/],
    [["compare", "--monitor-domain", DOMAIN, "--run", "--endpoint", service.url], /there is no terminal to ask/],
    [["compare", "--monitor-domain", DOMAIN, "--output", file], /--output has no use without --run/],
    [["compare", "--recording", file, "--run", "--output", file], /--run, --output has no use beside --recording/],
    [["compare", "--recording", file], /--recording .* cannot be read: ENOENT/],
    [["compare", "--recording", fileURLToPath(import.meta.url)], /cannot be read/],
    [["compare", "--recording", file, "--region", "cn-beijing"], /--region has no use beside --recording/],
    [["compare", "--recording", file, "--profile", "p", "--timeout", "2s"], /--profile, --timeout has no use beside/],
    [["compare", DOMAIN], /live\.example\.org has no use here/],
    [
      ["compare", "--monitor-domain", DOMAIN, "--signature-method", "HMAC-SHA1", ...at],
      /sends requests by both methods/,
    ],
  ]) {
    const { code, stderr } = await run(args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
  assert.deepEqual([service.requests(), existsSync(file)], [0, false]);
});

test("the service gets at most two requests a second, and the host of another region gets a stop", {
  timeout: 60_000,
}, async (t) => {
  const requests = join(await emptyFolder(t), "requests");
  const preload = new URL("support/hosts-of-the-vendor.mjs", import.meta.url);
  const env = { NODE_OPTIONS: `--import ${preload}`, REQUESTS: requests };
  const { code, stdout, stderr } = await run(["compare", "--monitor-domain", DOMAIN, "--run", "--yes"], { env });
  assert.deepEqual([code, stdout], [0, ""], stderr);
  const lines = readFileSync(requests, "utf8").trim().split("\n");
  const sent = lines.map((line) => line.split(" ")).map(([host, atMs]) => ({ host, atMs: Number(atMs) }));
  const gaps = sent.slice(1).map(({ atMs }, i) => atMs - sent[i].atMs);
  assert.ok(sent.length >= 25 && sent.length <= 35 && gaps.every((gap) => gap >= 500), `${gaps}`);
  const others = sent.filter(({ host }) => host !== "live.aliyuncs.com").map(({ host }) => host);
  assert.deepEqual(others, ["live.ap-southeast-1.aliyuncs.com"]);
});
