// The BullMQ queues of a fleet: one for each operation.
import { type BackendFactory, type ConnectionOptions, type Job, type PostgresConnectionOptions, Queue } from "bullmq";
import { STOP_NAMES } from "../../generated/stops.ts";
import { byName } from "../../options/names.ts";
import type { StopOperation, StopTask } from "../queued-task.ts";
import type { TaskResult } from "../try-once.ts";
import { type AddedJob, addJobs } from "./add.ts";
import { type DeadStop, deadJobs, deadStop } from "./dead.ts";
import { keyOf, type StopJob, stopJob, stopQueueName, type TaskQueue } from "./job.ts";
import type { OnWarning } from "./warning.ts";

/** Options of {@link stopQueue}. */
export interface StopQueueOptions {
  /** Makes the backend of another database: `createPostgresBackend` of BullMQ. @defaultValue Redis or Valkey */
  // biome-ignore lint/suspicious/noExplicitAny: a factory of any backend, for the connection that it takes
  readonly backend?: BackendFactory<any, any> | undefined;
  /** The prefix of all keys in Redis; the workers need the same one. @defaultValue "bull" */
  readonly prefix?: string | undefined;
  /** Called with each warning of the queues and their workers. @defaultValue `console.warn` */
  readonly onWarning?: OnWarning | undefined;
}

/** The queues of a fleet. */
export interface StopQueue {
  /** BullMQ's own queues, by operation. */
  readonly queues: { readonly [Operation in StopOperation]: TaskQueue };
  /** The option `onWarning`. */
  readonly onWarning?: OnWarning | undefined;
  /** Adds a task to the queue of its operation. `added` of the job says what became of the task. */
  add(task: StopTask): Promise<AddedJob>;
  /** Adds many tasks. An unusable task rejects before any is added. Resolves to a job for each task, in their order. */
  addBulk(tasks: Iterable<StopTask>): Promise<AddedJob[]>;
  /** Resolves to the dead tasks: what {@link decide} gave up, what used up its attempts, and what BullMQ failed itself. */
  dead(): Promise<DeadStop[]>;
  /**
   * Adds dead tasks again, after the cause is gone. Resolves to their jobs.
   *
   * @param which - chooses among the dead tasks. @defaultValue all
   */
  revive(which?: (dead: DeadStop) => boolean): Promise<AddedJob[]>;
  /** Closes the connections. */
  close(): Promise<void>;
}

/** With the back-off of the workers, an outage of 50 minutes. */
const ATTEMPTS = 20;

/**
 * Opens the queues of a fleet: one for each operation, because each operation has a quota of its own.
 *
 * A task that is done leaves the queue, so that a monitor which runs again can be added again. A task that is dead stays among
 * the failed jobs until it is added again.
 *
 * @param connection - BullMQ's `connection`
 * @example
 * ```js
 * const queue = stopQueue({ host: "127.0.0.1", port: 6379 });
 * await queue.add({ taskId: "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4" });
 * for (const { task, code } of await queue.dead()) console.error(task, code);
 * await queue.revive(({ code }) => code === "NotFound.Task"); // after the cause is gone
 * ```
 * @example
 * ```js
 * import { createPostgresBackend } from "bullmq";
 * const queue = stopQueue("postgres://127.0.0.1/queues", { backend: createPostgresBackend });
 * ```
 */
export function stopQueue(
  connection: ConnectionOptions | PostgresConnectionOptions,
  { backend, prefix, onWarning }: StopQueueOptions = {},
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

  async function addBulk(tasks: Iterable<StopTask>): Promise<AddedJob[]> {
    const jobs = Array.from(tasks, stopJob);
    const added = new Map<StopJob, AddedJob>();
    for (const name of STOP_NAMES) {
      const own = jobs.filter((job) => job.name === name);
      const results = own.length === 0 ? [] : await addJobs(queues[name], own);
      for (const [index, job] of own.entries()) {
        const result = results[index];
        if (result !== undefined) added.set(job, result);
      }
    }
    return jobs.flatMap((job) => added.get(job) ?? []);
  }

  async function readDead(): Promise<[DeadStop, Job][]> {
    const dead: [DeadStop, Job][] = [];
    for (const name of STOP_NAMES) {
      for (const job of await deadJobs(queues[name])) dead.push([deadStop(name, job), job]);
    }
    return dead;
  }

  return {
    queues,
    onWarning,
    async add(task) {
      const job = stopJob(task);
      const [added] = await addJobs(queues[job.name], [job]);
      if (added === undefined) throw new Error("BullMQ returned no job");
      return added;
    },
    addBulk,
    dead: async () => (await readDead()).map(([dead]) => dead),
    async revive(which = () => true) {
      const dead = await readDead();
      return addBulk(dead.filter(([one]) => which(one)).flatMap(([, job]) => (keyOf(job.data) ? [job.data] : [])));
    },
    async close() {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}
