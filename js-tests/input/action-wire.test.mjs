// Actions that need more than a POST with flattened parameters: JSON text, items with commas between them, GET, and a form body.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "apsara-live";
import { testAccessKey } from "apsara-live/testing";
import { client, refuses } from "./refuses.mjs";

/** The request that call() hands to fetch, with its parameters as the service reads them. */
async function called(action, params, options, client) {
  let request;
  const fetch = async (url, init) => {
    request = { url, ...init };
    return new Response(JSON.stringify({ RequestId: "R", TaskId: "t" }));
  };
  await createClient({ credentials: testAccessKey, fetch, ...client }).call(action, params, options);
  const { url, method, body, headers } = request;
  const query = Object.fromEntries(new URL(url).searchParams);
  return { method, query, form: body ? Object.fromEntries(new URLSearchParams(body)) : undefined, headers };
}

const rows = [
  ["an object for a parameter of JSON", { RecordParams: { RecordMode: 1, StreamType: undefined } }, { RecordParams: '{"RecordMode":1}' }], // biome-ignore format: a row
  ["a list for a parameter of JSON", { DomainNameList: ["a", "b"] }, { DomainNameList: '["a","b"]' }],
  ["text for a parameter of JSON", { RecordParams: "{ }" }, { RecordParams: "{ }" }],
  ["an empty object and an empty list", { RecordParams: {}, SourceUrls: [] }, { RecordParams: "{}", SourceUrls: "[]" }],
  ["every kind of value in JSON", { Extension: { a: 'x"\n監', b: [1.5, true, -0], c: 2n ** 64n, d: { e: [] } } }, { Extension: '{"a":"x\\"\\n監","b":[1.5,true,0],"c":18446744073709551616,"d":{"e":[]}}' }], // biome-ignore format: a row
  ["a list for a parameter with commas", { UserIds: ["a", 2, "c d"] }, { UserIds: "a,2,c d" }],
  ["text for a parameter with commas", { UserIds: "a,b" }, { UserIds: "a,b" }],
  ["an object for a parameter with commas", { UserIds: { a: "b" } }, { "UserIds.a": "b" }],
  ["such names further down", { Layer: [{ PositionNormalized: [1, 2], UserIds: ["a"] }] }, { "Layer.1.PositionNormalized.1": "1", "Layer.1.PositionNormalized.2": "2", "Layer.1.UserIds.1": "a" }], // biome-ignore format: a row
  ["other names", { Tag: [{ Key: "a" }] }, { "Tag.1.Key": "a" }],
];

for (const [what, params, expected] of rows) {
  test(`sends ${what}`, async () => {
    assert.deepEqual((await called("CreateSomething", params)).query, expected);
  });
}

test("flattens all parameters for another product and for another version", async () => {
  const params = { RecordParams: { RecordMode: 1 }, UserIds: ["a"] };
  const flat = { "RecordParams.RecordMode": "1", "UserIds.1": "a" };
  const elsewhere = { endpoint: "ecs.aliyuncs.com", version: "2014-05-26" };
  for (const options of [elsewhere, { version: "2014-05-26" }, { endpoint: "ecs.aliyuncs.com" }]) {
    const post = await called("DeleteLivePullToPush", params, options);
    assert.deepEqual([post.method, post.query], ["POST", flat]);
    const { form, query } = await called("GetMessageApp", { AppId: "a" }, options);
    assert.deepEqual([form, query], [undefined, { AppId: "a" }]);
  }
});

test("the endpoint of the client is one of this service", async () => {
  const { method } = await called("DeleteLivePullToPush", {}, {}, { endpoint: "live.example.com" });
  assert.equal(method, "GET");
});

test("an operation with a method of its own has the same one at another endpoint", async () => {
  const params = { Region: "cn-shanghai", TaskId: "t" };
  const { method, query } = await called("StopLivePullToPush", params, { endpoint: "live.example.com" });
  assert.deepEqual([method, query], ["GET", params]);
});

