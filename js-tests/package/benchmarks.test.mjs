// Benchmark figures: both reports and the chart come from the same run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { quartiles, ratio } from "../../benches/lib/statistics.mjs";
import { verdict } from "../../benches/report/gains.mjs";
import { root } from "../support/paths.mjs";

const read = (...path) => readFileSync(join(root, ...path), "utf8");
const report = read("BENCHMARKS.md");
const reports = report + read("benches", "TARGETS.md");
const chart = read("benches", "chart.svg");

test("BENCHMARKS.md begins with what people notice", () => {
  const [, table] = /^## What you notice\n\n.*\n\n([\s\S]*?)\n\n/m.exec(report) ?? [];
  for (const what of ["first stopped task", "new Worker", "1,000 tasks", "memory of 100,000", "size of one call"]) {
    assert.match(table ?? "", new RegExp(`^\\| [^|]*${what}[^|]* \\| [^|]*\\d[^|]* \\|`, "m"));
  }
  assert.equal(report.indexOf("## "), report.indexOf("## What you notice"));
});

test("then come gains and losses over both transports beside both clients of the vendor", () => {
  const [, table] = /^## Gains and losses\n\n([\s\S]*?)\n\n/m.exec(report) ?? [];
  const [header, , ...rows] = (table ?? "").split("\n");
  assert.equal(header, "|  | over | beside @alicloud/pop-core | beside @alicloud/openapi-core |");
  for (const over of ["`fetch`", "`createHttpFetch`"]) {
    for (const what of ["calls per second", "CPU per call", "first call"]) {
      const row = rows.find((text) => text.includes(what) && text.includes(`| ${over} |`));
      assert.match(
        row ?? "",
        /: (?:gain|equal|\*\*loss\*\*) \|.*: (?:gain|equal|\*\*loss\*\*) \|$/,
        `${what} over ${over}`,
      );
    }
  }
  assert.match(report, /^## What you notice\n(?:(?!## ).*\n)*## Gains and losses$/m);
});

test("a gain is more calls or less time, and a small difference is none", () => {
  assert.deepEqual(
    [
      [1.2, "more"],
      [1.2, "less"],
      [0.8, "more"],
      [0.8, "less"],
      [1.04, "more"],
      [0.96, "less"],
    ].map(([median, better]) => verdict(median, better)),
    ["gain", "**loss**", "**loss**", "gain", "equal", "equal"],
  );
});

test("the reports have every figure of the chart", () => {
  const labels = [...chart.matchAll(/>([\d.]+)<\/text>/g)].map(([, label]) => label);
  assert.ok(labels.length > 10, String(labels));
  for (const label of labels) assert.match(reports, new RegExp(`(?<![\\d.])${label.replace(".", "\\.")}(?![\\d.])`));
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
