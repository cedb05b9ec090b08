// `stopAll`: stops many tasks, each operation at its own quota, and yields a result for each.

import type { Journal, Progress, Settled, StopRun, Summary } from "../api/stop-all.ts";
import type { Task } from "../api/stop-operations.ts";
import { onAbort } from "../call/abort-listeners.ts";
import type { CallHost } from "../call/host.ts";
import { type CallContext, refused, settleCall } from "../call/run.ts";
import { type StopCall, stopCall } from "../call/stop.ts";
import type { StopName } from "../generated/operations.ts";
import { STOP_NAMES } from "../generated/stops.ts";
import type { CallSettings } from "../options/call-options.ts";
import { defined } from "../options/defined.ts";
import { byName } from "../options/names.ts";
import type { StopAllSettings } from "../options/stop-all-options.ts";
import { after, monotonicMs } from "../runtime/clocks.ts";
import { Counts } from "./counts.ts";
import { Holds } from "./holds.ts";
import { type Input, lengthOf, Parked, Source } from "./input.ts";
import { both, failed, isWorthAnother, liveError, neverAsked, type Outcome, settledOf } from "./settled.ts";
import { type CheckedTask, checkedTask, partsOf, SeenTasks } from "./task.ts";

/**
 * Duplicates, unusable tasks and tasks in the journal need no request. After this number of them and this time, the run yields to
 * responses, timers and signals.
 */
const TURN = { unasked: 1000, ms: 20 };

