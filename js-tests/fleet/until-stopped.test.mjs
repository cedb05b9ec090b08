// `waitUntilStopped` of stopAll, in virtual time: tasks that wait give their place to others, and none is called stopped that is not.
import "./support/virtual-time.mjs";
import assert from "node:assert/strict";
import { test } from "node:test";
import { all, clientOf, emulatorOf, monitors, recordings } from "./support/tasks.mjs";
import { elapsedMs, farFetch, play, sleep } from "./support/virtual-time.mjs";

const COUNT = 100;
const QUOTA = { stopRtcCloudRecording: 50, describeRtcCloudRecordingFiles: 50, stopLiveStreamMonitor: 10 };

const isStop = (init) => init.headers["x-acs-action"].startsWith("Stop");

/** A client, the times of its requests to stop, and the most recordings that were stopping at a time. */
function counted(emulator, options) {
  const seen = { stops: [], stopping: 0 };
  const fetch = (url, init) => {
    if (isStop(init)) seen.stops.push(elapsedMs());
    const states = [...emulator.recordings.values()];
    seen.stopping = Math.max(seen.stopping, states.filter((state) => state === "STOPPING").length);
    return farFetch(emulator.fetch, () => 10)(url, init);
  };
  return { seen, client: clientOf(fetch, options) };
}

test(`${COUNT} recordings that take 10 s to stop: at the quota, each verified, with the journal after the wait`, async () => {
  const emulator = emulatorOf(recordings(COUNT), { quota: QUOTA, stopsAfterMs: 10_000 });
  const { client, seen } = counted(emulator);
  const begunMs = elapsedMs();
  const journal = {
    keys: new Set(),
    has: () => false,
    record({ task }, key) {
      assert.equal(emulator.recordings.get(task.taskId), "STOPPED");
      this.keys.add(key);
    },
  };
  const settled = await play(
    all(client.stopAll(recordings(COUNT), { concurrency: 8, waitUntilStopped: true, journal })),
  );
  for (const { outcome, verified, stoppedAfterMs, recordFileList } of settled) {
    assert.deepEqual([outcome, verified], ["stopped", "stopped"]);
    assert.ok(stoppedAfterMs >= 9_900 && recordFileList.mp4FileList.length === 0, `${stoppedAfterMs}`);
  }
  assert.deepEqual([settled.length, journal.keys.size], [COUNT, COUNT]);
  // 8 places would be enough for 0.8 tasks a second if a task kept its place while it waits.
  const stopsMs = Math.max(...seen.stops) - begunMs;
  assert.ok(stopsMs < 12_000, `${stopsMs} ms for the stops`);
  assert.ok(elapsedMs() - begunMs < 60_000, `${elapsedMs() - begunMs} ms`);
  assert.ok(emulator.counts.describeRtcCloudRecordingFiles.refused < COUNT / 10);
});

test("no more tasks wait than wanted", async () => {
  const emulator = emulatorOf(recordings(60), { stopsAfterMs: 3_000 });
  const { client, seen } = counted(emulator);
  const waitUntilStopped = { concurrency: 5 };
  const settled = await play(all(client.stopAll(recordings(60), { concurrency: 4, waitUntilStopped })));
  assert.ok(settled.every(({ verified }) => verified === "stopped"));
  // Those that wait, and those that keep their places meanwhile.
  assert.ok(seen.stopping > 5 && seen.stopping <= 9, `${seen.stopping}`);
});

test("a task whose time is up is unknown, and asked for once more at the end", async () => {
  const tasks = [...recordings(3), ...monitors(2)];
  const emulator = emulatorOf(tasks, { stopsAfterMs: 25_000 });
  const { client, seen } = counted(emulator);
  const settled = await play(all(client.stopAll(tasks, { waitUntilStopped: { timeoutMs: 15_000 } })));
  assert.ok(settled.every(({ verified }) => verified === "stopped"));
  assert.equal(seen.stops.length, 8);

  emulator.recordings.set("recording-0", "RUNNING");
  const again = client.stopAll(recordings(1), { waitUntilStopped: { timeoutMs: 2_000 } });
  const [{ outcome, verified, error }] = await play(all(again));
  assert.deepEqual([outcome, verified, error.code], ["unknown", "stopping", "ERR_NOT_STOPPED"]);
});

