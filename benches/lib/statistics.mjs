// Medians with their spread, and ratios per round.

/** Returns the quartiles of `values`, with linear interpolation. */
export function quartiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { lower: quantile(sorted, 0.25), median: quantile(sorted, 0.5), upper: quantile(sorted, 0.75) };
}

function quantile(sorted, share) {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  return below + (sorted[Math.ceil(place)] - below) * (place % 1);
}

/** Returns the tenths of `values` at both ends, with their median, with linear interpolation. */
export function deciles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { lower: quantile(sorted, 0.1), median: quantile(sorted, 0.5), upper: quantile(sorted, 0.9) };
}

/** Returns the quartiles of the ratios of `a` to `b` in the same round. */
export const ratio = (a, b) => quartiles(a.map((value, round) => value / b[round]));

/** Formats a number with its significant digits. */
export const number = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** Formats the median and the quartiles, as in `5.31 (5.12 to 5.60)`. */
export const spread = ({ lower, median, upper }, unit = "") =>
  `${number(median)}${unit} (${number(lower)} to ${number(upper)})`;
