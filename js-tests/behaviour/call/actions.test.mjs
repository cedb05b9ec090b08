// Calls of any action and of the operations that read: replies, requests, events, errors and aborts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { methods, monitor, quick, rejection, responding, serving, task } from "../../support/live.mjs";
import { newMonitor, newRecording } from "../../support/portable/tasks.mjs";

/** A client to which the service responds with `body`. */
const replying = (body) => responding([[200, typeof body === "string" ? body : JSON.stringify(body)]]);

const READING = "call of an action that reads";

/** The ways to get a reply. */
const ways = {
  call: (live, options) => live.call("CreateSomething", {}, options),
  [READING]: (live, options) => live.call("DescribeSomething", {}, options),
  describeRtcCloudRecordingFiles: (live, options) => live.describeRtcCloudRecordingFiles(task, options),
  describeLiveStreamMonitorList: (live, options) => live.describeLiveStreamMonitorList({}, options),
};

for (const signatureMethod of methods) {
  test(`${signatureMethod}: starts, describes and stops a recording`, async (t) => {
    const { emulator, live } = await serving(t, { stopsAfterDescribes: 1 });
    const client = live({ signatureMethod });
    const started = await client.call("StartRtcCloudRecording", newRecording);
    const { TaskId: taskId } = started.reply;
    assert.deepEqual(started, { reply: { RequestId: started.requestId, TaskId: taskId }, requestId: started.requestId, attempts: 1 }); // biome-ignore format: a whole result
    assert.equal(emulator.requests[0].params["NotifyFileUploadedFormat.1"], "MP4");
    const running = await client.describeRtcCloudRecordingFiles({ taskId });
    const { requestId, ...rest } = running;
    const nothing = { hlsFileList: [], mp3FileList: [], mp4FileList: [], vodMediaList: [] };
    assert.deepEqual(rest, { taskId, status: "RUNNING", recordFileList: nothing, attempts: 1 });
    assert.match(requestId, /^[0-9A-F-]{36}$/);
    await client.stopRtcCloudRecording({ taskId });
    assert.equal((await client.describeRtcCloudRecordingFiles({ taskId })).status, "STOPPING");
    const stopped = await client.describeRtcCloudRecordingFiles({ taskId });
    assert.equal(stopped.status, "STOPPED");
    assert.match(stopped.recordFileList.mp4FileList[0], /^[0-9a-f-]{36}\/app_room_anna_.*\.mp4$/);
  });

  test(`${signatureMethod}: creates, starts, lists and deletes a monitor, by POST and by GET`, async (t) => {
    const { emulator, live } = await serving(t, { monitors: {} });
    const client = live({ signatureMethod });
    for (const method of ["POST", "GET"]) {
      const call = async (action, params) => (await client.call(action, params, { method })).reply;
      const { MonitorId: monitorId } = await call("CreateLiveStreamMonitor", newMonitor);
      await call("StartLiveStreamMonitor", { MonitorId: monitorId });
      const { total, liveStreamMonitorList } = await client.describeLiveStreamMonitorList({ status: 1, pageSize: 5n });
      assert.deepEqual([total, liveStreamMonitorList[0].monitorId, liveStreamMonitorList[0].status], [1, monitorId, 1]);
      assert.deepEqual(liveStreamMonitorList[0].inputList, [{ index: 1, inputUrl: "rtmp://live.example.com/a/b" }]);
      await client.stopLiveStreamMonitor({ monitorId });
      await call("DeleteLiveStreamMonitor", { MonitorId: monitorId });
      assert.equal((await client.describeLiveStreamMonitorList()).total, 0);
    }
    const sent = emulator.requests.filter(({ operation }) => operation === "CreateLiveStreamMonitor");
    assert.deepEqual(sent.map(({ method }) => method), ["POST", "GET"]); // biome-ignore format: a comparison
  });
}

