// The calls that are under way, so that those are let go of that their runtime has abandoned.

import { monotonicMs } from "../http/runtime.ts";
import type { CallHost } from "./host.ts";

/**
 * A Worker whose request has ended runs no timer of it any more. So each call looks for calls whose deadline has passed, and
 * expires them as their own timers would have.
 */
class RunningCalls {
  readonly #hosts = new Set<CallHost>();
  /** No deadline is earlier. It saves the search as long as none has passed. */
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
