// Whether the permit of BullMQ's limiter is void, because the job came to the processor too late.

/**
 * A job that comes this late goes back to the queue. A process that stands still for a second, such as at its start, would send 50
 * requests at once after it, on top of those of the other processes.
 */
const LIFE_MS = 25;

/** A standstill makes all jobs of a worker late, and those of two workers are less than this part of the last ones. */
const USUAL = 0.25;
const LAST_JOBS = 256;

/**
 * Tells a standstill from lateness that is usual: of a broker far away, or of a busy machine. There every job would go back, again
 * and again, and no task would be stopped.
 */
export class Lateness {
  /** The part of the last jobs that were late, as an exponential moving average. */
  #latePart = 0;

  /** Takes the time since the worker asked for the job. */
  isVoid(ageMs: number): boolean {
    const isLate = ageMs > LIFE_MS;
    this.#latePart += (Number(isLate) - this.#latePart) / LAST_JOBS;
    return isLate && this.#latePart < USUAL;
  }
}
