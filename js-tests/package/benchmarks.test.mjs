// Benchmark figures: the README, BENCHMARKS.md and the chart come from the same run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { quartiles, ratio } from "../../benches/lib/statistics.mjs";
import { root } from "../support/paths.mjs";

const read = (...path) => readFileSync(join(root, ...path), "utf8");
const report = read("BENCHMARKS.md");
const chart = read("benches", "chart.svg");

function figures(text) {
  const [, block] = /<!-- benchmarks: .*-->\n([\s\S]*?)<!-- \/benchmarks -->/.exec(text) ?? [];
  assert.match(block ?? "", /^\| .*\d/m, "the block has no figures");
  return block;
}

test("the README has the figures of BENCHMARKS.md", () => {
  assert.equal(figures(read("README.md")), figures(report));
});

test("BENCHMARKS.md has every figure of the chart", () => {
  const labels = [...chart.matchAll(/>([\d.]+)<\/text>/g)].map(([, label]) => label);
  assert.ok(labels.length > 10, String(labels));
  for (const label of labels) assert.match(report, new RegExp(`(?<![\\d.])${label.replace(".", "\\.")}(?![\\d.])`));
});

test("the chart has colours for dark backgrounds", () => {
  assert.match(chart, /prefers-color-scheme: dark/);
});

test("quartiles interpolate between values, and ratios are taken per round", () => {
  assert.deepEqual(quartiles([5, 1, 3, 2, 4]), { lower: 2, median: 3, upper: 4 });
  assert.deepEqual(quartiles([1, 2]), { lower: 1.25, median: 1.5, upper: 1.75 });
  // The ratio of the medians would be 2.
  assert.equal(ratio([4, 20, 300], [1, 10, 100]).median, 3);
});
