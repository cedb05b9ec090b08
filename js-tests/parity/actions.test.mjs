// Random trees of parameters: any action is flattened and signed as by the vendor's two clients, for POST and for GET.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { actionRequest } from "./action-arbitraries.mjs";
import { actionDifferences, ordersDiffer, popCoreFlattens } from "./action-differences.mjs";
import { calledRequest, ourHeaders, ourPairs, ourRequest } from "./ours.mjs";
import { openapiCoreAuthorization, openapiCoreQuery, openapiCoreRequest, pairsOf, popCoreRequest } from "./peers.mjs";

const queryOf = ({ url }) => url.slice(url.indexOf("?") + 1);
const byName = ([a], [b]) => (a < b ? -1 : 1);

/** Whether a row explains that `what` differs for these names. */
const explained = (peer, what, names) =>
  actionDifferences.some((row) => row.peer === peer && row.explains?.what.includes(what) && row.explains.when(names));

/** Runs a property until 2,000 requests were identical. Requests that a row explains do not count. */
async function identical(property) {
  let count = 0;
  const counted = async (input) => {
    if (await property(input)) count++;
  };
  await fc.assert(fc.asyncProperty(actionRequest, counted), { numRuns: 4_000, includeErrorInReport: true });
  assert.ok(count >= 2_000, `${count} identical requests`);
}

test("2,000 requests of call() have the query and the authorization of @alicloud/openapi-core", async () => {
  const peer = "@alicloud/openapi-core";
  const methods = { POST: 0, GET: 0 };
  await identical(async (input) => {
    const { method, credentials, params } = input;
    const request = await calledRequest(input);
    const { authorization, ...headers } = ourHeaders(request);
    const query = openapiCoreQuery(params);
    assert.deepEqual(Object.fromEntries(pairsOf(queryOf(request))), query);
    assert.deepEqual([request.method, request.body ?? undefined], [method, undefined]);
    assert.equal(headers["x-acs-version"], input.version);
    if (explained(peer, "authorization", Object.keys(query))) return false;
    assert.equal(authorization, openapiCoreAuthorization({ method, query, headers, credentials }));
    methods[method]++;
    return true;
  });
  assert.ok(methods.POST > 500 && methods.GET > 500, JSON.stringify(methods));
});

test("2,000 requests of sign() equal whole requests of @alicloud/openapi-core", async () => {
  await identical(async (input) => {
    const { credentials, params, method: _, ...rest } = input;
    const { securityToken: __, ...pair } = credentials;
    // With a token the peer signs a header more: see differences.mjs.
    const query = openapiCoreQuery(params);
    const ours = await ourRequest({ ...rest, params, credentials: pair }, { version: input.version });
    const theirs = await openapiCoreRequest({ ...rest, params: query, credentials: pair });
    const { Authorization, "user-agent": ___, ...headers } = theirs.headers;
    assert.equal(ours.method, theirs.method);
    assert.deepEqual(pairsOf(queryOf(ours)).sort(byName), Object.entries(query).sort(byName));
    const { authorization, ...ourOwn } = ourHeaders(ours);
    assert.deepEqual(ourOwn, headers);
    if (explained("@alicloud/openapi-core", "authorization", Object.keys(query))) return false;
    assert.equal(authorization, Authorization);
    return true;
  });
});

test("2,000 requests of call() have the parameters and the signature of @alicloud/pop-core", async () => {
  const counts = { POST: 0, GET: 0, flattenedByPeer: 0 };
  await identical(async (input) => {
    const { method, params } = input;
    const request = await calledRequest(input, { signatureMethod: "HMAC-SHA1" });
    const pairs = ourPairs(request);
    const sent = new Map(pairs);
    // call() makes its own timestamp and nonce.
    const stamp = { date: sent.get("Timestamp"), nonce: sent.get("SignatureNonce") };
    const flattensItself = popCoreFlattens(params);
    const flat = flattensItself ? params : openapiCoreQuery(params);
    const theirs = await popCoreRequest({ ...input, ...stamp, params: flat }, { method, formatParams: false });
    const names = pairs.map(([name]) => name);
    assert.equal(request.method, theirs.method);
    const withoutSignature = (list) => list.filter(([name]) => name !== "Signature").sort(byName);
    assert.deepEqual(withoutSignature(pairs), withoutSignature(theirs.pairs));
    if (ordersDiffer(names)) return false;
    assert.equal(sent.get("Signature"), new Map(theirs.pairs).get("Signature"));
    counts[method]++;
    if (flattensItself) counts.flattenedByPeer++;
    return true;
  });
  assert.ok(Object.values(counts).every((count) => count > 500), JSON.stringify(counts)); // biome-ignore format: a condition
});
