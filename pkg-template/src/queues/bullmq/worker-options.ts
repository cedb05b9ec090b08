// Options of a BullMQ worker that stops tasks: rate, locks and back-off.
import { decide } from "../decide.ts";
import type { StopOperation } from "../queued-task.ts";
import type { RateOptions } from "../rate.ts";
import { type Limiter, limiterFor } from "./limiter.ts";

/** Members of BullMQ's `WorkerOptions`; add `connection`. */
export interface StopWorkerOptions {
  readonly limiter: Limiter;
  readonly concurrency: number;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
  readonly maximumRateLimitDelay: number;
  readonly runRetryDelay: number;
  readonly settings: { readonly backoffStrategy: (attemptsMade: number, type?: string, error?: Error) => number };
}

/**
 * Returns the options of a worker for the queue of `operation`. The limiter holds for all workers of the queue together.
 *
 * | option | value | reason |
 * | --- | --- | --- |
 * | `limiter` | `{ max: 5, duration: 105 }` for 50 calls a second | a window of one second would let twice the quota through |
 * | `concurrency` | 32 | one worker reaches the quota of 50 while the service takes up to 0.6 s |
 * | `lockDuration` | 10 s | BullMQ renews it every 5 s. A job of a process that died is free after that |
 * | `stalledInterval` | 5 s | the jobs of a process that died wait 15 s at most |
 * | `maxStalledCount` | 5 | BullMQ's 1 loses a job whose worker dies twice. A repeated stop is harmless |
 * | `maximumRateLimitDelay` | 1 s | a window of the limiter by a wrong clock would hold the other workers for BullMQ's 30 s |
 * | `runRetryDelay` | 1 s | BullMQ's 15 s would idle the worker after a restart of the broker |
 * | `settings.backoffStrategy` | by `decide` | 1 s, doubled up to 300 s, and up to half as much more at random |
 *
 * @throws LiveError of kind `argument`
 * @example
 * ```js
 * // Two fleets share the account: this one uses 30 of 50 calls a second.
 * const options = stopWorkerOptions("StopRtcCloudRecording", { share: 0.6 });
 * new Worker(stopQueueName("StopRtcCloudRecording"), processor, { connection, ...options });
 * ```
 */
export const stopWorkerOptions = (operation: StopOperation, options: RateOptions = {}): StopWorkerOptions => ({
  limiter: limiterFor(operation, options),
  concurrency: 32,
  lockDuration: 10_000,
  stalledInterval: 5000,
  maxStalledCount: 5,
  maximumRateLimitDelay: 1000,
  runRetryDelay: 1000,
  settings: { backoffStrategy },
});

function backoffStrategy(attemptsMade: number, _type?: string, error?: Error): number {
  const { afterMs = 0 } = decide(error, { attempt: attemptsMade });
  // Jobs that failed together are not retried together.
  return Math.round(afterMs * (1 + Math.random() / 2));
}
