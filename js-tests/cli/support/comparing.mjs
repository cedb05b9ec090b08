// Runs of `apsara-live compare`.
import { compareAt } from "./compare-words.mjs";
import { run, started } from "./program.mjs";

export { compareAt, compareFor, DOMAIN, RECORDING } from "./compare-words.mjs";

export const startedCompare = (url, { args = [], ...options } = {}) => started(compareAt(url, ...args), options);

/** Runs it with `--json`; `rows` are its lines, but for the summary. */
export async function compared(url, { args = [], ...options } = {}) {
  const ended = await run(compareAt(url, "--json", ...args), options);
  const lines = ended.stdout.trim() === "" ? [] : ended.stdout.trim().split("\n").map(JSON.parse);
  return { ...ended, summary: lines.at(-1), rows: lines.slice(0, -1) };
}

/** The tasks of an emulator that cost money. */
export const leftIn = ({ monitors, recordings }) => [
  ...monitors.keys(),
  ...[...recordings].filter(([, state]) => state !== "STOPPED").map(([id]) => id),
];
