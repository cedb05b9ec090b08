// Cases without a response from a socket: refused arguments, the emulator inside the runtime, and the exports of the module.
import { key, methods } from "../support/portable/fixtures.mjs";
import { rejection } from "../support/portable/waiting.mjs";

export const local = [
  {
    name: "invalid arguments are refused, and no request is sent",
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
        const error = await rejection(live.stopRtcCloudRecording(params));
        assert.includes(error, { kind: "argument", code, attempts: 0 });
        assert.ok(error.message.startsWith(`${path}:`), error.message);
      }
      assert.equal((await emulator.state()).requests.length, 0);
    },
  },
  {
    name: "missing credentials are refused",
    async run({ api, assert }) {
      const error = await rejection(api.stopRtcCloudRecording({ taskId: "a" }, { endpoint: "127.0.0.1:9" }));
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
    name: "every fault of the emulator inside the runtime ends in its expected outcome",
    async run({ api, testing, assert }) {
      const ends = {
        "none slow": ["stopped", 1],
        "throttle error internal-error unavailable reset": ["stopped", 2],
        "lost-reply empty garbage truncated hang xml": ["already-stopped", 2],
      };
      const details = { slow: { ms: 5 }, garbage: { body: "<html>" } };
      const types = Object.keys(ends).flatMap((names) => names.split(" "));
      assert.equal([...types, "redirect"].sort().join(), [...testing.faultTypes].sort().join());
      for (const [names, [outcome, attempts]] of Object.entries(ends)) {
        for (const type of names.split(" ")) {
          const faults = [{ type, ...details[type] }];
          const emulator = testing.createLiveEmulator({ recordings: { a: "RUNNING" }, faults });
          const live = api.createClient({
            credentials: testing.testAccessKey,
            fetch: emulator.fetch,
            retry: { baseDelayMs: 1, maxDelayMs: 5 },
            attemptTimeoutMs: type === "hang" ? 300 : 5000,
          });
          const result = await live.stopRtcCloudRecording({ taskId: "a" });
          assert.equal(`${type}: ${result.outcome} ${result.attempts}`, `${type}: ${outcome} ${attempts}`);
        }
      }
    },
  },
  {
    name: "the emulator inside the runtime rejects a wrong signature",
    async run({ api, testing, assert }) {
      const emulator = testing.createLiveEmulator({ recordings: { a: "RUNNING" } });
      for (const signatureMethod of methods) {
        const credentials = { ...key, accessKeySecret: "wrong" };
        const options = { credentials, signatureMethod, fetch: emulator.fetch };
        const error = await rejection(api.stopRtcCloudRecording({ taskId: "a" }, options));
        assert.includes(error, { code: "SignatureDoesNotMatch", attempts: 1 });
      }
      assert.equal(emulator.recordings.get("a"), "RUNNING");
    },
  },
  {
    name: "the module exports its own names and no default",
    async run({ api, assert }) {
      const names = Object.keys(api).filter((name) => !["__esModule", "module.exports"].includes(name));
      assert.equal(
        names.sort().join(),
        "LiveError,createClient,fileJournal,httpStatusOf,stopLivePullToPush,stopLiveStreamMonitor,stopRtcCloudRecording,stopRtcCloudTranscode,toCurl",
      );
    },
  },
];
