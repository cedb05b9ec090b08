// `sweepMonitors`: all monitors that run are found before the first of them is stopped.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { fileJournal } from "apsara-live";
import { createLiveEmulator } from "apsara-live/testing";
import { until } from "../support/live.mjs";
import { HOUR_MS, monitored, OLD, YOUNG } from "../support/monitored.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { all, clientOf } from "./support/tasks.mjs";

const LIMIT = { olderThanMs: 6 * HOUR_MS };

const monitoring = (options) => monitored((given) => ({ emulator: createLiveEmulator({ ...given, ...options }) }));

const quota = { stopLiveStreamMonitor: 1000 };

test("130 monitors, 30 of them younger than the limit, with a kill in the middle and a second run", async (t) => {
  const { emulator, running, start, stops } = await monitoring({ latencyMs: 20 });
  const server = await emulator.serve();
  t.after(() => server.close());
  const journal = join(await emptyFolder(t), "journal.jsonl");
  const program = fileURLToPath(new URL("support/sweep.mjs", import.meta.url));
  const child = spawn(process.execPath, [program, server.url, journal, LIMIT.olderThanMs], { stdio: "inherit" });
  const exit = once(child, "exit");
  await until(() => stops() >= 40 || child.exitCode !== null);
  child.kill("SIGKILL");
  assert.deepEqual(await exit, [null, "SIGKILL"]);
  assert.ok(running().length > YOUNG.length, "the kill was too late");
  // A monitor that was started again, though the journal has it.
  const { key } = JSON.parse(readFileSync(journal, "utf8").split("\n")[0]);
  const again = key.replace("monitor ", "");
  await start([again]);
  const live = clientOf(emulator.fetch, { quota });
  const summary = await live.sweepMonitors({ ...LIMIT, journal: fileJournal(journal) }).summary();
  // How many are left, nobody knows: a request of the killed process may arrive after it.
  assert.deepEqual([summary.stopped > 0, summary.skipped, summary.failed], [true, 0, 0]);
  assert.deepEqual(running().sort(), [again, ...YOUNG].sort());
  const everything = live.sweepMonitors({ olderThanMs: 0, journal: fileJournal(journal) });
  assert.deepEqual([(await everything.summary()).stopped, running()], [31, []]);
  assert.ok(readFileSync(journal, "utf8").includes(`"key":"monitor ${YOUNG[0]}","outcome":"stopped"`));
});

test("the list is read to its end before the first stop, and the progress has its length", async () => {
  const { emulator, stops } = await monitoring();
  const live = clientOf(emulator.fetch, { quota });
  const seen = [];
  const settled = await all(
    live.sweepMonitors({ ...LIMIT, dryRun: true, onProgress: ({ total }) => seen.push(total) }),
  );
  assert.deepEqual([new Set(seen), stops()], [new Set([OLD.length]), 0]);
  assert.deepEqual(
    settled.map(({ task, outcome }) => `${outcome} ${task.monitorId}`).sort(),
    OLD.map((id) => `dry-run ${id}`).sort(),
  );
  assert.ok(settled.every(({ task }) => Date.parse(task.context.startTime) > 0 && task.context.monitorName));
  emulator.requests.length = 0;
  const run = live.sweepMonitors(LIMIT);
  assert.equal(run.progress.total, undefined);
  assert.equal((await run.summary()).total, OLD.length);
  const operations = emulator.requests.map(({ operation }) => operation);
  assert.equal(
    operations.lastIndexOf("DescribeLiveStreamMonitorList"),
    operations.indexOf("StopLiveStreamMonitor") - 1,
  );
});

test("a sweep whose list cannot be read rejects, and stops nothing", async () => {
  const denied = await monitoring({
    faultFor: ({ params }) =>
      params.PageNum === "3" ? { type: "error", code: "NoPermission", status: 403 } : undefined,
  });
  const run = clientOf(denied.emulator.fetch, { quota }).sweepMonitors(LIMIT);
  await assert.rejects(run.summary(), { name: "LiveError", code: "NoPermission" });
  assert.deepEqual([run.progress.total, denied.stops()], [undefined, 0]);
});

test("a sweep that ends before its list is read rejects, and reads no more pages", async () => {
  const { emulator, stops } = await monitoring({ latencyMs: 30 });
  const live = clientOf(emulator.fetch, { quota });
  const ending = new AbortController();
  for (const options of [{ deadlineMs: 100 }, { signal: ending.signal }, { forceSignal: AbortSignal.abort() }]) {
    emulator.requests.length = 0;
    const ended = assert.rejects(live.sweepMonitors({ ...LIMIT, ...options }).summary(), {
      name: "LiveError",
      code: "ERR_RUN_ENDED",
      retryable: true,
      outcomeUnknown: false,
    });
    if (options.signal) {
      await until(() => emulator.requests.length === 2);
      ending.abort();
    }
    await ended;
    const read = emulator.requests.length;
    assert.ok(read < 13, `${read} pages`);
    // The time of two pages.
    for (const _ of [1, 2]) await live.describeLiveStreamMonitorList();
    assert.deepEqual([emulator.requests.length, stops()], [read + 2, 0]);
  }
});

