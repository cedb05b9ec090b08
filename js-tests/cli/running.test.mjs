// `stop monitor --running`: finds what runs before it stops anything, also after a kill.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { listen } from "../support/listen.mjs";
import { monitored, OLD, YOUNG } from "../support/monitored.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { emulating, ids, inTerminal, plain, run, started } from "./support/program.mjs";

const monitoring = (t, options) => monitored((given) => emulating(t, { ...given, ...options }));

const sweep = (...rest) => ["stop", "monitor", "--running", "--rate", "1000", ...rest];

test("130 monitors, 30 of them younger than the limit, with a kill in the middle and a second run", async (t) => {
  const { at, running, start, stops } = await monitoring(t, { latencyMs: 20 });
  const journal = join(await emptyFolder(t), "journal.jsonl");
  const args = sweep("--older-than", "6h", "--concurrency", "4", "--journal", journal, ...at);
  const dry = await run([...args, "--dry-run"]);
  assert.deepEqual([dry.code, dry.stdout.match(/^dry-run\told-/gm).length, stops()], [0, 100, 0], dry.stderr);
  assert.match(dry.stderr, /30 monitors running for a shorter time: not stopped/);
  const { child, done } = started(args);
  while (stops() < 40) await delay(5);
  child.kill("SIGKILL");
  await done;
  assert.ok(running().length > YOUNG.length, "the kill was too late");
  // A monitor that was started again, though the journal has it.
  const { key } = JSON.parse(readFileSync(journal, "utf8").split("\n")[0]);
  const again = key.slice(key.lastIndexOf(" ") + 1);
  assert.ok(OLD.includes(again));
  await start([again]);
  const { code, stderr } = await run(sweep("--journal", journal, "--older-than", "6h", ...at));
  assert.equal(code, 0, stderr);
  assert.deepEqual(running().sort(), [again, ...YOUNG].sort());
  const all = await run(sweep("--json", "--journal", journal, ...at));
  assert.deepEqual([all.code, running()], [0, []], all.stderr);
  const results = all.stdout.trimEnd().split("\n").map(JSON.parse);
  assert.deepEqual([results.length, results.at(-1).stopped, results.at(-1).skipped], [32, 31, 0]);
  assert.ok(results.slice(0, -1).every(({ context }) => Date.parse(context.startTime) > 0));
  const none = await run(sweep(...at));
  assert.deepEqual([none.code, none.stdout], [0, ""]);
  assert.match(none.stderr, /no monitor to stop/);
});

test("the question is asked after the list, with its number", async (t) => {
  const { at, running } = await monitoring(t);
  const question = /Stop 130 monitors .*\[y\/N\]/;
  const no = await inTerminal(sweep(...at), { typed: [[question, "\n"]] });
  assert.equal(no.code, 2, plain(no.screen));
  assert.equal(running().length, 130);
});

test("a Ctrl-C during the list stops nothing", async (t) => {
  const { at, running, stops } = await monitoring(t, { latencyMs: 300 });
  const { child, texts, done } = started(sweep("--verbose", ...at));
  while (!texts.stderr.includes("response 1")) await delay(5);
  child.kill("SIGINT");
  const { code, stderr } = await done;
  assert.deepEqual([code, running().length, stops()], [130, 130, 0], stderr);
  assert.match(stderr, /interrupted: nothing was stopped/);
});

test("what the service lists without a time or against the filter is not stopped", async (t) => {
  const stopped = [];
  const service = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    const { searchParams } = new URL(request.url, "http://service");
    if (request.headers["x-acs-action"] === "StopLiveStreamMonitor") stopped.push(searchParams.get("MonitorId"));
    const StartTime = "2020-01-01T00:00:00Z";
    const LiveStreamMonitorList = [
      { MonitorId: "old", Status: 1, StartTime },
      { MonitorId: "timeless", Status: 1 },
      { MonitorId: "odd", Status: 1, StartTime: "yesterday" },
      { MonitorId: "idle", Status: 0, StartTime },
    ];
    response.end(JSON.stringify({ RequestId: "1", Total: 4, LiveStreamMonitorList }));
  });
  const endpoint = await listen(t, service);
  const { code, stderr } = await run(sweep("--older-than", "2d", "--endpoint", endpoint));
  assert.deepEqual([code, stopped], [0, ["old"]], stderr);
  assert.match(stderr, /2 monitors without the time of the start: not stopped/);
});

test("--running is for monitors, without ids, and --older-than is for --running", async () => {
  for (const [args, said] of [
    [["stop", "recording", "--running"], "--running lists monitors, and no recordings"],
    [["stop", "relay", "--running"], "--running lists monitors, and no relays"],
    [["stop", "monitor", "--running", ...ids(1)], "--running and ids are given"],
    [["stop", "monitor", "--running", "--from", "ids"], "--running and ids are given"],
    [["stop", "monitor", "a", "--older-than", "6h"], "--older-than is given without --running"],
    [["stop", "monitor", "--running", "--older-than", "6 hours"], "--older-than is no time up to 366 days"],
    [["stop", "monitor", "--running", "--param", "regionId=cn-shanghai"], "--param is given without ids"],
    [["status", "monitor", "--param", "regionId=cn-shanghai"], "--param is given without ids"],
  ]) {
    const { code, stderr } = await run(args);
    assert.deepEqual([code, stderr.includes(said)], [2, true], stderr);
  }
});
