// The BullMQ queues of a fleet: one for each operation.
import { type BackendFactory, type ConnectionOptions, type Job, type PostgresConnectionOptions, Queue } from "bullmq";
import { STOP_NAMES } from "../../generated/stops.ts";
import { byName } from "../../options/names.ts";
import type { StopOperation, StopTask } from "../queued-task.ts";
import type { TaskResult } from "../try-once.ts";
import { type StopJob, stopJob, stopQueueName } from "./job.ts";

/** The job of a task, in BullMQ's types. */
type TaskJob = Job<StopTask, TaskResult, StopOperation>;

/** The queue of one operation, in BullMQ's types. */
type TaskQueue = Queue<StopTask, TaskResult, StopOperation>;

/** Options of {@link stopQueue}. */
export interface StopQueueOptions {
  /** Makes the backend of another database: `createPostgresBackend` of BullMQ. @defaultValue Redis or Valkey */
  // biome-ignore lint/suspicious/noExplicitAny: a factory of any backend, for the connection that it takes
  readonly backend?: BackendFactory<any, any> | undefined;
  /** The prefix of all keys in Redis; the workers need the same one. @defaultValue "bull" */
  readonly prefix?: string | undefined;
}

/** The queues of a fleet. */
export interface StopQueue {
  /** BullMQ's own queues, by operation. */
  readonly queues: { readonly [Operation in StopOperation]: TaskQueue };
  /** Adds a task to the queue of its operation. A task that waits already is not added again. */
  add(task: StopTask): Promise<TaskJob>;
  /** Adds many tasks. An unusable task rejects before any is added. */
  addBulk(tasks: Iterable<StopTask>): Promise<TaskJob[]>;
  /** Closes the connections. */
  close(): Promise<void>;
}

/** With the back-off of the workers, an outage of 50 minutes. */
const ATTEMPTS = 20;

/** Jobs of one command. Larger ones hold up the workers. */
const BULK = 1000;

/**
 * Opens the queues of a fleet: one for each operation, because each operation has a quota of its own.
 *
 * A task that is done leaves the queue, so that a monitor which runs again can be added again. A task that is dead stays among
 * the failed jobs until you retry or remove it, and is not added again before.
 *
 * @param connection - BullMQ's `connection`
 * @example
 * ```js
 * const queue = stopQueue({ host: "127.0.0.1", port: 6379 });
 * await queue.add({ taskId: "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4" });
 * await queue.queues.StopRtcCloudRecording.retryJobs({ state: "failed" }); // after the cause is gone
 * ```
 * @example
 * ```js
 * import { createPostgresBackend } from "bullmq";
 * const queue = stopQueue("postgres://127.0.0.1/queues", { backend: createPostgresBackend });
 * ```
 */
export function stopQueue(
  connection: ConnectionOptions | PostgresConnectionOptions,
  { backend, prefix }: StopQueueOptions = {},
): StopQueue {
  const options = {
    // biome-ignore lint/plugin: the backend of Postgres takes the other form
    connection: connection as ConnectionOptions,
    ...(prefix === undefined ? {} : { prefix }),
    defaultJobOptions: {
      attempts: ATTEMPTS,
      backoff: { type: "apsara-live" },
      removeOnComplete: true,
      removeOnFail: false,
    },
  };
  const open = (operation: StopOperation): TaskQueue => {
    const name = stopQueueName(operation);
    if (backend === undefined) return new Queue<StopTask, TaskResult, StopOperation>(name, options);
    // biome-ignore lint/plugin: a producer uses nothing in which the types of a queue on Postgres differ
    return new Queue(name, options, backend) as TaskQueue;
  };
  const queues = byName(STOP_NAMES, open);
  return {
    queues,
    async add(task) {
      const { name, data, opts } = stopJob(task);
      return queues[name].add(name, data, opts);
    },
    async addBulk(tasks) {
      const jobs = Array.from(tasks, stopJob);
      const added: TaskJob[] = [];
      for (const [name, queue] of Object.entries(queues)) {
        const own = jobs.filter((job) => job.name === name);
        for (const part of parts(own)) added.push(...(await queue.addBulk(part)));
      }
      return added;
    },
    async close() {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}

const parts = (jobs: readonly StopJob[]): StopJob[][] =>
  Array.from({ length: Math.ceil(jobs.length / BULK) }, (_, part) => jobs.slice(part * BULK, (part + 1) * BULK));
