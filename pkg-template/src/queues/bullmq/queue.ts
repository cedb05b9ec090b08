// The BullMQ queues of a fleet: one for each operation.
import {
  type BackendFactory,
  type ConnectionOptions,
  createPostgresBackend,
  type Job,
  type PostgresConnectionOptions,
  type Processor,
  Queue,
  Worker,
  type WorkerOptions,
} from "bullmq";
import { createLiveError } from "../../api/live-error.ts";
import { STOP_NAMES } from "../../generated/stops.ts";
import { byName } from "../../options/names.ts";
import type { StopOperation, StopTask } from "../queued-task.ts";
import type { TaskResult } from "../try-once.ts";
import { type AddedJob, addJobs, standing, type TimedJob } from "./add.ts";
import { askBroker, connected, isOnPostgres } from "./broker.ts";
import { type Cancelled, cancelJob } from "./cancel.ts";
import { type DeadStop, deadJobs, deadStop } from "./dead.ts";
import { keepTimes } from "./follow-up.ts";
import { keyOf, stopJob, stopQueueName, type TaskQueue, type TaskWorker } from "./job.ts";
import { Reach, refused } from "./reach.ts";
import { type AddBulkOptions, type AddOptions, timesOf } from "./scheduled.ts";
import { type OnWarning, warn } from "./warning.ts";
import { stopWorkerOptions } from "./worker-options.ts";

/** Options of {@link stopQueue}. */
export interface StopQueueOptions {
  /** Makes the backend of another database: `createPostgresBackend` of BullMQ. @defaultValue Redis or Valkey */
  // biome-ignore lint/suspicious/noExplicitAny: a factory of any backend, for the connection that it takes
  readonly backend?: BackendFactory<any, any> | undefined;
  /**
   * The prefix of all keys in Redis; Redis Cluster needs a hash tag in it, such as `{stops}`. Postgres has none: give its connection
   * a `schema`. @defaultValue "bull"
   */
  readonly prefix?: string | undefined;
  /** The time in which the broker must answer a command, in milliseconds. @defaultValue 10000 */
  readonly timeoutMs?: number | undefined;
  /** Called with each warning of the queues and their workers. @defaultValue `console.warn` */
  readonly onWarning?: OnWarning | undefined;
}

