// Cancelling the stop of a task.
import type { TaskQueue } from "./job.ts";
import type { Reach } from "./reach.ts";

/**
 * What became of a stop that was cancelled:
 *
 * - `"cancelled"`: its job is removed, at whatever time it was due. Nothing stops the task.
 * - `"active"`: its job is active, and stops the task. A job that was added meanwhile follows it: cancel again after that.
 * - `"none"`: no job of the task waits. It was stopped, is dead, or was never added.
 */
export type Cancelled = "cancelled" | "active" | "none";

/** Removes the job of a deduplication ID, unless it is active. */
export async function cancelJob(queue: TaskQueue, id: string, reach: Reach): Promise<Cancelled> {
  let gone: string | undefined;
  for (;;) {
    const jobId = await reach.answer(() => queue.getDeduplicationJobId(id));
    if (!jobId || jobId === gone) return "none";
    if ((await reach.answer(() => queue.remove(jobId))) === 1) return "cancelled";
    // Locked; or, on Postgres, gone: then the follow-up has the ID, or no job.
    const state = await reach.answer(() => queue.getJobState(jobId));
    if (state === "active") return "active";
    // Postgres keeps the ID of a job that was drained.
    if (state === "unknown") gone = jobId;
  }
}
