// Operations of the emulator, over a socket: requests start, describe, stop and delete tasks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { unflatten } from "apsara-live/testing";
import { monitor, recording, served, ways } from "./served.mjs";
import { send } from "./signers.mjs";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const noFiles = { HlsFileList: [], Mp3FileList: [], Mp4FileList: [], VodMediaList: [] };

for (const [name, way] of Object.entries(ways).filter(([name]) => !name.endsWith("GET"))) {
  test(`${name}: a recording is started, described, stopped and described`, async (t) => {
    const { emulator, clock, call } = await served(t);
    const { TaskId, ...rest } = await call("StartRtcCloudRecording", recording, way);
    assert.deepEqual(rest, { status: 200 });
    assert.match(TaskId, UUID);
    const describe = () => call("DescribeRtcCloudRecordingFiles", { TaskId }, way);
    const info = (Status, RecordFileList) => ({ status: 200, TaskInfo: { TaskId, Status, RecordFileList } });
    assert.deepEqual(await describe(), info("RUNNING", noFiles));
    clock.ms += 60_000;
    assert.deepEqual(await call("StopRtcCloudRecording", { TaskId }, way), { status: 200, TaskId });
    const file = (user, suffix) => `${TaskId}/app_room_${user}_2026-01-02-03:04:05.${suffix}`;
    assert.deepEqual(
      await describe(),
      info("STOPPED", {
        HlsFileList: [file("anna", "m3u8"), file("b~ö*", "m3u8")],
        Mp3FileList: [],
        Mp4FileList: [file("anna", "mp4"), file("b~ö*", "mp4")],
        VodMediaList: [],
      }),
    );
    assert.equal((await call("StopRtcCloudRecording", { TaskId }, way)).Code, "InvalidParameter.TaskId");
    assert.deepEqual(
      emulator.requests.map(({ operation, executed }) => [operation, executed]),
      [
        ["StartRtcCloudRecording", true],
        ["DescribeRtcCloudRecordingFiles", true],
        ["StopRtcCloudRecording", true],
        ["DescribeRtcCloudRecordingFiles", true],
        ["StopRtcCloudRecording", false],
      ],
    );
  });
}

for (const [name, way] of Object.entries(ways)) {
  test(`${name}: a monitor is created, started, listed, stopped and deleted`, async (t) => {
    const { emulator, clock, call } = await served(t);
    const { MonitorId, ...rest } = await call("CreateLiveStreamMonitor", { ...monitor, App: "app", Stream: "s" }, way);
    assert.deepEqual(rest, { status: 200 });
    assert.match(MonitorId, UUID);
    assert.equal(emulator.monitors.get(MonitorId), "STOPPED");
    const listed = (changes) => ({
      status: 200,
      Total: 1,
      LiveStreamMonitorList: [
        {
          MonitorId,
          MonitorName: "first",
          Status: 0,
          Region: "cn-shanghai",
          Domain: "live.example.com",
          OutputTemplate: "lp_hd",
          OutputUrls: { FlvUrl: "http://live.example.com/app/s.flv", RtmpUrl: "rtmp://live.example.com/app/s" },
          InputList: [{ Index: 1, InputUrl: "rtmp://live.example.com/a/b", LayoutId: 1 }],
          MonitorConfig: "",
          CallbackUrl: "",
          DingTalkWebHookUrl: "",
          AudioFrom: 1,
          ...changes,
        },
      ],
    });
    const list = () => call("DescribeLiveStreamMonitorList", { MonitorId }, way);
    assert.deepEqual(await list(), listed({}));
    const stop = () => call("StopLiveStreamMonitor", { MonitorId }, way);
    assert.equal((await stop()).Code, "StreamMonitorAlreadyStop");
    const start = () => call("StartLiveStreamMonitor", { MonitorId }, way);
    assert.deepEqual(await start(), { status: 200 });
    assert.equal((await start()).Code, "StreamMonitorAlreadyStarted");
    assert.deepEqual(await list(), listed({ Status: 1, StartTime: "2026-01-02T03:04:05Z" }));
    assert.deepEqual(
      ((reply) => [reply.status, reply.Code])(await call("DeleteLiveStreamMonitor", { MonitorId }, way)),
      [400, "InvalidParameter.Malformed"],
    );
    clock.ms += 1_500;
    assert.deepEqual(await stop(), { status: 200 });
    assert.deepEqual(await list(), listed({ StartTime: "2026-01-02T03:04:05Z", StopTime: "2026-01-02T03:04:06Z" }));
    assert.deepEqual(await call("DeleteLiveStreamMonitor", { MonitorId }, way), { status: 200 });
    assert.deepEqual(await list(), { status: 200, Total: 0, LiveStreamMonitorList: [] });
    assert.equal((await start()).Code, "StreamMonitorNotExist");
  });
}

