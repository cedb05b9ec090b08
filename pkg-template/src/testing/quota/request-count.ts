// Counts of the requests that reached an operation, for a test to read.
import { WINDOW_MS } from "./quota-window.ts";

/** Requests of one sender for one operation. */
export interface RequestCount {
  /** Requests within the quota, successful or not: they may be for unknown tasks. */
  readonly accepted: number;
  /** Requests that got `Throttling.User`, because the quota was used up. */
  readonly refused: number;
  /** Times of the accepted requests, in milliseconds since 1970. Empty without the option `recordTimes`. */
  readonly acceptedAt: readonly number[];
  /** Times of the refused requests. Empty without the option `recordTimes`. */
  readonly refusedAt: readonly number[];
}

/** Requests for one operation. */
export interface OperationCount extends RequestCount {
  /** The requests of the option `others`, up to the last request for the operation. */
  readonly others: RequestCount;
  /** The largest number of requests, of `others` too, that were accepted within any 1000 ms. */
  readonly busiestSecond: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A count that goes up. Plain objects: a test may compare them with others. */
export type Counter = Writable<RequestCount> & { readonly acceptedAt: number[]; readonly refusedAt: number[] };

/** The counts of one operation, as they go up. */
export type OperationCounter = Counter & { readonly others: Counter; busiestSecond: number };

const createCounter = (): Counter => ({ accepted: 0, refused: 0, acceptedAt: [], refusedAt: [] });

export function createOperationCounter(): OperationCounter {
  return { ...createCounter(), others: createCounter(), busiestSecond: 0 };
}

export function addRequest(counter: Counter, accepted: boolean, atMs: number, recordTimes: boolean): void {
  if (accepted) counter.accepted += 1;
  else counter.refused += 1;
  if (recordTimes) (accepted ? counter.acceptedAt : counter.refusedAt).push(atMs);
}

/** Finds the second with the most requests. Holds the times of the last second. */
export class BusiestSecond {
  #times: number[] = [];
  #oldest = 0;

  /** Returns how many requests the second that ends at that time has. */
  add(atMs: number): number {
    this.#times.push(atMs);
    while (atMs - (this.#times[this.#oldest] ?? atMs) >= WINDOW_MS) this.#oldest += 1;
    if (this.#oldest > this.#times.length / 2) {
      this.#times = this.#times.slice(this.#oldest);
      this.#oldest = 0;
    }
    return this.#times.length - this.#oldest;
  }
}
