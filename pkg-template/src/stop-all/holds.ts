// The holds of a run: while attempts fail for every task of an operation, the core sends one request at a time. The questions about tasks
// that stop have a hold of their own.

import type { Hold } from "../api/stop-all.ts";
import { createEmitter, type Emit } from "../call/events.ts";
import type { StopName } from "../generated/operations.ts";
import type { Listener } from "../options/call-options.ts";
import { monotonicMs } from "../runtime/clocks.ts";
import type { Outcome } from "./settled.ts";

const keyOf = (operation: StopName, isOfQuestions: boolean) =>
  isOfQuestions ? (`${operation} asked` as const) : operation;

interface Told {
  readonly hold: Hold;
  readonly atMs: number;
  readonly emit: Emit;
}

export class Holds {
  readonly #told = new Map<StopName | `${StopName} asked`, Told>();
  readonly #onEvent: Listener | undefined;

  constructor(onEvent: Listener | undefined) {
    this.#onEvent = onEvent;
  }

  /** The longest hold. */
  get current(): Hold | undefined {
    const now = monotonicMs();
    const holds = Array.from(this.#told.values(), ({ hold, atMs }) => ({
      ...hold,
      sinceMs: hold.sinceMs + now - atMs,
      nextProbeMs: Math.max(0, hold.nextProbeMs - (now - atMs)),
    }));
    return holds.sort((one, other) => other.sinceMs - one.sinceMs)[0];
  }

  /** Records what the core tells of a hold of stops, or of questions. */
  set(operation: StopName, hold: Hold, isOfQuestions: boolean): void {
    const key = keyOf(operation, isOfQuestions);
    const known = this.#told.get(key);
    const emit = known?.emit ?? createEmitter(operation, undefined, this.#onEvent, undefined);
    this.#told.set(key, { hold, atMs: monotonicMs(), emit });
    if (known === undefined) emit("held", () => hold);
  }

  /** Forgets all holds at the end of the run. */
  end(): void {
    this.#told.clear();
  }

  /** Ends a hold if a task has an answer of the service. */
  settle(operation: StopName, { attempts, error }: Outcome, isOfQuestions: boolean): void {
    const key = keyOf(operation, isOfQuestions);
    const told = this.#told.get(key);
    if (error?.code === "ERR_RUN_HALTED") this.#told.delete(key);
    const isAnswered = attempts > 0 && (error === undefined || (error.kind === "service" && !error.retryable));
    if (told === undefined || !isAnswered) return;
    const passedMs = monotonicMs() - told.atMs;
    // An answer to a request from before, while the service has asked to wait.
    if (passedMs < told.hold.nextProbeMs) return;
    this.#told.delete(key);
    const sinceMs = told.hold.sinceMs + passedMs;
    told.emit("resumed", () => ({ sinceMs }));
  }
}
