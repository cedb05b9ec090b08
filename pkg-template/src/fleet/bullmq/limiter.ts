// The limiter of a BullMQ worker that holds a rate in every sliding second.
import type { RateOptions } from "../rate.ts";
import { fleetRate } from "../rate.ts";
import type { StopOperation } from "../queued-task.ts";

/** BullMQ's `limiter`: at most `max` jobs in a window of `duration` milliseconds, which begins with its first job. */
export interface Limiter {
  readonly max: number;
  readonly duration: number;
}

/** The share of the paced rate that rounding to whole milliseconds may cost. */
const ROUNDING = 0.02;

/**
 * Returns the smallest window that holds the rate. `{ max: 50, duration: 1000 }` would be wrong: the end of one window and the
 * begin of the next let 100 jobs through in a sliding second.
 *
 * `max` windows of `duration` begin at most `floor(1000 / duration) + 1` times in a sliding second.
 */
export function limiterFor(operation: StopOperation, options: RateOptions): Limiter {
  const { quota, paced } = fleetRate(operation, options);
  const one = windowOf(1, paced);
  for (let max = 1; max <= quota / 25; max++) {
    const { duration } = windowOf(max, paced);
    const inSlidingSecond = max * (Math.floor(1000 / duration) + 1);
    if ((1000 * max) / duration >= (1 - ROUNDING) * paced && inSlidingSecond <= quota) return { max, duration };
  }
  return one;
}

const windowOf = (max: number, paced: number): Limiter => ({ max, duration: Math.ceil((1000 * max) / paced) });
