// Registry of calls under way. Expires calls whose runtime has abandoned them.

import { monotonicMs } from "../runtime/clocks.ts";
import type { CallHost } from "./host.ts";

/**
 * A Worker runs no timers of a request that has ended. So each call searches for calls with a past deadline, and expires them in place
 * of their own timers.
 */
class RunningCalls {
  readonly #hosts = new Set<CallHost>();
  /** Lower limit of all deadlines. It saves the search until the earliest deadline has passed. */
  #earliestMs = Infinity;

  add(host: CallHost): void {
    if (this.#earliestMs < monotonicMs()) this.#expire(monotonicMs());
    this.#hosts.add(host);
    this.#earliestMs = Math.min(this.#earliestMs, host.deadlineMs);
  }

  remove(host: CallHost): void {
    this.#hosts.delete(host);
  }

  #expire(nowMs: number): void {
    this.#earliestMs = Infinity;
    for (const host of this.#hosts) {
      if (host.deadlineMs < nowMs) {
        this.#hosts.delete(host);
        host.expire();
      } else {
        this.#earliestMs = Math.min(this.#earliestMs, host.deadlineMs);
      }
    }
  }
}

export const runningCalls = /* @__PURE__ */ new RunningCalls();