test("what the service lists without a time or against the filter is not stopped, but with 0 what runs", async () => {
  const StartTime = "2020-01-01T00:00:00Z";
  const LiveStreamMonitorList = [
    { MonitorId: "old", Status: 1, StartTime },
    { MonitorId: "timeless", Status: 1 },
    { MonitorId: "odd", Status: 1, StartTime: "yesterday" },
    { MonitorId: "future", Status: 1, StartTime: new Date(Date.now() + HOUR_MS).toISOString() },
    { MonitorId: "idle", Status: 0, StartTime },
    { Status: 1, StartTime },
  ];
  const stopped = [];
  const fetch = async (url, { headers }) => {
    if (headers["x-acs-action"] === "StopLiveStreamMonitor") stopped.push(new URL(url).searchParams.get("MonitorId"));
    return Response.json({ RequestId: "1", Total: 6, LiveStreamMonitorList });
  };
  const live = clientOf(fetch, { quota: false });
  const nameless = { code: "ERR_INCOMPLETE_REPLY", message: /counts 1 monitor more/ };
  await assert.rejects(live.sweepMonitors({ olderThanMs: 1 }).summary(), nameless);
  assert.deepEqual(stopped.splice(0), ["old"]);
  await assert.rejects(live.sweepMonitors({ olderThanMs: 0 }).summary(), nameless);
  assert.deepEqual(stopped, ["old", "timeless", "odd", "future"]);
});

test("an age that is unset, or no number, is refused: it would stop every monitor", async () => {
  const live = clientOf(() => assert.fail("a request"));
  for (const options of [
    undefined,
    {},
    null,
    { olderThanMs: undefined },
    { olderThanMs: Number.NaN },
    { olderThanMs: -1 },
  ]) {
    assert.throws(() => live.sweepMonitors(options), { name: "LiveError", code: "ERR_INVALID_OPTION" });
  }
  assert.throws(
    () => live.sweepMonitors({ olderThanMs: "6h" }),
    /options\.olderThanMs: expected a whole number from 0/,
  );
  assert.throws(() => live.sweepMonitors({ olderThanMs: 1, olderThan: 1 }), { code: "ERR_UNKNOWN_KEY" });
  assert.throws(() => live.stopAll([], { olderThanMs: 1 }), { code: "ERR_UNKNOWN_KEY" });
});

/** A service whose pages, `ids` of each, are `pagesOf` the number of pages that were read; its monitors stop when they are asked to. */
function pagesFetch(pagesOf, stopped) {
  let read = 0;
  return async (url, { headers }) => {
    const params = new URL(url).searchParams;
    const isList = headers["x-acs-action"].startsWith("Describe");
    if (!isList) stopped.push(params.get("MonitorId"));
    const body = isList ? pagesOf(Number(params.get("PageNum")), ++read) : {};
    return Response.json({ RequestId: crypto.randomUUID(), ...body });
  };
}

const rows = (ids) => ids.map((MonitorId) => ({ MonitorId, Status: 1 }));

const numbered = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => `m-${from + i}`);

test("a monitor that moves to a page that was read is found by another reading", async () => {
  const all = numbered(1, 12);
  const stopped = [];
  // m-1 ends by itself after the first page: m-11 moves to that page.
  const pagesOf = (page, read) => {
    const ids = read === 1 ? all : all.slice(1);
    return { Total: ids.length, LiveStreamMonitorList: rows(ids.slice(10 * (page - 1), 10 * page)) };
  };
  await clientOf(pagesFetch(pagesOf, stopped)).sweepMonitors({ olderThanMs: 0 }).summary();
  assert.deepEqual(stopped.sort(), all.sort());
});

for (const [what, after] of [
  ["one ends and two start", numbered(2, 14)],
  ["one ends and one starts", numbered(2, 13)],
]) {
  test(`no monitor is passed over where ${what} between two pages`, async () => {
    const stopped = [];
    const pagesOf = (page, read) => {
      const ids = read === 1 ? numbered(1, 12) : after;
      return { Total: ids.length, LiveStreamMonitorList: rows(ids.slice(10 * (page - 1), 10 * page)) };
    };
    await clientOf(pagesFetch(pagesOf, stopped)).sweepMonitors({ olderThanMs: 0 }).summary();
    assert.deepEqual(new Set(stopped), new Set([...numbered(1, 10), ...after]));
  });
}

