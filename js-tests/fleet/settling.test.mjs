// Results of a run: each task once, in the order of settling, pulled by the reader.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveError } from "apsara-live";
import fc from "fast-check";
import { all, clientOf, emulatorOf, monitors, recordings } from "./support/tasks.mjs";

const OFF = { quota: false, retry: { baseDelayMs: 0, maxDelayMs: 0 } };

/** A client of an emulator in which these tasks run, without a quota. */
const liveOf = (tasks, options) => {
  const emulator = emulatorOf(tasks, options);
  return { emulator, live: clientOf(emulator.fetch, OFF) };
};

/** Yields tasks, and counts them. */
function counted(tasks) {
  const input = {
    pulled: 0,
    closed: false,
    *[Symbol.iterator]() {
      try {
        for (const task of tasks) {
          input.pulled += 1;
          yield task;
        }
      } finally {
        input.closed = true;
      }
    },
  };
  return input;
}

test("results come in the order of settling", async () => {
  const tasks = recordings(3);
  const latencyMs = ({ params }) => ({ "recording-0": 90, "recording-1": 45, "recording-2": 0 })[params.TaskId] ?? 0;
  const { live } = liveOf(tasks, { latencyMs });
  const order = (await all(live.stopAll(tasks))).map(({ task }) => task.taskId);
  assert.deepEqual(order, ["recording-2", "recording-1", "recording-0"]);
});

test("a result is the caller's task with its outcome, attempts and request ID", async () => {
  const tasks = [...recordings(1), ...monitors(1)];
  const { live, emulator } = liveOf(tasks);
  emulator.recordings.set("recording-0", "STOPPED");
  const settled = await all(live.stopAll(tasks, { concurrency: 1 }));
  const byId = (one) => one.task.taskId ?? one.task.monitorId;
  const [monitor, recording] = settled.sort((a, b) => byId(a).localeCompare(byId(b)));
  assert.deepEqual(
    [recording.outcome, recording.attempts, typeof recording.requestId],
    ["already-stopped", 1, "string"],
  );
  assert.deepEqual([monitor.outcome, monitor.attempts, "error" in monitor], ["stopped", 1, false]);
  assert.equal(recording.task, tasks[0]);
  assert.equal(monitor.task, tasks[1]);
});

test("the error of a task is in its result, and the run does not reject", async () => {
  const { live } = liveOf(recordings(1));
  const tasks = [
    { taskId: "elsewhere" },
    ...recordings(1),
    { taskId: "" },
    { nothing: 1 },
    null,
    7,
    { taskId: 1, x: 2 },
  ];
  const settled = await all(live.stopAll(tasks));
  assert.equal(settled.length, tasks.length);
  for (const { task, outcome, error, attempts } of settled) {
    if (task?.taskId === "recording-0") assert.equal(outcome, "stopped");
    else {
      assert.equal(outcome, "failed");
      assert.ok(error instanceof LiveError);
      assert.equal(error.retryable, false);
      assert.equal(error.code === "NotFound.Task" ? 1 : 0, attempts);
    }
  }
});

test("a task whose getter throws has failed", async () => {
  const { live } = liveOf([]);
  for (const thrown of [new Error("own"), null]) {
    const task = Object.defineProperty({}, "taskId", {
      enumerable: true,
      get() {
        throw thrown;
      },
    });
    const [{ outcome, error }] = await all(live.stopAll([task]));
    assert.equal(outcome, "failed");
    assert.ok(error instanceof LiveError, String(error));
  }
});

for (const kind of ["sync", "async"]) {
  test(`an error of the ${kind} input ends the run after everything that was pulled has settled`, async () => {
    const tasks = recordings(200);
    const { live, emulator } = liveOf(tasks, { latencyMs: 5 });
    const failure = new Error("the database is gone");
    const input = {
      sync: function* () {
        yield* tasks;
        throw failure;
      },
      async: async function* () {
        yield* tasks;
        throw failure;
      },
    }[kind]();
    const settled = [];
    const run = live.stopAll(input, { concurrency: 8 });
    await assert.rejects(
      async () => {
        for await (const one of run) settled.push(one);
      },
      (error) => error === failure,
    );
    assert.equal(settled.length, 200);
    assert.equal(emulator.counts.stopRtcCloudRecording.accepted, 200);
    await assert.rejects(live.stopAll(input.constructor ? badInput(failure) : [], {}).summary(), failure);
  });
}

