// `apsara-live compare` touches only the tasks that it has made, and leaves none of them without naming it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compared, leftIn, startedCompare } from "./support/comparing.mjs";
import { otherService } from "./support/other-service.mjs";

const FOREIGN = { monitors: { "foreign-monitor": "RUNNING" }, recordings: { "foreign-recording": "RUNNING" } };

const refusal = (Code, status = 400, members = {}) => ({
  status,
  body: { RequestId: "r-1", Code, Message: "No.", ...members },
});

/** Changes the response of a request that was executed. */
const answering = (action, status, body) => (exchange) => {
  if (exchange.action === action) Object.assign(exchange, { status, body });
};

test("the ID in an error is the ID of another task", async (t) => {
  const ids = { MonitorId: "foreign-monitor", TaskId: "foreign-recording" };
  const { emulator, url } = await otherService(t, {
    ...FOREIGN,
    before: ({ action }) => (/^(?:Create|StartRtc)/.test(action) ? refusal("Exists", 400, ids) : undefined),
  });
  const { stderr } = await compared(url);
  assert.deepEqual([emulator.monitors.get("foreign-monitor"), emulator.recordings.get("foreign-recording")], ["RUNNING", "RUNNING"], stderr); // biome-ignore format: two values
});

test("the ID in a success may be the ID of another monitor", async (t) => {
  const { emulator, url } = await otherService(t, {
    monitors: FOREIGN.monitors,
    change: ({ action, body }) => {
      if (action === "CreateLiveStreamMonitor") body.MonitorId = "foreign-monitor";
    },
  });
  const { stderr } = await compared(url);
  assert.deepEqual([...emulator.monitors], [["foreign-monitor", "RUNNING"]], stderr);
});

test("a success without a monitor of the name ends the script", async (t) => {
  const { emulator, url } = await otherService(t, {
    monitors: FOREIGN.monitors,
    before: ({ action }) =>
      action === "CreateLiveStreamMonitor"
        ? { status: 200, body: { RequestId: "r-1", MonitorId: "foreign-monitor" } }
        : undefined,
  });
  const { code, stdout, stderr } = await compared(url);
  assert.deepEqual([code, stdout], [75, ""], stderr);
  assert.match(stderr, /a monitor of the name apsara-live-compare-\S+ may be left/);
  assert.deepEqual([...emulator.monitors], [["foreign-monitor", "RUNNING"]]);
});

// Each was executed, or not: the list says it.
for (const [Code, status] of [
  ["Throttling", 400],
  ["Conflict", 409],
  ["InternalError", 500],
]) {
  test(`a monitor that was made in spite of ${Code} is removed`, async (t) => {
    let creates = 0;
    const { emulator, url } = await otherService(t, {
      before: ({ action }) => {
        if (action === "CreateLiveStreamMonitor") creates += 1;
      },
      change: answering("CreateLiveStreamMonitor", status, refusal(Code).body),
    });
    const { stderr } = await compared(url);
    assert.deepEqual([leftIn(emulator), creates], [[], 1], stderr);
    assert.doesNotMatch(stderr, /may be left/);
  });
}

for (const [fault, before] of Object.entries({
  "a stop that finds no monitor": ({ action }) =>
    action === "StopLiveStreamMonitor" ? refusal("NotFound", 404) : undefined,
  "a stop that is forbidden": ({ action }) =>
    action === "StopLiveStreamMonitor" ? refusal("Forbidden.RAM", 403) : undefined,
})) {
  test(`${fault}: the monitor is deleted`, async (t) => {
    let child;
    let isEnding = false;
    const service = await otherService(t, {
      before: (request) => {
        // Before the monitor runs: the emulator deletes no running monitor. Once: a second interrupt leaves the monitor.
        if (request.action === "StartLiveStreamMonitor" && !isEnding) isEnding = child.kill("SIGINT");
        return request.action === "StartLiveStreamMonitor" ? refusal("InternalError", 500) : before(request);
      },
    });
    const program = startedCompare(service.url);
    child = program.child;
    const { code, stderr } = await program.done;
    assert.deepEqual([code, leftIn(service.emulator)], [130, []], stderr);
  });
}

test("a deletion that only says yes: the monitor is named", async (t) => {
  const { emulator, url } = await otherService(t, {
    before: ({ action }) =>
      action === "DeleteLiveStreamMonitor" ? { status: 200, body: { RequestId: "r-1" } } : undefined,
  });
  const { code, stderr } = await compared(url);
  const [id] = emulator.monitors.keys();
  assert.equal(code, 75, stderr);
  assert.ok(stderr.includes(`the monitor ${id} may be left`), stderr);
});

