// Adding jobs to one queue, with an account of what became of each task.
import type { Job } from "bullmq";
import type { StopOperation, StopTask } from "../queued-task.ts";
import type { TaskResult } from "../try-once.ts";
import { deadJobs } from "./dead.ts";
import { keyOf, type StopJob, type TaskQueue } from "./job.ts";
import type { Reach } from "./reach.ts";

/**
 * What became of a task that was added:
 *
 * - `"added"`: it has a new job.
 * - `"waiting"`: a job of the task waits already, and stops it.
 * - `"runs-again"`: a job of the task is active. Another one follows it, because the task may have been started again since.
 * - `"revived"`: the task was dead. It has a new job, and the failed one is removed.
 */
export type Added = "added" | "waiting" | "runs-again" | "revived";

/** The job of a task, in BullMQ's types, with what became of the task. */
export type AddedJob = Job<StopTask, TaskResult, StopOperation> & { readonly added: Added };

/** Jobs of one command. Larger ones hold up the workers. */
const BULK = 1000;

/** States of a job whose follow-up BullMQ has stored: it is active, or was a moment ago. */
const ACTIVE: readonly string[] = ["active", "completed", "failed", "unknown"];

/** Adds jobs. Resolves to a job for each, in their order. */
export async function addJobs(queue: TaskQueue, jobs: readonly StopJob[], reach: Reach): Promise<AddedJob[]> {
  const dead = new Map<string, Job[]>();
  for (const job of await deadJobs(queue, reach)) {
    const key = keyOf(job.data);
    if (key !== undefined) dead.set(key, [...(dead.get(key) ?? []), job]);
  }
  const added: AddedJob[] = [];
  for (let at = 0; at < jobs.length; at += BULK) {
    added.push(...(await reach.answer(() => addPart(queue, jobs.slice(at, at + BULK), dead))));
  }
  return added;
}

async function addPart(
  queue: TaskQueue,
  jobs: readonly StopJob[],
  dead: ReadonlyMap<string, readonly Job[]>,
): Promise<AddedJob[]> {
  const idOf = ({ opts }: StopJob): string => opts.deduplication.id;
  const own = new Map(jobs.map((job) => [idOf(job), job]));
  const before = await Promise.all([...own.keys()].map((id) => queue.getDeduplicationJobId(id)));
  const bullJobs = await queue.addBulk([...own.values()]);
  const settled = await Promise.all(
    [...own.keys()].map(async (id, index): Promise<[string, AddedJob]> => {
      const job = bullJobs[index];
      if (job === undefined) throw new Error("BullMQ returned fewer jobs than it was given");
      const isNew = job.id !== before[index];
      const old = dead.get(id) ?? [];
      // Another program may have added the task as well, and removed the failed job. Postgres calls a job locked that is gone.
      await Promise.all(old.map((failed) => failed.remove().catch(() => undefined)));
      if (isNew) return [id, Object.assign(job, { added: old.length > 0 ? ("revived" as const) : ("added" as const) })];
      const state = await queue.getJobState(String(job.id));
      return [
        id,
        Object.assign(job, { added: ACTIVE.includes(state) ? ("runs-again" as const) : ("waiting" as const) }),
      ];
    }),
  );
  const byId = new Map(settled);
  const seen = new Set<string>();
  return jobs.flatMap((job) => {
    const id = idOf(job);
    const result = byId.get(id);
    if (result === undefined) return [];
    // A task that was given twice waits in the job of the first.
    if (seen.has(id)) return [Object.assign(Object.create(result), { added: "waiting" as const })];
    seen.add(id);
    return [result];
  });
}