test("a task that was started again is not stopped again, nor one whose state is not told", async () => {
  const tasks = [...recordings(2), ...monitors(2)];
  const faultFor = ({ operation }) =>
    operation === "DescribeRtcCloudRecordingFiles" ? { type: "error", status: 403, code: "NoPermission" } : undefined;
  const emulator = emulatorOf(tasks, { stopsAfterMs: 1_000, faultFor });
  const { client, seen } = counted(emulator);
  sleep(250).then(() => emulator.monitors.set("monitor-0", "RUNNING"));
  const settled = await play(all(client.stopAll(tasks, { waitUntilStopped: { timeoutMs: 15_000 } })));
  const ends = settled.map(({ task, outcome, verified }) => [task.taskId ?? task.monitorId, outcome, verified]);
  assert.deepEqual(ends.sort(), [
    ["monitor-0", "unknown", "running"],
    ["monitor-1", "stopped", "stopped"],
    ["recording-0", "unknown", "refused"],
    ["recording-1", "unknown", "refused"],
  ]);
  assert.equal(seen.stops.length, 4);
  assert.equal(emulator.monitors.get("monitor-0"), "RUNNING");
});

test("the end of the run ends the waits, and calls no waiting task stopped", async () => {
  const emulator = emulatorOf(recordings(3), { stopsAfterMs: Infinity });
  const { client } = counted(emulator);
  const controller = new AbortController();
  const run = client.stopAll(recordings(3), { waitUntilStopped: true, signal: controller.signal });
  sleep(5_000).then(() => controller.abort());
  const settled = await play(all(run));
  assert.deepEqual(
    settled.map(({ outcome, verified, error }) => [outcome, verified, error.code, error.verified, error.message]),
    recordings(3).map(() => [
      "unknown",
      "stopping",
      "ERR_RUN_ENDED",
      "stopping",
      "the run of stopAll ended before the task had stopped; its stop was accepted",
    ]),
  );
  assert.ok(settled.every(({ requestId, error }) => /^[\dA-F-]{36}$/.test(requestId) && error.requestId === requestId));
});

test("what is known of an accepted stop stays, if the replies are lost when the task is asked for once more", async () => {
  let stops = 0;
  const faultFor = ({ operation }) => (operation.startsWith("Stop") && ++stops > 1 ? "lost-reply" : undefined);
  const emulator = emulatorOf(recordings(1), { stopsAfterMs: Infinity, faultFor });
  const { client } = counted(emulator);
  const waitUntilStopped = { timeoutMs: 5_000 };
  const [settled] = await play(all(client.stopAll(recordings(1), { waitUntilStopped, deadlineMs: 7_000 })));
  assert.ok(stops > 1);
  assert.deepEqual([settled.outcome, settled.verified], ["unknown", "stopping"]);
  assert.match(settled.requestId, /^[\dA-F-]{36}$/);
});

test("an outage during the waits costs no time of them, and sends few requests", async () => {
  const count = 40;
  const emulator = emulatorOf(recordings(count), { stopsAfterMs: 5_000 });
  const begunMs = elapsedMs();
  const isOut = () => elapsedMs() - begunMs > 4_000 && elapsedMs() - begunMs < 94_000;
  let during = 0;
  const fetch = (url, init) => {
    if (!isOut()) return farFetch(emulator.fetch, () => 10)(url, init);
    during += 1;
    const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
    throw new TypeError("fetch failed", { cause });
  };
  const held = [];
  const onEvent = ({ type }) => (type === "held" || type === "resumed") && held.push(type);
  const client = clientOf(fetch, { onEvent });
  const settled = await play(all(client.stopAll(recordings(count), { waitUntilStopped: true })));
  assert.ok(settled.every(({ outcome, verified }) => outcome === "stopped" && verified === "stopped"));
  assert.deepEqual(held, ["held", "resumed"]);
  assert.ok(during < 50, `${during} requests during the outage`);
});

const hangs = (_, { signal }) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

const refuses = (status, Code, headers) => async () =>
  Response.json({ Code, Message: "no", RequestId: "r" }, { status, headers });

const FAULTS = {
  "that hang": hangs,
  "answered 503 by the service": refuses(503, "ServiceUnavailable"),
  "answered 502 by a proxy": async () => new Response("<html>", { status: 502 }),
  "throttled for 30 s": refuses(429, "Throttling.User", { "retry-after": "30" }),
};

