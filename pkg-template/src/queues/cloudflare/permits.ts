// The arithmetic of permits: GCRA with burst 1, as a function of its arguments.

/** Request of a lease for one operation. */
export interface LeaseRequest {
  /** The number of permits. 0 only pauses. */
  readonly count: number;
  /** The time between two permits, in milliseconds. */
  readonly intervalMs: number;
  /** The pause after a throttled reply: no permit within this time, in milliseconds. @defaultValue 0 */
  readonly pauseMs?: number | undefined;
}

/** The result of a lease. */
export interface Lease {
  /** The time of each permit, in milliseconds after the lease. Relative, because the clocks of two machines differ. */
  readonly offsetsMs: readonly number[];
  /** The theoretical arrival time: the time of the next permit of any consumer, on the clock of `now`. */
  readonly nextMs: number;
}

/** The latest permit: a consumer of Cloudflare Queues runs for at most 15 minutes. */
const HORIZON_MS = 900_000;

/**
 * Leases permits. With the theoretical arrival time TAT and the interval T (GCRA, ITU-T I.371, with a tolerance of 0):
 *
 *     begin = max(now, TAT, now + pause)      permit i at begin + i T      TAT' = begin + count T
 *
 * A TAT beyond the horizon was written by a clock that has been set back since.
 */
export function lease(nextMs: number, now: number, { count, intervalMs, pauseMs = 0 }: LeaseRequest): Lease {
  const tat = nextMs > now + HORIZON_MS ? now : nextMs;
  const begin = Math.max(now, tat, now + Math.min(pauseMs, HORIZON_MS));
  const offsetsMs = Array.from({ length: count }, (_, index) => begin - now + index * intervalMs);
  return { offsetsMs, nextMs: begin + count * intervalMs };
}
