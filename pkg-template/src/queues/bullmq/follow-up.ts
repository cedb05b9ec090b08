// The time of a job that followed an active one.
import type { Job } from "bullmq";
import type { TaskQueue, TaskWorker } from "./job.ts";
import { timeOf } from "./scheduled.ts";

/**
 * Sets the time of the job that follows each job of a worker. BullMQ counts its delay from the end of the job before, which an outage can
 * hold for hours.
 */
export function keepTimes(worker: TaskWorker, queue: TaskQueue): void {
  const set = (job?: Pick<Job, "opts">) => void setTime(queue, job?.opts.deduplication?.id).catch(() => undefined);
  worker.on("completed", set);
  worker.on("failed", set);
}

async function setTime(queue: TaskQueue, id: string | undefined): Promise<void> {
  const jobId = id && (await queue.getDeduplicationJobId(id));
  const job = jobId ? await queue.getJob(jobId) : undefined;
  const at = job && timeOf(job);
  // A job that was active has its time, or waits in its back-off.
  if (job === undefined || at === undefined || job.attemptsStarted > 0) return;
  // Refused unless the job waits for its time.
  await job.changeDelay(Math.max(at - Date.now(), 0));
}
