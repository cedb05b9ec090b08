// The BullMQ job of a task, and the queue that it goes to.
import type { Queue, Worker } from "bullmq";
import { readTask, type StopOperation, type StopTask, taskData } from "../queued-task.ts";
import type { TaskResult } from "../try-once.ts";

/** The queue of one operation, in BullMQ's types. */
export type TaskQueue = Queue<StopTask, TaskResult, StopOperation>;

/** The worker of one operation, in BullMQ's types. */
export type TaskWorker = Worker<StopTask, TaskResult, StopOperation>;

/** A job, as `queue.add(name, data, opts)` and `queue.addBulk` take it. */
export interface StopJob {
  readonly name: StopOperation;
  readonly data: StopTask;
  /** One job for a task waits at a time. A task that is added while its job is active gets another job after it. */
  readonly opts: { readonly deduplication: { readonly id: string; readonly keepLastIfActive: true } };
}

/** The queue of an operation: each has a quota of its own, and BullMQ limits whole queues. */
export const stopQueueName = (operation: StopOperation): string => `apsara-live-${operation}`;

/**
 * Makes the job of a task. Its deduplication ID comes from the task and its owner, so that a task that is added twice waits once. Do not
 * add a `jobId`: BullMQ would lose the job that follows an active one.
 *
 * @throws LiveError of kind `argument`
 * @example
 * ```js
 * const { name, data, opts } = stopJob({ taskId: "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4" });
 * await queue.queues[name].add(name, data, opts);
 * ```
 */
export function stopJob(task: StopTask): StopJob {
  const read = readTask(task);
  const deduplication = { id: encodeURIComponent(read.key), keepLastIfActive: true } as const;
  return { name: read.operation, data: taskData(read), opts: { deduplication } };
}

/** Returns the deduplication ID of the task in a job, unless another program has added the job. */
export function keyOf(data: unknown): string | undefined {
  try {
    return encodeURIComponent(readTask(data).key);
  } catch {
    return undefined;
  }
}
