// Tasks of a run: the operation that stops a task, and the key of a task.

import type { StopName } from "../generated/operations.ts";
import type { Params } from "../generated/records.ts";
import { STOP_NAMES, STOPS } from "../generated/stops.ts";
import { operationParams } from "../options/params.ts";
import { Refusal } from "../options/refusal.ts";
import { suggestion } from "../options/suggest.ts";
import { isObject } from "../options/validate.ts";

/** A task with its checked parameters. */
export interface CheckedTask<T = unknown> {
  readonly task: T;
  readonly operation: StopName;
  readonly params: Params;
  /** The noun of the operation, the other parameters that each of its tasks has, and the owner. */
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
export function checkedTask<T>(task: T, parts: TaskParts = split(task)): CheckedTask<T> {
  const { operation, given, context } = parts;
  const params = operationParams(operation, given);
  const { id: idKey, noun, beside } = STOPS[operation];
  const { [idKey]: id = "", ownerId } = params;
  // They stand before the ID, which may have any characters: the core checks it later.
  const kind = [noun, ...beside.map((key) => params[key]), ownerId].filter((part) => part !== undefined).join("@");
  return { task, operation, params, kind, id, key: `${kind} ${id}`, context };
}

/** Whether the tasks of an operation must name it, because another operation stops tasks with an ID of the same name. */
export const isNamed = (operation: StopName): boolean => byId(STOPS[operation].id) !== operation;

const byId = (id: string): StopName | undefined => STOP_NAMES.find((name) => STOPS[name].id === id);

export function copyOf(task: object): Record<string, unknown> {
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

/** A task before its parameters are read. */
export interface TaskParts {
  readonly operation: StopName;
  readonly given: object;
  readonly context?: unknown;
}

/** Returns the operation of a task, its parameters and its context. */
export function split(task: unknown): TaskParts {
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
  const ids = Array.from(new Set<string>(STOP_NAMES.map((name) => STOPS[name].id)));
  const meant = (isObject(task) ? Object.keys(copyOf(task)) : []).map((key) => suggestion(key, ids)).find(Boolean);
  const expected = `an object with ${ids.join(", or one with ")}`;
  throw new Refusal("ERR_INVALID_PARAMETER", "task", meant === undefined ? expected : `${expected}: ${meant}`);
}
