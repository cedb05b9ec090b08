// Loading of the wasm: not before the first call, once for all calls, and again after a trap.
import { key } from "../support/portable/fixtures.mjs";
import { rejection } from "../support/portable/waiting.mjs";
import { openClient, received, task } from "./client.mjs";

const internal = { name: "LiveError", kind: "internal", code: "ERR_INTERNAL", retryable: true };
const beforeSending = { ...internal, attempts: 0, outcomeUnknown: false };
const afterSending = { ...internal, attempts: 1, outcomeUnknown: true };

/** A client whose instance has started, and the number of instances until then. */
async function startedClient(context, faults = []) {
  const { assert, instances } = context;
  const { emulator, live } = await openClient(context, faults);
  await live.sign("StopRtcCloudRecording", task);
  const before = instances.started();
  assert.ok(before > 0, "the suite sees the instances");
  return { emulator, live, before };
}

/** Not when the garbage collector happens to free the client of another case. */
const trapNext = (instances) => instances.trapAt((name) => name !== "__wbg_client_free");

/** Asserts that the existing client and a new one share one new instance. */
async function assertRecovered({ api, assert, instances }, { emulator, live, before }) {
  const other = api.createClient({ credentials: key, endpoint: emulator.url });
  for (const client of [live, other, live]) {
    assert.ok((await client.stopRtcCloudRecording(task)).outcome.endsWith("stopped"));
  }
  assert.equal(instances.started(), before + 1, "instances");
}

export const loading = [
  {
    name: "importing the package loads no wasm and has no other effect",
    async run({ assert, usedAtImport }) {
      assert.equal(usedAtImport.join(), "");
    },
  },
  {
    name: "all calls share one instance",
    async run(context) {
      const { emulator, live, before } = await startedClient(context);
      const options = { credentials: key, endpoint: emulator.url };
      const calls = Array.from({ length: 10 }, () => context.api.stopRtcCloudRecording(task, options));
      await Promise.all([...calls, live.sign("StopRtcCloudRecording", task)]);
      context.assert.equal(context.instances.started(), before, "instances");
    },
  },
  {
    name: "a trap at the start of a call fails that call, and the next call works",
    async run(context) {
      const { assert, instances } = context;
      const client = await startedClient(context);
      trapNext(instances);
      assert.includes(await rejection(client.live.stopRtcCloudRecording(task)), beforeSending);
      await assertRecovered(context, client);
    },
  },
  {
    name: "a trap at an attempt timeout fails that call, and the next call works",
    async run(context) {
      const { assert, instances } = context;
      const client = await startedClient(context, ["hang"]);
      const call = rejection(client.live.stopRtcCloudRecording(task, { attemptTimeoutMs: 300 }));
      await received(client.emulator, 1);
      trapNext(instances);
      assert.includes(await call, afterSending);
      await assertRecovered(context, client);
    },
  },
  {
    name: "a trap fails only the call that trapped, and calls that wait on the same instance end truthfully",
    async run(context) {
      const { assert, instances } = context;
      const client = await startedClient(context, ["hang", "hang", "hang"]);
      const calls = [1, 2, 3].map(() => client.live.stopRtcCloudRecording(task, { attemptTimeoutMs: 1000 }));
      await received(client.emulator, 3);
      trapNext(instances);
      // Signing sends nothing, so its outcome is never unknown.
      const signing = await rejection(client.live.sign("StopRtcCloudRecording", task));
      assert.includes(signing, beforeSending);
      for (const result of await Promise.all(calls)) {
        assert.includes(result, { outcome: "already-stopped", attempts: 2, taskId: task.taskId });
      }
      await assertRecovered(context, client);
    },
  },
];
