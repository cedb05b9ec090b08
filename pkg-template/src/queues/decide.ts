// The decision about a message after an attempt to stop its task: one table, for the consumer of any queue.
import { LiveError } from "../api/live-error.ts";

/** The next action of a consumer for a message. */
export interface Decision {
  /**
   * - `"done"`: the task is stopped. Acknowledge the message.
   * - `"retry"`: deliver the message again, after `afterMs`.
   * - `"dead"`: another delivery fails in the same way. Move the message to the dead letters.
   */
  readonly action: "done" | "retry" | "dead";
  /** With `"retry"`: the delay before the next delivery, in milliseconds. */
  readonly afterMs?: number;
  /** After throttling: the time for which the whole queue sends nothing, in milliseconds. */
  readonly pauseMs?: number;
}

/** Options of {@link decide}. */
export interface DecideOptions {
  /**
   * The number of this delivery, from 1, such as `ApproximateReceiveCount` of SQS or `attempts` of Cloudflare Queues. Each
   * further delivery waits twice as long, up to 300 s. @defaultValue 1
   */
  readonly attempt?: number | undefined;
}

/** The first and the longest wait. The maximum also limits a `retry-after`: a day may be a mistake of a proxy. */
const BASE_MS = 1000;
const MAX_MS = 300_000;

/** The pause after throttling without a `retry-after`: the quota counts each second. */
const PAUSE_MS = 1000;

/** The rows, in order: the first that applies decides. Any other error is final. */
const TABLE: readonly {
  readonly applies: (error: LiveError) => boolean;
  readonly decide: (error: LiveError, backOffMs: number) => Decision;
}[] = [
  {
    applies: ({ kind }) => kind === "throttled",
    decide: ({ retryAfterMs = PAUSE_MS }) => {
      const pauseMs = Math.min(retryAfterMs, MAX_MS);
      return { action: "retry", afterMs: pauseMs, pauseMs };
    },
  },
  {
    // A stop is idempotent, so an unknown outcome is retried, even if the error is not retryable.
    applies: ({ retryable, outcomeUnknown }) => retryable || outcomeUnknown,
    decide: ({ retryAfterMs = 0 }, backOffMs) => ({
      action: "retry",
      afterMs: Math.min(Math.max(retryAfterMs, backOffMs), MAX_MS),
    }),
  },
];

/**
 * Returns the next action of a queue's consumer for a message, after an attempt to stop its task. Loads no WebAssembly.
 *
 * | argument | action | note |
 * | --- | --- | --- |
 * | the result of a call | `done` | `"stopped"` and `"already-stopped"` |
 * | a `LiveError` of kind `throttled` | `retry` | `pauseMs` is `retryAfterMs` of the error, at most 300 s, or 1 s. Pause the whole queue |
 * | a `LiveError` that is `retryable`, or whose `outcomeUnknown` is true | `retry` | a stop may be repeated |
 * | any other `LiveError` | `dead` | an unusable argument, an unknown ID, no permission, bad credentials |
 * | a settled task of a run that failed | as its `error` | |
 * | any other value | `retry` | an abort of the consumer, or a fault of its own code: the task may be running |
 *
 * The last row never loses a task: the queue's own limit of deliveries ends the retries. `LiveError`s of another copy of the
 * package count as well.
 *
 * @param resultOrError - the result of a call, or its error
 * @example
 * ```js
 * const settled = await live.stopRtcCloudRecording(task, { retry: false }).catch((error) => error);
 * const { action, afterMs } = decide(settled, { attempt: message.attempts });
 * if (action === "done") message.ack();
 * ```
 */
export function decide(resultOrError: unknown, options: DecideOptions = {}): Decision {
  // SQS gives text. No number counts as the first delivery: a delay that is no number would deliver at once, for ever.
  const attempt = Number(options.attempt ?? 1);
  const backOffMs = Math.min(BASE_MS * 2 ** (attempt > 1 ? attempt - 1 : 0), MAX_MS);
  const error = failureOf(resultOrError);
  if (error === undefined) return { action: "done" };
  if (!(error instanceof LiveError)) return { action: "retry", afterMs: backOffMs };
  for (const { applies, decide } of TABLE) if (applies(error)) return decide(error, backOffMs);
  return { action: "dead" };
}

/** Returns the error of a failure, and `undefined` for a result. */
function failureOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Error) return value ?? "no result";
  const { outcome, error }: { outcome?: unknown; error?: unknown } = value;
  if (outcome === "stopped" || outcome === "already-stopped") return undefined;
  return error ?? value;
}
