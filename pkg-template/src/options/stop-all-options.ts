// Validators of the input and the options of `stopAll`.

import type { Journal, Progress } from "../api/stop-all.ts";
import { LIMITS } from "../generated/limits.ts";
import { abortSignal } from "./abort-signal.ts";
import { type CallSettings, type ClientSettings, span, verify, WAIT_MS } from "./call-options.ts";
import { defined } from "./defined.ts";
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
  type Validated,
  type Validator,
} from "./validate.ts";

const journal = /* @__PURE__ */ satisfying(
  (value): value is Journal => isObject(value) && typeof value.has === "function" && typeof value.record === "function",
  "an object with the functions has and record",
);

/** Without an end: as long as a span can be. */
const outage: Validator<number> = (value, path) => (value === Infinity ? LIMITS.maxSpanMs : span(1)(value, path));

const waitFields = /* @__PURE__ */ object(
  { timeoutMs: optional(span(1)), concurrency: optional(integer(1, 10_000)) },
  { expected: "true, false, or an object with timeoutMs, concurrency" },
);

interface Wait {
  readonly timeoutMs?: number | undefined;
  readonly concurrency?: number | undefined;
}

const waitUntilStopped: Validator<Wait | undefined> = (value, path) => {
  if (value === false) return undefined;
  return { timeoutMs: WAIT_MS, ...defined(value === true ? {} : waitFields(value, path)) };
};

const table = () => ({
  concurrency: optional(integer(1, 10_000)),
  maxAttempts: optional(integer(1, LIMITS.maxAttempts)),
  deadlineMs: optional(span(1)),
  maxOutageMs: optional(outage),
  signal: abortSignal,
  forceSignal: abortSignal,
  verify: optional(verify),
  waitUntilStopped: optional(waitUntilStopped),
  onProgress: optional(callable),
  journal: optional(journal),
  dryRun: optional(boolean),
});

const fields = /* @__PURE__ */ lazily(() => object(table()));

/** The age may be longer than a span. It has no default: an unset variable would stop every monitor. */
const sweepFields = /* @__PURE__ */ lazily(() =>
  object({ ...table(), olderThanMs: integer(0, Number.MAX_SAFE_INTEGER) }),
);

/** The validated options of a run. */
export interface StopAllSettings {
  readonly concurrency: number;
  /** The most tasks that wait until they have stopped, beside those. */
  readonly waiting: number;
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
export const stopAllSettings = (client: ClientSettings, options: unknown): StopAllSettings =>
  settingsOf(client, fields(options === undefined ? {} : options, "options"));

/** Reads the options of a sweep. A monitor that runs has been started again since its line of the journal was written. */
export function sweepSettings(
  client: ClientSettings,
  options: unknown,
): { readonly olderThanMs: number; readonly run: StopAllSettings } {
  const { olderThanMs, ...given } = sweepFields(options, "options");
  const run = settingsOf(client, given);
  const { journal } = run;
  if (journal === undefined) return { olderThanMs, run };
  const record: Journal["record"] = (settled, key) => journal.record(settled, key);
  return { olderThanMs, run: { ...run, journal: { has: () => false, record } } };
}

function settingsOf(client: ClientSettings, given: Validated<typeof fields>): StopAllSettings {
  const { concurrency = 64, maxAttempts = 10, deadlineMs, signal, forceSignal, verify = "never" } = given;
  const { maxOutageMs = 900_000, waitUntilStopped: wait } = given;
  const core = {
    ...client.call,
    // The attempts and the run have limits of time.
    timeoutMs: LIMITS.maxSpanMs,
    attemptTimeoutMs: Math.min(client.call.attemptTimeoutMs, client.call.timeoutMs),
    retry: { ...client.call.retry, maxAttempts },
    verify,
    waitMs: wait?.timeoutMs,
    // The run gives itself a number when it begins.
    run: { number: 0, maxOutageMs, attempts: 0 },
  };
  return {
    concurrency,
    waiting: wait?.concurrency ?? 1000,
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
