// Every listed difference between the vendor's clients and this package still exists.
import assert from "node:assert/strict";
import { test } from "node:test";
import { actionDifferences } from "./action-differences.mjs";
import { differences } from "./differences.mjs";

for (const { id, peer, why, ours, theirs, seen } of [...differences, ...actionDifferences]) {
  test(`differs from ${peer}: ${id}`, async () => {
    assert.notDeepEqual(ours, theirs, "the row lists no difference");
    assert.deepEqual(await seen(), { ours, theirs }, why);
  });
}