for (const [way, send] of Object.entries(ways)) {
  test(`${way}: a reply of 8 MiB is read, and a longer one is not`, async () => {
    const reply = (bytes) => {
      const [head, tail] = [
        `{"RequestId":"R","TaskInfo":{"TaskId":"task-1"},"LiveStreamMonitorList":[],"Filler":"`,
        '"}',
      ];
      return head + "x".repeat(bytes - head.length - tail.length) + tail;
    };
    const { requestId } = await send(replying(reply(8 * 2 ** 20)));
    assert.equal(requestId, "R");
    const error = await rejection(send(replying(reply(8 * 2 ** 20 + 1))));
    assert.deepEqual([error.kind, error.code], ["protocol", "ERR_OVERSIZED_REPLY"]);
    assert.ok(error.message.length < 1_000);
  });

  test(`${way}: members of a description that are named like errors are no error`, async () => {
    const inner = {
      Code: "NotFound",
      ErrorCode: 7,
      Errors: ["x"],
      Message: "m",
      Success: false,
      deep: [{ Error: "x" }],
    };
    const reply = {
      RequestId: "R",
      TaskInfo: { TaskId: "task-1", inner },
      LiveStreamMonitorList: [{ MonitorId: "monitor-1", ...inner }],
    };
    assert.equal((await send(replying(reply))).requestId, "R");
  });

  for (const [what, body] of [
    ["Success: false", { RequestId: "R", Success: false }],
    ["an ErrorCode", { RequestId: "R", ErrorCode: "x" }],
    ["a Code that is a number", { RequestId: "R", Code: 500 }],
    ["no request ID", { TaskInfo: {} }],
    ["an array", [{ RequestId: "R" }]],
    ["XML", "<Reply><RequestId>R</RequestId></Reply>"],
    ["nothing", ""],
  ]) {
    test(`${way}: a 200 with ${what} is unreadable`, async () => {
      const error = await rejection(send(replying(body)));
      // An operation that changes nothing has no unknown outcome, and may be called again.
      const unknown = way === "call";
      assert.deepEqual([error.kind, error.outcomeUnknown, error.retryable], ["protocol", unknown, !unknown]);
    });
  }

  test(`${way}: JSON of 20,000 levels is a reply like any other`, async () => {
    const deep = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
    const [info, entry] = [`{"TaskId":"task-1","Deep":${deep}}`, `{"MonitorId":"monitor-1","Deep":${deep}}`];
    const body = `{"RequestId":"R","TaskInfo":${info},"LiveStreamMonitorList":[${entry}]}`;
    assert.equal((await send(replying(body))).requestId, "R");
  });

  test(`${way}: a refusal has the service's code, and is not sent again`, async () => {
    let sent = 0;
    const fetch = async () => {
      sent++;
      return new Response(JSON.stringify({ Code: "NoPermission", Message: "no", RequestId: "R" }), { status: 403 });
    };
    const error = await rejection(send(createClient({ credentials: testAccessKey, fetch, retry: quick })));
    const { kind, code, httpStatus, requestId, outcomeUnknown, attempts } = error;
    assert.deepEqual([kind, code, httpStatus, requestId, outcomeUnknown, attempts, sent], ["service", "NoPermission", 403, "R", false, 1, 1]); // biome-ignore format: a comparison
  });

  test(`${way}: an abort sends nothing more, and rejects with the reason`, async () => {
    const controller = new AbortController();
    const events = [];
    const fetch = async () => {
      controller.abort("enough");
      return new Promise(() => {});
    };
    const live = createClient({ credentials: testAccessKey, fetch, onEvent: (event) => events.push(event) });
    assert.equal(await rejection(send(live, { signal: controller.signal })), "enough");
    const { outcome, outcomeUnknown, aborted, attempts } = events.at(-1);
    assert.deepEqual([outcome, outcomeUnknown, aborted, attempts], ["aborted", way === "call", true, 1]);
    const before = await rejection(send(live, { signal: AbortSignal.abort("never") }));
    assert.deepEqual([before, events.at(-1).attempts], ["never", 0]);
  });

  test(`${way}: events name the action, and the last one tells the known outcome`, async () => {
    const events = [];
    const options = { onEvent: (event) => events.push(event), context: "c" };
    const { requestId } = await send(
      replying({ RequestId: "R", TaskInfo: { TaskId: "task-1" }, LiveStreamMonitorList: [] }),
      options,
    );
    assert.equal(requestId, "R");
    const operation = { call: "CreateSomething", [READING]: "DescribeSomething" }[way] ?? way.replace(/^d/, "D");
    assert.ok(events.every((event) => event.operation === operation && event.context === "c"));
    assert.deepEqual(events.map(({ type }) => type), ["request", "response", "outcome"]); // biome-ignore format: a list
    const { outcome, outcomeUnknown, attempts, aborted } = events.at(-1);
    assert.deepEqual([outcome, outcomeUnknown, attempts, aborted], ["answered", false, 1, false]);
  });
}