function badInput(failure) {
  return {
    [Symbol.iterator]() {
      throw failure;
    },
  };
}

test("async iterables with slow answers, and iterators by hand, are read", async () => {
  const tasks = recordings(20);
  const { live } = liveOf(tasks);
  async function* slow() {
    for (const task of tasks) {
      await new Promise((resolve) => setImmediate(resolve));
      yield task;
    }
  }
  assert.equal((await live.stopAll(slow()).summary()).stopped, 20);
  let at = 0;
  // biome-ignore lint/suspicious/noThenProperty: an iterator may answer with a thenable that is no promise
  const next = () => ({ then: (resolve) => resolve(at < 20 ? { value: tasks[at++] } : { done: true }) });
  const byHand = { [Symbol.asyncIterator]: () => ({ next }) };
  assert.equal((await live.stopAll(byHand).summary()).alreadyStopped, 20);
  assert.equal((await live.stopAll(new Set(tasks)).summary()).total, 20);
});

test("a slow reader pulls the tasks that it reads, and a thousand tasks that may hide the other kind", async () => {
  const input = counted(recordings(3000));
  const { live } = liveOf(recordings(3000));
  const run = live.stopAll(input, { concurrency: 4 });
  assert.equal(input.pulled, 0);
  let read = 0;
  for await (const _ of run) {
    read += 1;
    if (read % 500 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(input.pulled <= read + 1024 + 8, `${input.pulled} pulled at ${read} read`);
  }
  assert.deepEqual([read, input.pulled], [3000, 3000]);
});

test("break sends no more requests, settles tasks under way, and closes the input", async () => {
  const tasks = recordings(500);
  const input = counted(tasks);
  const { live, emulator } = liveOf(tasks, { latencyMs: 5 });
  const recorded = [];
  const journal = { has: () => false, record: ({ task }) => recorded.push(task.taskId) };
  const run = live.stopAll(input, { concurrency: 4, journal });
  for await (const _ of run) if (run.progress.stopped >= 10) break;
  const { stopped, underWay } = await run.summary();
  assert.ok(input.closed);
  assert.equal(underWay, 0);
  assert.equal(recorded.length, emulator.requests.length);
  assert.equal(stopped, emulator.counts.stopRtcCloudRecording.accepted);
  assert.ok(stopped < 30);
});

test("a run is read once: a second loop goes on where the first stopped reading", async () => {
  const tasks = recordings(30);
  const { live } = liveOf(tasks);
  const run = live.stopAll(tasks);
  const iterator = run[Symbol.asyncIterator]();
  await iterator.next();
  assert.equal((await all(run)).length, 29);
  assert.equal((await all(run)).length, 0);
  assert.equal((await run.summary()).stopped, 30);
});

test("duplicates take one request, in any order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 600 }), async (ids) => {
      const { live, emulator } = liveOf(recordings(301));
      const tasks = ids.map((id) => (id % 2 ? { taskId: `recording-${id}` } : { monitorId: `recording-${id}` }));
      const settled = await all(live.stopAll(tasks));
      const different = new Set(ids).size;
      assert.equal(settled.length, different);
      const { stopRtcCloudRecording: r, stopLiveStreamMonitor: m } = emulator.counts;
      assert.equal(r.accepted + m.accepted, different);
    }),
    { numRuns: 15 },
  );
});

test("a monitor of another owner is another task", async () => {
  const { live } = liveOf(monitors(1));
  const monitorId = "monitor-0";
  const odd = { monitorId: `${monitorId} of 1` };
  const tasks = [{ monitorId }, { monitorId, ownerId: 1 }, { monitorId }, odd];
  const { pulled, duplicates } = await live.stopAll(tasks).summary();
  assert.deepEqual([pulled, duplicates], [4, 1]);
});
