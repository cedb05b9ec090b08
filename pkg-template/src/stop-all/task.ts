// Tasks of a run: the operation that stops a task, and the key of a task.

import type { StopName } from "../generated/operations.ts";
import type { Params } from "../generated/records.ts";
import { STOP_NAMES, STOPS } from "../generated/stops.ts";
import { operationParams } from "../options/params.ts";
import { Refusal } from "../options/refusal.ts";
import { isObject } from "../options/validate.ts";

/** A task with its checked parameters. */
export interface CheckedTask<T = unknown> {
  readonly task: T;
  readonly operation: StopName;
  readonly params: Params;
  /** The noun of the operation, and the owner. */
  readonly kind: string;
  readonly id: string;
  /** A unique text for the task. */
  readonly key: string;
  /** Data of the caller, for events and the journal. */
  readonly context: unknown;
}

/** The tasks of a run so far. Keeps their own IDs, which an array of the caller keeps anyway. */
export class SeenTasks {
  readonly #ids = new Map<string, Set<string>>();

  /** Returns whether the task is new. */
  add({ kind, id }: CheckedTask): boolean {
    const ids = this.#ids.get(kind);
    if (ids?.has(id)) return false;
    if (ids === undefined) this.#ids.set(kind, new Set([id]));
    else ids.add(id);
    return true;
  }
}

/** Reads a task; throws a {@link Refusal} for an unusable task. */
export function checkedTask<T>(task: T): CheckedTask<T> {
  const { operation, given, context } = split(task);
  const params = operationParams(operation, given);
  const { id: idKey, noun } = STOPS[operation];
  const { [idKey]: id = "", ownerId } = params;
  // The owner stands before the ID, which may have any characters: the core checks it later.
  const kind = ownerId === undefined ? noun : `${noun}@${ownerId}`;
  return { task, operation, params, kind, id, key: `${kind} ${id}`, context };
}

/** Whether the tasks of an operation must name it, because another operation stops tasks with an ID of the same name. */
export const isNamed = (operation: StopName): boolean => byId(STOPS[operation].id) !== operation;

const byId = (id: string): StopName | undefined => STOP_NAMES.find((name) => STOPS[name].id === id);

function copyOf(task: object): Record<string, unknown> {
  try {
    return { ...task };
  } catch {
    // A getter that throws.
    throw new Refusal("ERR_INVALID_PARAMETER", "task", "a value that can be read");
  }
}

/** Returns the operation and the context of an unusable task, if it has them. */
export function partsOf(task: unknown): Partial<Pick<CheckedTask, "operation" | "context">> {
  try {
    return split(task);
  } catch {
    return {};
  }
}

/** Returns the operation of a task, its parameters and its context. */
function split(task: unknown): { operation: StopName; given: unknown; context?: unknown } {
  if (isObject(task)) {
    const isCopied = Object.hasOwn(task, "operation") || Object.hasOwn(task, "context");
    const { operation: named, context, ...copy } = isCopied ? copyOf(task) : {};
    const given = isCopied ? copy : task;
    const isStop = (name: StopName): boolean =>
      named === undefined ? Object.hasOwn(given, STOPS[name].id) : name === named;
    const operation = STOP_NAMES.find(isStop);
    if (operation !== undefined) return { operation, given, context };
    if (named !== undefined) {
      throw new Refusal("ERR_INVALID_PARAMETER", "task.operation", `one of ${STOP_NAMES.join(", ")}`);
    }
  }
  const ids = new Set(STOP_NAMES.map((name) => STOPS[name].id));
  throw new Refusal("ERR_INVALID_PARAMETER", "task", `an object with ${[...ids].join(", or one with ")}`);
}
