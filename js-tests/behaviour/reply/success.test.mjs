// A call ends as "stopped" only if the service says so: it retries after any other 2xx response, and the outcome is unknown if no retry
// settles it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { monitor, quick, rejection, responding, task } from "../../support/live.mjs";

/** A client that sends two requests at most. */
const retrying = (...replies) => responding(replies, { retry: { ...quick, maxAttempts: 2 } });

const json = (rest, base = { RequestId: "R", TaskId: task.taskId }) => JSON.stringify({ ...base, ...rest });
const whole = json({});

/** Bodies that do not tell the state of the task, for any operation. */
const never = {
  "an Error document": `<Error><RequestId>R</RequestId><Code>InternalError</Code><TaskId>${task.taskId}</TaskId></Error>`,
  "an Error document without a code": `<Error><RequestId>R</RequestId><TaskId>${task.taskId}</TaskId></Error>`,
  "the success of the operation in XML": `<StopRtcCloudRecordingResponse><RequestId>R</RequestId><TaskId>${task.taskId}</TaskId></StopRtcCloudRecordingResponse>`,
  "the success of another operation in XML": `<StopLiveStreamMonitorResponse><RequestId>R</RequestId></StopLiveStreamMonitorResponse>`,
  "a second root": `${whole}${json({ Code: "C" })}`,
  "a second root in XML": `<A><RequestId>R</RequestId></A><Error><Code>C</Code></Error>`,
  "JSON with XML behind it": `${whole}<Error/>`,
  "JSON in an array": `[${whole}]`,
  "JSON in a string": JSON.stringify(whole),
  "Success: false": json({ Success: false }),
  'Success: "false"': json({ Success: "false" }),
  'Success: "False"': json({ Success: "False" }),
  "success: false": json({ success: false }),
  "SUCCESS: false": json({ SUCCESS: false }),
  "Success: false beside success: true": json({ Success: false, success: true }),
  "Code as an object": json({ Code: { a: 1 } }),
  "Code as an object that is no string": json({ Code: { toString: 1, valueOf: 1 }, Success: { toString: 1 } }),
  "Code as an empty object": json({ Code: {} }),
  "Code as an array": json({ Code: ["C"] }),
  "Code as an empty array": json({ Code: [] }),
  "Code: true": json({ Code: true }),
  "Code: false": json({ Code: false }),
  "Code as a number": json({ Code: 500 }),
  "Code as zero": json({ Code: 0 }),
  "Code as a text that is no code": json({ Code: "it failed" }),
  "Code and code": json({ Code: "OK", code: "Forbidden" }),
  "Code and code, both of a success": json({ Code: "OK", code: "200" }),
  "CODE as an object": json({ CODE: { a: 1 } }),
  errorCode: json({ errorCode: "C" }),
  "error_code as a number": json({ error_code: 7 }),
  "ERR-CODE": json({ "ERR-CODE": "C" }),
  ErrCode: json({ ErrCode: "C" }),
  errorMessage: json({ errorMessage: "no" }),
  error: json({ error: "no" }),
  "Error as an object": json({ Error: { Message: "no" } }),
  errors: json({ errors: ["no"] }),
  "an error in an object": json({ Data: { Error: { Code: "C" } } }),
  "a code in an object": json({ Data: { Code: "C" } }),
  "an error in an array": json({ Data: [[{ errorCode: 1 }]] }),
  "an error 1,000 levels deep": `{"RequestId":"R","TaskId":"${task.taskId}","a":${'{"a":'.repeat(1000)}{"Code":"C"}${"}".repeat(1001)}`,
  "an error beside __proto__": `{"RequestId":"R","TaskId":"${task.taskId}","__proto__":{"Code":"C"}}`,
  "an empty RequestId": json({ RequestId: "" }),
  "a blank RequestId": json({ RequestId: " \t" }),
  "RequestId: null": json({ RequestId: null }),
  "RequestId as a number": json({ RequestId: 7 }),
  "RequestId as an array": json({ RequestId: ["R"] }),
  "no RequestId": json({}, { TaskId: task.taskId }),
  "RequestId and requestId": json({ requestId: "S" }),
};

