// `stopAll`: stops many tasks, each operation at its own quota, and yields what became of each.
import { asLiveError, given } from "../client/failures.ts";
import { createLiveError, LiveError } from "../client/live-error.ts";
import { type CallContext, type Settlement, settleCall } from "../client/run-call.ts";
import { stopCall } from "../client/stop.ts";
import type { StopName } from "../generated/operations.ts";
import type { StopAllSettings } from "../options/stop-all-options.ts";
import type { CallHost } from "../transport/call-host.ts";
import { after, monotonicMs } from "../transport/runtime.ts";
import { Counts } from "./counts.ts";
import { SeenKeys } from "./seen-keys.ts";
import { type CheckedTask, checkedTask } from "./task.ts";
import type { Progress, Settled, StopRun, Summary, Task } from "./types.ts";

/**
 * Tasks that were pulled for an operation that is busy. Without them, a long row of monitors would hold up the recordings behind
 * it, whose quota is free.
 */
const MAX_PARKED = 1024;

/** Any iterable, with the length that it may have. */
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
  readonly #seen = new SeenKeys();
  readonly #hosts = new Set<CallHost>();
  readonly #parked: Record<StopName, CheckedTask[]> = { StopRtcCloudRecording: [], StopLiveStreamMonitor: [] };
  readonly #underWay: Record<StopName, number> = { StopRtcCloudRecording: 0, StopLiveStreamMonitor: 0 };
  /** What is settled and not yet read. */
  readonly #ready: Settled[] = [];
  #isPulling = false;
  #isDrained = false;
  #isEnded = false;
  #inputError: { readonly error: unknown } | undefined;
  #endedMs: number | undefined;
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
    const end = (): void => this.#end();
    const cancel = deadlineMs === undefined ? () => {} : after(deadlineMs, end);
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
    const source = iteratorOf(this.#input);
    try {
      for (;;) {
        const next = this.#ready.shift();
        if (next !== undefined) {
          yield next;
          continue;
        }
        this.#fill(source);
        if (this.#ready.length > 0) continue;
        if (!this.#isBusy) break;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      if (this.#inputError !== undefined) throw this.#inputError.error;
    } finally {
      // Also where the reader leaves the loop: what is under way settles, and is recorded.
      this.#end();
      while (this.#isBusy) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      cancel();
      signal?.removeEventListener("abort", end);
      this.#endedMs = monotonicMs();
      if (!this.#isDrained) closed(source);
    }
  }

  get #isBusy(): boolean {
    return this.#isPulling || this.#hosts.size > 0 || Object.values(this.#underWay).some((count) => count > 0);
  }

  /** Nothing more is asked. Tasks that were pulled are settled with what is true of them. */
  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    for (const host of this.#hosts) host.windUp();
    for (const parked of Object.values(this.#parked)) {
      for (const task of parked.splice(0)) this.#settle(task.task, task.key, neverAsked());
    }
    this.#wake();
  }

  /** Starts what may start, and pulls what there is room for. */
  #fill(source: AsyncIterator<unknown> | Iterator<unknown>): void {
    for (const [operation, parked] of Object.entries(this.#parked) as [StopName, CheckedTask[]][]) {
      while (!this.#isEnded && parked.length > 0 && this.#hasRoom(operation))
        this.#start(parked.shift() as CheckedTask);
    }
    while (this.#mayPull) this.#pull(source);
  }

  get #mayPull(): boolean {
    if (this.#isPulling || this.#isDrained || this.#isEnded) return false;
    const operations = Object.keys(this.#parked) as StopName[];
    const isFull = operations.some((operation) => this.#parked[operation].length >= MAX_PARKED);
    return !isFull && this.#ready.length < this.#settings.concurrency && operations.some((name) => this.#hasRoom(name));
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
    const fail = (error: unknown): void => {
      this.#isPulling = false;
      this.#isDrained = true;
      this.#inputError = { error };
    };
    try {
      const result = source.next();
      if (!("then" in result)) {
        take(result);
        return;
      }
      result.then(take, fail).then(() => this.#wake());
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
      this.#settle(task, undefined, failed(asLiveError(error) as LiveError));
      return;
    }
    if (!this.#seen.add(checked.key)) {
      this.#counts.add("duplicates", 1);
    } else if (this.#isEnded) {
      this.#settle(task, checked.key, neverAsked());
    } else if (this.#hasRoom(checked.operation)) {
      this.#start(checked);
    } else {
      this.#parked[checked.operation].push(checked);
    }
  }

  #start(task: CheckedTask): void {
    this.#underWay[task.operation] += 1;
    this.#counts.add("underWay", 1);
    const done = (): void => {
      this.#underWay[task.operation] -= 1;
      this.#counts.add("underWay", -1);
      this.#wake();
    };
    this.#run(task).then(done, (error) => {
      this.#inputError ??= { error };
      this.#isEnded = true;
      done();
    });
  }

  async #run(task: CheckedTask): Promise<void> {
    const { journal, dryRun } = this.#settings;
    if (journal !== undefined && (await journal.has(task.key))) {
      this.#counts.add("skipped", 1);
      return;
    }
    if (dryRun) {
      this.#settle(task.task, undefined, { outcome: "dry-run", attempts: 0 });
      return;
    }
    if (this.#isEnded) {
      this.#settle(task.task, task.key, neverAsked());
      return;
    }
    await this.#settle(task.task, task.key, await this.#stop(task));
  }

  async #stop({ operation, params }: CheckedTask): Promise<Omit<Settled, "task">> {
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
      return failed(asLiveError(error, operation) as LiveError);
    } finally {
      if (host !== undefined) this.#hosts.delete(host);
    }
  }

  async #settle(task: unknown, key: string | undefined, what: Omit<Settled, "task">): Promise<void> {
    const settled = { task: task as Task, ...what };
    this.#counts.settle(settled.outcome, settled.attempts);
    this.#ready.push(settled);
    try {
      this.#settings.onProgress?.(this.progress);
    } catch {
      // The failure of a listener is not one of the run.
    }
    if (key !== undefined) await this.#settings.journal?.record(settled, key);
  }
}

function settledOf({ end, error, host }: Settlement, operation: StopName): Omit<Settled, "task"> {
  if ("stopped" in end) {
    const { outcome, attempts, requestId, verified } = end.stopped;
    return { outcome, attempts, ...given({ requestId, verified }) } as Omit<Settled, "task">;
  }
  if ("aborted" in end) {
    const { attempts, outcomeUnknown } = end.aborted;
    return failed(runEnded(operation, attempts, outcomeUnknown, host.cause));
  }
  return failed(error instanceof LiveError ? error : (asLiveError(error, operation) as LiveError));
}

function failed(error: LiveError): Omit<Settled, "task"> {
  const { attempts, requestId, verified } = error;
  const outcome = error.outcomeUnknown ? "unknown" : "failed";
  return { outcome, attempts: attempts ?? 0, error, ...given({ requestId, verified }) } as Omit<Settled, "task">;
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

/** Tells the input that no more is read, as `for await` does. */
function closed(source: AsyncIterator<unknown> | Iterator<unknown>): void {
  try {
    Promise.resolve(source.return?.()).catch(() => {});
  } catch {
    // The input has nothing more to say.
  }
}
