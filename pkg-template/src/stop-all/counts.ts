// The counts of a run, and its rate.

import type { Progress, SettledOutcome } from "../api/stop-all.ts";
import { defined } from "../options/defined.ts";
import { monotonicMs } from "../runtime/clocks.ts";
import type { Outcome } from "./settled.ts";

const COUNTED = {
  stopped: "stopped",
  "already-stopped": "alreadyStopped",
  failed: "failed",
  unknown: "unknown",
  "dry-run": "dryRun",
} as const satisfies Record<SettledOutcome, keyof Progress>;

/** Returns the number of tasks for which a run has nothing more to do. */
export const settledCount = ({
  stopped,
  alreadyStopped,
  failed,
  unknown,
  dryRun,
  skipped,
  duplicates,
}: Progress): number => stopped + alreadyStopped + failed + unknown + dryRun + skipped + duplicates;

/** The number of seconds over which the rate is measured. */
const SECONDS = 5;

export class Counts {
  begunMs = monotonicMs();
  readonly #total: () => number | undefined;
  readonly #counts = {
    pulled: 0,
    underWay: 0,
    waiting: 0,
    stopped: 0,
    alreadyStopped: 0,
    failed: 0,
    unknown: 0,
    dryRun: 0,
    skipped: 0,
    duplicates: 0,
    attempts: 0,
  };
  /** Settled tasks in each of the last seconds, by the second's number modulo `SECONDS + 1`. */
  readonly #bySecond = new Array<{ second: number; settled: number }>(SECONDS + 1);

  /** `total` returns the number of tasks, if it is known. */
  constructor(total: () => number | undefined) {
    this.#total = total;
  }

  /** Starts the run at its first read, which may be long after its creation. */
  begin(): void {
    this.begunMs = monotonicMs();
  }

  add(name: "pulled" | "underWay" | "waiting" | "skipped" | "duplicates", count: number): void {
    this.#counts[name] += count;
  }

  settle({ outcome, attempts, error }: Outcome): void {
    this.#counts[COUNTED[outcome]] += 1;
    this.#counts.attempts += attempts;
    // The end of a run, and a halt, settle all waiting tasks at once: that is no rate.
    if (error?.code === "ERR_RUN_ENDED" || error?.code === "ERR_RUN_HALTED") return;
    const second = this.#second();
    const place = second % (SECONDS + 1);
    const current = this.#bySecond[place];
    if (current?.second === second) current.settled += 1;
    else this.#bySecond[place] = { second, settled: 1 };
  }

  progress(): Progress {
    const ratePerSecond = this.#rate();
    const total = this.#total();
    const progress = { ...defined({ total }), ...this.#counts, ratePerSecond };
    if (total === undefined || ratePerSecond === 0) return progress;
    const left = total - settledCount(progress);
    return { ...progress, timeLeftMs: Math.max(0, (left / ratePerSecond) * 1000) };
  }

  #second(): number {
    return Math.floor((monotonicMs() - this.begunMs) / 1000);
  }

  #rate(): number {
    const now = this.#second();
    const seconds = (monotonicMs() - this.begunMs) / 1000;
    const recent = this.#bySecond.filter((part) => part !== undefined && part.second > now - SECONDS);
    const settled = recent.reduce((sum, part) => sum + part.settled, 0);
    // Excludes the present second.
    return settled / Math.max(Math.min(seconds, SECONDS - 1 + (seconds % 1)), 0.001);
  }
}
