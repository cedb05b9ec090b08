// Names of actions, and options of call(), sign(), the describing operations and `verify`: refusals by path.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, stopRtcCloudRecording } from "apsara-live";
import { assertNoLeak } from "../support/leaks.mjs";
import { rejection } from "../support/portable/waiting.mjs";
import { atOnce, boom, client, hostile, key, refuses } from "./refuses.mjs";

const invalid = (path, says) => ({ code: "ERR_INVALID_PARAMETER", path, says });
const option = (path, says) => ({ code: "ERR_INVALID_OPTION", path, says });
const unknown = (path, says) => ({ code: "ERR_UNKNOWN_KEY", path, says });
const name = "expected the name of an action: ASCII letters and digits";

const notNames = [
  ["empty", "", name],
  ["with a space", "Start Recording", name],
  ["with a hyphen", "Start-Recording", name],
  ["with an underscore", "Start_Recording", name],
  ["with a letter that is not ASCII", "Stärt", name],
  ["with digits that are not ASCII", "Start१", name],
  ["with a line break at the end", "Start\n", name],
  ["with a header behind a line break", "Start\r\nx-acs-version: 1", name],
  ["with a lone surrogate", "Start\ud800", "expected a string without lone surrogates"],
  ["of 129 characters", "x".repeat(129), "expected a string of at most 128 characters"],
  ["undefined", undefined, "expected a string"],
  ["null", null, "expected a string"],
  ["a number", 1, "expected a string"],
  ["a symbol", Symbol("x"), "expected a string"],
  ["a String", new String("StartRtcCloudRecording"), "expected a string"],
  ["an array with a name", ["StartRtcCloudRecording"], "expected a string"],
  ["an object with toString", { toString: () => "StopRtcCloudRecording" }, "expected a string"],
];

const misspelt = [
  ["stopRtcCloudRecording", "StopRtcCloudRecording"],
  ["STOPLIVESTREAMMONITOR", "StopLiveStreamMonitor"],
  ["describeRTCCloudRecordingFiles", "DescribeRtcCloudRecordingFiles"],
  ["describelivestreammonitorlist", "DescribeLiveStreamMonitorList"],
];

const call = (options) => client().call("StartRtcCloudRecording", {}, options);
const sign = (options) => client().sign("StartRtcCloudRecording", {}, options);
const describe = (options) => client().describeRtcCloudRecordingFiles({ taskId: "task" }, options);
const list = (options) => client().describeLiveStreamMonitorList({}, options);
const stop = (options) => client().stopRtcCloudRecording({ taskId: "task" }, options);

const methods = [
  ["call()", call],
  ["sign() of an action", sign],
  ["describeRtcCloudRecordingFiles()", describe],
  ["describeLiveStreamMonitorList()", list],
];

const notVersions = ["", "2016-11-1", "2016-11-011", "2016/11/01", "2016-11-01\n", "２０１６-11-01"];
const notMethods = ["post", "PUT", "", null, 1, Symbol("GET")];
const ofStop = 'unknown key; "verify" is an option of a stop';

