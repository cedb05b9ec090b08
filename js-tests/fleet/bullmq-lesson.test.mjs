// The example that starts recordings which cannot be forgotten: a crash between any two steps.
import assert from "node:assert/strict";
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { createClient } from "apsara-live";
import { stopQueue, stopWorkers } from "apsara-live/bullmq";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { root, tests } from "../support/paths.mjs";
import { rejection, until } from "../support/portable/waiting.mjs";
import { emptyFolder } from "../support/run-program.mjs";
import { startRedis } from "./support/brokers.mjs";
import { scope } from "./support/scope.mjs";

const start = {
  AppId: "school",
  ChannelId: "lecture",
  SubscribeParams: JSON.stringify({ SubscribeUserIdList: [{ UserId: "teacher" }] }),
  RecordParams: JSON.stringify({ RecordMode: 1 }),
  StorageParams: JSON.stringify({ StorageType: 1, FileInfo: [{ Format: "MP4" }] }),
};

const crash = async () => {
  throw new Error("crashed by the test");
};

test("a recording is stopped at the end of its lesson, whichever step the program that starts it survives", {
  timeout: 60_000,
}, async (test) => {
  const t = scope(test);
  const broker = await startRedis(t);
  if (broker === undefined) return;
  const { host, port } = broker.connection;
  process.env.REDIS_URL = `redis://${host}:${port}`;
  delete process.env.POSTGRES_URL;
  const folder = await emptyFolder(t);
  for (const file of ["lesson.mjs", "connection.mjs"])
    await cp(join(root, "examples", "bullmq", file), join(folder, file));
  await symlink(join(tests, "node_modules"), join(folder, "node_modules"));
  const { openLessons, startLesson, endLessons } = await import(pathToFileURL(join(folder, "lesson.mjs")));

  const emulator = createLiveEmulator({});
  const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch, quota: false });
  const stops = stopQueue(broker.connection);
  const lessons = openLessons();
  const fleet = { live, lessons, stops };
  t.after(() => Promise.all([stops.close(), lessons.close()]));
  const endsAt = new Date(Date.now() + 1500);
  const startOf = (lesson, parts = {}) => startLesson({ ...fleet, ...parts }, { lesson, endsAt, start });
  const forgetful = {
    ...{ getJob: async () => undefined },
    add: async (...args) => Object.assign(await lessons.add(...args), { updateData: () => new Promise(() => {}) }),
  };

  // Lessons without an ID would share one job.
  for (const lesson of [undefined, ""]) await assert.rejects(startOf(lesson), TypeError);
  // Before the first step: nothing runs. Twice: one recording.
  await rejection(startOf("unscheduled", { lessons: { ...forgetful, add: crash } }));
  const taskId = await startOf("all/steps: 1");
  assert.equal(await startOf("all/steps: 1"), taskId);
  assert.equal(emulator.recordings.size, 1);
  // After the first step: nothing runs.
  await rejection(startOf("scheduled", { live: { call: crash } }));
  assert.equal(emulator.recordings.size, 1);
  // After the second step: it runs, and its ID is lost.
  void startOf("started", { lessons: forgetful });
  await until(() => emulator.recordings.size === 2);
  assert.ok(emulator.requests.every(({ params }) => params.MaxIdleTime === "300"));
  // After the first step, and called again.
  await rejection(startOf("again", { live: { call: crash } }));
  const again = await startOf("again");

  const { close } = await stopWorkers(live, stops);
  const worker = endLessons(fleet);
  t.after(() => Promise.all([close(), worker.close()]));
  await until(() => [taskId, again].every((id) => emulator.recordings.get(id) === "STOPPED"));
  assert.ok(Date.now() >= endsAt.getTime());
  await until(async () => (await lessons.getFailedCount()) === 2);
  const failed = (await lessons.getFailed()).map(({ data, failedReason }) => [data.lesson, failedReason]);
  assert.deepEqual(
    failed.sort(),
    ["scheduled", "started"].map((lesson) => [lesson, `the recording of the lesson ${lesson} is not known`]),
  );
  assert.equal([...emulator.recordings.values()].filter((state) => state === "RUNNING").length, 1);

  // The lesson ends while the recording starts: its job has failed by then, and stays.
  const slow = async (...args) => {
    await until(async () => (await lessons.getFailedCount()) === 3);
    return live.call(...args);
  };
  const late = await startOf("late", { live: { call: slow } });
  await until(() => emulator.recordings.get(late) === "STOPPED");
  // Its program is started again after the end.
  const scheduled = await startOf("scheduled");
  assert.equal(await startOf("scheduled", { live: { call: crash } }), scheduled);
  await until(() => emulator.recordings.get(scheduled) === "STOPPED");
  // Another program has removed the job.
  const removed = async (...args) => {
    await lessons.remove("lesson-removed");
    return live.call(...args);
  };
  const far = { lesson: "removed", endsAt: new Date(Date.now() + 60_000), start };
  await startLesson({ ...fleet, live: { call: removed } }, far);
  assert.equal(await stops.queues.StopRtcCloudRecording.getDelayedCount(), 1);
});
