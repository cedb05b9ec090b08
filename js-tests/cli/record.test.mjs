// The recording of the guide: a new run of the same commands shows the same, but for times, rates and request ids.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../support/paths.mjs";
import { recording } from "./record.mjs";
import { screenOf } from "./support/screen.mjs";

/** The lines of the last screen, with times, rates and request IDs masked. */
function lastScreen(svg) {
  const group = svg.match(/<g class="f\d+">.*<\/g>/g).at(-1);
  const lines = [...group.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, line]) => line.replace(/<[^>]+>/g, ""));
  return lines
    .map((line) =>
      line.replace(/[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/g, "ID").replace(/\d+ requests in [\d.]+ s/, "REQUESTS"),
    )
    .sort();
}

test("the recording in docs equals a new recording", async () => {
  const kept = readFileSync(join(root, "docs", "terminal.svg"), "utf8");
  assert.deepEqual(lastScreen(await recording()), lastScreen(kept));
  assert.match(kept, /\[[= ]+\] \d+\/200 {2}[\d.]+\/s of 50/);
  assert.doesNotMatch(kept, /\/tmp|127\.0\.0\.1/);
});

test("the screen follows carriage returns, erased lines and colours", () => {
  assert.deepEqual(screenOf("abc\r\x1b[Kd\x1b[32me\x1b[39m\r\nf"), [
    [
      { text: "d", style: undefined },
      { text: "e", style: "32" },
    ],
    [{ text: "f", style: undefined }],
  ]);
  assert.deepEqual(
    screenOf("abc", 2).map((spans) => spans.map(({ text }) => text)),
    [["ab"], ["c"]],
  );
});
