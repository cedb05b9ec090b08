// The picture of the README: a new one can be taken, has the size of the kept one, and both are small.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";
import { pictureOf } from "./support/picture.mjs";
import { openSite, wanted } from "./support/site.mjs";

const LARGEST_BYTES = 150 * 1024;

/** Returns the width and height in the header of a PNG. */
function sizeOf(png) {
  assert.equal(png.toString("latin1", 1, 4), "PNG");
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

if (wanted) {
  test("the picture of the playground", async (t) => {
    const kept = readFileSync(join(root, "docs", "public", "playground.png"));
    const taken = await pictureOf(await openSite(t));
    // Fonts differ between machines, and so does the length of a random wait.
    assert.equal(sizeOf(taken).width, sizeOf(kept).width);
    assert.ok(Math.abs(sizeOf(taken).height - sizeOf(kept).height) < 60, "run `npm run picture` in js-tests");
    for (const png of [kept, taken]) assert.ok(png.length < LARGEST_BYTES, `${png.length} bytes`);
  });
}
