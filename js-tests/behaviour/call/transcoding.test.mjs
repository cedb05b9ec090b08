// RTC cloud transcodings over sockets: no code says that a task has stopped, so only its state does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, stopRtcCloudTranscode } from "apsara-live";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";

const appId = "school";

async function served(t, options, clientOptions) {
  const emulator = createLiveEmulator(options);
  const server = await emulator.serve();
  t.after(() => server.close());
  const settings = { credentials: testAccessKey, endpoint: server.url, ...clientOptions };
  return { emulator, live: createClient(settings), settings };
}

for (const signatureMethod of ["ACS3-HMAC-SHA256", "HMAC-SHA1"]) {
  test(`stops by POST and describes, signed by ${signatureMethod}`, async (t) => {
    const { emulator, live, settings } = await served(
      t,
      { tasks: { transcoding: { a: "RUNNING", b: "STARTING" } } },
      { signatureMethod },
    );
    assert.equal((await live.describeRtcCloudTranscode({ taskId: "a", appId })).status, "RUNNING");
    const { outcome, taskId } = await live.stopRtcCloudTranscode({ taskId: "a", appId });
    assert.deepEqual([outcome, taskId], ["stopped", "a"]);
    assert.equal((await stopRtcCloudTranscode({ taskId: "b", appId }, settings)).outcome, "stopped");
    assert.deepEqual([...emulator.tasks.transcoding.values()], ["STOPPED", "STOPPED"]);
    assert.deepEqual([...new Set(emulator.requests.map(({ method }) => method))], ["POST"]);
  });
}

test("a task that has stopped is an error, and already stopped where its state says so", async (t) => {
  const { emulator, live, settings } = await served(t, { tasks: { transcoding: { a: "STOPPED" } } });
  const stop = (options) => live.stopRtcCloudTranscode({ taskId: "a", appId }, options);
  const error = await stop().catch((reason) => reason);
  assert.deepEqual([error.code, error.kind, error.outcomeUnknown, error.verified], ["InvalidParameter", "service", false, undefined]); // biome-ignore format: one line
  for (const options of [{ verify: true }, { verify: "always" }, { waitUntilStopped: true }]) {
    const { outcome, code, verified } = await stop(options);
    assert.deepEqual([outcome, code, verified], ["already-stopped", "InvalidParameter", "stopped"]);
  }
  const strict = createClient({ ...settings, alreadyStopped: "throw" });
  const thrown = await strict.stopRtcCloudTranscode({ taskId: "a", appId }, { verify: true }).catch((reason) => reason);
  assert.deepEqual([thrown.code, thrown.verified], ["InvalidParameter", "stopped"]);
  // A code of another operation says nothing here.
  emulator.faults.push({ type: "error", code: "CodeTaskHasStopped", status: 400, message: "The task has stopped." });
  const other = await stop({ verify: true }).catch((reason) => reason);
  assert.deepEqual([other.code, other.verified], ["CodeTaskHasStopped", undefined]);
});

test("a refused task that runs is stopped again, and is an error after the last attempt", async (t) => {
  const { emulator, live } = await served(t, { tasks: { transcoding: { a: "RUNNING" } } });
  const refused = { type: "error", code: "InvalidParameter.TaskId", status: 400, message: "no" };
  emulator.faults.push(refused);
  const { outcome, attempts } = await live.stopRtcCloudTranscode({ taskId: "a", appId }, { verify: true });
  assert.deepEqual([outcome, attempts], ["stopped", 2]);
  emulator.tasks.transcoding.set("a", "RUNNING");
  emulator.faults.push(refused);
  const error = await live.stopRtcCloudTranscode({ taskId: "a", appId }, { verify: true, retry: false }).catch((reason) => reason); // biome-ignore format: one line
  assert.deepEqual([error.code, error.verified, error.retryable], ["InvalidParameter.TaskId", "running", true]);
});

test("a lost reply is settled by the state, and a task that is not there by its family of codes", async (t) => {
  const { emulator, live } = await served(t, { tasks: { transcoding: { a: "RUNNING" } } }, { retry: false });
  emulator.faults.push("lost-reply");
  const { outcome, verified } = await live.stopRtcCloudTranscode({ taskId: "a", appId }, { verify: true });
  assert.deepEqual([outcome, verified], ["stopped", "stopped"]);
  // After a lost reply, the next attempt meets a task that has stopped.
  emulator.tasks.transcoding.set("a", "RUNNING");
  emulator.faults.push("lost-reply");
  const again = await live.stopRtcCloudTranscode({ taskId: "a", appId }, { verify: true, retry: { maxAttempts: 3 } });
  assert.deepEqual([again.outcome, again.verified], ["stopped", "stopped"]);
  for (const code of ["NotFound", "NotFound.Task"]) {
    emulator.faults.push({ type: "error", code, status: 404, message: "no" });
    const error = await live.stopRtcCloudTranscode({ taskId: "a", appId }, { verify: true }).catch((reason) => reason);
    assert.deepEqual([error.code, error.outcomeUnknown, error.verified], [code, false, undefined]);
  }
});

test("a run stops transcodings beside recordings", async (t) => {
  const { emulator, live } = await served(t, {
    recordings: { a: "RUNNING" },
    tasks: { relay: { a: "RUNNING" }, transcoding: { a: "RUNNING", b: "STOPPED" } },
  });
  const tasks = [
    { taskId: "a" },
    { operation: "StopLivePullToPush", taskId: "a", region: "cn-shanghai" },
    { operation: "StopRtcCloudTranscode", taskId: "a", appId },
    { operation: "StopRtcCloudTranscode", taskId: "b", appId },
  ];
  const { stopped, alreadyStopped, failed } = await live.stopAll(tasks, { verify: true }).summary();
  assert.deepEqual([stopped, alreadyStopped, failed], [3, 1, 0]);
  assert.equal(emulator.tasks.transcoding.get("a"), "STOPPED");
});

test("a task is started, described and stopped by requests; another application has no such task", async (t) => {
  const { live } = await served(t, {});
  const { reply } = await live.call("StartRtcCloudTranscode", {
    ...{ AppId: appId, ChannelId: "lecture", MaxIdleTime: 60 },
    InputParam: { SingleSubUserParam: { UserId: "teacher" } },
    OutputParams: [{ ChannelId: "lecture", UserId: "out", UserToken: "made-up", TranscodeTemplate: "lp_sd" }],
  });
  const taskId = reply.TaskId;
  const { status, maxIdleTime, inputParam } = await live.describeRtcCloudTranscode({ taskId, appId });
  assert.deepEqual([status, maxIdleTime, inputParam], ["RUNNING", 60, { singleSubUserParam: { userId: "teacher" } }]);
  const other = await live.stopRtcCloudTranscode({ taskId, appId: "other" }).catch((error) => error);
  assert.deepEqual([other.code, other.httpStatus], ["NotFound", 404]);
  assert.equal((await live.stopRtcCloudTranscode({ taskId, appId })).outcome, "stopped");
});
