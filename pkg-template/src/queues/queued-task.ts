// A task in a queue: read from a message, and written as JSON.

import type { Task } from "../api/stop-operations.ts";
import { asLiveError } from "../call/failures.ts";
import type { StopName } from "../generated/operations.ts";
import type { Operations } from "../generated/params.ts";
import { defined } from "../options/defined.ts";
import { Refusal } from "../options/refusal.ts";
import { checkedTask } from "../stop-all/task.ts";

/** A recording or a monitor to stop: the parameters of its operation and its context, as the body of a message or the data of a job. */
export type StopTask = Task;

/** The operations that stop a task. */
export type StopOperation = StopName;

/** A task that was read from a message: its operation, a unique text, and parameters that JSON can hold. */
export type ReadTask = { readonly key: string; readonly context?: unknown } & {
  [Name in StopName]: { readonly operation: Name; readonly params: Operations[Name] };
}[StopName];

/**
 * Reads a task. The name of its ID determines the operation.
 *
 * @throws LiveError of kind `argument`
 */
export function readTask(task: unknown): ReadTask {
  try {
    const { operation, params, id, key, context } = checkedTask(task);
    if (id === "") throw new Refusal("ERR_INVALID_PARAMETER", "task", "a non-empty ID");
    // biome-ignore lint/plugin: the validators of this operation have read the parameters
    return { operation, params: defined(params), key, ...defined({ context }) } as unknown as ReadTask;
  } catch (error) {
    throw asLiveError(error);
  }
}
