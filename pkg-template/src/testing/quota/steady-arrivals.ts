// Arrivals of other users at a steady rate, computed on demand, without timers, by the caller's clock.
import { WINDOW_MS } from "./quota-window.ts";

/** A longer silence is not played arrival by arrival, except at its ends, where the windows hold requests of the caller. */
const PLAYED_MS = 10 * WINDOW_MS;
const END_MS = 2 * WINDOW_MS;

export class SteadyArrivals {
  readonly #perSecond: number;
  readonly #startMs: number;
  #arrived = 0;

  /** The first arrival is one interval after `startMs`. */
  constructor(perSecond: number, startMs: number) {
    this.#perSecond = perSecond;
    this.#startMs = startMs;
  }

  /** Calls `skip` with the number of arrivals in a long silence, then `arrive` with the time of each other arrival. */
  advance(untilMs: number, arrive: (atMs: number) => void, skip: (arrivals: number) => void): void {
    const lastMs = this.#at(this.#arrived);
    if (untilMs - lastMs > PLAYED_MS) {
      this.#play(lastMs + END_MS, arrive);
      const seconds = Math.floor((untilMs - lastMs - 2 * END_MS) / WINDOW_MS);
      this.#arrived += seconds * this.#perSecond;
      skip(seconds * this.#perSecond);
    }
    this.#play(untilMs, arrive);
  }

  #play(untilMs: number, arrive: (atMs: number) => void): void {
    for (; this.#at(this.#arrived + 1) <= untilMs; this.#arrived++) arrive(this.#at(this.#arrived + 1));
  }

  // Whole seconds apart, so that arrivals one second from each other differ by exactly 1000.
  #at(index: number): number {
    const seconds = Math.floor(index / this.#perSecond);
    return this.#startMs + seconds * WINDOW_MS + ((index % this.#perSecond) * WINDOW_MS) / this.#perSecond;
  }
}
