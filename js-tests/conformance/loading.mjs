// How the wasm comes and goes: not before the first call, once for all calls, and anew after a trap.

const key = { accessKeyId: "testid", accessKeySecret: "testsecret" };
const task = { taskId: "task" };
const trapped = { name: "LiveError", kind: "internal", code: "ERR_INTERNAL", retryable: true, outcomeUnknown: true };

/** A client whose instance is there, and the number of instances that were started until then. */
async function ready({ api, assert, open, instances }, options) {
  const emulator = await open({ recordings: { task: "RUNNING" }, ...options });
  const live = api.createClient({ credentials: key, endpoint: emulator.url });
  await live.sign("StopRtcCloudRecording", task);
  const before = instances.started();
  assert.ok(before > 0, "the suite sees the instances");
  return { emulator, live, before };
}

async function arrived(emulator, count) {
  while ((await emulator.state()).requests.length < count);
}

/** The client that was there before works, on one new instance, and a new client shares it. */
async function recovered({ api, assert, instances }, { emulator, live, before }) {
  const other = api.createClient({ credentials: key, endpoint: emulator.url });
  for (const client of [live, other, live]) {
    assert.ok((await client.stopRtcCloudRecording(task)).outcome.endsWith("stopped"));
  }
  assert.equal(instances.started(), before + 1, "instances");
}

export const loading = [
  {
    name: "importing the package loads no wasm and does nothing else",
    async run({ assert, usedAtImport }) {
      assert.equal(usedAtImport.join(), "");
    },
  },
  {
    name: "all calls share one instance",
    async run(context) {
      const { emulator, live, before } = await ready(context);
      const options = { credentials: key, endpoint: emulator.url };
      const calls = Array.from({ length: 10 }, () => context.api.stopRtcCloudRecording(task, options));
      await Promise.all([...calls, live.sign("StopRtcCloudRecording", task)]);
      context.assert.equal(context.instances.started(), before, "instances");
    },
  },
  {
    name: "a trap as a call begins: that call fails, the next one works",
    async run(context) {
      const { assert, instances } = context;
      const one = await ready(context);
      instances.trapNext();
      assert.includes(await assert.rejection(() => one.live.stopRtcCloudRecording(task)), trapped);
      await recovered(context, one);
    },
  },
  {
    name: "a trap as a time limit ends: that call fails, the next one works",
    async run(context) {
      const { assert, instances } = context;
      const one = await ready(context, { faults: ["hang"] });
      const call = assert.rejection(() => one.live.stopRtcCloudRecording(task, { attemptTimeoutMs: 300 }));
      await arrived(one.emulator, 1);
      instances.trapNext();
      assert.includes(await call, trapped);
      await recovered(context, one);
    },
  },
  {
    name: "a trap fails the calls that wait beside it, and no other",
    async run(context) {
      const { assert, instances } = context;
      const one = await ready(context, { faults: ["hang", "hang", "hang"] });
      const calls = [1, 2, 3].map(() => assert.rejection(() => one.live.stopRtcCloudRecording(task)));
      await arrived(one.emulator, 3);
      instances.trapNext();
      // What is signed is not sent, so of that nothing is unknown.
      const signing = await assert.rejection(() => one.live.sign("StopRtcCloudRecording", task));
      assert.includes(signing, { ...trapped, outcomeUnknown: false });
      for (const error of await Promise.all(calls)) assert.includes(error, trapped);
      await recovered(context, one);
    },
  },
];
