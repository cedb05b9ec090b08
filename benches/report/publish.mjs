// Writes BENCHMARKS.md, the chart, and the section of the README with the main figures.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chart } from "./chart.mjs";
import { document, summary } from "./document.mjs";

const BEGIN = "<!-- benchmarks: written by `cargo xtask bench`, checked by the tests -->\n";
const END = "<!-- /benchmarks -->";

/** Writes the report; returns its path. */
export function publish(parts, { seconds, folder }) {
  const report = join(folder, "BENCHMARKS.md");
  const drawn = parts.filter((part) => part.chart);
  if (drawn.length > 0) {
    mkdirSync(join(folder, "benches"), { recursive: true });
    writeFileSync(join(folder, "benches", "chart.svg"), chart(drawn.map((part) => part.chart)));
  }
  for (const { ownChart } of parts.filter((part) => part.ownChart)) {
    mkdirSync(join(folder, "benches"), { recursive: true });
    writeFileSync(join(folder, "benches", ownChart.file), chart(ownChart.charts, ownChart.title));
  }
  writeFileSync(report, document(parts, { seconds, withChart: drawn.length > 0, begin: BEGIN, end: END }));
  const readme = join(folder, "README.md");
  // The target directory has no README.
  if (existsSync(readme)) writeFileSync(readme, replaced(readFileSync(readme, "utf8"), summary(parts)));
  return report;
}

function replaced(readme, text) {
  const [before, rest] = readme.split(BEGIN);
  if (rest === undefined) throw new Error("README.md lacks the beginning of the benchmarks");
  const [, after] = rest.split(END);
  if (after === undefined) throw new Error("README.md lacks the end of the benchmarks");
  return [before, BEGIN, text, END, after].join("");
}
