// Ids of 30 million UTF-16 code units: refused before they reach the wasm, so that its memory does not grow.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createApi } from "apsara-live/slim";
import { rejection } from "../support/live.mjs";
import { key } from "../support/portable/fixtures.mjs";
import { wasm, watchMemory } from "../support/wasm-memory.mjs";

const { started, memory } = watchMemory();

/** Creates a client with an instance of its own: memory that an earlier call grew would hide the growth by the next one. */
async function startedClient() {
  const live = createApi(wasm).createClient({ credentials: key });
  const before = started();
  await live.sign("StopRtcCloudRecording", { taskId: "task-1" });
  assert.equal(started(), before + 1);
  return live;
}

const characters = { "one byte": "x", "three bytes": "監", "four bytes": "🎥" };

const calls = {
  taskId: (live, id) => live.stopRtcCloudRecording({ taskId: id }),
  "taskId in sign()": (live, id) => live.sign("StopRtcCloudRecording", { taskId: id }),
  monitorId: (live, id) => live.stopLiveStreamMonitor({ monitorId: id }),
  regionId: (live, id) => live.stopLiveStreamMonitor({ monitorId: "m", regionId: id }),
  ownerId: (live, id) => live.stopLiveStreamMonitor({ monitorId: "m", ownerId: id }),
};

for (const [size, character] of Object.entries(characters)) {
  const id = character.repeat(30_000_000 / character.length);
  for (const [name, call] of Object.entries(calls)) {
    test(`refuses a long ${name}, with ${size} per character, without growing the wasm memory`, async () => {
      const live = await startedClient();
      const { byteLength } = memory().buffer;
      const { kind, code } = await rejection(call(live, id));
      assert.deepEqual([kind, code], ["argument", "ERR_INVALID_PARAMETER"]);
      assert.equal(memory().buffer.byteLength, byteLength);
    });
  }
}
