// Reports in Markdown: BENCHMARKS.md for users, and benches/TARGETS.md with targets, long tables and profiles.
import { readFileSync } from "node:fs";
import { gainTable } from "./gains.mjs";
import { machine, versions } from "./machine.mjs";

const handwritten = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

/** Parts of BENCHMARKS.md. The other parts show developers of the package where time and memory go. */
const FOR_USERS = ["start", "fleet", "size", "types", "call"];

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

/** Returns the method and results of each part. */
export const sections = (parts) =>
  parts.map(({ title, text, tables }) => `## ${title}\n\n${text}\n\n${tables.map((each) => table(each)).join("\n")}`);

/** The parts of users in their order, then the others. */
function inUserOrder(parts) {
  const place = ({ name }) => (FOR_USERS.includes(name) ? FOR_USERS.indexOf(name) : FOR_USERS.length);
  return [...parts].sort((a, b) => place(a) - place(b));
}

const feltTable = (felt) => ({
  columns: ["", "apsara-live", "others"],
  rows: felt.map(({ what, ours, others }) => [what, ours, others.join("; ")]),
});

const joined = (texts) => texts.filter(Boolean).join("\n");

/** Returns BENCHMARKS.md. */
export function forUsers(parts, { seconds, quick, withChart }) {
  const felt = inUserOrder(parts).flatMap(({ felt }) => felt ?? []);
  const gains = parts.flatMap(({ gains }) => gains ?? []);
  return joined([
    "# Benchmarks\n\nWhat you gain and lose with this package, beside the vendor's two clients for Node.js: whole calls to a server that " +
      "responds at once. Written by `cargo xtask bench` in one run. Compare the ratios: both sides of a ratio were measured in turns in " +
      "the same run. Times depend on the machine.\n",
    quick ? "This is a quick run: few rounds, so that the spread is wide.\n" : "",
    felt.length > 0
      ? `## What you notice\n\nFigures of this run, on one machine. Times of processes are medians.\n\n${table(feltTable(felt))}`
      : "",
    gains.length > 0 ? `## Gains and losses\n\n${table(gainTable(gains))}` : "",
    handwritten("gains.md"),
    withChart ? "![CPU of a call, signing speed, start and size beside the peers](benches/chart.svg)\n" : "",
    ...sections(inUserOrder(parts).filter(({ name }) => FOR_USERS.includes(name))),
    `## Machine and versions\n\n${list([...machine(), versions().join(", ")])}`,
    `## How to reproduce\n\n\`cargo xtask bench\` builds the package, installs it in \`benches/\` beside its peers, and took ` +
      `${Math.ceil(seconds / 60)} minutes on this machine. \`cargo xtask bench sign call\` runs those parts only, and \`--quick\` measures ` +
      "less; both write into the target directory.\n\n[benches/TARGETS.md](benches/TARGETS.md), of the same run, has our targets and which " +
      "of them are not met, signing alone, memory, and profiles.\n",
  ]);
}

/** Returns benches/TARGETS.md. */
export function forDevelopers(parts) {
  const targets = parts.flatMap(({ targets }) => targets);
  const met = targets.filter(({ met }) => met === true).length;
  const judged = targets.filter(({ met }) => met !== undefined).length;
  return joined([
    "# Targets and profiles\n\nWritten by `cargo xtask bench`, in the same run as [BENCHMARKS.md](../BENCHMARKS.md), which has the machine " +
      "and the versions.\n",
    `## Targets\n\n${met} of ${judged} met.\n\n${targetTable(targets)}`,
    ...sections(parts.filter(({ name }) => !FOR_USERS.includes(name))),
    handwritten("notes.md"),
  ]);
}