for (const [fault, Total] of [
  ["that has a gap", 30],
  ["without it", 0],
]) {
  test(`a list ${fault} does not show that a lost monitor was not made`, async (t) => {
    const { url } = await otherService(t, {
      before: ({ action }) =>
        action === "DescribeLiveStreamMonitorList"
          ? { status: 200, body: { RequestId: "r-1", Total, LiveStreamMonitorList: [] } }
          : undefined,
      change: ({ action }) => (action === "CreateLiveStreamMonitor" ? "lost" : undefined),
    });
    const { code, stderr } = await compared(url);
    assert.equal(code, 75, stderr);
    assert.match(stderr, /a monitor of the name apsara-live-compare-\S+ may be left/);
  });
}

test("a monitor that is listed late is removed", async (t) => {
  let lists = 0;
  const { emulator, url } = await otherService(t, {
    before: ({ action }) => {
      if (action !== "DescribeLiveStreamMonitorList") return undefined;
      lists += 1;
      return lists < 4 ? { status: 200, body: { RequestId: "r-1", Total: 0, LiveStreamMonitorList: [] } } : undefined;
    },
    change: ({ action }) => (action === "CreateLiveStreamMonitor" ? "lost" : undefined),
  });
  const { code, stderr } = await compared(url);
  assert.deepEqual([code, leftIn(emulator)], [75, []], stderr);
  assert.doesNotMatch(stderr, /may be left/);
});

for (const [form, body] of Object.entries({
  "in another case": (TaskId) => ({ RequestId: "r-1", task_id: TaskId }),
  "deeper in the reply": (TaskId) => ({ RequestId: "r-1", Data: { TaskId } }),
})) {
  test(`the ID of a recording ${form}: it is stopped`, async (t) => {
    const { emulator, url } = await otherService(t, {
      change: (exchange) => {
        if (exchange.action === "StartRtcCloudRecording") exchange.body = body(exchange.body.TaskId);
      },
    });
    const { stderr } = await compared(url);
    assert.deepEqual(leftIn(emulator), [], stderr);
  });
}

test("a recording without an ID is named by its channel and its request", async (t) => {
  const { url } = await otherService(t, {
    change: (exchange) => {
      if (exchange.action !== "StartRtcCloudRecording") return;
      exchange.headers["x-acs-request-id"] = "request-of-the-start";
      exchange.body = { RequestId: "request-of-the-start" };
    },
  });
  const { code, stderr } = await compared(url);
  assert.equal(code, 75, stderr);
  assert.match(stderr, /a recording without a known ID \(app school, channel lesson-7, request ID request-of-the-start\) may be left/); // biome-ignore format: one pattern
});

test("a start that was throttled has made no recording", async (t) => {
  let starts = 0;
  const { url } = await otherService(t, {
    before: ({ action }) => {
      if (action !== "StartRtcCloudRecording") return undefined;
      starts += 1;
      return refusal("Throttling.User");
    },
  });
  const { code, stderr } = await compared(url);
  assert.deepEqual([code, starts], [1, 1], stderr);
  assert.doesNotMatch(stderr, /may be left/);
});

test("a recording that runs on is named, though a stop does not find it", async (t) => {
  const { emulator, url } = await otherService(t, {
    before: ({ action }) => (action === "StopRtcCloudRecording" ? refusal("NotFound.Task", 404) : undefined),
  });
  const { code, stderr } = await compared(url);
  const [id] = emulator.recordings.keys();
  assert.equal(code, 75, stderr);
  assert.ok(stderr.includes(`the recording ${id} may be left`), stderr);
  assert.ok(stderr.includes(`apsara-live stop recording ${id} --endpoint ${url}`), stderr);
});

test("no command is told for an ID that a shell would execute", async (t) => {
  const { url } = await otherService(t, {
    change: ({ action, body }) => {
      if (action === "DescribeLiveStreamMonitorList")
        for (const row of body.LiveStreamMonitorList ?? []) row.MonitorId = "x$(id)";
    },
  });
  const { code, stderr } = await compared(url);
  assert.equal(code, 75, stderr);
  assert.match(stderr, /Remove it in the console/);
  assert.doesNotMatch(stderr, /apsara-live (?:stop|call)|Nothing was sent/);
});

test("a wrong clock of this machine ends the script, and is not told as the service's", async (t) => {
  const { emulator, url } = await otherService(t, {
    change: ({ headers }) => {
      headers.date = new Date(Date.now() + 65_000).toUTCString();
    },
  });
  const { code, stdout, stderr } = await compared(url);
  assert.deepEqual([code, stdout, leftIn(emulator)], [75, "", []], stderr);
  assert.match(stderr, /the clock of this machine is 6\d s slow\n.*\n {2}Set it/);
});
