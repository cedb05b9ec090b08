// Calls that their runtime has abandoned: a Worker runs no timers of a request that has ended.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tests } from "../../support/paths.mjs";
import { runNode } from "../../support/run-program.mjs";

const program = `
  const { setTimeout } = globalThis;
  // The timers of the first call never run.
  let abandoned = true;
  globalThis.setTimeout = (work, ms) => setTimeout(() => abandoned || work(), ms);
  const { createClient } = await import("apsara-live");
  const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };
  const settled = [];
  let sent;
  const sending = new Promise((resolve) => (sent = resolve));
  const fetch = () => new Promise(() => sent());
  const live = createClient({ credentials, fetch, retry: false });
  await live.sign("StopRtcCloudRecording", { taskId: "loads-the-wasm" });
  const call = (taskId, timeoutMs) =>
    live.stopRtcCloudRecording({ taskId }, { timeoutMs }).catch(({ code, outcomeUnknown }) => settled.push([taskId, code, outcomeUnknown]));
  call("first", 200);
  await sending;
  await new Promise((resolve) => setTimeout(resolve, 300));
  console.log(JSON.stringify(settled));
  abandoned = false;
  await call("second", 200);
  console.log(JSON.stringify(settled));
`;

test("the next call expires a call whose timers never ran", async () => {
  const lines = (await runNode(["--input-type=module", "--eval", program], { cwd: tests })).trim().split("\n");
  const expired = (taskId) => [taskId, "ERR_TIMEOUT", true];
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    [[], [expired("first"), expired("second")]],
  );
});
