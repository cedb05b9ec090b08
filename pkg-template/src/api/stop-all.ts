// Public types of `stopAll`.

import type { StopLiveStreamMonitorParams, StopRtcCloudRecordingParams } from "../generated/params.ts";
import type { Verified } from "./boundary.ts";
import type { LiveError } from "./live-error.ts";
import type { AbortSignalLike } from "./options.ts";

/** A task to stop: a recording or a stream monitor. */
export type Task = StopRtcCloudRecordingParams | StopLiveStreamMonitorParams;

/**
 * What became of a task.
 *
 * - `stopped`, `already-stopped`: as the results of a single call.
 * - `failed`: the task was not stopped, for certain; `error` says why.
 * - `unknown`: the task may have been stopped; `error` says more.
 * - `dry-run`: the task would be asked for.
 */
export type SettledOutcome = "stopped" | "already-stopped" | "failed" | "unknown" | "dry-run";

/** A task of a run that is settled. */
export interface Settled<T extends Task = Task> {
  readonly task: T;
  readonly outcome: SettledOutcome;
  /** The number of requests that were sent. */
  readonly attempts: number;
  /** The service's ID of the last request, where a response named it. */
  readonly requestId?: string;
  /** The state of the task, where the option `verify` had the service asked for it. */
  readonly verified?: Verified;
  /** With `failed` and `unknown`. */
  readonly error?: LiveError;
}

/** The counts of a run so far. */
export interface Progress {
  /** The number of tasks, where the input has a length. */
  readonly total?: number;
  /** Tasks that were taken from the input, skipped ones and duplicates included. */
  readonly pulled: number;
  /** Tasks that are under way. */
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
  /** Tasks that stood in the input before. */
  readonly duplicates: number;
  /** Requests that were sent. */
  readonly attempts: number;
  /** Tasks a second, over the last five seconds. */
  readonly ratePerSecond: number;
  /** The time that the rest will take at this rate, in milliseconds, where the input has a length. */
  readonly timeLeftMs?: number;
}

/** The end of a run. */
export interface Summary extends Progress {
  /** The time that the run took, in milliseconds. */
  readonly durationMs: number;
}

/** Remembers settled tasks, so that a run that was ended goes on later. A replay of a task is harmless. */
export interface Journal {
  /** Whether a task needs no other run. `key` is a text that only this task has. */
  has(key: string): boolean | PromiseLike<boolean>;
  /** Called for each settled task, before it is yielded. */
  record(settled: Settled, key: string): unknown;
}

/** Options of `stopAll`. */
export interface StopAllOptions {
  /** The most tasks under way at a time, for each operation: 1 to 10000. @defaultValue 64 */
  readonly concurrency?: number | undefined;
  /** Attempts for each task: 1 to 100. An attempt that the service throttles does not count. @defaultValue 10 */
  readonly maxAttempts?: number | undefined;
  /** The time of the run, in milliseconds. Then nothing more is asked, and what is under way settles. @defaultValue none */
  readonly deadlineMs?: number | undefined;
  /** Ends the run as `deadlineMs` does. */
  readonly signal?: AbortSignalLike | null | undefined;
  /** As of a single call. @defaultValue false */
  readonly verify?: boolean | undefined;
  /** Called after each settled task. Whatever it throws is ignored. */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined;
  readonly journal?: Journal | undefined;
  /** Sends nothing, and yields each task that would be asked for. @defaultValue false */
  readonly dryRun?: boolean | undefined;
}

/**
 * A run over many tasks. It begins when it is iterated, and takes tasks from its input as it is read. It can be iterated once.
 *
 * Where the loop is left by `break`, nothing more is asked, and what is under way settles first.
 */
export interface StopRun<T extends Task = Task> extends AsyncIterable<Settled<T>> {
  readonly progress: Progress;
  /** Runs to the end, and resolves to the counts. Rejects where the input throws. */
  summary(): Promise<Summary>;
}
