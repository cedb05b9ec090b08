// ACS3-HMAC-SHA256 signatures equal the signatures of @alicloud/openapi-core.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { onTheWire, request } from "./arbitraries.mjs";
import { differences } from "./differences.mjs";
import { ourHeaders, ourRequest } from "./ours.mjs";
import { openapiCoreAuthorization, openapiCoreRequest, pairsOf } from "./peers.mjs";

const peer = "@alicloud/openapi-core";

test("10,000 authorization headers equal the peer's for the same query and headers", async () => {
  await fc.assert(
    fc.asyncProperty(request, async (input) => {
      const { authorization, ...headers } = ourHeaders(await ourRequest(input));
      const { credentials } = input;
      const theirs = openapiCoreAuthorization({ query: onTheWire(input.params), headers, credentials });
      assert.equal(authorization, theirs);
    }),
    { numRuns: 10_000, includeErrorInReport: true },
  );
});

const queryOf = ({ url }) => url.slice(url.indexOf("?") + 1);

/** Returns the compared parts of a request. */
function inTerms(request, { authorization, "user-agent": _, ...headers }) {
  return { query: queryOf(request), pairs: pairsOf(queryOf(request)).sort(), headers, authorization };
}

test("2,000 whole requests differ only as differences.mjs explains", async () => {
  const rows = differences.filter((row) => row.peer === peer && row.explains !== undefined);
  const occurred = new Set();
  await fc.assert(
    fc.asyncProperty(request, async (input) => {
      const mine = await ourRequest(input);
      const other = await openapiCoreRequest({ ...input, params: onTheWire(input.params) });
      const { Authorization, ...rest } = other.headers;
      const ours = inTerms(mine, ourHeaders(mine));
      const theirs = inTerms(other, { ...rest, authorization: Authorization });
      for (const what of Object.keys(ours)) {
        if (isDeepStrictEqual(ours[what], theirs[what])) continue;
        const row = rows.find(({ explains }) => explains.what.includes(what) && explains.when(input));
        if (row === undefined) assert.deepEqual(ours[what], theirs[what], what);
        occurred.add(row.id);
      }
    }),
    { numRuns: 2_000, includeErrorInReport: true },
  );
  assert.deepEqual([...occurred].sort(), rows.map(({ id }) => id).sort());
});
