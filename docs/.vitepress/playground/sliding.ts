// The number of requests within a second, as a line over time.

export interface Point {
  readonly ms: number;
  /** Requests within the second that ends at this time. */
  readonly count: number;
}

const SECOND = 1000;

/** Returns the points at which the number changes, in order of time. `timesMs` is in order of time. */
export function slidingSecond(timesMs: readonly number[]): Point[] {
  const changes = [
    ...timesMs.map((ms) => ({ ms, by: 1 })),
    // A request is out of the second before another one enters it.
    ...timesMs.map((ms) => ({ ms: ms + SECOND, by: -1 })),
  ].sort((a, b) => a.ms - b.ms || a.by - b.by);
  let count = 0;
  return changes.map(({ ms, by }) => {
    count += by;
    return { ms, count };
  });
}
