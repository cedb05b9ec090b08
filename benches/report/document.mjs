// Report in Markdown: targets first, then the method and results of each part.
import { readFileSync } from "node:fs";
import { machine, versions } from "./machine.mjs";

/** Hand-written notes: reasons for the figures, and what was tried. */
const notes = readFileSync(new URL("notes.md", import.meta.url), "utf8");

/** Returns the verdict on a target; "not met" must stay that clear. */
const verdict = ({ met }) => (met === undefined ? "" : met ? "met" : "**not met**");

const row = (cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |\n`;

function table({ columns, rows }) {
  return [row(columns), row(columns.map(() => "---")), ...rows.map(row)].join("");
}

const list = (items) => items.map((item) => `- ${item}\n`).join("");

const targetTable = (targets) =>
  table({
    columns: ["target", "wanted", "measured", ""],
    rows: targets.map((target) => [target.what, target.wanted, target.measured, verdict(target)]),
  });

/** Returns the main figures, which the README repeats. */
export function summary(parts) {
  const main = parts.flatMap(({ targets }) => targets.filter(({ inShort }) => inShort));
  const rows = main.map(({ inShort, measured }) => [inShort, measured]);
  return main.length > 0 ? `\n${table({ columns: ["", "measured"], rows })}\n` : "\n";
}

/** Returns the method and results of each part. */
export const sections = (parts) =>
  parts.map(({ title, text, tables }) => `## ${title}\n\n${text}\n\n${tables.map((each) => table(each)).join("\n")}`);

export function document(parts, { seconds, withChart, begin, end }) {
  const targets = parts.flatMap(({ targets }) => targets);
  const met = targets.filter(({ met }) => met === true).length;
  const judged = targets.filter(({ met }) => met !== undefined).length;
  return [
    "# Benchmarks\n\nWritten by `cargo xtask bench` in one run. Compare the ratios: both sides of a ratio were measured in turns in the same " +
      "run. Times depend on the machine.\n",
    withChart ? "![Signing speed, start and size beside the peers](benches/chart.svg)\n" : "",
    `${begin}${summary(parts)}${end}\n`,
    `## Targets\n\n${met} of ${judged} met.\n\n${targetTable(targets)}`,
    ...sections(parts),
    notes,
    `## Machine and versions\n\n${list([...machine(), versions().join(", ")])}`,
    `## How to reproduce\n\n\`cargo xtask bench\` builds the package, installs it in \`benches/\` beside its peers, and took ` +
      `${Math.ceil(seconds / 60)} minutes on this machine. \`cargo xtask bench sign call\` runs those parts only, and \`--quick\` measures ` +
      "less; both write into the target directory.\n",
  ]
    .filter(Boolean)
    .join("\n");
}