/** `checkEnd` is called at the end of a run that the reader does not break off, and may throw. */
export function stopAll<T extends Task>(
  input: Input<T>,
  settings: StopAllSettings,
  context: CallContext,
  checkEnd: () => void = () => {},
): StopRun<T> {
  const run = new Run(input, settings, context, checkEnd);
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

/** The number of runs that have begun. */
let runs = 0;

class Run<T extends Task> {
  readonly #input: Input<T>;
  readonly #settings: StopAllSettings;
  readonly #context: CallContext;
  readonly #checkEnd: () => void;
  readonly #counts: Counts;
  readonly #seen = new SeenTasks();
  readonly #hosts = new Set<CallHost>();
  readonly #parked = new Parked<T>();
  readonly #holds: Holds;
  /** Tasks to ask for once more at the end, with their results so far. */
  readonly #again = new Map<CheckedTask<T>, Outcome>();
  #isLastRound = false;
  #call: CallSettings;
  readonly #underWay: Record<StopName, number> = byName(STOP_NAMES, () => 0);
  /** Tasks that wait in a hold, and have made room for others. */
  readonly #aside: Record<StopName, number> = byName(STOP_NAMES, () => 0);
  /** Tasks that wait until they have stopped, and have made room for others. */
  readonly #stopping: Record<StopName, number> = byName(STOP_NAMES, () => 0);
  /** Settled tasks that the reader has not read yet. */
  readonly #ready: Settled<T>[] = [];
  #isEnded = false;
  /** The number of tasks that are being stopped or recorded. */
  #working = 0;
  /** The tasks whose journal has not answered: the end of the run does not wait for it. */
  readonly #asking = new Set<() => void>();
  /** The error of the input or of the journal. */
  #failure: { readonly error: unknown } | undefined;
  #endedMs: number | undefined;
  /** The time of the event loop's last turn, and the number of tasks without a request since then. */
  #turnMs = 0;
  #unasked = 0;
  #wake: () => void = () => {};

  constructor(input: Input<T>, settings: StopAllSettings, context: CallContext, checkEnd: () => void) {
    this.#input = input;
    this.#settings = settings;
    this.#context = context;
    this.#checkEnd = checkEnd;
    this.#counts = new Counts(() => lengthOf(input));
    this.#holds = new Holds(context.client.onEvent);
    this.#call = settings.call;
  }

  get progress(): Progress {
    return { ...this.#counts.progress(), ...defined({ held: this.#holds.current }) };
  }

  get summary(): Summary {
    return { ...this.progress, durationMs: (this.#endedMs ?? monotonicMs()) - this.#counts.begunMs };
  }

  async *settled(): AsyncGenerator<Settled<T>, void, undefined> {
    const { signal, forceSignal, deadlineMs } = this.#settings;
    this.#counts.begin();
    const { core } = this.#settings.call;
    this.#call = { ...this.#settings.call, core: { ...core, run: core.run && { ...core.run, number: ++runs } } };
    this.#turnMs = monotonicMs();
    const source = new Source(this.#input);
    const end = (): void => this.#end();
    const cancel = deadlineMs === undefined ? () => {} : after(deadlineMs, end);
    const signals = [signal, forceSignal].filter((given) => given !== undefined);
    for (const given of signals) {
      given.addEventListener("abort", end);
      if (given.aborted) end();
    }
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
        if (!this.#isBusy(source)) {
          if (!this.#askAgain()) break;
          continue;
        }
        await this.#news();
      }
      if (this.#failure !== undefined) throw this.#failure.error;
      this.#checkEnd();
    } finally {
      // Also after `break`: tasks under way settle, and the journal records them.
      this.#end();
      while (this.#isBusy(source)) await this.#news();
      cancel();
      for (const given of signals) given.removeEventListener("abort", end);
      this.#endedMs = monotonicMs();
      this.#holds.end();
      await source.close();
    }
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** After its end, a run does not wait for its input. */
  #isBusy({ isPulling }: Source<T>): boolean {
    return this.#working > 0 || (isPulling && !this.#isEnded);
  }

  /** Ends the run: sends no more requests, and settles pulled tasks. */
  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    for (const leave of this.#asking) leave();
    for (const host of this.#hosts) host.windUp();
    for (const checked of this.#parked.clear()) this.#track(this.#settleChecked(checked, neverAsked()));
    for (const checked of this.#isLastRound ? [] : this.#again.keys()) this.#track(this.#settleChecked(checked));
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
  #fill(source: Source<T>): void {
    for (const operation of STOP_NAMES) {
      while (!this.#isEnded && this.#hasRoom(operation)) {
        const parked = this.#parked.next(operation);
        if (parked === undefined) break;
        this.#start(parked);
      }
    }
    while (this.#mayPull(source) && !this.#isTurnDue) {
      source.pull(
        (task) => this.#accept(task),
        // The run still stops the tasks that it pulled before.
        (error) => {
          this.#failure ??= { error };
        },
        () => this.#wake(),
      );
    }
  }

  get #isTurnDue(): boolean {
    return this.#unasked >= TURN.unasked && monotonicMs() - this.#turnMs > TURN.ms;
  }

  #mayPull({ isPulling, isDrained }: Source<T>): boolean {
    if (isPulling || isDrained || this.#isEnded || this.#parked.isFull) return false;
    return this.#ready.length < this.#settings.concurrency && STOP_NAMES.some((operation) => this.#hasRoom(operation));
  }

  #hasRoom(operation: StopName): boolean {
    return this.#underWay[operation] < this.#settings.concurrency;
  }

  #accept(task: T): void {
    this.#counts.add("pulled", 1);
    let checked: CheckedTask<T>;
    try {
      checked = checkedTask(task);
    } catch (error) {
      this.#unasked += 1;
      this.#track(this.#settle(task, undefined, this.#refused(error, partsOf(task))));
      return;
    }
    this.#parked.meet(checked.operation);
    if (!this.#seen.add(checked)) {
      this.#unasked += 1;
      this.#counts.add("duplicates", 1);
      return;
    }
    if (this.#isEnded) {
      this.#track(this.#settleChecked(checked, neverAsked()));
    } else if (this.#hasRoom(checked.operation)) {
      this.#start(checked);
    } else {
      this.#parked.add(checked);
    }
  }

  #start(task: CheckedTask<T>): void {
    const { operation } = task;
    this.#underWay[operation] += 1;
    this.#counts.add("underWay", 1);
    let counted = this.#underWay;
    const move = (to: Record<StopName, number>, most: number): void => {
      if (counted === to || to[operation] >= most) return;
      counted[operation] -= 1;
      counted = to;
      counted[operation] += 1;
      this.#wake();
    };
    // As many as may be under way, and no more.
    const makeRoom = (): void => {
      if (counted === this.#underWay) move(this.#aside, this.#settings.concurrency);
    };
    const onStopping = (): void => move(this.#stopping, this.#settings.waiting);
    this.#track(
      this.#run(task, makeRoom, onStopping).finally(() => {
        counted[operation] -= 1;
        this.#counts.add("underWay", -1);
      }),
    );
  }

  async #run(checked: CheckedTask<T>, makeRoom: () => void, onStopping: () => void): Promise<void> {
    const { task, key } = checked;
    const { journal, dryRun } = this.#settings;
    try {
      if (journal !== undefined && !this.#again.has(checked) && (await this.#isKnown(journal, key))) {
        this.#unasked += 1;
        this.#counts.add("skipped", 1);
        return;
      }
    } catch (error) {
      this.#fail(error);
    }
    if (dryRun) this.#unasked += 1;
    if (this.#isEnded) await this.#settleChecked(checked, neverAsked());
    else if (dryRun) await this.#settle(task, undefined, { outcome: "dry-run", attempts: 0 });
    else {
      const outcome = await this.#stop(checked, makeRoom, onStopping);
      if (outcome.attempts === 0) this.#unasked += 1;
      await this.#settleChecked(checked, outcome);
    }
  }

  /** Begins the last round, in which each task that is worth it is asked for once more. Returns whether there is one. */
  #askAgain(): boolean {
    if (this.#isLastRound || this.#again.size === 0) return false;
    this.#isLastRound = true;
    for (const checked of this.#again.keys()) this.#parked.add(checked);
    return true;
  }

  /** Settles a task that was asked for once or twice, or puts it off to the last round. */
  async #settleChecked(checked: CheckedTask<T>, outcome?: Outcome): Promise<void> {
    const first = this.#again.get(checked);
    if (outcome !== undefined) {
      // The answer that a task has stopped is one to a question.
      this.#holds.settle(checked.operation, outcome, outcome.stoppedAfterMs !== undefined);
      if (!this.#isEnded && !this.#isLastRound && isWorthAnother(outcome)) {
        this.#again.set(checked, outcome);
        return;
      }
    }
    this.#again.delete(checked);
    const known = first && outcome ? both(first, outcome) : (outcome ?? first);
    await this.#settle(checked.task, checked.key, known ?? neverAsked());
  }

  /** Asks the journal; the answer after the end of the run is `false`. */
  async #isKnown(journal: Journal, key: string): Promise<boolean> {
    const known = journal.has(key);
    if (typeof known === "boolean") return known;
    return new Promise((resolve, reject) => {
      const leave = (): void => resolve(false);
      this.#asking.add(leave);
      if (this.#isEnded) leave();
      Promise.resolve(known)
        .finally(() => this.#asking.delete(leave))
        .then(resolve, reject);
    });
  }

  /** Stops a task. During a hold, a task that was asked for makes room for others: its failures may be its own. */
  async #stop(checked: CheckedTask<T>, makeRoom: () => void, onStopping: () => void): Promise<Outcome> {
    const { operation, params, context } = checked;
    let call: StopCall;
    try {
      call = stopCall(operation, params, { ...this.#call, core: this.#coreOf(checked), context }, this.#context);
    } catch (error) {
      return this.#refused(error, checked);
    }
    let asking: CallHost | undefined;
    let isAccepted = false;
    const settlement = await settleCall({
      ...call,
      // Loading has the time of a single call.
      timeoutMs: this.#context.client.call.timeoutMs,
      onQueue: (waiting) => this.#counts.add("waiting", waiting),
      onHold: (hold) => {
        this.#holds.set(operation, hold, isAccepted);
        if ((asking?.attempts ?? 0) > 0) makeRoom();
      },
      onStopping: () => {
        // The first wait follows an answer; the others may follow a lost one.
        if (!isAccepted) this.#holds.settle(operation, { outcome: "stopped", attempts: 1 }, false);
        isAccepted = true;
        onStopping();
      },
      onHost: (host) => {
        asking = host;
        this.#hosts.add(host);
      },
    });
    this.#hosts.delete(settlement.host);
    return settledOf(settlement, operation);
  }

  /** In the last round, a task may be found stopped by a request of the first. */
  #coreOf(checked: CheckedTask<T>): CallSettings["core"] {
    const { core } = this.#call;
    const first = this.#again.get(checked);
    if (first === undefined) return core;
    return {
      ...core,
      run: core.run && { ...core.run, attempts: first.attempts },
      ...(first.outcome === "unknown" && { alreadyStopped: "resolve" }),
    };
  }

  /** Ends the call of an unusable task. */
  #refused(error: unknown, { operation, context }: Partial<CheckedTask>): Outcome {
    const known = liveError(error, operation);
    refused({ action: operation, options: { context }, client: this.#context.client }, known);
    return failed(known);
  }

  /** Records the result of a task for which a request was sent, and queues it for the reader, also if the journal fails. */
  async #settle(task: T, key: string | undefined, what: Outcome): Promise<void> {
    const settled = { task, ...what };
    const { journal } = this.#settings;
    try {
      if (key !== undefined && journal !== undefined && what.attempts > 0) await this.#record(journal, settled, key);
    } finally {
      this.#counts.settle(settled);
      this.#ready.push(settled);
      this.#report();
    }
  }

  /** Waits for the journal, but not after `forceSignal`: then the journal may never answer. */
  #record(journal: Journal, settled: Settled<T>, key: string): unknown {
    const { forceSignal } = this.#settings;
    const recording = journal.record(settled, key);
    if (forceSignal === undefined || recording === undefined) return recording;
    return new Promise((resolve, reject) => {
      const stopListening = onAbort(forceSignal, () => resolve(undefined));
      Promise.resolve(recording).finally(stopListening).then(resolve, reject);
      if (forceSignal.aborted) resolve(undefined);
    });
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
