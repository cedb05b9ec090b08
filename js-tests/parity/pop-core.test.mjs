// HMAC-SHA1 signatures equal the signatures of @alicloud/pop-core, for POST and for GET.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { onTheWire, request } from "./arbitraries.mjs";
import { ourPairs, ourRequest } from "./ours.mjs";
import { popCoreRequest } from "./peers.mjs";

const signatureMethod = "HMAC-SHA1";
const read = (pairs, wanted) => pairs.find(([name]) => name === wanted)[1];
const byName = ([a], [b]) => (a < b ? -1 : 1);

/** Number of compared requests by method. */
const compared = { POST: 0, GET: 0 };

async function assertEqual(input, method) {
  const ours = await ourRequest(input, { signatureMethod, method });
  const theirs = await popCoreRequest({ ...input, params: onTheWire(input.params) }, { method });
  const pairs = ourPairs(ours);
  assert.equal(ours.method, theirs.method);
  assert.equal(read(pairs, "Signature"), read(theirs.pairs, "Signature"));
  assert.deepEqual([...pairs].sort(byName), [...theirs.pairs].sort(byName));
  compared[method]++;
}

test("10,000 POST requests, and the GET requests that are allowed, equal the peer's", async () => {
  await fc.assert(
    fc.asyncProperty(request, async (input) => {
      await assertEqual(input, "POST");
      if (input.operation === "StopLiveStreamMonitor") await assertEqual(input, "GET");
    }),
    { numRuns: 10_000, includeErrorInReport: true },
  );
  assert.ok(compared.POST >= 10_000 && compared.GET > 1_000, JSON.stringify(compared));
});
