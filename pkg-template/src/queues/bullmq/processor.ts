// The processor of a BullMQ worker: one request for a job, and the decision in BullMQ's own terms.
import { RateLimitError, UnrecoverableError } from "bullmq";
import { LiveError } from "../../api/live-error.ts";
import { decide } from "../decide.ts";
import type { StopOperation } from "../queued-task.ts";
import { type StopClient, type TaskResult, tryOnce, warmUp } from "../try-once.ts";
import { Lateness } from "./lateness.ts";

/** The members of a job that the processor reads. */
interface TaskJob {
  readonly name: string;
  readonly data: unknown;
  /** The time at which the worker asked the broker for the job, in milliseconds since 1970. */
  readonly processedOn?: number | undefined;
}

/** The part of the queues that the processor needs: pausing a queue. */
interface Pausable {
  readonly queues: { readonly [Operation in StopOperation]: { rateLimit(pauseMs: number): Promise<void> } };
}

/**
 * Returns the processor of the workers of both queues. It sends one request for a job, with the client's retries off, because
 * retries inside a call would escape the limiter.
 *
 * | {@link decide} | processor |
 * | --- | --- |
 * | `done` | returns the result |
 * | `retry` with `pauseMs`, after throttling | pauses the queue for all workers and puts the job back; the attempt does not count |
 * | `retry` | throws the error: BullMQ retries after the back-off |
 * | `dead` | throws an `UnrecoverableError`: the job fails without another attempt |
 *
 * @param live - a client with `quota: false`: the queue paces, and a second pacer would delay requests that the limiter let through
 * @param queue - the queues of {@link stopQueue}, to pause the throttled queue
 * @example
 * ```js
 * const processor = stopProcessor(createClient({ quota: false }), queue);
 * new Worker(stopQueueName(operation), processor, { connection, ...stopWorkerOptions(operation) });
 * ```
 */
export function stopProcessor(live: StopClient, queue: Pausable): (job: TaskJob) => Promise<TaskResult> {
  const ready = warmUp(live);
  const lateness = new Lateness();
  return async (job) => {
    await ready;
    // Without a pause: the limiter lets the job through again at its turn, and the attempt does not count.
    if (lateness.isVoid(Date.now() - (job.processedOn ?? Date.now()))) throw new RateLimitError();
    try {
      return await tryOnce(live, job.data);
    } catch (error) {
      const { action, pauseMs } = decide(error);
      if (pauseMs !== undefined && isThrottled(error) && isOperation(job.name, queue)) {
        await queue.queues[job.name].rateLimit(pauseMs);
        throw new RateLimitError();
      }
      if (action === "dead" && error instanceof LiveError) throw unrecoverable(error);
      throw error;
    }
  };
}

const isOperation = (name: string, { queues }: Pausable): name is StopOperation => Object.hasOwn(queues, name);

const isThrottled = (error: unknown): boolean => error instanceof LiveError && error.kind === "throttled";

/** BullMQ keeps the message as `failedReason`; no message of a `LiveError` shows a secret. */
const unrecoverable = (error: LiveError): Error =>
  Object.assign(new UnrecoverableError(`${error.code}: ${error.message}`), { cause: error });
