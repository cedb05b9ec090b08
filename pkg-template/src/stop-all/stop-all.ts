// `stopAll`: stops many tasks, each operation at its own quota, and yields a result for each.

import type { Params } from "../api/boundary.ts";
import { createLiveError, LiveError } from "../api/live-error.ts";
import type { Progress, Settled, StopRun, Summary, Task } from "../api/stop-all.ts";
import { asLiveError } from "../call/failures.ts";
import type { CallHost } from "../call/host.ts";
import { type CallContext, type Settlement, settleCall } from "../call/run.ts";
import { stopCall } from "../call/stop.ts";
import type { StopName } from "../generated/operations.ts";
import { after, monotonicMs } from "../http/runtime.ts";
import { defined } from "../options/defined.ts";
import type { StopAllSettings } from "../options/stop-all-options.ts";
import { Counts } from "./counts.ts";
import { type CheckedTask, checkedTask } from "./task.ts";

/**
 * The maximum number of parked tasks of a busy operation. Without parking, a long row of monitors would hold up the recordings after
 * it, whose quota is free. Looking further is worth while only if the input has shown both kinds.
 */
const MAX_PARKED = { oneKind: 1024, bothKinds: 10_000 };

/**
 * Duplicates, unusable tasks and tasks in the journal need no request. After this number of them and this time, the run yields to
 * responses, timers and signals.
 */
const TURN = { unasked: 1000, ms: 20 };

const STOPS: readonly StopName[] = ["StopRtcCloudRecording", "StopLiveStreamMonitor"];

/** Any iterable, perhaps with a length. */
type Input = (Iterable<unknown> | AsyncIterable<unknown>) & { readonly length?: unknown; readonly size?: unknown };

export function stopAll(input: Input, settings: StopAllSettings, context: CallContext): StopRun {
  const run = new Run(input, settings, context);
  const iterator = run.settled();
  return {
    get progress() {
      return run.progress;
    },
    [Symbol.asyncIterator]: () => iterator,
    async summary() {
      for await (const _ of iterator) {
        // Read to the end.
      }
      return run.summary;
    },
  };
}

class Run {
  readonly #input: Input;
  readonly #settings: StopAllSettings;
  readonly #context: CallContext;
  readonly #counts: Counts;
  /** The keys of all tasks so far: about 100 bytes each. */
  readonly #seen = new Set<string>();
  readonly #hosts = new Set<CallHost>();
  readonly #parked: Record<StopName, CheckedTask[]> = { StopRtcCloudRecording: [], StopLiveStreamMonitor: [] };
  /** Whether the input has shown a task of the operation. */
  readonly #met: Record<StopName, boolean> = { StopRtcCloudRecording: false, StopLiveStreamMonitor: false };
  readonly #underWay: Record<StopName, number> = { StopRtcCloudRecording: 0, StopLiveStreamMonitor: 0 };
  /** Settled tasks that the reader has not read yet. */
  readonly #ready: Settled[] = [];
  #isPulling = false;
  #isDrained = false;
  #isEnded = false;
  /** The number of tasks that are being stopped or recorded. */
  #working = 0;
  /** The error of the input or of the journal. */
  #failure: { readonly error: unknown } | undefined;
  #endedMs: number | undefined;
  /** The time of the event loop's last turn, and the number of tasks without a request since then. */
  #turnMs = 0;
  #unasked = 0;
  #wake: () => void = () => {};

  constructor(input: Input, settings: StopAllSettings, context: CallContext) {
    this.#input = input;
    this.#settings = settings;
    this.#context = context;
    const total = [input.length, input.size].find((length) => typeof length === "number");
    this.#counts = new Counts(total as number | undefined);
  }

  get progress(): Progress {
    return this.#counts.progress();
  }

