// Interleaved rounds: each round measures every subject once, so that ratios compare equal conditions.

/**
 * Measures each of `subjects` in each of `count` rounds, in an order that is drawn for each round. Before each measurement,
 * V8 collects the young garbage of earlier subjects.
 *
 * @returns measurements by subject, in the order of the rounds
 */
export async function rounds(count, subjects, measure) {
  const names = Object.keys(subjects);
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < count; round++) {
    for (const name of shuffled(names)) {
      globalThis.gc?.({ type: "minor" });
      measured[name].push(await measure(subjects[name], name));
    }
  }
  return measured;
}

/** Returns the items in a random order, by the algorithm of Fisher and Yates. */
function shuffled(items) {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const drawn = Math.floor(Math.random() * (last + 1));
    [order[last], order[drawn]] = [order[drawn], order[last]];
  }
  return order;
}

/** Returns one number of each measurement, by subject. */
export const each = (measured, read) =>
  Object.fromEntries(Object.entries(measured).map(([name, list]) => [name, list.map(read)]));
