// A trap while a client is freed, by the garbage collector or by a call without a client: it ends neither the process nor a call.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import v8 from "node:v8";
import vm from "node:vm";
import { createApi } from "apsara-live/slim";
import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
import { task } from "../../support/live.mjs";
import { watchInstances } from "../../support/portable/instances.mjs";
import { wasm } from "../../support/wasm-memory.mjs";

const instances = watchInstances();
after(instances.restore);

v8.setFlagsFromString("--expose-gc");
const collectGarbage = vm.runInNewContext("gc");

/** Makes the next free trap; `hit()` says whether it has. */
function trapAtFree() {
  let hit = false;
  instances.trapAt((name) => {
    hit ||= name === "__wbg_client_free";
    return hit;
  });
  return { hit: () => hit };
}

test("while the garbage collector frees a client, the process goes on, and a new instance takes the next call", async () => {
  const api = createApi(wasm);
  const live = api.createClient({ credentials: testAccessKey });
  await live.sign("StopRtcCloudRecording", task);
  await (async () => {
    await api.createClient({ credentials: testAccessKey }).sign("StopRtcCloudRecording", task);
  })();
  const before = instances.started();
  const { hit } = trapAtFree();
  for (let i = 0; i < 100 && !hit(); i++) {
    collectGarbage();
    await new Promise(setImmediate);
  }
  assert.ok(hit());
  await live.sign("StopRtcCloudRecording", task);
  assert.equal(instances.started(), before + 1);
});

test("while a call without a client frees its own, the call ends with its result", async () => {
  const api = createApi(wasm);
  const { fetch } = createLiveEmulator({ recordings: { [task.taskId]: "RUNNING" } });
  const options = { credentials: testAccessKey, fetch };
  const { hit } = trapAtFree();
  assert.equal((await api.stopRtcCloudRecording(task, options)).outcome, "stopped");
  assert.ok(hit());
  assert.equal((await api.stopRtcCloudRecording(task, options)).outcome, "already-stopped");
});
