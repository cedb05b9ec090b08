// The holds of a run: while attempts fail for every task of an operation, the core sends one request at a time.

import type { Hold } from "../api/stop-all.ts";
import { createEmitter, type Emit } from "../call/events.ts";
import type { StopName } from "../generated/operations.ts";
import type { Listener } from "../options/call-options.ts";
import { monotonicMs } from "../runtime/clocks.ts";
import type { Outcome } from "./settled.ts";

interface Told {
  readonly hold: Hold;
  readonly atMs: number;
  readonly emit: Emit;
}

export class Holds {
  readonly #told = new Map<StopName, Told>();
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

  /** Records what the core tells of a hold. */
  set(operation: StopName, hold: Hold): void {
    const known = this.#told.get(operation);
    const emit = known?.emit ?? createEmitter(operation, undefined, this.#onEvent, undefined);
    this.#told.set(operation, { hold, atMs: monotonicMs(), emit });
    if (known === undefined) emit("held", () => hold);
  }

  /** Forgets all holds at the end of the run. */
  end(): void {
    this.#told.clear();
  }

  /** Ends the hold of an operation if a task has an answer of the service. */
  settle(operation: StopName, { attempts, error }: Outcome): void {
    const told = this.#told.get(operation);
    const isAnswered = attempts > 0 && (error === undefined || (error.kind === "service" && !error.retryable));
    if (told === undefined || !isAnswered) return;
    this.#told.delete(operation);
    const sinceMs = told.hold.sinceMs + monotonicMs() - told.atMs;
    told.emit("resumed", () => ({ sinceMs }));
  }
}