test("a reply keeps all names and members of the vendor", async () => {
  const reply = { RequestId: "R", a: [null, 1.5, { B: true }], requestid_: "x", constructor: "c", Message: "m" };
  const end = await replying(reply).call("DescribeSomething");
  assert.deepEqual(end, { reply, requestId: "R", attempts: 1 });
  const hostile = await replying('{"RequestId":"R","__proto__":{"polluted":1}}').call("DescribeSomething");
  assert.equal(hostile.polluted, undefined);
  assert.deepEqual(Object.keys(hostile.reply), ["RequestId", "__proto__"]);
});

test("a description of another task, or of none, is no answer", async () => {
  const recording = (TaskInfo) => [(live) => live.describeRtcCloudRecordingFiles(task), { RequestId: "R", TaskInfo }];
  const monitors = (LiveStreamMonitorList) => [
    (live) => live.describeLiveStreamMonitorList(monitor),
    { RequestId: "R", LiveStreamMonitorList },
  ];
  for (const [[describe, body], code] of [
    [recording({ TaskId: "another", Status: "STOPPED" }), "ERR_MISMATCHED_REPLY"],
    [monitors([{ MonitorId: "another", Status: 0 }]), "ERR_MISMATCHED_REPLY"],
    [
      [(live) => live.call("DescribeRtcCloudRecordingFiles", { TaskId: "t" }), recording({ TaskId: "u" })[1]],
      "ERR_MISMATCHED_REPLY",
    ],
    [recording(undefined), "ERR_INCOMPLETE_REPLY"],
    [recording(null), "ERR_INCOMPLETE_REPLY"],
    [recording([1]), "ERR_INCOMPLETE_REPLY"],
    [recording({ Status: "STOPPED" }), "ERR_INCOMPLETE_REPLY"],
    [monitors(undefined), "ERR_INCOMPLETE_REPLY"],
    [monitors([null]), "ERR_INCOMPLETE_REPLY"],
  ]) {
    const error = await rejection(describe(replying(body)));
    assert.deepEqual([error.code, error.outcomeUnknown], [code, false], JSON.stringify(body));
  }
  // No monitor has the ID.
  const [describe, none] = monitors([]);
  assert.deepEqual((await describe(replying(none))).liveStreamMonitorList, []);
});

test("members of a description do not replace the request ID and the attempts of the result", async () => {
  const body = {
    RequestId: "R",
    attempts: 99,
    Attempts: 98,
    TaskInfo: { RequestId: "other", Attempts: 97, TaskId: task.taskId },
  };
  const recording = await replying(body).describeRtcCloudRecordingFiles(task);
  assert.deepEqual(recording, { ...task, requestId: "R", attempts: 1 });
  const list = await replying(body).describeLiveStreamMonitorList();
  assert.deepEqual([list.requestId, list.attempts], ["R", 1]);
});

test("members of a description that are named like __proto__ pollute nothing", async () => {
  const body = `{"RequestId":"R","TaskInfo":{"TaskId":"${task.taskId}","__proto__":{"x":1}}}`;
  const result = await replying(body).describeRtcCloudRecordingFiles(task);
  assert.deepEqual([result.x, {}.x, Object.getPrototypeOf(result)], [undefined, undefined, Object.prototype]);
});