test("a list that changes at each reading has a gap, after the sweep has stopped what it found", async () => {
  const stopped = [];
  let reads = 0;
  const pagesOf = (page, read) => {
    reads = read;
    return { Total: 12 - (read % 2), LiveStreamMonitorList: rows(page === 1 ? numbered(1, 10) : []) };
  };
  const run = clientOf(pagesFetch(pagesOf, stopped)).sweepMonitors({ olderThanMs: 0 });
  await assert.rejects(run.summary(), { code: "ERR_INCOMPLETE_REPLY", message: /counts 2 monitors more/ });
  assert.deepEqual([stopped.length, reads], [10, 6]);
});

for (const Total of [undefined, null, 0, "0", -1, 5, "5", 10, 20, 12.5, "Infinity", "0x10", true, [10]]) {
  test(`a total of ${JSON.stringify(Total)} hides no page`, async () => {
    const stopped = [];
    const pages = [numbered(1, 10), numbered(11, 20), numbered(21, 23), []];
    const pagesOf = (page) => ({ Total, LiveStreamMonitorList: rows(pages[page - 1]) });
    await clientOf(pagesFetch(pagesOf, stopped)).sweepMonitors({ olderThanMs: 0 }).summary();
    assert.equal(stopped.length, 23);
  });
}

test("states and IDs of other types stop nothing, and are told at the end: such a monitor may be running", async () => {
  const states = ["1", 1, 0, "0", [1], { toString: 1 }, true, null, " 1", "RUNNING", 7];
  const stopped = [];
  const list = states.map((Status, i) => ({ MonitorId: `m-${i}`, Status }));
  const odd = [{ MonitorId: { a: 1 }, Status: 1 }, { MonitorId: "", Status: 1 }, { Status: 1 }];
  const sweep = (LiveStreamMonitorList, Total) =>
    clientOf(pagesFetch(() => ({ Total, LiveStreamMonitorList }), stopped))
      .sweepMonitors({ olderThanMs: 0 })
      .summary();
  await sweep(list.slice(0, 4), 4);
  assert.deepEqual(stopped.splice(0).sort(), ["m-0", "m-1"]);
  const code = "ERR_INCOMPLETE_REPLY";
  await assert.rejects(sweep(list, list.length), { code, message: /the state of 7 monitors cannot be read: they may/ });
  assert.deepEqual(stopped.splice(0).sort(), ["m-0", "m-1"]);
  await assert.rejects(sweep([...list, ...odd]), { code, message: /counts 3 monitors more/ });
  assert.deepEqual(stopped.sort(), ["m-0", "m-1"]);
});

test("a reply without a list and a total is no empty list", async () => {
  for (const reply of [
    {},
    { LiveStreamMonitorList: null, Total: null },
    ...["", [], false, " ", -1, {}].map((Total) => ({ Total })),
    { LiveStreamMonitorList: rows(["m"])[0] },
  ]) {
    const run = clientOf(pagesFetch(() => reply, [])).sweepMonitors({ olderThanMs: 0 });
    await assert.rejects(run.summary(), { code: "ERR_INCOMPLETE_REPLY", message: /no list of monitors and no total/ });
  }
});

test("a list that holds no monitors, but other values, has a gap", async () => {
  for (const LiveStreamMonitorList of [[null, 1, "m"], { m: 1 }, "m"]) {
    const fault = { type: "garbage", body: JSON.stringify({ RequestId: "x", Total: 3, LiveStreamMonitorList }) };
    const emulator = createLiveEmulator({ faultFor: () => fault });
    const run = clientOf(emulator.fetch, { quota: false }).sweepMonitors(LIMIT);
    await assert.rejects(run.summary(), { code: "ERR_INCOMPLETE_REPLY", message: /counts 3 monitors more/ });
  }
});

/** What a service lists that answers each page with the same monitor. */
const listing = (listed, Total) => ({ type: "garbage", body: JSON.stringify({ RequestId: "x", Total, ...listed }) });

test("a list that repeats itself ends, and a time without a zone is no age", async () => {
  for (const [StartTime, stopped] of [
    ["2020-01-01T00:00:00Z", 1],
    ["2020-01-01T00:00:00", 0],
    [5, 0],
  ]) {
    const fault = listing({ LiveStreamMonitorList: [{ MonitorId: "m", Status: "1", StartTime }] }, 1e9);
    const faultFor = ({ operation }) => (operation.startsWith("Describe") ? fault : undefined);
    const emulator = createLiveEmulator({ monitors: { m: "RUNNING" }, faultFor });
    const run = clientOf(emulator.fetch, { quota: false }).sweepMonitors(LIMIT);
    // The sweep stops the monitors of the list, and reports that others may be running.
    await assert.rejects(run.summary(), {
      code: "ERR_INCOMPLETE_REPLY",
      retryable: true,
      message: /counts 999999999 monitors more/,
    });
    assert.equal(run.progress.stopped, stopped, `${StartTime}`);
    assert.ok(emulator.requests.length <= 5, `${emulator.requests.length} requests`);
  }
});
