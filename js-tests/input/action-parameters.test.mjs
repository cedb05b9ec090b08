// Parameters of any action: call() and sign() refuse unusable ones by path before they send a request, and send all others.
import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { boom, client, hostile, refuses } from "./refuses.mjs";

const action = "StartRtcCloudRecording";
const invalid = (path) => ({ code: "ERR_INVALID_PARAMETER", path });

/** The two ways in; both read parameters alike. */
const ways = [
  ["call", (params) => client().call(action, params)],
  ["sign", (params) => client().sign(action, params)],
];

/** Names that every request has already. */
const reserved = [
  ...["AccessKeyId", "Action", "Format", "SecurityToken", "Signature", "SignatureMethod", "SignatureNonce"],
  ...["SignatureType", "SignatureVersion", "Timestamp", "Version"],
];

class Recording {
  AppId = "a";
}

const cycle = { A: { B: [] } };
cycle.A.B.push(cycle.A);

/** Objects in objects, `levels` deep in all. */
const nested = (levels) => (levels === 0 ? "leaf" : { L: nested(levels - 1) });

/** Arrays that share their items: a few objects, and 16^7 paths. */
const shared = () => Array.from({ length: 6 }).reduce((inner) => Array(16).fill(inner), []);

const levels = ".L".repeat(8);

const rows = [
  ...[null, "AppId=a", 1, true, 1n, [], ["a"], new Map([["a", "b"]]), new Recording(), new Date(0), () => {}].map(
    (params) => ["parameters that are no plain object", params, "params"],
  ),
  ["parameters that are a symbol", Symbol("a"), "params"],
  ["a revoked proxy", hostile.revoked(), "params"],
  ["a proxy that throws at ownKeys", hostile.ownKeys(), "params"],
  ["a getter that throws", hostile.getter("AppId"), "params"],
  ["a getter that throws in a list", { Tag: [hostile.getter("Key")] }, "params.Tag.1"],
  ["a proxy of an array that throws at get", { Tag: hostile.get([1]) }, "params.Tag"],
  ...reserved.map((name) => [`the reserved name ${name}`, { [name]: "x" }, `params.${name}`]),
  ["an empty name", { "": "x" }, "params."],
  ["an empty name in an object", { A: { "": "x" } }, "params.A."],
  ["the name __proto__", JSON.parse('{"__proto__":"x"}'), "params.__proto__"],
  ["the name __proto__ in an object", { A: JSON.parse('{"__proto__":{"B":1}}') }, "params.A.__proto__"],
  ...["\n", "\r", "\r\n", "\0", "\x7f", "\u0085", "\u2028", "\u2029"].map((end) => [
    `a line break or a control character in a name: ${JSON.stringify(end)}`,
    { [`A${end}B`]: "x" },
    `params.A${"?".repeat(end.length)}B`,
  ]),
  ["a lone surrogate in a name", { "A\ud800": "x" }, "params.A?"],
  ["a lone surrogate in a value", { A: ["ok", "\udc00"] }, "params.A.2"],
  ["null", { A: null }, "params.A"],
  ["null in a list", { A: [null] }, "params.A.1"],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) => [
    `${value}`,
    { A: { B: value } },
    "params.A.B",
  ]),
  ["a function", { A: boom }, "params.A"],
  ["a symbol", { A: Symbol("x") }, "params.A"],
  ["an instance of a class", { A: new Recording() }, "params.A"],
  ["a Date", { A: new Date(0) }, "params.A"],
  ["a String", { A: new String("x") }, "params.A"],
  ["a Map", { A: new Map() }, "params.A"],
  ["a Set in a list", { A: [new Set()] }, "params.A.1"],
  ["a typed array", { A: new Uint8Array(2) }, "params.A"],
  ["a promise", { A: Promise.resolve("x") }, "params.A"],
  ["a toJSON", { A: { toJSON: () => "x" } }, "params.A.toJSON"],
  ["a cycle of an object and a list", cycle, "params.A.B.1"],
  ["nine levels", nested(9), `params${levels}`],
  ["the same name from two paths", { "A.B": "x", A: { B: "y" } }, "params.A.B"],
  ["the same name from a list", { A: ["x"], "A.1": "y" }, "params.A.1"],
  ["a value above 64 KB", { A: "x".repeat(65_536) }, "params.A"],
  ["64 KB in characters of three bytes", { A: "監".repeat(21_846) }, "params.A"],
  ["64 KB in all", { A: "x".repeat(40_000), B: { C: "x".repeat(40_000) } }, "params.B.C"],
  ["a name above 64 KB", { ["n".repeat(70_000)]: "" }, `params.${"n".repeat(64)}`],
  ["half a gigabyte", { A: "x".repeat(2 ** 29 - 24) }, "params.A"],
  ["an array of holes", { A: new Array(2 ** 32 - 1) }, "params.A"],
  ["a few objects that stand for millions of values", { A: shared() }, /^params(\.[A\d]+)+$/],
];

