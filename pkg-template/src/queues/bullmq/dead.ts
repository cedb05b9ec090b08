// Dead tasks: the failed jobs of a queue, whoever failed them.
import type { Job } from "bullmq";
import type { StopOperation } from "../queued-task.ts";
import type { TaskQueue } from "./job.ts";
import type { Reach } from "./reach.ts";

/** A task that BullMQ does not retry any more. */
export interface DeadStop {
  readonly operation: StopOperation;
  /** The data of the job: the task, unless another program has added the job. */
  readonly task: unknown;
  /** The code of the last error, unless BullMQ has failed the job itself: its worker died too often, for instance. */
  readonly code?: string | undefined;
  /** The message of the last error. */
  readonly message: string;
  /** The attempts that counted. */
  readonly attempts: number;
  /** The time of the failure, in milliseconds since 1970. */
  readonly failedAt?: number | undefined;
}

/** Jobs of one command. */
const PAGE = 1000;

/** Resolves to all failed jobs of a queue. */
export async function deadJobs(queue: TaskQueue, reach: Reach): Promise<Job[]> {
  const count = await reach.answer(() => queue.getFailedCount());
  const jobs: Job[] = [];
  for (let at = 0; at < count; at += PAGE) {
    jobs.push(...(await reach.answer(() => queue.getFailed(at, at + PAGE - 1))));
  }
  // A job may be removed between two commands.
  return jobs.filter((job) => job !== undefined && job !== null);
}

/** Returns what a failed job tells. */
export function deadStop(operation: StopOperation, job: Job): DeadStop {
  const { failedReason = "", data, attemptsMade, finishedOn } = job;
  const [, code, message] = FAILED_REASON.exec(failedReason) ?? [];
  return {
    operation,
    task: data,
    code,
    message: message ?? failedReason,
    attempts: attemptsMade,
    failedAt: finishedOn,
  };
}

/** The message of an error of the processor: no code of the service or of this package has a space. */
const FAILED_REASON = /^([A-Za-z]\w*(?:\.\w+)*): (.*)$/s;
