// The limiter of a BullMQ worker that holds a rate in every sliding second.

import type { StopOperation } from "../queued-task.ts";
import { fleetRate, type RateOptions } from "../rate.ts";

/** BullMQ's `limiter`: at most `max` jobs in a window of `duration` milliseconds, which begins with its first job. */
export interface Limiter {
  readonly max: number;
  readonly duration: number;
}

/** A window costs a wake-up of all workers: 2 ms on Redis, 6 ms on Postgres. With 50 windows a second, Postgres reaches 73 %. */
const WINDOWS_A_SECOND = 10;

/**
 * Returns about ten windows a second. `{ max: 50, duration: 1000 }` would be wrong: the end of one window and the begin of the
 * next let 100 jobs through in a sliding second.
 *
 *     at most floor(1000 / duration) + 1 windows begin in a sliding second, so that
 *     duration >= 1000 max / paced      and      max (floor(1000 / duration) + 1) <= quota
 */
export function limiterFor(operation: StopOperation, options: RateOptions): Limiter {
  const { quota, paced } = fleetRate(operation, options);
  const max = Math.max(1, Math.floor(quota / WINDOWS_A_SECOND));
  const windows = Math.max(1, Math.floor(quota / max));
  const duration = Math.max(Math.ceil((1000 * max) / paced), windows > 1 ? Math.floor(1000 / windows) + 1 : 0);
  return { max, duration };
}
