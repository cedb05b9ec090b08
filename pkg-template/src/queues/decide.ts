// The decision about a message after an attempt to stop its task: one table, for the consumer of any queue.
import { LiveError } from "../api/live-error.ts";
import { REFUSES_ALL } from "../generated/refusals.ts";

/** The next action of a consumer for a message. */
export interface Decision {
  /**
   * - `"done"`: the task is stopped. Acknowledge the message.
   * - `"retry"`: deliver the message again, after `afterMs`.
   * - `"dead"`: another delivery fails in the same way. Move the message to the dead letters.
   */
  readonly action: "done" | "retry" | "dead";
  /** With `"retry"`: the delay before the next delivery of this message, in milliseconds. */
  readonly afterMs?: number;
  /**
   * With `"retry"`, if other tasks meet the same error: the time for which the whole queue sends nothing, in milliseconds. The service
   * may fail for one task alone: except after throttling, pause after the second such error without a success in between.
   */
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

/** The longest pause that the service did not ask for: the time that is lost after an outage. */
const MAX_PAUSE_MS = 30_000;

/** The pause after throttling without a `retry-after`: the quota counts each second. */
const THROTTLED_MS = 1000;

/** Kinds of errors that do not depend on the task. */
const KINDS: readonly string[] = ["network", "timeout", "protocol", "credentials"];

/** Codes of these kinds that do depend on it. */
const OF_ONE_TASK: readonly string[] = ["ERR_RUN_ENDED", "ERR_MISMATCHED_REPLY"];

/** Codes of other kinds that do not depend on it. */
const OF_ALL_TASKS: readonly string[] = [
  "ERR_RUN_HALTED",
  "ERR_INVALID_ENDPOINT",
  "ERR_UNSUPPORTED_RUNTIME",
  "ERR_WASM_UNAVAILABLE",
];

/** Whether another task would meet the same error: an outage, or a refusal of the client. */
const meetsAll = ({ kind, code, httpStatus = 0 }: LiveError): boolean =>
  (KINDS.includes(kind) && !OF_ONE_TASK.includes(code)) ||
  OF_ALL_TASKS.includes(code) ||
  httpStatus >= 500 ||
  (kind === "service" && REFUSES_ALL.test(code));

/**
 * Returns the next action of a queue's consumer for a message, after an attempt to stop its task. Loads no WebAssembly.
 *
 * | argument | action | note |
 * | --- | --- | --- |
 * | the result of a call | `done` | `"stopped"` and `"already-stopped"` |
 * | a `LiveError` of kind `throttled` | `retry` | `pauseMs` is `retryAfterMs` of the error, or 1 s |
 * | a `LiveError` that other tasks meet, too | `retry` | `pauseMs` is `retryAfterMs`, or 1 s, doubled with each attempt up to 30 s |
 * | a `LiveError` that is `retryable` or of kind `internal`, or whose `outcomeUnknown` is true | `retry` | a stop may be repeated |
 * | any other `LiveError` | `dead` | an unusable argument, an unknown ID |
 * | a settled task of a run that failed | as its `error` | |
 * | any other value | `retry` | an abort of the consumer, or a fault of its own code: the task may be running |
 *
 * Errors that other tasks meet, too, are the kinds `network`, `timeout`, `protocol` and `credentials`, a status from 500, and a
 * refusal of the AccessKey, the signature, the token, the permission or the endpoint. Without the pause, one wrong secret would
 * make every task of the queue dead. `afterMs` is 1 s, doubled with each attempt up to 300 s, and not shorter than `pauseMs`.
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
  const pauseMs = pauseOf(error, backOffMs);
  if (pauseMs !== undefined) return { action: "retry", afterMs: Math.max(pauseMs, backOffMs), pauseMs };
  const { kind, retryable, outcomeUnknown, retryAfterMs = 0 } = error;
  // A stop is idempotent, so an unknown outcome is retried, even if the error is not retryable.
  if (!retryable && !outcomeUnknown && kind !== "internal") return { action: "dead" };
  return { action: "retry", afterMs: Math.min(Math.max(retryAfterMs, backOffMs), MAX_MS) };
}

/** Returns the pause of the whole queue, and `undefined` for an error of one task. */
function pauseOf(error: LiveError, backOffMs: number): number | undefined {
  const { kind, retryAfterMs } = error;
  if (kind === "throttled") return Math.min(retryAfterMs ?? THROTTLED_MS, MAX_MS);
  if (!meetsAll(error)) return undefined;
  return Math.min(Math.max(retryAfterMs ?? 0, Math.min(backOffMs, MAX_PAUSE_MS)), MAX_MS);
}

/** Returns the error of a failure, and `undefined` for a result. */
function failureOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Error) return value ?? "no result";
  const { outcome, error }: { outcome?: unknown; error?: unknown } = value;
  if (outcome === "stopped" || outcome === "already-stopped") return undefined;
  return error ?? value;
}