/** The queues of a fleet. */
export interface StopQueue {
  /** BullMQ's own queues, by operation. */
  readonly queues: { readonly [Operation in StopOperation]: TaskQueue };
  /**
   * Resolves once the broker answers, and warns of settings with which it loses jobs. The other methods wait for this. Rejects if the
   * broker refuses, or does not answer within `timeoutMs`: they may be called again.
   */
  ready(): Promise<void>;
  /** Resolves to how far the clock of this process is ahead of the clock of the broker, in milliseconds. */
  aheadMs(): Promise<number>;
  /**
   * Opens a worker on the connection, the backend and the prefix of the queues, with {@link stopWorkerOptions} and the given ones.
   * {@link stopWorkers} looks at the clock as well.
   */
  worker(
    operation: StopOperation,
    processor: Processor<StopTask, TaskResult, StopOperation>,
    options: Partial<Omit<WorkerOptions, "connection" | "prefix">>,
  ): TaskWorker;
  /** The option `onWarning`. */
  readonly onWarning?: OnWarning | undefined;
  /**
   * Adds a task to the queue of its operation, to be stopped at once or `at` a time. `added` of the job says what became of the task.
   *
   * A task that waits for its time and is added again moves to the new time; without a time, it is stopped at once.
   */
  add(task: StopTask, options?: AddOptions): Promise<AddedJob>;
  /**
   * Adds many tasks. An unusable task or time rejects before any is added. Resolves to a job for each task, in their order. A task that is
   * given twice has the last time, unless one of them is without.
   */
  addBulk(tasks: Iterable<StopTask>, options?: AddBulkOptions): Promise<AddedJob[]>;
  /** Removes the job of a task that is not to be stopped, unless the job is active. */
  cancel(task: StopTask): Promise<Cancelled>;
  /** Resolves to the dead tasks: what {@link decide} gave up, what used up its attempts, and what BullMQ failed itself. */
  dead(): Promise<DeadStop[]>;
  /**
   * Adds dead tasks again, after the cause is gone. Resolves to their jobs. A task that waits for its time as well keeps the time.
   *
   * @param which - chooses among the dead tasks. @defaultValue all
   */
  revive(which?: (dead: DeadStop) => boolean): Promise<AddedJob[]>;
  /** Closes the connections. */
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/** With the back-off of the workers, an outage of 50 minutes. */
const ATTEMPTS = 20;

/**
 * Opens the queues of a fleet: one for each operation, because each operation has a quota of its own.
 *
 * A task that is done leaves the queue, so that a monitor which runs again can be added again. A task that is dead stays among
 * the failed jobs until it is added again.
 *
 * @param connection - BullMQ's `connection`
 * @throws LiveError of kind `argument`: a `prefix` on Postgres, or none with a hash tag for a client of Redis Cluster
 * @example
 * ```js
 * const queue = stopQueue({ host: "127.0.0.1", port: 6379 });
 * await queue.add({ taskId: "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4" });
 * await queue.add({ taskId: "90e4bdcf-8bd9-4a1a-b9cc-4a3d5dbb16f3" }, { at: new Date("2027-01-11T12:05:00+08:00") });
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
  { backend, prefix, timeoutMs = TIMEOUT_MS, onWarning }: StopQueueOptions = {},
): StopQueue {
  if (Object(connection).isCluster === true) checkHashTag(prefix);
  if (backend === createPostgresBackend) checkNoPrefix(prefix);
  // biome-ignore lint/plugin: the backend of Postgres takes the other form
  const redis = connection as ConnectionOptions;
  const shared = {
    connection: backend === undefined ? redis : withTimeout(redis, 0.9 * timeoutMs),
    ...(prefix === undefined ? {} : { prefix }),
  };
  const options = {
    ...shared,
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
  const all = Object.values(queues);
  const reach = new Reach(timeoutMs, onWarning);
  for (const queue of all) reach.watch(queue);
  const close = async () => {
    await reach.answer(() => Promise.all(all.map((queue) => queue.close())));
  };

  const ask = () => reach.answer(() => askBroker(queues.StopRtcCloudRecording));
  let readiness: Promise<void> | undefined;
  const ready = (): Promise<void> => {
    readiness ??= check().catch((error: unknown) => {
      readiness = undefined;
      throw error;
    });
    return readiness;
  };
  async function check(): Promise<void> {
    await reach.answer(() => Promise.all(all.map(connected)).catch(refused));
    // Another copy of BullMQ, or a function around its backend.
    if (isOnPostgres(queues.StopRtcCloudRecording)) checkNoPrefix(prefix);
    const { advice, isCluster } = await ask();
    if (isCluster) checkHashTag(prefix);
    for (const message of advice) warn(onWarning, { code: "broker", message });
  }

  const now = async (): Promise<number> => Date.now() - (await ask()).aheadMs;

  async function addBulk(tasks: Iterable<StopTask>, options: AddBulkOptions = {}): Promise<AddedJob[]> {
    const timeOf = timesOf(options);
    return addAll(Array.from(tasks, (task) => ({ ...stopJob(task), at: timeOf(task) })));
  }

  async function addAll(jobs: readonly TimedJob[]): Promise<AddedJob[]> {
    await ready();
    const added = new Map<TimedJob, AddedJob>();
    for (const name of STOP_NAMES) {
      const own = jobs.filter((job) => job.name === name);
      const results = own.length === 0 ? [] : await addJobs(queues[name], own, reach, now);
      for (const [index, job] of own.entries()) {
        const result = results[index];
        if (result !== undefined) added.set(job, result);
      }
    }
    return jobs.flatMap((job) => added.get(job) ?? []);
  }

  async function readDead(): Promise<[DeadStop, Job][]> {
    await ready();
    const dead: [DeadStop, Job][] = [];
    for (const name of STOP_NAMES) {
      for (const job of await deadJobs(queues[name], reach)) dead.push([deadStop(name, job), job]);
    }
    return dead;
  }

  return {
    queues,
    onWarning,
    async add(task, options) {
      const [added] = await addBulk([task], options);
      if (added === undefined) throw new Error("BullMQ returned no job");
      return added;
    },
    addBulk,
    async cancel(task) {
      const { name, opts } = stopJob(task);
      await ready();
      return cancelJob(queues[name], opts.deduplication.id, reach);
    },
    dead: async () => (await readDead()).map(([dead]) => dead),
    async revive(which = () => true) {
      const dead = (await readDead()).filter(([one, { data }]) => which(one) && keyOf(data));
      const jobs: TimedJob[] = [];
      for (const [, { data }] of dead) {
        const job = stopJob(data);
        const { at } = await reach.answer(() => standing(queues[job.name], job.opts.deduplication.id));
        jobs.push({ ...job, at });
      }
      return addAll(jobs);
    },
    close,
    ready,
    aheadMs: async () => (await ask()).aheadMs,
    worker(operation, processor, given) {
      const name = stopQueueName(operation);
      const workerOptions = { ...shared, ...stopWorkerOptions(operation), ...given };
      const worker =
        backend === undefined
          ? new Worker<StopTask, TaskResult, StopOperation>(name, processor, workerOptions)
          : // biome-ignore lint/plugin: a worker on Postgres differs in its backend alone
            (new Worker(name, processor, workerOptions, backend) as unknown as TaskWorker);
      reach.watch(worker);
      keepTimes(worker, queues[operation]);
      return worker;
    },
  };
}

/** Without a timeout, the pool of Postgres waits for a silent server for ever, and cannot be closed. */
function withTimeout(connection: ConnectionOptions | string, connectionTimeoutMillis: number): ConnectionOptions {
  const given = typeof connection === "string" ? { connectionString: connection } : connection;
  // biome-ignore lint/plugin: a pool of the caller has timeouts of its own
  return ("connect" in given ? given : { connectionTimeoutMillis, ...given }) as ConnectionOptions;
}

function checkHashTag(prefix = ""): void {
  if (!/\{[^}]+\}/.test(prefix)) throw invalid("prefix", "one with a hash tag for Redis Cluster, such as `{stops}`");
}

function checkNoPrefix(prefix: string | undefined): void {
  if (prefix !== undefined) throw invalid("prefix", "none on Postgres: use another `schema` of the connection");
}

const invalid = (option: string, expected: string): Error =>
  createLiveError({
    kind: "argument",
    code: "ERR_INVALID_OPTION",
    message: `options.${option}: expected ${expected}`,
  });