refuses([
  ...notNames.flatMap(([what, action, says]) => [
    [`call() of a name ${what}`, () => client().call(action, {}), invalid("action", says)],
    [`sign() of a name ${what}`, () => client().sign(action, {}), invalid("action", says)],
  ]),
  ...misspelt.flatMap(([action, meant]) => {
    const expected = { code: "ERR_UNKNOWN_OPERATION", path: "action", says: `expected "${meant}"` };
    return [
      [`call() of ${action}`, () => client().call(action, {}), expected],
      [`sign() of ${action}`, () => client().sign(action, {}), expected],
    ];
  }),
  ...methods.flatMap(([what, send]) => [
    [`${what}: options null`, () => send(null), option("options")],
    [`${what}: options that are a text`, () => send("POST"), option("options")],
    [`${what}: options that are a revoked proxy`, () => send(hostile.revoked()), option("options")],
    [`${what}: a misspelt option`, () => send({ timeoutMS: 1 }), unknown("options.timeoutMS")],
    [`${what}: a getter that throws`, () => send(hostile.getter("timeoutMs")), option("options.timeoutMs")],
    [`${what}: no signal`, () => send({ signal: {} }), option("options.signal")],
  ]),
  ...methods.filter(([, send]) => send !== sign).map(([what, send]) => [`${what}: verify`, () => send({ verify: true }), unknown("options.verify", ofStop)]), // biome-ignore format: a row
  ...methods.filter(([, send]) => send !== sign).map(([what, send]) => [
    `${what}: an option of a client`,
    () => send({ region: "cn-shanghai" }),
    unknown("options.region", 'unknown key; "region" is an option of createClient'),
  ]), // biome-ignore format: a row
  ["sign() of an action: verify", () => sign({ verify: true }), unknown("options.verify")],
  ["sign() of an action: idempotent", () => sign({ idempotent: true }), unknown("options.idempotent")],
  ...["version", "endpoint"].map((key) => [
    `sign() of an operation of the table: ${key}`,
    () => client().sign("StopRtcCloudRecording", { taskId: "task" }, { [key]: "2016-11-01" }),
    unknown(`options.${key}`),
  ]),
  ...["method", "idempotent", "version"].flatMap((key) => [
    [`describing with ${key}`, () => describe({ [key]: "POST" }), unknown(`options.${key}`)],
    [`stopping with ${key}`, () => stop({ [key]: "POST" }), unknown(`options.${key}`)],
  ]),
  ...[1, 0, "true", null, {}, Symbol("true")].flatMap((value) => [
    [
      `verify: ${String(value)}`,
      () => stop({ verify: value }),
      option("options.verify", 'expected true, false or "always"'),
    ],
    [`idempotent: ${String(value)}`, () => call({ idempotent: value }), option("options.idempotent")],
  ]),
  ...[1, "true", null, { timeoutMs: 0 }, { timeoutMs: "1s" }, { concurrency: 1 }].map((value) => [
    `waitUntilStopped: ${JSON.stringify(value)}`,
    () => stop({ waitUntilStopped: value }),
    value?.concurrency === undefined
      ? option(value?.timeoutMs === undefined ? "options.waitUntilStopped" : "options.waitUntilStopped.timeoutMs")
      : unknown("options.waitUntilStopped.concurrency"),
  ]),
  ["waitUntilStopped of an action", () => call({ waitUntilStopped: true }), unknown("options.waitUntilStopped", 'unknown key; "waitUntilStopped" is an option of a stop')], // biome-ignore format: a row
  ["verify of a client", () => createClient({ credentials: key, verify: true }), atOnce(unknown("options.verify", 'unknown key; "verify" is an option of a call'))], // biome-ignore format: a row
  [
    "verify without a client that is no boolean",
    () => stopRtcCloudRecording({ taskId: "task" }, { credentials: key, verify: "yes" }),
    option("options.verify"),
  ],
  ...[call, sign].flatMap((send) => [
    ...notVersions.map((version) => [`version ${JSON.stringify(version)}`, () => send({ version }), option("options.version")]), // biome-ignore format: a row
    ...notMethods.map((method) => [`method ${String(method)}`, () => send({ method }), option("options.method")]),
    ["a version that is no text", () => send({ version: 20161101 }), option("options.version")],
    ["an endpoint with a path", () => send({ endpoint: "ecs.aliyuncs.com/x" }), { code: "ERR_INVALID_ENDPOINT", path: "options.endpoint" }], // biome-ignore format: a row
    ["an endpoint with plain http", () => send({ endpoint: "http://ecs.aliyuncs.com" }), { code: "ERR_INVALID_ENDPOINT", path: "options.endpoint" }], // biome-ignore format: a row
  ]),
  [
    "GET by ACS3-HMAC-SHA256 in sign()",
    () => client({ signatureMethod: "ACS3-HMAC-SHA256" }).sign("StopLiveStreamMonitor", { monitorId: "m" }, { method: "GET" }),
    { code: "ERR_INVALID_METHOD", path: "options.method" },
  ], // biome-ignore format: a row
  ["describing without a task", () => client().describeRtcCloudRecordingFiles(), { code: "ERR_MISSING_PARAMETER", path: "params.taskId" }], // biome-ignore format: a row
  ["describing by the vendor's name", () => client().describeRtcCloudRecordingFiles({ TaskId: "x" }), unknown("params.TaskId")], // biome-ignore format: a row
  ["describing with null", () => client().describeLiveStreamMonitorList(null), invalid("params")],
  ["a page that is no number", () => client().describeLiveStreamMonitorList({ pageNum: "one" }), invalid("params.pageNum")], // biome-ignore format: a row
  ["a negative size of a page", () => client().describeLiveStreamMonitorList({ pageSize: -1 }), invalid("params.pageSize")], // biome-ignore format: a row
]);

test("an error of a hostile action does not repeat it", async () => {
  for (const action of [Symbol("MARKER"), { toString: boom }, "MARKER\n", "x".repeat(10_000)]) {
    for (const options of [{}, { unknown: 1 }]) {
      for (const work of [() => client().call(action, {}, options), () => client().sign(action, {}, options)]) {
        const error = await rejection(work());
        assert.deepEqual([error.operation, error.message.split(":")[0]], [undefined, "action"]);
        assertNoLeak(error, ["MARKER", "xxxx"]);
      }
    }
  }
});

test("an action of 128 letters and digits is taken, and one named like a member of Object.prototype", async () => {
  for (const action of ["x".repeat(128), "toString", "constructor", "Ecs2"]) {
    const { headers } = await client().sign(action);
    assert.equal(headers["x-acs-action"], action);
  }
});

test("another product has its own endpoint and version", async () => {
  const options = { endpoint: "ecs.cn-hangzhou.aliyuncs.com", version: "2014-05-26" };
  const { url, headers } = await client().sign("DescribeRegions", { Lang: "en" }, options);
  assert.equal(url, "https://ecs.cn-hangzhou.aliyuncs.com/?Lang=en");
  assert.equal(headers["x-acs-version"], "2014-05-26");
});
