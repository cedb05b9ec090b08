// The checker of rates, from the view of a service with a quota.
import { availableParallelism, loadavg } from "node:os";

/** Returns the largest number of times in any sliding second; `times` are in milliseconds. */
export function busiestSecond(times) {
  const sorted = [...times].sort((a, b) => a - b);
  let most = 0;
  for (let first = 0, last = 0; last < sorted.length; last++) {
    while (sorted[last] - sorted[first] >= 1000) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/**
 * Returns the times per second while the fleet was busy: between `from` and `to`, less the gaps, such as an outage.
 *
 * @param {number[]} times
 * @param {{ from: number, to: number, gaps?: [number, number][] }} busy
 */
export function rateWhileBusy(times, { from, to, gaps = [] }) {
  const idle = (at) => at < from || at > to || gaps.some(([begin, end]) => at >= begin && at < end);
  const lost = gaps.reduce((sum, [begin, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(begin, from)), 0);
  return times.filter((at) => !idle(at)).length / ((to - from - lost) / 1000);
}

/**
 * Returns the least share of the quota that a fleet of several processes must use. With more than two programs for each core, the machine
 * limits the rate.
 */
export const leastShare = () => (loadavg()[0] > 2 * availableParallelism() ? 0.5 : 0.85);
