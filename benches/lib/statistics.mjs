// Medians with their spread, and ratios that are taken round by round.

/** The values at a quarter, a half and three quarters, between neighbours where they fall between. */
export function quartiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)];
    return below + (sorted[Math.ceil(place)] - below) * (place % 1);
  };
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) };
}

/** How many times `a` is `b`, with its spread: the numbers of a round are divided by each other, never those of two rounds. */
export const ratio = (a, b) => quartiles(a.map((value, round) => value / b[round]));

/** A number with as many digits as mean something to a reader. */
export const number = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** `5.31 (5.12 to 5.60)`: the median and the quartiles. */
export const spread = ({ lower, median, upper }, unit = "") =>
  `${number(median)}${unit} (${number(lower)} to ${number(upper)})`;