/** Bodies that do not name the recording. */
const otherTask = {
  "no TaskId": json({}, { RequestId: "R" }),
  "the success of another operation": json({ MonitorId: task.taskId }, { RequestId: "R" }),
  "another TaskId": json({ TaskId: "other" }),
  "the TaskId in capitals": json({ TaskId: task.taskId.toUpperCase() }),
  "the TaskId with white space": json({ TaskId: ` ${task.taskId}` }),
  "the TaskId in an array": json({ TaskId: [task.taskId] }),
  "TaskId: null": json({ TaskId: null }),
  "TaskId and taskId": json({ taskId: task.taskId }),
};

const operations = [
  ["a recording", (live) => live.stopRtcCloudRecording(task), { ...never, ...otherTask }],
  ["a monitor", (live) => live.stopLiveStreamMonitor(monitor), never],
];

for (const [which, stop, bodies] of operations) {
  for (const [what, body] of Object.entries(bodies)) {
    test(`${which} is not stopped by a 2xx with ${what}`, async () => {
      for (const status of [200, 299]) {
        const error = await rejection(stop(retrying([status, body])));
        const { name, attempts, outcomeUnknown, retryable, httpStatus } = error;
        assert.deepEqual(
          [name, attempts, outcomeUnknown, retryable, httpStatus],
          ["LiveError", 2, true, true, status],
          error.message,
        );
        assert.ok(["protocol", "service"].includes(error.kind), error.kind);
      }
      // A readable reply settles the outcome.
      const { outcome, attempts } = await stop(retrying([200, body], [200, whole]));
      assert.deepEqual([outcome, attempts], ["stopped", 2]);
    });
  }
}

test("a TaskId that JavaScript rounded to the requested ID is not a success", async () => {
  for (const [taskId, written] of [
    ["9007199254740992", "9007199254740993"],
    ["123", "123"],
    ["1e+21", "1000000000000000000000"],
    ["0.1", "0.1"],
  ]) {
    const live = retrying([200, `{"RequestId":"R","TaskId":${written}}`]);
    const { code, outcomeUnknown } = await rejection(live.stopRtcCloudRecording({ taskId }));
    assert.deepEqual([code, outcomeUnknown], ["ERR_INCOMPLETE_REPLY", true], written);
  }
});

test("a request ID in the header does not replace a missing request ID in the body", async () => {
  const body = JSON.stringify({ TaskId: task.taskId });
  const live = responding([[200, body, { "x-acs-request-id": "R" }]]);
  const { code, requestId, outcomeUnknown } = await rejection(live.stopRtcCloudRecording(task));
  assert.deepEqual([code, requestId, outcomeUnknown], ["ERR_INCOMPLETE_REPLY", "R", true]);
});

/** Messages of InvalidParameter.TaskId, and whether the task is stopped. */
const states = [
  ["The task must be in the running or recovering state.", true],
  ["task state must be RUNNING or RECOVERING", true],
  ["The specified task is not running.", true],
  ["The task is STOPPED.", true],
  ["task is in state STOPPING", true],
  ["status: stopped", true],
  ["", true],
  ["The task is in state FAILED.", false],
  ["task state is INIT, must be RUNNING or RECOVERING", false],
  ["The task is in the state: pending", false],
  ["task status=failed", false],
  ["The task is RUNNING.", false],
  ["status: RECOVERING", false],
  ["task PAUSED", false],
];

for (const [Message, stopped] of states) {
  test(`InvalidParameter.TaskId is ${stopped ? "already-stopped" : "an error"}: ${JSON.stringify(Message)}`, async () => {
    const body = JSON.stringify({ Code: "InvalidParameter.TaskId", RequestId: "R", Message });
    const call = retrying([400, body]).stopRtcCloudRecording(task);
    if (stopped) {
      assert.deepEqual(await call, {
        outcome: "already-stopped",
        code: "InvalidParameter.TaskId",
        attempts: 1,
        requestId: "R",
        ...task,
      });
      return;
    }
    const { kind, code, attempts, outcomeUnknown, retryable, message } = await rejection(call);
    assert.deepEqual(
      [kind, code, attempts, outcomeUnknown, retryable],
      ["service", "InvalidParameter.TaskId", 1, false, false],
    );
    assert.ok(message.includes(Message), message);
  });
}
