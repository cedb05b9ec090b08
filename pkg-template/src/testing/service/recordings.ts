// Recordings that take their time to stop: by the emulator's clock, or by the number of times that they are described.
import { RECORDINGS, type RecordingState, StateMap } from "./task-states.ts";

/** The rule by which a stopped recording goes from `STOPPING` to `STOPPED`. */
export interface StoppingRule {
  /** 0: at once, unless `afterDescribes` is given. */
  readonly afterMs: number;
  /** `undefined`: only time counts. */
  readonly afterDescribes: number | undefined;
  readonly nowMs: () => number;
}

/** Live: a read returns the state at that time, without a timer. */
export class Recordings extends StateMap<RecordingState> {
  readonly #rule: StoppingRule;
  /** Recordings in `STOPPING`: the time of `STOPPED`, and the number of descriptions before it. */
  readonly #stopping = new Map<string, { readonly at: number; describesLeft: number }>();

  constructor(initial: ReadonlyMap<string, RecordingState>, rule: StoppingRule) {
    super(RECORDINGS.path, RECORDINGS.state, new Map());
    this.#rule = rule;
    for (const [id, state] of initial) this.set(id, state);
  }

  /** Stops a running recording by the rule. */
  stop(id: string): void {
    const { afterMs, afterDescribes, nowMs } = this.#rule;
    if (afterDescribes === undefined && afterMs === 0) {
      this.set(id, "STOPPED");
    } else {
      this.set(id, "STOPPING");
      const at = afterDescribes === undefined ? nowMs() + afterMs : Infinity;
      this.#stopping.set(id, { at, describesLeft: afterDescribes ?? Infinity });
    }
  }

  /** Returns the state that a description shows, and counts the description. */
  describe(id: string): RecordingState | undefined {
    const state = this.get(id);
    const stopping = this.#stopping.get(id);
    if (stopping === undefined) return state;
    if (stopping.describesLeft > 0) stopping.describesLeft -= 1;
    else this.set(id, "STOPPED");
    return super.get(id);
  }

  override get(id: string): RecordingState | undefined {
    if (this.#stopping.size > 0) this.#settle(id, this.#rule.nowMs());
    return super.get(id);
  }

  override set(id: string, state: RecordingState): this {
    super.set(id, state);
    this.#stopping.delete(id);
    return this;
  }

  override delete(id: string): boolean {
    this.#stopping.delete(id);
    return super.delete(id);
  }

  override clear(): void {
    this.#stopping.clear();
    super.clear();
  }

  override forEach(...args: Parameters<Map<string, RecordingState>["forEach"]>): void {
    this.#settleAll();
    super.forEach(...args);
  }

  override entries(): ReturnType<Map<string, RecordingState>["entries"]> {
    this.#settleAll();
    return super.entries();
  }

  override values(): ReturnType<Map<string, RecordingState>["values"]> {
    this.#settleAll();
    return super.values();
  }

  override [Symbol.iterator](): ReturnType<Map<string, RecordingState>["entries"]> {
    return this.entries();
  }

  #settleAll(): void {
    if (this.#stopping.size === 0) return;
    const nowMs = this.#rule.nowMs();
    for (const id of [...this.#stopping.keys()]) this.#settle(id, nowMs);
  }

  #settle(id: string, nowMs: number): void {
    const stopping = this.#stopping.get(id);
    if (stopping !== undefined && nowMs >= stopping.at) this.set(id, "STOPPED");
  }
}
