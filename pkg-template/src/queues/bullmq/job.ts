// The BullMQ job of a task, and the queue that it goes to.
import { defined } from "../../options/defined.ts";
import { isNamed } from "../../stop-all/task.ts";
import { readTask, type StopOperation, type StopTask } from "../queued-task.ts";

/** A job, as `queue.add(name, data, opts)` and `queue.addBulk` take it. */
export interface StopJob {
  readonly name: StopOperation;
  readonly data: StopTask;
  readonly opts: { readonly jobId: string };
}

/** The queue of an operation: each has a quota of its own, and BullMQ limits whole queues. */
export const stopQueueName = (operation: StopOperation): string => `apsara-live-${operation}`;

/**
 * Makes the job of a task. Its ID comes from the ID of the task, so that a task that is added twice waits once.
 *
 * @throws LiveError of kind `argument`
 * @example
 * ```js
 * const { name, data, opts } = stopJob({ taskId: "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4" });
 * await queue.queues[name].add(name, data, opts);
 * ```
 */
export function stopJob(task: StopTask): StopJob {
  const { operation, params, id, context } = readTask(task);
  const named = { ...params, ...defined({ operation: isNamed(operation) ? operation : undefined, context }) };
  // biome-ignore lint/plugin: a union of operations does not say that the name belongs to the parameters
  const data = named as StopTask;
  // BullMQ refuses a colon, which is encoded, and an integer, which has no letter.
  return {
    name: operation,
    data,
    opts: { jobId: `stop-${encodeURIComponent(id)}` },
  };
}
