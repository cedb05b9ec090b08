// Adding jobs to one queue, with an account of what became of each task.
import type { Job } from "bullmq";
import type { StopOperation, StopTask } from "../queued-task.ts";
import type { TaskResult } from "../try-once.ts";
import { deadJobs } from "./dead.ts";
import { keyOf, type StopJob, type TaskQueue } from "./job.ts";
import type { Reach } from "./reach.ts";
import { type Schedule, scheduleOf, timeOf } from "./scheduled.ts";

/**
 * What became of a task that was added:
 *
 * - `"added"`: it has a new job.
 * - `"waiting"`: a job of the task waits already, and stops it: at the same time, or it is due. A time does not move what is due, nor
 *   what waits for another attempt.
 * - `"moved"`: a job of the task waited for another time. A new job takes its place.
 * - `"runs-again"`: a job of the task is active. Another one follows it, because the task may have been started again since.
 * - `"revived"`: the task was dead. It has a new job, and the failed one is removed.
 */
export type Added = "added" | "waiting" | "moved" | "runs-again" | "revived";

/** The job of a task, in BullMQ's types, with what became of the task. */
export type AddedJob = Job<StopTask, TaskResult, StopOperation> & { readonly added: Added };

/** The job of a task, and its time; without, it is due. */
export interface TimedJob extends StopJob {
  readonly at: number | undefined;
}

/** Jobs of one command. Larger ones hold up the workers. */
const BULK = 1000;

/** States of a job whose follow-up BullMQ has stored: it is active, or was a moment ago. */
const ACTIVE: readonly string[] = ["active", "completed", "failed", "unknown"];

/**
 * Adds jobs. Resolves to a job for each, in their order.
 *
 * @param now - resolves to the time of the broker
 */
export async function addJobs(
  queue: TaskQueue,
  jobs: readonly TimedJob[],
  reach: Reach,
  now: () => Promise<number>,
): Promise<AddedJob[]> {
  const dead = new Map<string, Job[]>();
  for (const job of await deadJobs(queue, reach)) {
    const key = keyOf(job.data);
    if (key !== undefined) dead.set(key, [...(dead.get(key) ?? []), job]);
  }
  const added: AddedJob[] = [];
  for (let at = 0; at < jobs.length; at += BULK) {
    added.push(...(await reach.answer(() => addPart(queue, jobs.slice(at, at + BULK), dead, now))));
  }
  return added;
}

const idOf = ({ opts }: StopJob): string => opts.deduplication.id;

async function addPart(
  queue: TaskQueue,
  jobs: readonly TimedJob[],
  dead: ReadonlyMap<string, readonly Job[]>,
  now: () => Promise<number>,
): Promise<AddedJob[]> {
  const own = unique(jobs);
  const before = await Promise.all(own.map((job) => standing(queue, idOf(job))));
  const isTimed = own.some(({ at }) => at !== undefined) || before.some(({ at }) => at !== undefined);
  const brokerMs = isTimed ? await now() : 0;
  const bullJobs = await queue.addBulk(own.map((job, index) => planned(job, before[index], brokerMs)));
  const settled = await Promise.all(
    own.map(async (given, index): Promise<[string, AddedJob]> => {
      const id = idOf(given);
      const job = bullJobs[index];
      if (job === undefined) throw new Error("BullMQ returned fewer jobs than it was given");
      const old = dead.get(id) ?? [];
      // Another program may have added the task as well, and removed the failed job. Postgres calls a job locked that is gone.
      await Promise.all(old.map((failed) => failed.remove().catch(() => undefined)));
      if (job.id !== before[index]?.id) {
        const isMoved = isWaiting(before[index], brokerMs);
        return [id, Object.assign(job, { added: isMoved ? "moved" : old.length > 0 ? "revived" : "added" } as const)];
      }
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

/** Returns one job for each task: the last, unless another one is due now. */
function unique(jobs: readonly TimedJob[]): TimedJob[] {
  const own = new Map<string, TimedJob>();
  for (const job of jobs) {
    const other = own.get(idOf(job));
    if (other === undefined || other.at !== undefined || job.at === undefined) own.set(idOf(job), job);
  }
  return [...own.values()];
}

/** The job of a task in the queue, and its time. */
interface Standing {
  readonly id?: string | undefined;
  readonly at?: number | undefined;
}

/** Resolves to the job of a task, and to its time. */
export async function standing(queue: TaskQueue, deduplicationId: string): Promise<Standing> {
  const id = await queue.getDeduplicationJobId(deduplicationId);
  const job = id ? await queue.getJob(id) : undefined;
  return { id: id ?? undefined, at: job ? timeOf(job) : undefined };
}

/** Whether a job waits for its time. After that time, it may be in its back-off, from which no other job may pull it. */
const isWaiting = (job: Standing | undefined, now: number): boolean => (job?.at ?? 0) > now;

/** Returns the job for BullMQ. It replaces a job that waits for another time, also one that another program adds meanwhile. */
function planned(job: TimedJob, before: Standing | undefined, now: number): StopJob & { opts: Partial<Schedule> } {
  const { name, data, at, opts } = job;
  const replace = before?.id === undefined || (isWaiting(before, now) && before.at !== at);
  return {
    name,
    data,
    opts: { ...scheduleOf(at, now), deduplication: { ...opts.deduplication, ...(replace ? { replace } : {}) } },
  };
}
