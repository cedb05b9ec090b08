// The workers of both queues in one process, which take jobs while the clock of the process is right.
import { RateLimitError, type WorkerOptions } from "bullmq";
import { OPERATIONS, type StopMethod } from "../../generated/operations.ts";
import { STOP_NAMES } from "../../generated/stops.ts";
import { byName } from "../../options/names.ts";
import type { StopOperation } from "../queued-task.ts";
import type { StopClient } from "../try-once.ts";
import { isOnPostgres } from "./broker.ts";
import type { TaskWorker } from "./job.ts";
import { stopProcessor } from "./processor.ts";
import type { StopQueue } from "./queue.ts";
import { warn } from "./warning.ts";
import { stopWorkerOptions } from "./worker-options.ts";

/** Options of {@link stopWorkers}. */
export interface StopWorkersOptions {
  /** This fleet's part of the account's quotas, above 0 and at most 1. Others share the account. @defaultValue 1 */
  readonly share?: number | undefined;
  /** The account's quotas in calls per second, if the vendor has raised them. @defaultValue 50 and 10 */
  readonly quota?: { readonly [Method in StopMethod]?: number | undefined } | undefined;
  /** Replaces members of {@link stopWorkerOptions}, such as `concurrency`. */
  readonly worker?: Partial<Omit<WorkerOptions, "connection" | "prefix" | "autorun">> | undefined;
}

/** The workers of a process. */
export interface StopWorkers {
  /** BullMQ's own workers, by operation. */
  readonly workers: { readonly [Operation in StopOperation]: TaskWorker };
  /** Closes the workers, after the jobs under way. The queues stay open. */
  close(): Promise<void>;
}

/** A larger difference moves the windows of BullMQ's limiter on Postgres, and the times of delayed jobs on each broker. */
const CLOCK_MS = 1000;

const CHECK_MS = 60_000;

/**
 * Starts the workers of both queues, on the connection and the prefix of the queues. Start it on as many machines as you like.
 *
 * It compares the clock of the process with the clock of the broker at the start, each minute, and when a job comes before its time.
 * While they differ by more than a second, `onWarning` of the queues is told, and the workers take no jobs: a limiter on Postgres counts
 * by the clocks of the workers, so that one machine with a wrong clock would stop the fleet.
 *
 * @param live - a client with `quota: false`, because the queue paces
 * @returns the workers. Rejects if the broker does not answer within `timeoutMs` of the queues
 * @throws LiveError of kind `argument`
 * @example
 * ```js
 * const queue = stopQueue(connection);
 * const { workers, close } = await stopWorkers(createClient({ quota: false }), queue, { share: 0.8 });
 * workers.StopRtcCloudRecording.on("failed", (job, error) => console.error(job?.data, error.message));
 * ```
 */
export async function stopWorkers(
  live: StopClient,
  queue: StopQueue,
  { share, quota = {}, worker = {} }: StopWorkersOptions = {},
): Promise<StopWorkers> {
  const optionsOf = byName(STOP_NAMES, (operation) =>
    stopWorkerOptions(operation, { share, quota: quota[OPERATIONS[operation].method] }),
  );
  await queue.ready();
  const processor = stopProcessor(live, { ...queue, aheadMs });
  const workers = byName(STOP_NAMES, (operation) =>
    queue.worker(operation, processor, { ...optionsOf[operation], ...worker, autorun: false }),
  );
  const all = Object.values(workers);

  let isRight: boolean | undefined;
  /** For the processor. Gives its job back if the clock is wrong: BullMQ delays no job by another clock. */
  async function aheadMs(): Promise<number> {
    const ms = await queue.aheadMs();
    void judge(ms).catch(() => undefined);
    if (isRight === true) return ms;
    // Postgres has a window that ends by the wrong clock: after its last permit, it would hold the fleet until then.
    for (const each of Object.values(queue.queues)) if (isOnPostgres(each)) await each.removeRateLimitKey();
    throw new RateLimitError();
  }
  async function check(): Promise<void> {
    await judge(await queue.aheadMs());
  }
  async function judge(aheadMs: number): Promise<void> {
    const wasRight = isRight;
    isRight = Math.abs(aheadMs) <= CLOCK_MS;
    if (isRight && wasRight !== true) for (const each of all) void each.resume();
    if (isRight || wasRight === false) return;
    const message = `the clock of this process is ${difference(aheadMs)} the clock of the broker. Its workers take no jobs until it is set.`;
    warn(queue.onWarning, { code: "clock", message });
    await Promise.all(all.map((each) => each.pause(true)));
  }

  const close = async () => {
    await Promise.all(all.map((each) => each.close()));
  };
  try {
    await check();
  } catch (error) {
    await close();
    throw error;
  }
  // A broker that does not answer is an error of the workers.
  const timer = setInterval(() => void check().catch(() => undefined), CHECK_MS);
  return {
    workers,
    close() {
      clearInterval(timer);
      return close();
    },
  };
}

const difference = (aheadMs: number): string =>
  `${(Math.abs(aheadMs) / 1000).toFixed(1)} s ${aheadMs > 0 ? "ahead of" : "behind"}`;
