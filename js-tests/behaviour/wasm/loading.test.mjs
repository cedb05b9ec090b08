// Loading inside a call: it counts against the time of the call, serves all calls that wait, and is tried again after a failure.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createApi } from "apsara-live/slim";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { rejection, task, within } from "../../support/live.mjs";
import { pkg } from "../../support/paths.mjs";

const bytes = readFileSync(join(pkg, "apsara_live.wasm"));
const running = { recordings: { [task.taskId]: "RUNNING" } };

test("loading counts against the timeout of the call", async () => {
  const { fetch } = createLiveEmulator({ faultFor: () => "hang" });
  const { createClient } = createApi(async () => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    return bytes;
  });
  const live = createClient({ credentials: testAccessKey, fetch, timeoutMs: 800 });
  const begun = performance.now();
  const { code, attempts } = await within(5000, rejection(live.stopRtcCloudRecording(task)));
  const ms = performance.now() - begun;
  assert.equal(code, "ERR_TIMEOUT");
  assert.ok(attempts <= 1);
  assert.ok(ms >= 790 && ms < 1350, `${ms} ms`);
  // The instance is there now.
  const later = await rejection(live.stopRtcCloudRecording(task));
  assert.deepEqual([later.code, later.attempts], ["ERR_TIMEOUT", 1]);
});

test("a call that gave up loading does not stop the loading for others", async () => {
  const { fetch } = createLiveEmulator(running);
  let loads = 0;
  const { createClient } = createApi(async () => {
    loads++;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return bytes;
  });
  const live = createClient({ credentials: testAccessKey, fetch });
  const short = rejection(live.stopRtcCloudRecording(task, { timeoutMs: 20 }));
  const aborted = rejection(live.stopRtcCloudRecording(task, { signal: AbortSignal.timeout(20) }));
  const { outcome } = await live.stopRtcCloudRecording(task);
  assert.deepEqual(
    [outcome, loads, (await short).code, (await aborted).name],
    ["stopped", 1, "ERR_TIMEOUT", "TimeoutError"],
  );
});

test("an abort or a deadline ends a call that loads, before anything is sent", async () => {
  for (const [options, expected] of [
    [{ signal: AbortSignal.timeout(20) }, { aborted: true, outcome: "aborted" }],
    [{ timeoutMs: 20 }, { aborted: false, outcome: "failed", code: "ERR_TIMEOUT" }],
  ]) {
    const emulator = createLiveEmulator(running);
    const { createClient } = createApi(() => new Promise(() => {}));
    const events = [];
    const live = createClient({
      credentials: testAccessKey,
      fetch: emulator.fetch,
      onEvent: (event) => events.push(event),
    });
    const thrown = await within(1000, rejection(live.stopRtcCloudRecording(task, options)));
    const { aborted, outcome, code, outcomeUnknown, attempts } = events.at(-1);
    assert.deepEqual({ aborted, outcome, ...(code && { code }) }, expected);
    assert.deepEqual([outcomeUnknown, attempts, emulator.requests.length], [false, 0, 0]);
    if (aborted) assert.equal(thrown, options.signal.reason);
    else assert.deepEqual([thrown.kind, thrown.retryable, thrown.attempts], ["timeout", true, 0]);
    const signing = await rejection(live.sign("StopRtcCloudRecording", task, options));
    assert.ok(aborted ? signing === options.signal.reason : signing.code === "ERR_TIMEOUT", String(signing));
  }
});

test("a call loads the wasm again after a failed start", async () => {
  const failing = new Error("no memory for another instance");
  let loads = 0;
  const api = createApi(() => {
    if (++loads === 1) throw failing;
    return bytes;
  });
  const live = api.createClient({ credentials: testAccessKey });
  const error = await rejection(live.sign("StopRtcCloudRecording", task));
  assert.deepEqual([error.kind, error.code, error.cause], ["internal", "ERR_WASM_UNAVAILABLE", failing]);
  assert.equal((await live.sign("StopRtcCloudRecording", task)).method, "POST");
  assert.equal(loads, 2);
});