for (const fault of ["lost-reply", "reset", "unavailable", "internal-error", "empty", "truncated", "throttle"]) {
  test(`reads are sent again after ${fault}, and their outcome is never unknown`, async (t) => {
    const { emulator, live } = await serving(t, { faults: [fault, fault] });
    const { attempts, status } = await live().describeRtcCloudRecordingFiles(task);
    assert.deepEqual([attempts, status], [3, "RUNNING"]);
    for (let i = 0; i < 4; i++) emulator.faults.push(fault);
    const error = await rejection(live().describeLiveStreamMonitorList(monitor));
    assert.deepEqual([error.attempts, error.outcomeUnknown], [4, false]);
  });
}

test("a reply to a stop above 64 KiB is still unreadable", async () => {
  const body = JSON.stringify({ RequestId: "R", TaskId: task.taskId, Filler: "x".repeat(65_536) });
  const error = await rejection(replying(body).stopRtcCloudRecording(task));
  assert.deepEqual([error.code, error.outcomeUnknown], ["ERR_OVERSIZED_REPLY", true]);
});

test("describing a task that does not exist is the service's error", async (t) => {
  const { live } = await serving(t);
  const error = await rejection(live().describeRtcCloudRecordingFiles({ taskId: "no-such-task" }));
  assert.deepEqual([error.code, error.outcomeUnknown, error.attempts], ["NotFound.Task", false, 1]);
});

test("a call that hangs ends at its deadline", async (t) => {
  const { live } = await serving(t, { faults: ["hang"] });
  const call = live().call("StartRtcCloudRecording", newRecording, { timeoutMs: 500 });
  const error = await rejection(call);
  assert.deepEqual([error.code, error.outcomeUnknown, error.attempts], ["ERR_TIMEOUT", true, 1]);
});

test("a stop by its action is that operation: its quota, its checks, its outcome", async (t) => {
  const { emulator, live } = await serving(t);
  const client = live({ quota: { stopRtcCloudRecording: 1 } });
  const stop = (params, options) => client.call("StopRtcCloudRecording", params, options);
  const first = await stop({ TaskId: task.taskId });
  assert.equal(first.outcome, "stopped");
  assert.equal(first.reply.TaskId, task.taskId);
  // At a quota of one a second, the next one has to wait.
  const late = await rejection(stop({ TaskId: task.taskId }, { timeoutMs: 500 }));
  assert.equal(late.code, "ERR_QUOTA");
  const blank = await rejection(stop({ TaskId: " " }));
  assert.equal(blank.code, "ERR_INVALID_PARAMETER");
  assert.match(blank.message, /^params\.TaskId: /);
  const misspelt = await rejection(stop({ taskId: task.taskId }));
  assert.equal(misspelt.code, "ERR_MISSING_PARAMETER");
  assert.match(misspelt.message, /^params\.TaskId: /);
  assert.equal((await rejection(stop({ TaskId: task.taskId }, { method: "GET" }))).code, "ERR_INVALID_METHOD");
  assert.equal(emulator.requests.length, 1);
});

test("a stop by its action that finds the task stopped has the service's code, and its error as the reply", async (t) => {
  const { live } = await serving(t, { recordings: { [task.taskId]: "STOPPED" } });
  const { reply, ...rest } = await live().call("StopRtcCloudRecording", { TaskId: task.taskId });
  const code = "InvalidParameter.TaskId";
  assert.deepEqual(rest, { outcome: "already-stopped", code, requestId: reply.RequestId, attempts: 1 });
  assert.equal(reply.Code, code);
});

test("a stop by its action takes no reply about another task", async () => {
  const live = replying({ RequestId: "R", TaskId: "another" });
  const error = await rejection(live.call("StopRtcCloudRecording", { TaskId: task.taskId }));
  assert.equal(error.code, "ERR_MISMATCHED_REPLY");
  assert.equal(error.outcomeUnknown, true);
});
