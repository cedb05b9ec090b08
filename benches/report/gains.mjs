// Gains and losses beside the vendor's clients, as a table with a verdict in each cell.
import { number } from "../lib/statistics.mjs";

/** Smaller deviations of a ratio from 1 count as equal: a user would not notice them. */
const EQUAL = 0.05;

/** Returns whether a ratio is a gain, by the direction that is better. */
export function verdict(median, better) {
  if (Math.abs(median - 1) <= EQUAL) return "equal";
  return median > 1 === (better === "more") ? "gain" : "**loss**";
}

/** Returns a table with a row for each figure and transport, and a column for each client. */
export function gainTable(gains) {
  const peers = [...new Set(gains.flatMap(({ beside }) => Object.keys(beside)))];
  const cell = (ratio, better) => {
    if (ratio === undefined) return "";
    const { lower, median, upper } = ratio;
    const range = lower === upper ? "" : ` (${number(lower)} to ${number(upper)})`;
    return `${number(median)} times${range}: ${verdict(median, better)}`;
  };
  return {
    columns: ["", "over", ...peers.map((peer) => `beside ${peer}`)],
    rows: inOrder(gains).map(({ what, over, better, beside }) => [
      what,
      over,
      ...peers.map((peer) => cell(beside[peer], better)),
    ]),
  };
}

/** Rows of one figure stand together. */
function inOrder(gains) {
  const figures = [...new Set(gains.map(({ what }) => what))];
  return figures.flatMap((figure) => gains.filter(({ what }) => what === figure));
}
