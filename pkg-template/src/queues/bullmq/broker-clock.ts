// The clock of the broker, as a process knows it.
import { monotonicMs } from "../../runtime/clocks.ts";

/** The part of the queues that reads the clock. */
interface Clocked {
  aheadMs?(): Promise<number>;
}

/** A reading loses its worth: monotonic clocks are not exact. */
const FRESH_MS = 60_000;

/**
 * Tells how early a job is, whatever happens to the clock of this process. Between two readings of the broker's clock, the monotonic
 * clock counts, which no one sets. It may stand still while the machine sleeps, so that a job that seems early is checked again.
 */
export class BrokerClock {
  readonly #queue: Clocked;
  #offset: number | undefined;
  #readAt = 0;

  constructor(queue: Clocked) {
    this.#queue = queue;
  }

  /** Resolves to the time until `at`, in milliseconds; 0 if it has passed. */
  async msUntil(at: number): Promise<number> {
    const isFresh = monotonicMs() - this.#readAt < FRESH_MS;
    if (this.#offset !== undefined && isFresh && this.#left(at) === 0) return 0;
    const aheadMs = (await this.#queue.aheadMs?.()) ?? 0;
    this.#readAt = monotonicMs();
    this.#offset = Date.now() - aheadMs - this.#readAt;
    return this.#left(at);
  }

  #left(at: number): number {
    return Math.max(0, at - monotonicMs() - (this.#offset ?? 0));
  }
}
