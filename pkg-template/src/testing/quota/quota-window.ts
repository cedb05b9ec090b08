// Windows of one second in which a quota counts: sliding, calendar and anchored.
import { namesOf } from "../../options/names.ts";

/** Milliseconds of the second that a quota is for. */
export const WINDOW_MS = 1000;

/** Decides which requests fit into the quota. Times never go back. */
export interface QuotaWindow {
  /** Returns whether one more request fits at that time, and counts it if so. */
  take(atMs: number): boolean;
}

/** In any second that ends with a request, at most the quota. Holds the times of as many requests as the quota. */
class SlidingWindow implements QuotaWindow {
  readonly #times: Float64Array;
  #oldest = 0;

  constructor(quota: number) {
    this.#times = new Float64Array(quota).fill(-Infinity);
  }

  take(atMs: number): boolean {
    if (atMs - (this.#times[this.#oldest] ?? 0) < WINDOW_MS) return false;
    this.#times[this.#oldest] = atMs;
    this.#oldest = (this.#oldest + 1) % this.#times.length;
    return true;
  }
}

/** A window that is counted from its start, and full at the quota. */
abstract class CountedWindow implements QuotaWindow {
  readonly #quota: number;
  #startMs = -Infinity;
  #count = 0;

  constructor(quota: number) {
    this.#quota = quota;
  }

  /** Returns the start of the window of that time, given the start of the last one. */
  protected abstract startOf(atMs: number, lastStartMs: number): number;

  take(atMs: number): boolean {
    const startMs = this.startOf(atMs, this.#startMs);
    if (startMs !== this.#startMs) {
      this.#startMs = startMs;
      this.#count = 0;
    }
    if (this.#count >= this.#quota) return false;
    this.#count += 1;
    return true;
  }
}

/** The seconds of the clock. Two full windows may meet, so that a second holds twice the quota. */
class CalendarWindow extends CountedWindow {
  protected override startOf(atMs: number): number {
    return Math.floor(atMs / WINDOW_MS) * WINDOW_MS;
  }
}

/** A second that begins with the first request after the last window. */
class AnchoredWindow extends CountedWindow {
  protected override startOf(atMs: number, lastStartMs: number): number {
    return atMs - lastStartMs < WINDOW_MS ? lastStartMs : atMs;
  }
}

const WINDOWS = { sliding: SlidingWindow, calendar: CalendarWindow, anchored: AnchoredWindow };

/** The kind of a window. */
export type QuotaWindowKind = keyof typeof WINDOWS;

export const QUOTA_WINDOW_KINDS = namesOf(WINDOWS);

export function createWindow(kind: QuotaWindowKind, quota: number): QuotaWindow {
  return new WINDOWS[kind](quota);
}
