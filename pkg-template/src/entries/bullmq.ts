/**
 * `apsara-live/bullmq`: stops tasks over many machines with BullMQ 6 or later, on Redis, Valkey or Postgres. Needs the package
 * `bullmq` beside this one.
 *
 * Redis and Valkey need `maxmemory-policy noeviction` and `appendonly yes`: otherwise they may lose jobs.
 *
 * @example
 * ```js
 * import { createClient } from "apsara-live";
 * import { stopQueue, stopWorkers } from "apsara-live/bullmq";
 *
 * const queue = stopQueue({ host: "127.0.0.1", port: 6379 });
 * await queue.addBulk([{ taskId: "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4" }, { monitorId: "445409ec-7eaa-461d-8f29-4bec2eb9a1c3" }]);
 *
 * await stopWorkers(createClient({ quota: false }), queue);
 * ```
 *
 * @module
 */
export type { Added, AddedJob } from "../queues/bullmq/add.ts";
export type { Cancelled } from "../queues/bullmq/cancel.ts";
export type { DeadStop } from "../queues/bullmq/dead.ts";
export { type StopJob, stopJob, stopQueueName } from "../queues/bullmq/job.ts";
export { stopProcessor } from "../queues/bullmq/processor.ts";
export { type StopQueue, type StopQueueOptions, stopQueue } from "../queues/bullmq/queue.ts";
export type { AddBulkOptions, AddOptions } from "../queues/bullmq/scheduled.ts";
export type { OnWarning, StopWarning } from "../queues/bullmq/warning.ts";
export { type StopWorkerOptions, stopWorkerOptions } from "../queues/bullmq/worker-options.ts";
export { type StopWorkers, type StopWorkersOptions, stopWorkers } from "../queues/bullmq/workers.ts";
export type { StopOperation, StopTask } from "../queues/queued-task.ts";
export type { RateOptions } from "../queues/rate.ts";
export type { StopTime } from "../queues/stop-time.ts";
export type { StopClient, TaskResult } from "../queues/try-once.ts";