  get summary(): Summary {
    return { ...this.progress, durationMs: (this.#endedMs ?? monotonicMs()) - this.#counts.begunMs };
  }

  async *settled(): AsyncGenerator<Settled, void, undefined> {
    const { signal, deadlineMs } = this.#settings;
    this.#counts.begin();
    this.#turnMs = monotonicMs();
    const source = iteratorOf(this.#input);
    const end = (): void => this.#end();
    const cancel = deadlineMs === undefined ? () => {} : after(deadlineMs, end);
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
    try {
      for (;;) {
        if (this.#isTurnDue) {
          await new Promise<void>((resolve) => after(0, resolve));
          this.#turnMs = monotonicMs();
          this.#unasked = 0;
        }
        const next = this.#ready.shift();
        if (next !== undefined) {
          yield next;
          continue;
        }
        this.#fill(source);
        if (this.#ready.length > 0 || this.#isTurnDue) continue;
        if (!this.#isBusy) break;
        await this.#news();
      }
      if (this.#failure !== undefined) throw this.#failure.error;
    } finally {
      // Also after `break`: tasks under way settle, and the journal records them.
      this.#end();
      while (this.#isBusy) await this.#news();
      cancel();
      signal?.removeEventListener("abort", end);
      this.#endedMs = monotonicMs();
      if (!this.#isDrained) {
        const closing = closed(source);
        // An input with a pending request for a task may never respond.
        if (!this.#isPulling) await closing;
      }
    }
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** After its end, a run does not wait for its input. */
  get #isBusy(): boolean {
    return this.#working > 0 || (this.#isPulling && !this.#isEnded);
  }

  /** Ends the run: sends no more requests, and settles pulled tasks. */
  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    for (const host of this.#hosts) host.windUp();
    for (const parked of Object.values(this.#parked)) {
      for (const task of parked.splice(0)) this.#track(this.#settle(task.task, task.key, neverAsked()));
    }
    this.#wake();
  }

  /** Ends the run after a failure of the journal or of the input. */
  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#end();
  }

  #track(work: Promise<void>): void {
    this.#working += 1;
    const done = (): void => {
      this.#working -= 1;
      this.#wake();
    };
    work.then(done, (error) => {
      this.#fail(error);
      done();
    });
  }

  /** Starts parked tasks, and pulls tasks while there is room. */
  #fill(source: AsyncIterator<unknown> | Iterator<unknown>): void {
    for (const operation of STOPS) {
      const parked = this.#parked[operation];
      while (!this.#isEnded && parked.length > 0 && this.#hasRoom(operation))
        this.#start(parked.shift() as CheckedTask);
    }
    while (this.#mayPull && !this.#isTurnDue) this.#pull(source);
  }

  get #isTurnDue(): boolean {
    return this.#unasked >= TURN.unasked && monotonicMs() - this.#turnMs > TURN.ms;
  }

  get #mayPull(): boolean {
    if (this.#isPulling || this.#isDrained || this.#isEnded) return false;
    const isMixed = STOPS.every((operation) => this.#met[operation]);
    const most = isMixed ? MAX_PARKED.bothKinds : MAX_PARKED.oneKind;
    if (STOPS.some((operation) => this.#parked[operation].length >= most)) return false;
    return this.#ready.length < this.#settings.concurrency && STOPS.some((operation) => this.#hasRoom(operation));
  }

  #hasRoom(operation: StopName): boolean {
    return this.#underWay[operation] < this.#settings.concurrency;
  }

  #pull(source: AsyncIterator<unknown> | Iterator<unknown>): void {
    this.#isPulling = true;
    const take = (result: IteratorResult<unknown>): void => {
      this.#isPulling = false;
      if (result.done === true) this.#isDrained = true;
      else this.#take(result.value);
    };
    // The run still stops the tasks that it pulled before.
    const fail = (error: unknown): void => {
      this.#isPulling = false;
      this.#isDrained = true;
      this.#failure ??= { error };
    };
    try {
      const result = source.next();
      if (!("then" in result)) {
        take(result);
        return;
      }
      Promise.resolve(result)
        .then(take)
        .catch(fail)
        .then(() => this.#wake());
    } catch (error) {
      fail(error);
    }
  }

  #take(task: unknown): void {
    this.#counts.add("pulled", 1);
    let checked: CheckedTask;
    try {
      checked = checkedTask(task);
    } catch (error) {
      this.#unasked += 1;
      this.#track(this.#settle(task, undefined, failed(liveError(error))));
      return;
    }
    this.#met[checked.operation] = true;
    if (this.#seen.has(checked.key)) {
      this.#unasked += 1;
      this.#counts.add("duplicates", 1);
      return;
    }
    this.#seen.add(checked.key);
    if (this.#isEnded) {
      this.#track(this.#settle(task, checked.key, neverAsked()));
    } else if (this.#hasRoom(checked.operation)) {
      this.#start(checked);
    } else {
      this.#parked[checked.operation].push(checked);
    }
  }

  #start(task: CheckedTask): void {
    this.#underWay[task.operation] += 1;
    this.#counts.add("underWay", 1);
    this.#track(
      this.#run(task).finally(() => {
        this.#underWay[task.operation] -= 1;
        this.#counts.add("underWay", -1);
      }),
    );
  }

  async #run({ task, key, operation, params }: CheckedTask): Promise<void> {
    const { journal, dryRun } = this.#settings;
    try {
      if (journal !== undefined && (await journal.has(key))) {
        this.#unasked += 1;
        this.#counts.add("skipped", 1);
        return;
      }
    } catch (error) {
      this.#fail(error);
    }
    if (dryRun) this.#unasked += 1;
    if (this.#isEnded) await this.#settle(task, key, neverAsked());
    else if (dryRun) await this.#settle(task, undefined, { outcome: "dry-run", attempts: 0 });
    else await this.#settle(task, key, await this.#stop(operation, params));
  }

  async #stop(operation: StopName, params: Params): Promise<Omit<Settled, "task">> {
    let host: CallHost | undefined;
    try {
      const call = stopCall(operation, params, this.#settings.call, this.#context);
      const settlement = await settleCall({
        ...call,
        onQueue: (waiting) => this.#counts.add("waiting", waiting),
        onHost: (started) => {
          host = started;
          this.#hosts.add(started);
        },
      });
      return settledOf(settlement, operation);
    } catch (error) {
      return failed(liveError(error, operation));
    } finally {
      if (host !== undefined) this.#hosts.delete(host);
    }
  }

  /** Records the result of a task, and queues it for the reader, also if the journal fails. */
  async #settle(task: unknown, key: string | undefined, what: Omit<Settled, "task">): Promise<void> {
    const settled = { task: task as Task, ...what };
    const { journal } = this.#settings;
    try {
      if (key !== undefined && journal !== undefined) await journal.record(settled, key);
    } finally {
      this.#counts.settle(settled.outcome, settled.attempts);
      this.#ready.push(settled);
      this.#report();
    }
  }

  /** Ignores exceptions of the listener. */
  #report(): void {
    const { onProgress } = this.#settings;
    if (onProgress === undefined) return;
    try {
      Promise.resolve(onProgress(this.progress)).catch(() => {});
    } catch {
      // A failure of a listener is not a failure of the run.
    }
  }
}

function settledOf({ end, error, host }: Settlement, operation: StopName): Omit<Settled, "task"> {
  if ("stopped" in end) {
    const { outcome, attempts, requestId, verified } = end.stopped;
    return { outcome, attempts, ...defined({ requestId, verified }) } as Omit<Settled, "task">;
  }
  if ("aborted" in end) {
    const { attempts, outcomeUnknown } = end.aborted;
    return failed(runEnded(operation, attempts, outcomeUnknown, host.cause));
  }
  return failed(liveError(error, operation));
}

function failed(error: LiveError): Omit<Settled, "task"> {
  const { attempts, requestId, verified } = error;
  const outcome = error.outcomeUnknown ? "unknown" : "failed";
  return { outcome, attempts: attempts ?? 0, error, ...defined({ requestId, verified }) } as Omit<Settled, "task">;
}

/** Turns any exception of a task's getter or of a function of the caller into a LiveError. */
function liveError(error: unknown, operation?: StopName): LiveError {
  const known = asLiveError(error, operation);
  if (known instanceof LiveError) return known;
  const message = "the task was not stopped: a function of the caller, or the task itself, has thrown";
  return createLiveError({ kind: "argument", code: "ERR_INVALID_PARAMETER", message, operation, cause: error });
}

const neverAsked = (): Omit<Settled, "task"> => failed(runEnded(undefined, 0, false, undefined));

const runEnded = (
  operation: StopName | undefined,
  attempts: number,
  outcomeUnknown: boolean,
  cause: unknown,
): LiveError =>
  createLiveError({
    kind: "timeout",
    code: "ERR_RUN_ENDED",
    message: "the run of stopAll ended before the task was settled",
    operation,
    attempts,
    retryable: true,
    outcomeUnknown,
    cause,
  });

function iteratorOf(input: Input): AsyncIterator<unknown> | Iterator<unknown> {
  if (Symbol.asyncIterator in input) return input[Symbol.asyncIterator]();
  return input[Symbol.iterator]();
}

/** Closes the input, as `for await` does. */
async function closed(source: AsyncIterator<unknown> | Iterator<unknown>): Promise<void> {
  try {
    await source.return?.();
  } catch {
    // An error of a closing input does not matter.
  }
}
