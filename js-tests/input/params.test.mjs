// Invalid parameters of both operations, in calls and in sign().
import vm from "node:vm";
import { client, hostile, refuses } from "./refuses.mjs";

const invalid = (path) => ({ code: "ERR_INVALID_PARAMETER", path });
const missing = (path) => ({ code: "ERR_MISSING_PARAMETER", path });
const unknown = (path) => ({ code: "ERR_UNKNOWN_KEY", path });

const stop = (params) => client().stopRtcCloudRecording(params);
const stopMonitor = (params) => client().stopLiveStreamMonitor(params);

/** Strings without a UTF-8 form, as UTF-16 in hex. */
const loneSurrogates = ["d800", "dc00", "0061d83d", "d83d0020de00", "de00d83d"];
const fromHex = (hex) => String.fromCharCode(...hex.match(/.{4}/g).map((unit) => Number.parseInt(unit, 16)));

/** Values that are not an object with parameters. */
const notParams = [
  ["undefined", undefined],
  ["null", null],
  ["a string", "task"],
  ["a number", 1],
  ["a symbol", Symbol("task")],
  ["an array", ["task"]],
  ["a function", () => {}],
  ["a revoked proxy", hostile.revoked()],
];

/** Values that are not an id. */
const notIds = [
  ["empty", ""],
  ["blank", " \t\r\n\u3000\u00a0"],
  ["a number", 1],
  ["zero", 0],
  ["a bigint", 1n],
  ["a boolean", true],
  ["null", null],
  ["a symbol", Symbol("task")],
  ["an object", {}],
  ["an array with an id", ["task"]],
  ["a String", new String("task")],
  ["an object with toString", { toString: () => "task" }],
  ["257 characters", "x".repeat(257)],
  ["257 characters beyond the BMP", "🎥".repeat(257)],
  ["a megabyte", "x".repeat(2 ** 20)],
];

const notOwnerIds = [
  ["empty", ""],
  ["negative", -1],
  ["a negative bigint", -1n],
  ["beyond 2^63", 2n ** 63n],
  ["beyond 2^63, as text", "9223372036854775808"],
  ["an unsafe number", 2 ** 53],
  ["a fraction", 1.5],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["text", "me"],
  ["with a sign", "+1"],
  ["with a leading zero", "01"],
  ["in hex", "0x1"],
  ["with a space", " 1"],
  ["in other digits", "१"],
  ["null", null],
  ["a symbol", Symbol("1")],
  ["an object with valueOf", { valueOf: () => 1 }],
];

refuses([
  ...notParams.map(([what, params]) => [`params: ${what}`, () => stop(params), invalid("params")]),
  ...notParams.map(([what, params]) => [`params of a monitor: ${what}`, () => stopMonitor(params), invalid("params")]),
  ["a missing taskId", () => stop({}), missing("params.taskId")],
  ["a taskId that is undefined", () => stop({ taskId: undefined }), missing("params.taskId")],
  ["a missing monitorId", () => stopMonitor({ regionId: "cn-shanghai" }), missing("params.monitorId")],
  ...notIds.map(([what, taskId]) => [`taskId: ${what}`, () => stop({ taskId }), invalid("params.taskId")]),
  ...notIds.map(([what, monitorId]) => [
    `monitorId: ${what}`,
    () => stopMonitor({ monitorId }),
    invalid("params.monitorId"),
  ]),
  ...notIds.map(([what, regionId]) => [
    `regionId: ${what}`,
    () => stopMonitor({ monitorId: "m", regionId }),
    invalid("params.regionId"),
  ]),
  ...notOwnerIds.map(([what, ownerId]) => [
    `ownerId: ${what}`,
    () => stopMonitor({ monitorId: "m", ownerId }),
    invalid("params.ownerId"),
  ]),
  ...loneSurrogates.flatMap((hex) => [
    [`a lone surrogate in taskId: ${hex}`, () => stop({ taskId: fromHex(hex) }), invalid("params.taskId")],
    [
      `a lone surrogate in sign(): ${hex}`,
      () => client().sign("StopLiveStreamMonitor", { monitorId: fromHex(hex) }),
      invalid("params.monitorId"),
    ],
    [
      `a lone surrogate in regionId: ${hex}`,
      () => stopMonitor({ monitorId: "m", regionId: fromHex(hex) }),
      invalid("params.regionId"),
    ],
  ]),
  ["a misspelt name", () => stop({ taskIdd: "task" }), unknown("params.taskIdd")],
  [
    "an unknown name beside the id",
    () => stop({ taskId: "task", regionId: "cn-shanghai" }),
    unknown("params.regionId"),
  ],
  ["the name of the request parameter", () => stop({ TaskId: "task" }), unknown("params.TaskId")],
  ["the id of the other operation", () => stopMonitor({ taskId: "task" }), unknown("params.taskId")],
  [
    "a misspelt name in an object without prototype",
    () => stop({ __proto__: null, taskIdd: "x" }),
    unknown("params.taskIdd"),
  ],
  [
    "a misspelt name in an object of another realm",
    () => stop(vm.runInNewContext('({ taskIdd: "x" })')),
    unknown("params.taskIdd"),
  ],
  ["an id whose getter throws", () => stop(hostile.getter("taskId")), invalid("params.taskId")],
  ["a proxy that throws at get", () => stop(hostile.get({ taskId: "task" })), invalid("params.taskId")],
  ["a proxy that throws at ownKeys", () => stop(hostile.ownKeys()), invalid("params")],
  ["sign() without parameters", () => client().sign("StopRtcCloudRecording"), invalid("params")],
]);
