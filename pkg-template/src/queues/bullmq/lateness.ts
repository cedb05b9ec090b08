// Whether the permit of BullMQ's limiter is void, because the job came to the processor too late.

/**
 * A job that comes this late goes back to the queue. Otherwise, a process would send 50 requests at once after a standstill of a
 * second, in addition to the requests of the other processes.
 */
const LIFE_MS = 25;

/** A standstill makes all jobs of a worker late. The jobs of two workers are less than this share of the latest jobs. */
const USUAL = 0.25;
const LAST_JOBS = 256;

/**
 * Distinguishes a standstill from usual lateness, such as with a distant broker or on a busy machine. With usual lateness, every job
 * would go back to the queue again and again, and no task would be stopped.
 */
export class Lateness {
  /** The share of late jobs, as an exponential moving average. */
  #latePart = 0;

  /** Records the time since the worker asked for the job. */
  isVoid(ageMs: number): boolean {
    const isLate = ageMs > LIFE_MS;
    this.#latePart += (Number(isLate) - this.#latePart) / LAST_JOBS;
    return isLate && this.#latePart < USUAL;
  }
}
