// The report as Markdown: targets first, then each part with what it measured and how.
import { readFileSync } from "node:fs";
import { machine, versions } from "./machine.mjs";

/** What no program can find out: why a figure is what it is, and what was done about it. */
const notes = readFileSync(new URL("notes.md", import.meta.url), "utf8");

/** What a target that was not met is called; it is never called anything milder. */
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

/** The main figures, the same here and in the README. */
export function summary(parts) {
  const main = parts.flatMap(({ targets }) => targets.filter(({ inShort }) => inShort));
  const rows = main.map(({ inShort, measured }) => [inShort, measured]);
  return main.length > 0 ? `\n${table({ columns: ["", "measured"], rows })}\n` : "\n";
}

/** What each part measured, and how. */
export const sections = (parts) =>
  parts.map(({ title, text, tables }) => `## ${title}\n\n${text}\n\n${tables.map((each) => table(each)).join("\n")}`);

export function document(parts, { seconds, withChart, begin, end }) {
  const targets = parts.flatMap(({ targets }) => targets);
  const met = targets.filter(({ met }) => met === true).length;
  const judged = targets.filter(({ met }) => met !== undefined).length;
  return [
    "# Benchmarks\n\nWritten by `cargo xtask bench`, all in one run. Ratios are what counts: both sides of one were measured in turns, in the " +
      "same run. Times are those of this machine, and not promised.\n",
    withChart ? "![Signing speed, start and size beside the peers](benches/chart.svg)\n" : "",
    `${begin}${summary(parts)}${end}\n`,
    `## Targets\n\n${met} of ${judged} met.\n\n${targetTable(targets)}`,
    ...sections(parts),
    notes,
    `## Machine and versions\n\n${list([...machine(), versions().join(", ")])}`,
    `## How to reproduce\n\n\`cargo xtask bench\` builds the package, installs it in \`benches/\` beside its peers, and took ` +
      `${Math.ceil(seconds / 60)} minutes here. \`cargo xtask bench sign call\` runs those parts only, \`--quick\` less of everything; both ` +
      "write into the target directory.\n",
  ]
    .filter(Boolean)
    .join("\n");
}
