// What happens without a socket: refusals before anything is sent, the emulator inside the runtime, the shape of the module.

const key = { accessKeyId: "testid", accessKeySecret: "testsecret" };

export const local = [
  {
    name: "bad input is refused, and nothing is sent",
    async run({ api, assert, open }) {
      const emulator = await open({});
      const live = api.createClient({ credentials: key, endpoint: emulator.url });
      for (const [params, code, path] of [
        [{}, "ERR_MISSING_PARAMETER", "params.taskId"],
        [{ taskId: 1 }, "ERR_INVALID_PARAMETER", "params.taskId"],
        [{ taskId: "\ud800" }, "ERR_INVALID_PARAMETER", "params.taskId"],
        [{ taskIdd: "x" }, "ERR_UNKNOWN_KEY", "params.taskIdd"],
        [undefined, "ERR_INVALID_PARAMETER", "params"],
      ]) {
        const error = await assert.rejection(() => live.stopRtcCloudRecording(params));
        assert.includes(error, { kind: "argument", code, attempts: 0 });
        assert.ok(error.message.startsWith(`${path}:`), error.message);
      }
      assert.equal((await emulator.state()).requests.length, 0);
    },
  },
  {
    name: "no credentials anywhere",
    async run({ api, assert }) {
      const error = await assert.rejection(() =>
        api.stopRtcCloudRecording({ taskId: "a" }, { endpoint: "127.0.0.1:9" }),
      );
      assert.includes(error, { kind: "credentials", code: "ERR_MISSING_CREDENTIALS", attempts: 0 });
    },
  },
  {
    name: "the emulator runs inside the runtime",
    async run({ api, testing, assert }) {
      const emulator = testing.createLiveEmulator({ recordings: { a: "RUNNING" }, faults: ["throttle", "lost-reply"] });
      const live = api.createClient({
        credentials: testing.testAccessKey,
        fetch: emulator.fetch,
        retry: { baseDelayMs: 1, maxDelayMs: 5 },
      });
      const result = await live.stopRtcCloudRecording({ taskId: "a" });
      assert.includes(result, { outcome: "already-stopped", attempts: 3 });
      assert.equal(emulator.requests.map(({ executed }) => executed).join(), "false,true,false");
    },
  },
  {
    name: "a fixed date and nonce give the published signature",
    async run({ api, assert }) {
      // StopRtcCloudRecording-000 of vectors/requests.json
      const live = api.createClient({ credentials: key, endpoint: "127.0.0.1:18080" });
      const params = { taskId: "視ン視視シ監ン制" };
      const date = new Date("2020-07-14T19:48:49.999Z");
      const nonce = "442e3d437204e52db2221a58008a05a6";
      const { headers } = await live.sign("StopRtcCloudRecording", params, { date, nonce });
      const signature = "112356c9216bdad2f7ee6e3bc997bb582f888eb9d10476854f90fffbaa8685dd";
      assert.ok(headers.authorization.endsWith(`Signature=${signature}`), headers.authorization);
    },
  },
  {
    name: "the module has its four names, and no default",
    async run({ api, assert }) {
      const names = Object.keys(api).filter((name) => !["__esModule", "module.exports"].includes(name));
      assert.equal(names.sort().join(), "LiveError,createClient,stopLiveStreamMonitor,stopRtcCloudRecording");
    },
  },
];
