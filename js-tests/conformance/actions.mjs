// Any action, the operations that read, and `verify`, over the whole life of a task.
import { key, methods, quick } from "../support/portable/fixtures.mjs";
import { newMonitor, newRecording } from "../support/portable/tasks.mjs";
import { rejection } from "../support/portable/waiting.mjs";

const lives = methods.flatMap((signatureMethod) => [
  {
    name: `a recording is started, described, stopped with proof and described again, signed by ${signatureMethod}`,
    async run({ api, assert, open }) {
      // The reply to the stop, which is the third request, is lost.
      const emulator = await open({ faults: [null, null, "lost-reply"] });
      const live = api.createClient({ credentials: key, endpoint: emulator.url, signatureMethod });
      const { reply, attempts } = await live.call("StartRtcCloudRecording", newRecording);
      assert.equal(attempts, 1);
      const taskId = reply.TaskId;
      assert.includes(await live.describeRtcCloudRecordingFiles({ taskId }), { taskId, status: "RUNNING" });
      const stopped = await live.stopRtcCloudRecording({ taskId }, { retry: false, verify: true });
      assert.includes(stopped, { outcome: "stopped", verified: "stopped", attempts: 1, taskId });
      const { status, recordFileList } = await live.describeRtcCloudRecordingFiles({ taskId });
      assert.equal(status, "STOPPED");
      assert.equal(recordFileList.mp4FileList.length, 1, "number of files");
      const { requests } = await emulator.state();
      assert.equal(requests[0].params["NotifyFileUploadedFormat.1"], "MP4");
    },
  },
  {
    name: `a monitor is created, started, listed, stopped and deleted, signed by ${signatureMethod}`,
    async run({ api, assert, open }) {
      const emulator = await open({});
      const live = api.createClient({ credentials: key, endpoint: emulator.url, signatureMethod });
      const { reply } = await live.call("CreateLiveStreamMonitor", newMonitor);
      const monitorId = reply.MonitorId;
      await live.call("StartLiveStreamMonitor", { MonitorId: monitorId }, { method: "GET" });
      const running = await live.describeLiveStreamMonitorList({ monitorId, status: 1 });
      assert.includes(running, { total: 1, attempts: 1 });
      assert.includes(running.liveStreamMonitorList[0], { monitorId, status: 1, monitorName: "first" });
      assert.includes(await live.stopLiveStreamMonitor({ monitorId }, { verify: true }), { outcome: "stopped" });
      await live.call("DeleteLiveStreamMonitor", { MonitorId: monitorId });
      assert.includes(await live.describeLiveStreamMonitorList({}), { total: 0 });
    },
  },
]);

export const actions = [
  ...lives,
  {
    name: "an action whose reply is lost is sent once, and its outcome is unknown",
    async run({ api, assert, open }) {
      const emulator = await open({ faults: ["lost-reply"] });
      const live = api.createClient({ credentials: key, endpoint: emulator.url, retry: quick });
      const error = await rejection(live.call("StartRtcCloudRecording", newRecording));
      assert.includes(error, { operation: "StartRtcCloudRecording", attempts: 1, outcomeUnknown: true });
      const { requests, recordings } = await emulator.state();
      assert.equal(requests.length, 1, "number of requests");
      assert.equal(Object.keys(recordings).length, 1, "number of recordings");
    },
  },
  {
    name: "an idempotent action is sent again, and so is a reading action",
    async run({ api, assert, open }) {
      const emulator = await open({ faults: ["lost-reply", null, "lost-reply"], recordings: { a: "RUNNING" } });
      const live = api.createClient({ credentials: key, endpoint: emulator.url, retry: quick });
      const options = { idempotent: true };
      assert.includes(await live.call("DescribeRtcCloudRecordingFiles", { TaskId: "a" }, options), { attempts: 2 });
      assert.includes(await live.describeRtcCloudRecordingFiles({ taskId: "a" }), { attempts: 2, status: "RUNNING" });
    },
  },
  {
    name: "a stop that was said to be one of a stopped task is proved, and a refusal of the question is said",
    async run({ api, assert, open }) {
      const faults = [null, null, null, { type: "error", code: "Forbidden.RAM" }];
      const emulator = await open({ faults, recordings: { a: "STOPPED" } });
      const live = api.createClient({ credentials: key, endpoint: emulator.url });
      for (const verified of ["stopped", "refused"]) {
        const result = await live.stopRtcCloudRecording({ taskId: "a" }, { verify: true });
        assert.includes(result, { outcome: "already-stopped", code: "InvalidParameter.TaskId", verified, attempts: 1 });
      }
    },
  },
  {
    name: "parameters that cannot be sent are refused, and a line of curl hides what signs",
    async run({ api, assert, open }) {
      const emulator = await open({});
      const live = api.createClient({ credentials: key, endpoint: emulator.url });
      for (const [params, path] of [
        [{ Action: "x" }, "params.Action"],
        [{ A: [null] }, "params.A.1"],
        [{ A: new Map() }, "params.A"],
      ]) {
        const error = await rejection(live.call("StartRtcCloudRecording", params));
        assert.includes(error, { code: "ERR_INVALID_PARAMETER", attempts: 0 });
        assert.ok(error.message.startsWith(`${path}: `), error.message);
      }
      assert.equal((await emulator.state()).requests.length, 0);
      const line = api.toCurl(await live.sign("StartRtcCloudRecording", newRecording), { redact: true });
      assert.ok(line.startsWith("curl ") && !line.includes(key.accessKeyId), line);
    },
  },
];
