// Pull-to-push tasks (relays) over sockets: everything that the row of the table brings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, stopLivePullToPush } from "apsara-live";
import { readTask } from "apsara-live/queue";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";

const region = "cn-shanghai";
const relay = (taskId, more = {}) => ({ operation: "StopLivePullToPush", taskId, region, ...more });

async function served(t, options, clientOptions) {
  const emulator = createLiveEmulator(options);
  const server = await emulator.serve();
  t.after(() => server.close());
  const settings = { credentials: testAccessKey, endpoint: server.url, ...clientOptions };
  return { emulator, live: createClient(settings), settings };
}

for (const signatureMethod of ["ACS3-HMAC-SHA256", "HMAC-SHA1"]) {
  test(`stops by GET and describes, signed by ${signatureMethod}`, async (t) => {
    const { emulator, live, settings } = await served(t, { tasks: { relay: { a: "RUNNING" } } }, { signatureMethod });
    assert.equal((await live.describeLivePullToPush({ taskId: "a", region })).taskStatus, 1);
    const { outcome, taskId, attempts } = await live.stopLivePullToPush({ taskId: "a", region });
    assert.deepEqual([outcome, taskId, attempts], ["stopped", "a", 1]);
    assert.equal(emulator.tasks.relay.get("a"), "STOPPED");
    const again = await stopLivePullToPush({ taskId: "a", region }, settings);
    assert.deepEqual([again.outcome, again.code], ["already-stopped", "CodeTaskHasStopped"]);
    assert.equal((await live.describeLivePullToPush({ taskId: "a", region })).taskStatus, 3);
    assert.deepEqual([...new Set(emulator.requests.map(({ method }) => method))], ["GET"]);
    const byName = await live.call("StopLivePullToPush", { TaskId: "a", Region: region });
    assert.equal(byName.outcome, "already-stopped");
  });
}

test("codes other than CodeTaskHasStopped are errors that are not retried", async (t) => {
  const { emulator, live } = await served(t, { tasks: { relay: { a: "RUNNING" } } });
  const fails = (params) => live.stopLivePullToPush(params).catch((error) => error);
  assert.deepEqual([(await fails({ taskId: "b", region })).code], ["CodeTaskNotExist"]);
  for (const code of ["LiveServiceNotFound", "CodeInvalidAliUid", "InvalidParam.CodeIllegalDuration", "CodeNew"]) {
    emulator.faults.push({ type: "error", code, status: 400, message: "no" });
    const error = await fails({ taskId: "a", region });
    assert.deepEqual([error.code, error.outcomeUnknown, error.retryable], [code, false, false]);
  }
  assert.equal(emulator.tasks.relay.get("a"), "RUNNING");
  assert.equal((await fails({ taskId: "a" })).code, "ERR_MISSING_PARAMETER");
});

test("the state tells running from stopped, whatever the code said", async (t) => {
  const states = {
    "NOT-STARTED": "running",
    RUNNING: "running",
    RETRYING: "running",
    STOPPED: "stopped",
    EXITED: "stopped",
  };
  for (const [state, verified] of Object.entries(states)) {
    const { emulator, live } = await served(t, { tasks: { relay: { a: state } } }, { retry: false });
    emulator.faults.push({ type: "error", code: "CodeTaskHasStopped", status: 400, message: "The task has stopped." });
    const end = await live.stopLivePullToPush({ taskId: "a", region }, { verify: true }).catch((error) => error);
    assert.equal(end.verified, verified, state);
    assert.equal(end.outcome, verified === "stopped" ? "already-stopped" : undefined, state);
  }
});

test("a lost reply is settled by the state of the task", async (t) => {
  const { emulator, live } = await served(t, { tasks: { relay: { a: "RUNNING" } } }, { retry: false });
  emulator.faults.push("lost-reply");
  const { outcome, verified } = await live.stopLivePullToPush({ taskId: "a", region }, { verify: true });
  assert.deepEqual([outcome, verified], ["stopped", "stopped"]);
});

test("waits until it has stopped", async (t) => {
  const { live } = await served(t, { tasks: { relay: { a: "RUNNING" } } });
  const result = await live.stopLivePullToPush({ taskId: "a", region }, { waitUntilStopped: true });
  assert.deepEqual([result.outcome, result.verified, "recordFileList" in result], ["stopped", "stopped", false]);
});

test("a run stops relays beside recordings; the same id in another region is another task", async (t) => {
  const { emulator, live } = await served(t, {
    recordings: { a: "RUNNING" },
    tasks: { relay: { a: "RUNNING", b: "RETRYING" } },
  });
  const tasks = [{ taskId: "a" }, relay("a"), relay("a"), relay("a", { region: "cn-beijing" }), relay("b")];
  const keys = [];
  const journal = { has: () => false, record: (_, key) => void keys.push(key) };
  const { stopped, alreadyStopped, failed } = await live.stopAll(tasks, { journal }).summary();
  assert.deepEqual([stopped, alreadyStopped, failed], [3, 1, 0]);
  assert.deepEqual(keys.sort(), ["recording a", "relay@cn-beijing a", "relay@cn-shanghai a", "relay@cn-shanghai b"]);
  assert.equal(emulator.recordings.get("a"), "STOPPED");
  assert.deepEqual([...emulator.tasks.relay.values()], ["STOPPED", "STOPPED"]);
});

test("a task that does not name its operation is a recording, which has no region", async (t) => {
  const { emulator, live } = await served(t, { tasks: { relay: { a: "RUNNING" } } });
  const results = [];
  for await (const result of live.stopAll([{ taskId: "a", region }])) results.push(result);
  assert.deepEqual(
    results.map(({ outcome, error }) => [outcome, error.code]),
    [["failed", "ERR_UNKNOWN_KEY"]],
  );
  assert.equal(emulator.requests.length, 0);
});

test("a message names the operation, and keeps the region", () => {
  const { operation, params, key, context } = readTask(relay("a", { courseId: 7 }));
  assert.deepEqual([operation, params, key], ["StopLivePullToPush", { taskId: "a", region }, "relay@cn-shanghai a"]);
  assert.deepEqual(context, { courseId: 7 });
});

test("a task is created and described by requests; another region has no such task", async (t) => {
  const { live } = await served(t, {});
  const inHours = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const params = {
    ...{
      Region: region,
      SourceType: "live",
      SourceUrls: ["rtmp://pull.example.com/a/b"],
      DstUrl: "rtmp://x.example.com/a/b",
    },
    ...{ StartTime: inHours(1), EndTime: inHours(2) },
  };
  const { reply } = await live.call("CreateLivePullToPush", params);
  const taskId = reply.TaskId;
  const { taskStatus, taskInfo } = await live.describeLivePullToPush({ taskId, region });
  assert.deepEqual([taskStatus, taskInfo.sourceUrls], [0, params.SourceUrls]);
  const elsewhere = await live.describeLivePullToPush({ taskId, region: "cn-beijing" }).catch((error) => error);
  assert.equal(elsewhere.code, "CodeTaskNotExist");
  const reversed = { ...params, StartTime: params.EndTime, EndTime: params.StartTime };
  const refused = await live.call("CreateLivePullToPush", reversed).catch((error) => error);
  assert.equal(refused.code, "InvalidParameter.Malformed");
  const { SourceUrls: _, ...missing } = params;
  assert.equal((await live.call("CreateLivePullToPush", missing).catch((error) => error)).code, "MissingSourceUrls");
});