refuses(
  ways.flatMap(([way, send]) =>
    rows
      .filter(([, , path]) => typeof path === "string")
      .map(([what, params, path]) => [`${way}(): ${what}, at ${path.slice(0, 80)}`, () => send(params), invalid(path)]),
  ),
);

for (const [what, params, path] of rows.filter(([, , path]) => typeof path !== "string")) {
  test(`refuses ${what} in time`, async () => {
    const began = performance.now();
    await assert.rejects(client().call(action, params), ({ code, message }) => {
      assert.equal(code, "ERR_INVALID_PARAMETER");
      assert.match(message.split(":")[0], path);
      return true;
    });
    assert.ok(performance.now() - began < 2_000);
  });
}

test("a message has at most 64 characters of each name", async () => {
  const name = "n".repeat(10_000);
  const error = await client()
    .call(action, { [name]: { [name]: null } })
    .catch((thrown) => thrown);
  assert.equal(error.message.split(":")[0], `params.${"n".repeat(64)}.${"n".repeat(64)}`);
});

/** The parameters of a signed request, as the service reads them. */
const sent = async (params) => {
  const { url } = await client().sign(action, params);
  return Object.fromEntries(new URL(url).searchParams);
};

const accepted = [
  ["nothing", undefined, {}],
  ["an empty object", {}, {}],
  ["undefined", { A: undefined, B: [undefined, "b"], C: {} }, { "B.2": "b" }],
  ["a hole in a list", { A: Object.assign([], { 1: "b" }) }, { "A.2": "b" }],
  ["an empty text", { A: "" }, { A: "" }],
  ["numbers", { A: 0, B: -0, C: 1.5, D: 1e21, E: 1e-7 }, { A: "0", B: "0", C: "1.5", D: "1e+21", E: "1e-7" }],
  ["a bigint", { A: 2n ** 64n }, { A: "18446744073709551616" }],
  ["booleans", { A: true, B: false }, { A: "true", B: "false" }],
  ["lists and objects", { Tag: [{ Key: "a" }, { Key: "b", Value: 1 }] }, { "Tag.1.Key": "a", "Tag.2.Key": "b", "Tag.2.Value": "1" }], // biome-ignore format: a row
  ["a list in a list", { A: [["a"], ["b"]] }, { "A.1.1": "a", "A.2.1": "b" }],
  ["JSON text", { A: JSON.stringify({ b: ["c d"] }) }, { A: '{"b":["c d"]}' }],
  ["a reserved name further down", { A: { Action: "x" } }, { "A.Action": "x" }],
  ["names of members of Object.prototype", { constructor: "x", toString: { valueOf: "y" } }, { constructor: "x", "toString.valueOf": "y" }], // biome-ignore format: a row
  ["a name that needs encoding", { "a b": "c d", "監=&": "🎥" }, { "a b": "c d", "監=&": "🎥" }],
  ["an object without a prototype", { __proto__: null, A: { __proto__: null, B: "x" } }, { "A.B": "x" }],
  ["objects of another realm", vm.runInNewContext('({ A: ["x", { B: "y" }] })'), { "A.1": "x", "A.2.B": "y" }],
  ["eight levels", nested(8), { [levels.slice(1)]: "leaf" }],
  ["one object twice", ((each) => ({ A: each, B: [each] }))({ C: "x" }), { "A.C": "x", "B.1.C": "x" }],
  ["64 KB", { A: "x".repeat(65_535) }, { A: "x".repeat(65_535) }],
];

for (const [what, params, expected] of accepted) {
  test(`sends ${what}`, async () => {
    assert.deepEqual(await sent(params), expected);
  });
}

test("ignores members under symbols, inherited ones and those that are not enumerable", async () => {
  const own = Object.assign(Object.create(Object.create(null)), { A: "x", [Symbol("B")]: "y" });
  Object.defineProperty(own, "C", { value: "z", enumerable: false });
  assert.deepEqual(await sent(own), { A: "x" });
});

test("reads each member once", async () => {
  const reads = [];
  const member = {
    get B() {
      reads.push("B");
      return "x";
    },
  };
  assert.deepEqual(await sent({ A: member }), { "A.B": "x" });
  assert.deepEqual(reads, ["B"]);
});