const UNTIMED = { "throttled for a time that no answer names": refuses(429, "Throttling.User") };

for (const [name, fault] of Object.entries({ ...FAULTS, ...UNTIMED })) {
  test(`questions ${name} delay no stop, and end with the longest outage`, async () => {
    const count = 60;
    const emulator = emulatorOf(recordings(count), { quota: QUOTA });
    const begunMs = elapsedMs();
    const stops = [];
    let questions = 0;
    const events = [];
    const client = clientOf(
      (url, init) => {
        if (isStop(init)) stops.push(elapsedMs());
        else questions += 1;
        return isStop(init) ? farFetch(emulator.fetch, () => 10)(url, init) : fault(url, init);
      },
      { onEvent: ({ type }) => (type === "held" || type === "resumed") && events.push(type) },
    );
    const maxOutageMs = 120_000;
    const settled = await play(all(client.stopAll(recordings(count), { waitUntilStopped: true, maxOutageMs })));
    assert.ok(settled.every(({ outcome, error }) => outcome === "unknown" && error.code === "ERR_NOT_STOPPED"));
    assert.ok(stops[count - 1] - begunMs < 3_000, `${stops[count - 1] - begunMs} ms for the stops`);
    assert.ok(elapsedMs() - begunMs < maxOutageMs + 60_000, `${elapsedMs() - begunMs} ms`);
    assert.ok(questions < 100, `${questions} questions`);
    assert.deepEqual(events, ["held"]);
  });
}

for (const [name, fault] of Object.entries(FAULTS)) {
  test(`an outage of minutes, with questions ${name}, costs no time of the wait of one task`, async () => {
    const emulator = emulatorOf(recordings(1), { stopsAfterMs: 5_000 });
    const begunMs = elapsedMs();
    const client = clientOf((url, init) => {
      const isOut = elapsedMs() - begunMs > 300 && elapsedMs() - begunMs < 400_000;
      return isOut ? fault(url, init) : farFetch(emulator.fetch, () => 10)(url, init);
    });
    const [{ outcome, verified }] = await play(all(client.stopAll(recordings(1), { waitUntilStopped: true })));
    assert.deepEqual([outcome, verified], ["stopped", "stopped"]);
  });
}

for (const [name, isLost] of [
  ["after the stop", (init) => !isStop(init)],
  ["from the start", () => true],
]) {
  test(`an outage ${name} ends a run of one task, however long its wait may be`, async () => {
    const emulator = emulatorOf(recordings(1), { stopsAfterMs: Infinity });
    const begunMs = elapsedMs();
    const client = clientOf((url, init) => (isLost(init) ? hangs : farFetch(emulator.fetch))(url, init));
    const options = { waitUntilStopped: { timeoutMs: 3_600_000 }, maxOutageMs: 30_000 };
    const [{ outcome }] = await play(all(client.stopAll(recordings(1), options)));
    assert.equal(outcome, "unknown");
    assert.ok(elapsedMs() - begunMs < 180_000, `${elapsedMs() - begunMs} ms`);
  });
}

test("verify of a run is a boolean or always", async () => {
  const emulator = emulatorOf(recordings(2));
  const settled = await play(all(clientOf(farFetch(emulator.fetch)).stopAll(recordings(2), { verify: "always" })));
  assert.deepEqual(
    settled.map(({ verified }) => verified),
    ["stopped", "stopped"],
  );
});

test("a monitor that was started again, which no answer tells, is not stopped again at the end", async () => {
  const faultFor = ({ operation }) => (operation.startsWith("Describe") ? "internal-error" : undefined);
  const emulator = emulatorOf(monitors(1), { faultFor });
  const [id] = emulator.monitors.keys();
  sleep(300).then(() => emulator.monitors.set(id, "RUNNING"));
  const { client, seen } = counted(emulator);
  const [settled] = await play(all(client.stopAll(monitors(1), { waitUntilStopped: { timeoutMs: 1500 } })));
  assert.deepEqual([settled.outcome, settled.error.code, seen.stops.length], ["unknown", "ERR_NOT_STOPPED", 1]);
  assert.equal(emulator.monitors.get(id), "RUNNING");
});
