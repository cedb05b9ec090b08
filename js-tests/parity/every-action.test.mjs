// Each action of the service with random parameters of its types: the request equals the request of the vendor's generated client.
//
// APSARA_LIVE_RUNS=100 plays each action that often.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { imported } from "../docs/support/source.mjs";
import { root } from "../support/paths.mjs";
import { id } from "./arbitraries.mjs";
import { ourHeaders, ourPairs, ourRequest } from "./ours.mjs";
import { openapiCoreAuthorization, openapiCoreQuery, openapiCoreRequest, openapiCoreText, pairsOf } from "./peers.mjs";

const runs = Number(process.env.APSARA_LIVE_RUNS ?? 4);
const { actions } = JSON.parse(readFileSync(join(root, "xtask", "actions", "facts.json"), "utf8"));

/** Operations with methods of their own take the names of JavaScript, no others, and IDs as texts. */
const { OPERATIONS } = await imported("generated", "operations.ts");
const isTyped = (operation) => Object.hasOwn(OPERATIONS, operation);
const typedMembers = (facts, operation) => {
  const { parameters } = OPERATIONS[operation];
  const names = Object.keys(parameters);
  const values = names.map((name) => [name, parameters[name] === "text" ? id : fc.nat()]);
  return fc.record(Object.fromEntries(values), {
    requiredKeys: names.filter((name) => facts[name].required),
    noNullPrototype: true,
  });
};
const camelCased = (params) =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name[0].toLowerCase() + name.slice(1), value]));

const word = fc.oneof(
  fc.stringMatching(/^[\w .~*!'()+%&=/:,-]{1,12}$/),
  fc.constantFrom("監視", "🎥", '{"a":["b"]}', "a+b c", "%2F", "true"),
);

/** A value of a type of the facts. */
function ofType(type) {
  if (type === "string") return word;
  if (type === "int") return fc.integer();
  if (type === "float") return fc.double({ noNaN: true, noDefaultInfinity: true });
  if (type === "bool") return fc.boolean();
  if (type === "any") return fc.oneof(word, fc.integer());
  if (type.list) return fc.array(ofType(type.list), { minLength: 1, maxLength: 3 });
  if (type.map) return fc.dictionary(fc.stringMatching(/^[A-Za-z]\w{0,6}$/), ofType(type.map), { maxKeys: 3, noNullPrototype: true }); // biome-ignore format: a row
  return membersOf(type.obj);
}

/** Every request has these, and call() refuses them as parameters: see action-differences.mjs. Some actions list the token. */
const reserved = ["SecurityToken"];

/** The package refuses an item with a comma where commas stand between the items, and an empty one. */
const ofFact = ({ type, style }) =>
  style === "simple" ? ofType(type).map((items) => (Array.isArray(items) ? items.map(asItem) : items)) : ofType(type);

const asItem = (item) => (typeof item === "string" ? item.replaceAll(",", "") || "a" : item);

/** An object with the obligatory members, and some of the others. */
function membersOf(facts) {
  const values = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, ofFact(fact)]));
  for (const name of reserved) delete values[name];
  const requiredKeys = Object.keys(values).filter((name) => facts[name].required);
  return fc.record(values, { requiredKeys, noNullPrototype: true });
}

/** Query and form as a generated client hands them to openapi-core: it writes texts by their style, and leaves the rest to be flattened. */
function asTheirs(params, facts) {
  const parts = { query: {}, form: {} };
  // A generated client goes through the names in their order.
  for (const [name, value] of Object.entries(params).sort()) {
    const { style, in: place } = facts[name];
    const isText = style === "json" || style === "simple";
    parts[place === "body" ? "form" : "query"][name] = isText ? openapiCoreText(value, name, style) : value;
  }
  const hasForm = Object.values(facts).some((fact) => fact.in === "body");
  return { params: openapiCoreQuery(parts.query), form: hasForm ? parts.form : undefined };
}

/** Why a form of ours may have other bytes than theirs; every row has to occur. */
const differences = [
  {
    id: "characters that Node.js does not encode in a form",
    why: "It leaves !'()* as they are. The signature's encoding, which we use everywhere, encodes them.",
    undo: (form) => form.replaceAll(/%(21|27|28|29|2A)/g, decodeURIComponent),
  },
];

const sorted = (pairs) => pairs.map((pair) => pair.join("=")).sort();
const queryOf = ({ url }) => (url.includes("?") ? url.slice(url.indexOf("?") + 1) : "");
const input = {
  credentials: { accessKeyId: "testid", accessKeySecret: "testsecret" },
  date: "2026-01-02T03:04:05Z",
  nonce: "nonce",
  host: "live.aliyuncs.com",
};

/** Plays each action with each of its random parameters. */
async function everyAction(compare) {
  let requests = 0;
  for (const [operation, { method, params: facts }] of Object.entries(actions)) {
    const members = isTyped(operation) ? typedMembers(facts, operation) : membersOf(facts);
    const property = fc.asyncProperty(members, async (params) => {
      await compare(
        { ...input, operation, method, params: isTyped(operation) ? camelCased(params) : params },
        { ...input, operation, method, ...asTheirs(params, facts) },
      );
      requests++;
    });
    await fc.assert(property, { numRuns: runs, includeErrorInReport: true });
  }
  assert.equal(requests, Object.keys(actions).length * runs);
}

test("ACS3-HMAC-SHA256: every action, byte for byte", async () => {
  const occurred = new Set();
  await everyAction(async (mine, other) => {
    const ours = await ourRequest(mine);
    const theirs = await openapiCoreRequest(other);
    assert.deepEqual([ours.method, sorted(pairsOf(queryOf(ours)))], [theirs.method, sorted(pairsOf(queryOf(theirs)))]);
    const { authorization, ...headers } = ourHeaders(ours);
    const { Authorization, "user-agent": _, ...rest } = theirs.headers;
    assert.equal(authorization, openapiCoreAuthorization({ ...other, query: other.params, headers }));
    assert.equal(ours.body === undefined, other.form === undefined);
    if (ours.body !== undefined) {
      assert.equal(differences[0].undo(ours.body), theirs.body);
      if (ours.body !== theirs.body) {
        occurred.add(differences[0].id);
        const hash = createHash("sha256").update(ours.body).digest("hex");
        assert.deepEqual(headers, { ...rest, "x-acs-content-sha256": hash });
        return;
      }
    }
    assert.deepEqual(headers, rest);
    assert.equal(authorization, Authorization);
  });
  assert.deepEqual([...occurred].sort(), differences.map(({ id }) => id).sort());
});

test("HMAC-SHA1: every action has the parameters and the signature", async () => {
  await everyAction(async (mine, other) => {
    const ours = await ourRequest(mine, { signatureMethod: "HMAC-SHA1" });
    // Its own would be the present time, a random nonce and Format=json.
    const common = { Timestamp: input.date, SignatureNonce: input.nonce, Format: "JSON" };
    const params = { ...other.params, ...common };
    const theirs = await openapiCoreRequest({ ...other, params }, {}, { signatureAlgorithm: "v2" });
    const place = [ours.method, ours.method === "GET" ? ours.body : queryOf(ours)];
    assert.deepEqual(place, [theirs.method, ours.method === "GET" ? undefined : ""]);
    assert.deepEqual(sorted(ourPairs(ours)), sorted([...pairsOf(queryOf(theirs)), ...pairsOf(theirs.body ?? "")]));
  });
});
