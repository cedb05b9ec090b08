// Both operations, signed by both methods, with credentials from every source.
import { key, methods } from "../support/portable/fixtures.mjs";
import { rejection } from "../support/portable/waiting.mjs";

const sts = { accessKeyId: "STS.id", accessKeySecret: "stssecret", securityToken: "token/with+all=" };

const recordings = methods.map((signatureMethod) => ({
  name: `StopRtcCloudRecording stops a running recording, signed by ${signatureMethod}`,
  async run({ api, assert, open }) {
    const emulator = await open({ recordings: { "task-1": "RUNNING" } });
    const live = api.createClient({ credentials: key, endpoint: emulator.url, signatureMethod });
    const result = await live.stopRtcCloudRecording({ taskId: "task-1" });
    assert.includes(result, { outcome: "stopped", taskId: "task-1", attempts: 1 });
    assert.ok(/^[0-9A-F-]{36}$/.test(result.requestId), "requestId comes from the service");
    const { recordings, requests } = await emulator.state();
    assert.equal(recordings["task-1"], "STOPPED");
    assert.includes(requests[0], { method: "POST", signatureMethod, executed: true });
    const again = await live.stopRtcCloudRecording({ taskId: "task-1" });
    assert.includes(again, { outcome: "already-stopped", code: "InvalidParameter.TaskId", attempts: 1 });
  },
}));

const monitors = methods.map((signatureMethod) => ({
  name: `StopLiveStreamMonitor stops a running monitor and sends all parameters, signed by ${signatureMethod}`,
  async run({ api, assert, open }) {
    const emulator = await open({ monitors: { "monitor-1": "RUNNING" } });
    const options = { credentials: key, endpoint: emulator.url, signatureMethod };
    const params = { monitorId: "monitor-1", regionId: "cn-shanghai", ownerId: 9223372036854775807n };
    assert.includes(await api.stopLiveStreamMonitor(params, options), { outcome: "stopped", attempts: 1 });
    const { monitors, requests } = await emulator.state();
    assert.equal(monitors["monitor-1"], "STOPPED");
    const onTheWire = { MonitorId: "monitor-1", RegionId: "cn-shanghai", OwnerId: "9223372036854775807" };
    assert.includes(requests[0].params, onTheWire);
    const again = await api.stopLiveStreamMonitor(params, options);
    assert.includes(again, { outcome: "already-stopped", code: "StreamMonitorAlreadyStop" });
  },
}));

const sources = [
  ["an object", () => sts],
  ["a function", () => () => sts],
  ["an async function", () => async () => ({ ...sts, expiration: new Date(Date.now() + 3_600_000) })],
  ["an object with getCredential()", () => ({ getCredential: async () => ({ ...sts, type: "sts" }) })],
  [
    "an object with getCredentials()",
    () => ({ getCredentials: async () => ({ ...sts, expiration: "2099-01-01T00:00:00Z" }) }),
  ],
].map(([what, make]) => ({
  name: `temporary credentials from ${what} are accepted`,
  async run({ api, assert, open }) {
    const emulator = await open({ accessKeys: [sts], recordings: { a: "RUNNING" }, monitors: { b: "RUNNING" } });
    for (const signatureMethod of methods) {
      const live = api.createClient({ credentials: make(), endpoint: emulator.url, signatureMethod });
      const [recording, monitor] = [
        await live.stopRtcCloudRecording({ taskId: "a" }),
        await live.stopLiveStreamMonitor({ monitorId: "b" }),
      ];
      assert.ok(recording.outcome.endsWith("stopped") && monitor.outcome.endsWith("stopped"));
    }
    const { requests } = await emulator.state();
    assert.equal(requests.filter(({ status }) => status === 200).length, 2);
  },
}));

const texts = ["!'()*~-._+%&=/?#", "監視ン制", "🎥\u{10ffff}", "e\u0301é"];
const hidden = [
  " a",
  "a ",
  "a b",
  "\ta",
  "a\r\n",
  "a\nb",
  "\0a",
  "\u3000a",
  "a\u0085",
  "a\u00a0",
  "\ufefft3",
  "a\u200b",
  "a\u200eb",
];

export const operations = [
  ...recordings,
  ...monitors,
  ...sources,
  {
    name: "ids arrive unchanged, with any visible characters",
    async run({ api, assert, open }) {
      const emulator = await open({ recordings: Object.fromEntries(texts.map((text) => [text, "RUNNING"])) });
      for (const taskId of texts) {
        for (const signatureMethod of methods) {
          const options = { credentials: key, endpoint: emulator.url, signatureMethod };
          const { outcome } = await api.stopRtcCloudRecording({ taskId }, options);
          assert.equal(outcome, signatureMethod === methods[0] ? "stopped" : "already-stopped", JSON.stringify(taskId));
        }
      }
    },
  },
  {
    name: "ids with white space or invisible characters are refused",
    async run({ api, assert, open }) {
      const emulator = await open({});
      for (const id of hidden) {
        const options = { credentials: key, endpoint: emulator.url };
        for (const call of [
          api.stopRtcCloudRecording({ taskId: id }, options),
          api.stopLiveStreamMonitor({ monitorId: id }, options),
        ]) {
          const expected = { kind: "argument", code: "ERR_INVALID_PARAMETER", attempts: 0, outcomeUnknown: false };
          assert.includes(await rejection(call), expected);
        }
      }
      assert.equal((await emulator.state()).requests.length, 0);
    },
  },
  {
    name: "a hundred concurrent calls have different nonces",
    async run({ api, assert, open }) {
      const ids = Array.from({ length: 100 }, (_, i) => `task-${i}`);
      const emulator = await open({ recordings: Object.fromEntries(ids.map((id) => [id, "RUNNING"])) });
      const live = api.createClient({ credentials: key, endpoint: emulator.url, quota: false });
      const results = await Promise.all(ids.map((taskId) => live.stopRtcCloudRecording({ taskId })));
      for (const [i, result] of results.entries()) {
        assert.includes(result, { outcome: "stopped", taskId: ids[i], attempts: 1 });
      }
      const { requests } = await emulator.state();
      assert.equal(new Set(requests.map(({ nonce }) => nonce)).size, 100, "number of nonces");
    },
  },
  {
    name: "a request from sign() is accepted when the caller sends it",
    async run({ api, assert, open }) {
      const emulator = await open({ recordings: { a: "RUNNING" }, monitors: { b: "RUNNING" } });
      for (const [signatureMethod, operation, params, options] of [
        ["ACS3-HMAC-SHA256", "StopRtcCloudRecording", { taskId: "a" }, {}],
        ["HMAC-SHA1", "StopRtcCloudRecording", { taskId: "a" }, {}],
        ["HMAC-SHA1", "StopLiveStreamMonitor", { monitorId: "b" }, { method: "GET" }],
      ]) {
        const live = api.createClient({ credentials: key, endpoint: emulator.url, signatureMethod });
        const { url, method, headers, body } = await live.sign(operation, params, options);
        const response = await fetch(url, { method, headers, body });
        await response.arrayBuffer();
      }
      const { requests } = await emulator.state();
      assert.equal(requests.map(({ status }) => status).join(), "200,400,200");
      assert.equal(requests[1].code, "InvalidParameter.TaskId");
    },
  },
];
