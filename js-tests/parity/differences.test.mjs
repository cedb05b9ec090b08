// Each listed difference between the vendor's clients and ours still is one, on both sides.
import assert from "node:assert/strict";
import { test } from "node:test";
import { differences } from "./differences.mjs";

for (const { id, peer, why, ours, theirs, seen } of differences) {
  test(`${peer}: ${id}`, async () => {
    assert.notDeepEqual(ours, theirs, "a row that lists no difference");
    assert.deepEqual(await seen(), { ours, theirs }, why);
  });
}
