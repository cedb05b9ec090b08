// Warnings of a fleet: what needs a person, although no task is lost.

/** A warning of a queue or of its workers. */
export interface StopWarning {
  /**
   * - `"held"`: nothing is sent, because every task meets the same error. Jobs wait, and no attempt counts.
   * - `"clock"`: the clock of this process differs from the clock of the broker. Its workers take no jobs.
   * - `"broker"`: a setting of the broker with which jobs may be lost.
   */
  readonly code: "held" | "clock" | "broker";
  /** Cause and remedy. */
  readonly message: string;
}

/** Receives warnings. */
export type OnWarning = (warning: StopWarning) => unknown;

/** Warns by `onWarning`, or else on the console. Never throws: a failing log must not change what becomes of a job. */
export function warn(onWarning: OnWarning | undefined, warning: StopWarning): void {
  try {
    if (onWarning === undefined) console.warn(`apsara-live: ${warning.message}`);
    else Promise.resolve(onWarning(warning)).catch(() => undefined);
  } catch {
    // The function of the caller.
  }
}
