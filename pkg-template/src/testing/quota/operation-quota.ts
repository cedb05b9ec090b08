// Quota of one operation: admits or refuses requests, also of other users, and counts both.
import { createWindow, type QuotaWindow, type QuotaWindowKind } from "./quota-window.ts";
import {
  addRequest,
  BusiestSecond,
  type Counter,
  createOperationCounter,
  type OperationCount,
} from "./request-count.ts";
import { SteadyArrivals } from "./steady-arrivals.ts";

/** Limits of one operation. */
export interface QuotaRule {
  /** Requests a second; `undefined`: no limit. */
  readonly quota: number | undefined;
  readonly window: QuotaWindowKind;
  /** Requests a second of other users. */
  readonly others: number | undefined;
  readonly recordTimes: boolean;
}

/** State that lasts until the clock is set back. */
interface Period {
  readonly window: QuotaWindow | undefined;
  readonly others: SteadyArrivals | undefined;
  readonly busiest: BusiestSecond;
}

export class OperationQuota {
  readonly #count = createOperationCounter();
  readonly #rule: QuotaRule;
  #period: Period | undefined;
  #lastMs = 0;

  constructor(rule: QuotaRule) {
    this.#rule = rule;
  }

  /** Live. */
  get count(): OperationCount {
    return this.#count;
  }

  /** Returns whether the quota lets a request through at that time. */
  admit(nowMs: number): boolean {
    const period = this.#periodAt(nowMs);
    const { others } = this.#count;
    period.others?.advance(
      nowMs,
      (atMs) => this.#take(period, others, atMs),
      // Other users alone never exceed the quota: their rate is at most the quota.
      (arrivals) => {
        others.accepted += arrivals;
      },
    );
    return this.#take(period, this.#count, nowMs);
  }

  /** Starts again after the clock is set back: later times cannot be compared with earlier ones. */
  #periodAt(nowMs: number): Period {
    const { quota, window, others } = this.#rule;
    if (this.#period === undefined || nowMs < this.#lastMs) {
      this.#period = {
        window: quota === undefined ? undefined : createWindow(window, quota),
        others: others === undefined ? undefined : new SteadyArrivals(others, nowMs),
        busiest: new BusiestSecond(),
      };
    }
    this.#lastMs = nowMs;
    return this.#period;
  }

  #take({ window, busiest }: Period, counter: Counter, atMs: number): boolean {
    const accepted = window?.take(atMs) ?? true;
    addRequest(counter, accepted, atMs, this.#rule.recordTimes);
    if (accepted) this.#count.busiestSecond = Math.max(this.#count.busiestSecond, busiest.add(atMs));
    return accepted;
  }
}
