// Validators of the input and the options of `stopAll`.

import type { Journal, Progress } from "../api/stop-all.ts";
import { LIMITS } from "../generated/limits.ts";
import { abortSignal } from "./abort-signal.ts";
import { type CallSettings, type ClientSettings, span } from "./call-options.ts";
import { Refusal } from "./refusal.ts";
import {
  boolean,
  callable,
  integer,
  isObject,
  lazily,
  object,
  optional,
  satisfying,
  type Validator,
} from "./validate.ts";

const journal = /* @__PURE__ */ satisfying(
  (value): value is Journal => isObject(value) && typeof value.has === "function" && typeof value.record === "function",
  "an object with the functions has and record",
);

/** Without an end: as long as a span can be. */
const outage: Validator<number> = (value, path) => (value === Infinity ? LIMITS.maxSpanMs : span(1)(value, path));

const fields = /* @__PURE__ */ lazily(() =>
  object({
    concurrency: optional(integer(1, 10_000)),
    maxAttempts: optional(integer(1, LIMITS.maxAttempts)),
    deadlineMs: optional(span(1)),
    maxOutageMs: optional(outage),
    signal: abortSignal,
    forceSignal: abortSignal,
    verify: optional(boolean),
    onProgress: optional(callable),
    journal: optional(journal),
    dryRun: optional(boolean),
  }),
);

/** The validated options of a run. */
export interface StopAllSettings {
  readonly concurrency: number;
  readonly deadlineMs: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly forceSignal: AbortSignal | undefined;
  readonly onProgress: ((progress: Progress) => unknown) | undefined;
  readonly journal: Journal | undefined;
  readonly dryRun: boolean;
  /** Settings of each call. */
  readonly call: CallSettings;
}

/** Reads the options of a run. */
export function stopAllSettings(client: ClientSettings, options: unknown): StopAllSettings {
  const given = fields(options === undefined ? {} : options, "options");
  const { concurrency = 64, maxAttempts = 10, deadlineMs, signal, forceSignal, verify = false } = given;
  const { maxOutageMs = 900_000 } = given;
  const core = {
    ...client.call,
    // The attempts and the run have limits of time.
    timeoutMs: LIMITS.maxSpanMs,
    attemptTimeoutMs: Math.min(client.call.attemptTimeoutMs, client.call.timeoutMs),
    retry: { ...client.call.retry, maxAttempts },
    verify,
    // The run gives itself a number when it begins.
    run: { number: 0, maxOutageMs },
  };
  return {
    concurrency,
    deadlineMs,
    signal,
    forceSignal,
    onProgress: given.onProgress,
    journal: given.journal,
    dryRun: given.dryRun ?? false,
    call: { core, signal: forceSignal, context: undefined, onEvent: undefined },
  };
}

/** An iterable of tasks. Refuses a text, which is iterable, too. */
export function taskInput<T>(tasks: Iterable<T> | AsyncIterable<T>): Iterable<T> | AsyncIterable<T> {
  if (typeof tasks === "object" && tasks !== null && (Symbol.asyncIterator in tasks || Symbol.iterator in tasks)) {
    return tasks;
  }
  throw new Refusal("ERR_INVALID_PARAMETER", "tasks", "an iterable, or an async iterable, of tasks");
}
