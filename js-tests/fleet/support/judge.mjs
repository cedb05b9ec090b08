// Checker of a run against a quota: uses only the times at which the service accepted and refused requests.

/** The most times within any 1000 ms. */
export function busiest(times) {
  const sorted = [...times].sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  sorted.forEach((at, last) => {
    while (at - sorted[first] >= 1000) first += 1;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

/** The figures of a run: share of the quota that was used, share of refused requests, and the busiest second. */
export function figures({ acceptedAt, refusedAt }, quota) {
  const first = Math.min(...acceptedAt);
  const last = Math.max(...acceptedAt);
  const seconds = (last - first) / 1000;
  const refused = refusedAt.length / (acceptedAt.length + refusedAt.length);
  return { used: (acceptedAt.length - 1) / (seconds * quota), refused, busiest: busiest(acceptedAt), seconds };
}

/** Returns the violations of a run; none if the run stayed within the quota and used it. */
export function complaints(counts, quota, { used = 0.94, refused = 0.01 } = {}) {
  const run = figures(counts, quota);
  const share = (part) => `${(100 * part).toFixed(1)} %`;
  return [
    run.used < used && `used ${share(run.used)} of the quota`,
    run.refused > refused && `${share(run.refused)} refused`,
    run.busiest > quota && `${run.busiest} accepted within a second`,
  ].filter(Boolean);
}
