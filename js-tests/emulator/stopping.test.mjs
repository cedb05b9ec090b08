// Recordings that take their time to stop: by the emulator's clock, or by the number of descriptions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { served } from "./served.mjs";

const describing = (call) => async () =>
  (await call("DescribeRtcCloudRecordingFiles", { TaskId: "task" })).TaskInfo.Status;
const TaskId = "task";
const recordings = { task: "RUNNING" };

test("stops at once by default", async (t) => {
  const { emulator, call } = await served(t, { recordings });
  await call("StopRtcCloudRecording", { TaskId });
  assert.equal(emulator.recordings.get(TaskId), "STOPPED");
  assert.equal(await describing(call)(), "STOPPED");
});

test("stopsAfterMs: is STOPPING until the clock has gone on, for requests and for the test", async (t) => {
  const { emulator, clock, call } = await served(t, { recordings: { ...recordings, b: "RUNNING" }, stopsAfterMs: 500 });
  const describe = describing(call);
  assert.equal(await describe(), "RUNNING");
  assert.deepEqual(await call("StopRtcCloudRecording", { TaskId }), { status: 200, TaskId });
  for (let i = 0; i < 3; i++) assert.equal(await describe(), "STOPPING");
  assert.equal((await call("StopRtcCloudRecording", { TaskId })).Code, "InvalidParameter.TaskId");
  clock.ms += 499;
  await call("StopRtcCloudRecording", { TaskId: "b" });
  assert.equal(await describe(), "STOPPING");
  assert.deepEqual([...emulator.recordings.values()], ["STOPPING", "STOPPING"]);
  clock.ms += 1;
  const seen = [];
  emulator.recordings.forEach((state, id, map) => {
    assert.equal(map, emulator.recordings);
    seen.push([id, state]);
  });
  assert.deepEqual(seen, [
    ["task", "STOPPED"],
    ["b", "STOPPING"],
  ]);
  assert.deepEqual([...emulator.recordings], seen);
  assert.equal(await describe(), "STOPPED");
  clock.ms += 499;
  assert.equal(emulator.recordings.get("b"), "STOPPED");
});

test("stopsAfterMs: Infinity leaves it to the test", async (t) => {
  const { emulator, clock, call } = await served(t, { recordings, stopsAfterMs: Infinity });
  await call("StopRtcCloudRecording", { TaskId });
  clock.ms += 1e9;
  assert.equal(await describing(call)(), "STOPPING");
  emulator.recordings.set(TaskId, "STOPPED");
  assert.equal(await describing(call)(), "STOPPED");
});

test("stopsAfterDescribes: is described as STOPPING that often", async (t) => {
  const { emulator, clock, call } = await served(t, { recordings, stopsAfterDescribes: 2 });
  const describe = describing(call);
  await call("StopRtcCloudRecording", { TaskId });
  clock.ms += 1e9;
  assert.equal(emulator.recordings.get(TaskId), "STOPPING");
  assert.deepEqual([await describe(), await describe(), await describe()], ["STOPPING", "STOPPING", "STOPPED"]);
  assert.equal(emulator.recordings.get(TaskId), "STOPPED");
});

test("a recording that the test deletes while it is STOPPING stays away", async (t) => {
  const { emulator, clock, call } = await served(t, { recordings, stopsAfterMs: 10 });
  for (const remove of [() => emulator.recordings.delete(TaskId), () => emulator.recordings.clear()]) {
    emulator.recordings.set(TaskId, "RUNNING");
    await call("StopRtcCloudRecording", { TaskId });
    remove();
    clock.ms += 10;
    assert.deepEqual([...emulator.recordings], []);
    assert.equal(emulator.recordings.get(TaskId), undefined);
  }
});

test("a state that the test sets, deletes or clears does not change by itself", async (t) => {
  const { emulator, clock, call } = await served(t, { recordings, stopsAfterMs: 10 });
  for (const change of [
    () => emulator.recordings.set(TaskId, "STOPPING"),
    () => emulator.recordings.delete(TaskId) && emulator.recordings.set(TaskId, "STOPPING"),
    () => emulator.recordings.clear() ?? emulator.recordings.set(TaskId, "STOPPING"),
  ]) {
    emulator.recordings.set(TaskId, "RECOVERING");
    await call("StopRtcCloudRecording", { TaskId });
    change();
    clock.ms += 10;
    assert.equal(await describing(call)(), "STOPPING");
  }
});
