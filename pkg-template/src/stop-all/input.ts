// The input of a run, read one task at a time, and the tasks that wait until their operation has room.
import type { StopName } from "../generated/operations.ts";
import { STOP_NAMES } from "../generated/stops.ts";
import { byName } from "../options/names.ts";
import { after } from "../runtime/clocks.ts";
import type { CheckedTask } from "./task.ts";

/** Any iterable, perhaps with a length. */
export type Input<T> = (Iterable<T> | AsyncIterable<T>) & { readonly length?: unknown; readonly size?: unknown };

/** Returns the number of tasks, where the input has a length. */
export const lengthOf = ({ length, size }: Input<unknown>): number | undefined =>
  [length, size].find((count) => typeof count === "number");

/** The time for an input to close: one that hangs must not hold up the end of the run. */
const CLOSING_MS = 1000;

export class Source<T> {
  isPulling = false;
  isDrained = false;
  readonly #iterator: AsyncIterator<T> | Iterator<T>;

  constructor(input: Input<T>) {
    this.#iterator = Symbol.asyncIterator in input ? input[Symbol.asyncIterator]() : input[Symbol.iterator]();
  }

  /**
   * Asks for a task. `take` gets it; if it throws, `fail` gets the error as if the input had thrown. `wake` is called after a task
   * that the input promised.
   */
  pull(take: (task: T) => void, fail: (error: unknown) => void, wake: () => void): void {
    const settle = (result: IteratorResult<T>): void => {
      this.isPulling = false;
      if (result.done === true) this.isDrained = true;
      else take(result.value);
    };
    const end = (error: unknown): void => {
      this.isPulling = false;
      this.isDrained = true;
      fail(error);
    };
    this.isPulling = true;
    try {
      const result = this.#iterator.next();
      if ("then" in result) Promise.resolve(result).then(settle).catch(end).then(wake);
      else settle(result);
    } catch (error) {
      end(error);
    }
  }

  /** Closes the input, as `for await` does, and ignores its errors. */
  async close(): Promise<void> {
    if (this.isDrained) return;
    let closing: unknown;
    try {
      closing = this.#iterator.return?.();
    } catch {
      return;
    }
    const closed = Promise.resolve(closing).catch(() => {});
    // An input with a pending request for a task may never respond.
    if (this.isPulling) return;
    await new Promise<void>((resolve) => {
      const cancel = after(CLOSING_MS, resolve);
      closed.then(() => {
        cancel();
        resolve();
      });
    });
  }
}

/**
 * The maximum number of parked tasks of a busy operation. Without parking, a long row of monitors would hold up the recordings after
 * it, whose quota is free. Looking further is worth while only if the input has shown several kinds.
 */
const MAX_PARKED = { oneKind: 1024, severalKinds: 10_000 };

/** Tasks that were pulled while their operation was busy. */
export class Parked<T> {
  readonly #tasks: Record<StopName, CheckedTask<T>[]> = byName(STOP_NAMES, () => []);
  /** The operations of which the input has had a task. */
  readonly #met = new Set<StopName>();

  meet(operation: StopName): void {
    this.#met.add(operation);
  }

  add(task: CheckedTask<T>): void {
    this.#tasks[task.operation].push(task);
  }

  next(operation: StopName): CheckedTask<T> | undefined {
    return this.#tasks[operation].shift();
  }

  /** Removes all tasks, and returns them. */
  clear(): CheckedTask<T>[] {
    return Object.values(this.#tasks).flatMap((tasks) => tasks.splice(0));
  }

  get isFull(): boolean {
    const lists = Object.values(this.#tasks);
    const most = this.#met.size > 1 ? MAX_PARKED.severalKinds : MAX_PARKED.oneKind;
    return lists.some(({ length }) => length >= most);
  }
}