test("an action goes by its own method, unless an option says otherwise", async () => {
  assert.equal((await called("DeleteLivePullToPush", {})).method, "GET");
  assert.equal((await called("DeleteLivePullToPush", {}, { method: "POST" })).method, "POST");
  assert.equal((await called("StopCaster", {})).method, "POST");
  assert.equal((await called("StopCaster", {}, { method: "GET" })).method, "GET");
  const live = createClient({ credentials: testAccessKey });
  assert.equal((await live.sign("DeleteLivePullToPush")).method, "GET");
  assert.equal((await live.sign("DeleteLivePullToPush", {}, { method: "POST" })).method, "POST");
});

test("26 actions carry their parameters in a form body, but for SkipAudit", async () => {
  const params = { AppId: "a", ReceiverIdList: ["b", "c"], SkipAudit: true };
  const { query, form, headers } = await called("SendMessageToGroupUsers", params);
  assert.deepEqual([query, form], [{ SkipAudit: "true" }, { AppId: "a", ReceiverIdList: "b,c" }]);
  assert.equal(headers["content-type"], "application/x-www-form-urlencoded");
  assert.match(headers.authorization, /SignedHeaders=content-type;host;/);
  const get = await called("SendMessageToGroupUsers", params, { method: "GET" });
  assert.deepEqual([get.form, get.query], [undefined, { AppId: "a", ReceiverIdList: "b,c", SkipAudit: "true" }]);
});

/** The number of requests of a call whose responses are lost. */
async function attempts(action, options) {
  let sent = 0;
  const fetch = async () => {
    sent++;
    return new Response("", { status: 502 });
  };
  const retry = { maxAttempts: 3, baseDelayMs: 0, maxDelayMs: 0 };
  const error = await createClient({ credentials: testAccessKey, fetch, retry, ...options?.client })
    .call(action, {}, options)
    .catch((thrown) => thrown);
  return [sent, error.outcomeUnknown];
}

test("an action that reads is sent again after a lost response, unless an option says otherwise", async () => {
  for (const begin of ["BatchGet", "Check", "Describe", "Get", "List", "Query"]) {
    assert.deepEqual(await attempts(`${begin}Something`), [3, false], begin);
  }
  assert.deepEqual(await attempts("DescribeSomething", { idempotent: false }), [1, true]);
  assert.deepEqual(await attempts("StartSomething"), [1, true]);
  assert.deepEqual(await attempts("StartSomething", { idempotent: true }), [3, true]);
  // In another product, the name may mean anything.
  assert.deepEqual(await attempts("DescribeSomething", { endpoint: "ecs.aliyuncs.com" }), [1, true]);
});

const invalid = (path) => ({ code: "ERR_INVALID_PARAMETER", path });
const cycle = {};
cycle.a = [cycle];
const nested = (levels) => (levels === 0 ? "leaf" : { L: nested(levels - 1) });

refuses(
  [
    ["null in JSON", { RecordParams: { RecordMode: null } }, "params.RecordParams.RecordMode"],
    ["undefined in a list of JSON", { SourceUrls: ["a", undefined] }, "params.SourceUrls.2"],
    ["a Date in JSON", { RecordParams: { At: new Date(0) } }, "params.RecordParams.At"],
    ["a function in JSON", { RecordParams: { toJSON: () => "x" } }, "params.RecordParams.toJSON"],
    ["a number in JSON that is not finite", { RecordParams: [Number.NaN] }, "params.RecordParams.1"],
    ["a cycle in JSON", { RecordParams: cycle }, "params.RecordParams.a.1"],
    ["nine levels with JSON", { RecordParams: nested(8) }, `params.RecordParams${".L".repeat(7)}`],
    ["64 KB of JSON", { RecordParams: { A: "x".repeat(65_536) } }, "params.RecordParams"],
    ["an object among items with commas", { UserIds: ["a", { b: "c" }] }, "params.UserIds.2"],
    ["null among items with commas", { UserIds: [null] }, "params.UserIds.1"],
    ["a comma in an item", { UserIds: ["a", "b,c"] }, "params.UserIds.2"],
    ["an empty item among others", { UserIds: ["a", ""] }, "params.UserIds.2"],
  ].map(([what, params, path]) => [what, () => client().sign("StartSomething", params), invalid(path)]),
);
