// Latency of the emulator: each response is late, and executed requests stay executed.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createLiveEmulator } from "apsara-live/testing";
import { served } from "./served.mjs";
import { acs3, now, send } from "./signers.mjs";

const recordings = { task: "RUNNING" };

test("responds after latencyMs, over a socket", async (t) => {
  const { emulator, call } = await served(t, { recordings, latencyMs: 40 });
  const start = performance.now();
  assert.equal((await call("StopRtcCloudRecording", { TaskId: "task" })).status, 200);
  assert.ok(performance.now() - start >= 39);
  emulator.faults.push("lost-reply");
  const lost = performance.now();
  await assert.rejects(call("StopRtcCloudRecording", { TaskId: "task" }), TypeError);
  assert.ok(performance.now() - lost >= 39);
});

test("carries the request out before the latency, also if the caller aborts", async () => {
  const emulator = createLiveEmulator({ recordings, now: () => now, latencyMs: 60_000 });
  const gone = new AbortController();
  const pending = send(emulator.fetch, acs3(), { signal: gone.signal });
  while (emulator.recordings.get("task") !== "STOPPED") await new Promise(setImmediate);
  gone.abort();
  await assert.rejects(pending, { name: "AbortError" });
  assert.deepEqual([emulator.requests[0].executed, emulator.requests[0].status], [true, undefined]);
});

test("asks a function for the latency of each request, and obeys fake timers", async () => {
  const emulator = createLiveEmulator({
    recordings,
    now: () => now,
    latencyMs: ({ operation, executed }) => (operation === "StopRtcCloudRecording" && executed ? 60_000 : 0),
  });
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    let settled = false;
    const stopped = send(emulator.fetch, acs3()).finally(() => {
      settled = true;
    });
    while (!emulator.requests[0]?.executed) await new Promise(setImmediate);
    for (let i = 0; i < 5; i++) await new Promise(setImmediate);
    assert.equal(settled, false);
    assert.equal((await send(emulator.fetch, acs3())).status, 400);
    mock.timers.tick(60_000);
    assert.equal((await stopped).status, 200);
  } finally {
    mock.timers.reset();
  }
});

test("refuses a latency that is none", async () => {
  for (const latency of [-1, "5", Number.NaN, Infinity, undefined])
    await assert.rejects(
      send(createLiveEmulator({ recordings, now: () => now, latencyMs: () => latency }).fetch, acs3()),
      /^TypeError: options\.latencyMs\(\): expected a number of milliseconds from 0 to 2147483647$/,
    );
});
