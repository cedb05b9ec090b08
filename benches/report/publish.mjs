// Writes BENCHMARKS.md, benches/TARGETS.md and the charts.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chart } from "./chart.mjs";
import { forDevelopers, forUsers } from "./document.mjs";

/** Writes the reports; returns the path of the first. */
export function publish(parts, { seconds, quick, folder }) {
  const benches = join(folder, "benches");
  mkdirSync(benches, { recursive: true });
  const drawn = parts.filter((part) => part.chart).map((part) => part.chart);
  if (drawn.length > 0) writeFileSync(join(benches, "chart.svg"), chart(drawn));
  for (const { ownChart } of parts.filter((part) => part.ownChart)) {
    writeFileSync(join(benches, ownChart.file), chart(ownChart.charts, ownChart.title));
  }
  writeFileSync(join(benches, "TARGETS.md"), forDevelopers(parts));
  const report = join(folder, "BENCHMARKS.md");
  writeFileSync(report, forUsers(parts, { seconds, quick, withChart: drawn.length > 0 }));
  return report;
}
