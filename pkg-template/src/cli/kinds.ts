// The kinds of task that the commands name: one for each operation that stops a task.
import type { Task } from "../api/stop-operations.ts";
import { OPERATIONS, type StopName } from "../generated/operations.ts";
import { STOP_NAMES, STOPS } from "../generated/stops.ts";
import { keyOf } from "../options/params.ts";
import { isNamed } from "../stop-all/task.ts";

/** A word for a task, and how to stop it. */
export interface Kind {
  readonly noun: string;
  readonly operation: StopName;
  /** The member of a task that holds its ID. */
  readonly id: string;
  /** The other members of a task. */
  readonly more: readonly string[];
  /** Names in `more` that every task requires. */
  readonly beside: readonly string[];
}

export const KINDS: readonly Kind[] = STOP_NAMES.map((operation) => {
  const { noun, id, beside } = STOPS[operation];
  const keys = Object.keys(OPERATIONS[operation].parameters).map(keyOf);
  return { noun, operation, id, beside, more: keys.filter((key) => key !== id) };
});

export const NOUNS: readonly string[] = KINDS.map(({ noun }) => noun);

/** Returns the task with these members. */
export function taskOf(kind: Kind, members: Record<string, unknown>): Task {
  const { operation } = kind;
  // biome-ignore lint/plugin: members that the commands have read by the names of the operation
  return (isNamed(operation) ? { ...members, operation } : members) as unknown as Task;
}

/** Returns a member of a task by its name. */
export const memberOf = (task: Task, name: string): unknown => Reflect.get(task, name);

/** Returns the ID of a task. */
export const idOf = (task: Task, { id }: Kind): string => String(memberOf(task, id));

/** Returns the members that tell a task from others, for a line of JSON: the same ID in another region is another task. */
export const namedBy = (task: Task, { id, more }: Kind): Readonly<Record<string, unknown>> =>
  Object.fromEntries([id, ...more].map((name) => [name, memberOf(task, name)]));

/** Whether `status` lists all tasks of the account if it gets no ID, and `stop` those that run: monitors alone. */
export const isListed = ({ operation }: Kind): boolean => operation === "StopLiveStreamMonitor";

/** The beginning of the ids of a kind in the emulator. */
export const emulatedPrefix = (noun: string): string => (noun === NOUNS[0] ? "task" : noun);