test("answers an action that it does not serve as the gateway does", async (t) => {
  const { call } = await served(t);
  for (const way of Object.values(ways))
    for (const action of ["UpdateLiveStreamMonitor", "startRtcCloudRecording", "__proto__", "toString"]) {
      const { status, Code, Message } = await call(action, {}, way);
      assert.deepEqual(
        [status, Code, Message],
        [404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method."],
      );
    }
});

test("describes recordings and monitors that the test put there", async (t) => {
  const { emulator, call } = await served(t, { recordings: { a: "RECOVERING" }, monitors: { m: "RUNNING" } });
  const state = async (TaskId) => (await call("DescribeRtcCloudRecordingFiles", { TaskId })).TaskInfo;
  assert.deepEqual(await state("a"), { TaskId: "a", Status: "RECOVERING", RecordFileList: noFiles });
  emulator.recordings.set("b", "STOPPED");
  assert.deepEqual(await state("b"), { TaskId: "b", Status: "STOPPED", RecordFileList: noFiles });
  const { LiveStreamMonitorList: listed } = await call("DescribeLiveStreamMonitorList");
  assert.deepEqual(
    listed.map(({ MonitorId, MonitorName, Status, StartTime }) => [MonitorId, MonitorName, Status, StartTime]),
    [["m", "m", 1, undefined]],
  );
});

test("lists in pages, filtered and ordered", async (t) => {
  const { emulator, clock, call } = await served(t);
  for (let i = 0; i < 12; i++) emulator.monitors.set(`m${i}`, "STOPPED");
  for (const MonitorId of ["m7", "m3", "m5"]) {
    clock.ms += 1000;
    await call("StartLiveStreamMonitor", { MonitorId });
  }
  await call("StopLiveStreamMonitor", { MonitorId: "m5" });
  const list = async (params) => {
    const { Total, LiveStreamMonitorList } = await call("DescribeLiveStreamMonitorList", params);
    return [Total, LiveStreamMonitorList.map(({ MonitorId }) => MonitorId).join(" ")];
  };
  assert.deepEqual(await list({}), [12, "m3 m7 m0 m1 m2 m4 m5 m6 m8 m9"]);
  assert.deepEqual(await list({ PageNum: "2" }), [12, "m10 m11"]);
  assert.deepEqual(await list({ PageNum: "3" }), [12, ""]);
  assert.deepEqual(await list({ PageNum: "2", PageSize: "5" }), [12, "m4 m5 m6 m8 m9"]);
  assert.deepEqual(await list({ PageSize: "100", OrderRule: "1" }), [12, "m5 m3 m7 m0 m1 m2 m4 m6 m8 m9 m10 m11"]);
  assert.deepEqual(await list({ PageSize: "4", OrderRule: "2" }), [12, "m7 m3 m5 m0"]);
  assert.deepEqual(await list({ Status: "1" }), [2, "m3 m7"]);
  assert.deepEqual(await list({ Status: "0", PageSize: "1" }), [10, "m0"]);
  assert.deepEqual(await list({ MonitorId: "m5", Status: "0" }), [1, "m5"]);
  assert.deepEqual(await list({ MonitorId: "m5", Status: "1" }), [0, ""]);
  assert.deepEqual(await list({ MonitorId: "", PageNum: "", PageSize: "1" }), [12, "m3"]);
});

test("writes lists and objects in XML", async (t) => {
  const { emulator, request } = await served(t, { monitors: { "<m>": "RUNNING" } });
  emulator.faults.push("xml", "xml");
  const list = await (await send(fetch, request("DescribeLiveStreamMonitorList"))).text();
  assert.match(list, /<Total>1<\/Total><LiveStreamMonitorList><MonitorId>&lt;m&gt;<\/MonitorId>.*<Status>1<\/Status>/);
  assert.match(list, /<OutputUrls><FlvUrl>.*<\/RtmpUrl><\/OutputUrls>.*<\/LiveStreamMonitorList>/);
  const { TaskId } = { TaskId: emulator.recordings.set("t", "RUNNING").keys().next().value };
  const files = await (await send(fetch, request("DescribeRtcCloudRecordingFiles", { TaskId }))).text();
  assert.match(
    files,
    /<TaskInfo><TaskId>t<\/TaskId><Status>RUNNING<\/Status><RecordFileList><\/RecordFileList><\/TaskInfo>/,
  );
});

test("carries a start out before a lost reply, and not before a reset", async (t) => {
  const { emulator, call } = await served(t, { faults: ["reset", "lost-reply"] });
  for (const expected of [0, 1]) {
    await assert.rejects(call("StartRtcCloudRecording", recording), TypeError);
    assert.equal(emulator.recordings.size, expected);
  }
});

test("reads flattened parameters", async (t) => {
  const { emulator, call } = await served(t);
  const params = { ...recording, "NotifyFileUploadedFormat.1": "mp4", "NotifyFileUploadedFormat.2": "hls" };
  for (const way of [ways["ACS3 POST"], ways["SHA1 form"]]) {
    assert.equal((await call("StartRtcCloudRecording", params, way)).status, 200);
    assert.deepEqual(emulator.requests.at(-1).params, params);
    const tree = unflatten(emulator.requests.at(-1).params);
    assert.deepEqual(tree, { ...recording, NotifyFileUploadedFormat: ["mp4", "hls"] });
  }
});

test("unflatten returns lists and objects, and refuses all other names", () => {
  assert.deepEqual(unflatten({}), {});
  assert.deepEqual(unflatten({ "A.1.B.2": "d", "A.1.B.1": "c", "A.2": "e", "F.g": "", "F.1": "h" }), {
    A: [{ B: ["c", "d"] }, "e"],
    F: { g: "", 1: "h" },
  });
  assert.deepEqual(Object.keys(unflatten({ "__proto__.a": "b" })), ["__proto__"]);
  const twelve = Array.from({ length: 12 }, (_, i) => [`L.${i + 1}`, String(i)]);
  assert.deepEqual(
    unflatten(Object.fromEntries(twelve)).L,
    twelve.map(([, value]) => value),
  );
  for (const [params, message] of [
    [{ "A.2": "b" }, /^TypeError: params\.A: expected a list that counts from 1, with a 1$/],
    [{ "A.0": "b" }, /^TypeError: params\.A: /],
    [{ "A.1": "b", "A.01": "c" }, /^TypeError: params\.A: /],
    [{ A: "b", "A.1": "c" }, /^TypeError: params\.A: expected either a value, or a list or object$/],
    // A name may come from a request of megabytes.
    [{ ["A.".repeat(1_000_000)]: "b" }, /^TypeError: params: expected names of at most 64 levels$/],
  ])
    assert.throws(() => unflatten(params), message);
});
