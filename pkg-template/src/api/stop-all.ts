// Public types of `stopAll`.

import type { Verified } from "../generated/records.ts";
import type { LiveErrorKind } from "./error-codes.ts";
import type { AnyLiveError } from "./live-error.ts";
import type { AbortSignalLike, WaitOptions } from "./options.ts";
import type { StoppedFacts } from "./results.ts";
import type { Task } from "./stop-operations.ts";

/**
 * State of a task after a run.
 *
 * - `stopped`, `already-stopped`: as the results of a single call.
 * - `failed`: the task was not stopped, for certain; `error` says why.
 * - `unknown`: the task may have been stopped; `error` says more.
 * - `dry-run`: a real run would send a request for the task.
 */
export type SettledOutcome = "stopped" | "already-stopped" | "failed" | "unknown" | "dry-run";

/** A settled task of a run. */
export interface Settled<T extends Task = Task> extends StoppedFacts {
  readonly task: T;
  readonly outcome: SettledOutcome;
  /** The number of requests that were sent. */
  readonly attempts: number;
  /** The service's ID of the request that decided the outcome, if its response named it. */
  readonly requestId?: string;
  /** The state of the task, if the option `verify` or `waitUntilStopped` led to a question for the state. */
  readonly verified?: Verified;
  /** With `failed` and `unknown`. */
  readonly error?: AnyLiveError;
}

/** The counts of a run so far. */
export interface Progress {
  /** The number of tasks, if the input has a length. */
  readonly total?: number;
  /** Tasks that were taken from the input, skipped ones and duplicates included. */
  readonly pulled: number;
  /** Tasks under way. */
  readonly underWay: number;
  /** Tasks under way that wait for the quota. */
  readonly waiting: number;
  readonly stopped: number;
  readonly alreadyStopped: number;
  readonly failed: number;
  readonly unknown: number;
  /** Tasks of a `dryRun`. */
  readonly dryRun: number;
  /** Tasks that the journal knew. */
  readonly skipped: number;
  /** Repetitions of earlier tasks of the input. */
  readonly duplicates: number;
  /** Requests that were sent. */
  readonly attempts: number;
  /** Tasks a second, over the last five seconds. */
  readonly ratePerSecond: number;
  /** The remaining time at this rate, in milliseconds, if the input has a length. */
  readonly timeLeftMs?: number;
  /** While attempts fail for every task: the run sends one request at a time, and goes on after the first answer. */
  readonly held?: Hold;
}

/**
 * The hold of a run: attempts fail for every task, because the name server, the network, the service or the source of the credentials
 * fails. Requests go on 1, 2, 4 … 30 s apart, or when the service has asked for, and cost no attempt of a task.
 */
export interface Hold {
  /** The kind of the last failure. */
  readonly reason: LiveErrorKind;
  /** The code of the last failure. */
  readonly code: string;
  /** The time since the hold began, in milliseconds. */
  readonly sinceMs: number;
  /** The time until the next request, in milliseconds. */
  readonly nextProbeMs: number;
}

/** The end of a run. */
export interface Summary extends Progress {
  /** The duration of the run, in milliseconds. */
  readonly durationMs: number;
}

/** Remembers settled tasks, so that a later run continues an ended one. A repeated stop is harmless. */
export interface Journal {
  /** Whether a run may skip a task. `key` is a text that only this task has. */
  has(key: string): boolean | PromiseLike<boolean>;
  /** Called for each settled task for which a request was sent, before the task is yielded. */
  record(settled: Settled, key: string): unknown;
}

/** Options of the wait until each task of a run has stopped. */
export interface RunWaitOptions extends WaitOptions {
  /** The most tasks that wait at a time beside `concurrency`, for each operation: 1 to 10000. @defaultValue 1000 */
  readonly concurrency?: number | undefined;
}

/** Options of `stopAll`. */
export interface StopAllOptions {
  /** The most tasks under way at a time, for each operation: 1 to 10000. @defaultValue 64 */
  readonly concurrency?: number | undefined;
  /** Attempts for each task: 1 to 100. Those that the service throttles, and those of an outage, do not count. @defaultValue 10 */
  readonly maxAttempts?: number | undefined;
  /**
   * The longest time without an answer of the service, in milliseconds, or `Infinity`. After it, the run is halted: the tasks that are
   * left fail with `ERR_RUN_HALTED`, or are unknown. If one task alone was asked for, it ends alone. @defaultValue 900000
   */
  readonly maxOutageMs?: number | undefined;
  /** The time of the run, in milliseconds. Then the run sends no more requests, and tasks under way settle. @defaultValue none */
  readonly deadlineMs?: number | undefined;
  /** Ends the run as `deadlineMs` does. */
  readonly signal?: AbortSignalLike | null | undefined;
  /**
   * Ends the run at once: aborts the requests under way. Their tasks settle as `unknown` if the service may have stopped them. For a
   * process that is about to be killed.
   */
  readonly forceSignal?: AbortSignalLike | null | undefined;
  /** As for a single call. @defaultValue false */
  readonly verify?: boolean | "always" | undefined;
  /**
   * As for a single call. Tasks that wait give their place to the next ones to stop. A task whose time is up is `unknown`, with
   * `ERR_NOT_STOPPED`, and is asked for once more at the end if `verified` is `"stopping"`. Waits for the quota and of an outage do not
   * count as time.
   * @defaultValue false
   */
  readonly waitUntilStopped?: boolean | RunWaitOptions | undefined;
  /** Called after each settled task. Exceptions are ignored. */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined;
  readonly journal?: Journal | undefined;
  /** Sends nothing, and yields each task that a real run would stop. @defaultValue false */
  readonly dryRun?: boolean | undefined;
}

/** Options of `sweepMonitors`. Its `journal` is written, and skips nothing: a monitor that runs has been started again. */
export interface SweepOptions extends StopAllOptions {
  /**
   * Stops the monitors that have run for at least this time, in milliseconds: by the service's clock and the time of the start. 0 stops
   * all that run, also those whose start the service does not tell.
   */
  readonly olderThanMs: number;
}

/** A monitor that a sweep has found. */
export interface RunningMonitor {
  readonly monitorId: string;
  /** From the list of the service. */
  readonly context: { readonly monitorName: string | undefined; readonly startTime: string | undefined };
}

/**
 * A run over many tasks. It begins when you iterate it, and takes tasks from its input as you read results. Iterate it once.
 *
 * After `break`, the run sends no more requests, and tasks under way settle first.
 */
export interface StopRun<T extends Task = Task> extends AsyncIterable<Settled<T>> {
  readonly progress: Progress;
  /** Runs to the end, and resolves to the counts. Rejects if the input throws. */
  summary(): Promise<Summary>;
}
