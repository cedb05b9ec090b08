// Interleaved rounds: each round measures every subject once, so that ratios compare equal conditions.

/**
 * Measures each of `subjects` in each of `count` rounds; every round begins with another subject.
 *
 * @returns measurements by subject, in the order of the rounds
 */
export async function rounds(count, subjects, measure) {
  const names = Object.keys(subjects);
  const measured = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < count; round++) {
    for (let at = 0; at < names.length; at++) {
      const name = names[(at + round) % names.length];
      measured[name].push(await measure(subjects[name], name));
    }
  }
  return measured;
}

/** Returns one number of each measurement, by subject. */
export const each = (measured, read) =>
  Object.fromEntries(Object.entries(measured).map(([name, list]) => [name, list.map(read)]));
