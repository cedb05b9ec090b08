// The processor of a BullMQ worker: one request for a job, and the decision in BullMQ's own terms.
import { DelayedError, RateLimitError, UnrecoverableError } from "bullmq";
import { createLiveError, LiveError } from "../../api/live-error.ts";
import { decide } from "../decide.ts";
import type { StopOperation } from "../queued-task.ts";
import { type StopClient, type TaskResult, tryOnce, warmUp } from "../try-once.ts";
import { BrokerClock } from "./broker-clock.ts";
import { Lateness } from "./lateness.ts";
import { Outage, type Pause } from "./outage.ts";
import { timeOf } from "./scheduled.ts";
import { type OnWarning, warn } from "./warning.ts";

/** The members of a job that the processor reads. */
interface TaskJob {
  readonly name: string;
  readonly data: unknown;
  /** The time at which the worker asked the broker for the job, in milliseconds since 1970. */
  readonly processedOn?: number | undefined;
  /** The queue of the worker, with its prefix. */
  readonly queueQualifiedName?: string;
  readonly priority?: number;
  readonly opts?: { readonly timestamp?: number; readonly delay?: number };
  changePriority?(options: { priority: number }): Promise<void>;
  moveToDelayed?(timestamp: number, token?: string): Promise<void>;
}

/** The part of a queue that the processor needs. */
interface PausableQueue {
  /** The name of the queue, with its prefix. */
  readonly qualifiedName?: string;
  rateLimit(pauseMs: number): Promise<void>;
  getRateLimitTtl(): Promise<number>;
}

/** The part of the queues that the processor needs. */
interface Pausable {
  readonly queues: { readonly [Operation in StopOperation]: PausableQueue };
  readonly onWarning?: OnWarning | undefined;
  aheadMs?(): Promise<number>;
}

/**
 * Returns the processor of the workers of both queues. It sends one request for a job, with the client's retries off, because
 * retries inside a call would escape the limiter.
 *
 * | {@link decide} | processor |
 * | --- | --- |
 * | `done` | returns the result |
 * | `retry` with `pauseMs` | pauses the queue for all workers and puts the job behind the others; the attempt does not count |
 * | `retry` | throws the error: BullMQ retries after the back-off |
 * | `dead` | throws an `UnrecoverableError`: the job fails without another attempt |
 *
 * The first error that other tasks meet, too, may be of its task alone: except after throttling, it is thrown. From the second in a
 * row, the queue is paused, `onWarning` of the queues gets the reason, and after each pause this process sends one request, until the
 * service answers. The message of an error begins with its code, because BullMQ keeps nothing but the message.
 *
 * A worker takes a job when its own clock says so. The processor compares the time of the job with the clock of the broker, and delays a
 * job that came early; the attempt does not count.
 *
 * @param live - a client with `quota: false`: the queue paces, and a second pacer would delay requests that the limiter let through
 * @param queue - the queues of {@link stopQueue}, to pause them
 * @example
 * ```js
 * const processor = stopProcessor(createClient({ quota: false }), queue);
 * new Worker(stopQueueName(operation), processor, { connection, ...stopWorkerOptions(operation) });
 * ```
 */
export function stopProcessor(
  live: StopClient,
  queue: Pausable,
): (job: TaskJob, token?: string) => Promise<TaskResult> {
  const ready = warmUp(live);
  const lateness = new Lateness();
  const outages = new Map<string, Outage>();
  const clock = new BrokerClock(queue);
  return async (job, token) => {
    await ready;
    // Without a pause: the limiter lets the job through again at its turn, and the attempt does not count.
    if (lateness.isVoid(Date.now() - (job.processedOn ?? Date.now()))) throw new RateLimitError();
    checkPrefix(job, queue);
    const at = timeOf({ opts: job.opts ?? {} });
    const earlyMs = at === undefined ? 0 : await clock.msUntil(at);
    if (earlyMs > 0 && job.moveToDelayed !== undefined) {
      await job.moveToDelayed(Date.now() + Math.ceil(earlyMs), token);
      throw new DelayedError();
    }
    const outage = outages.get(job.name) ?? new Outage();
    outages.set(job.name, outage);
    const turn = await outage.turn();
    if (turn === undefined) throw new RateLimitError();
    try {
      const result = await tryOnce(live, job.data);
      outage.over();
      return result;
    } catch (error) {
      const pause = isOperation(job.name, queue) ? outage.pauseAfter(error, turn) : undefined;
      if (pause === undefined || !isOperation(job.name, queue)) throw forBullmq(error);
      await hold(queue, job.name, pause, error);
      if (isThrottled(error) || job.moveToDelayed === undefined) throw new RateLimitError();
      // Behind the other jobs. In front of them, a task for which the service always fails would be asked after each pause. On Postgres,
      // a job comes back to its old place among those of its priority.
      await job.changePriority?.({ priority: (job.priority ?? 0) + 1 });
      await job.moveToDelayed(Date.now() + Math.max(pause.pauseMs, ASIDE_MS), token);
      throw new DelayedError();
    } finally {
      turn.end();
    }
  };
}

const isThrottled = (error: unknown): boolean => error instanceof LiveError && error.kind === "throttled";

const isOperation = (name: string, { queues }: Pausable): name is StopOperation => Object.hasOwn(queues, name);

/** The shortest time for which a job steps aside. */
const ASIDE_MS = 1000;

/** A pause of another queue would not hold this worker. */
function checkPrefix({ name, queueQualifiedName: own }: TaskJob, queue: Pausable): void {
  const { qualifiedName } = (isOperation(name, queue) && queue.queues[name]) || {};
  if (own === undefined || qualifiedName === undefined || own === qualifiedName) return;
  throw new Error(
    `the worker is on the queue ${own}, the processor on ${qualifiedName}: use stopWorkers, or one prefix`,
  );
}

async function hold(
  queue: Pausable,
  operation: StopOperation,
  { pauseMs, isNews }: Pause,
  error: unknown,
): Promise<void> {
  if (pauseMs === 0) return;
  if (isNews) {
    const message = `nothing is sent for ${operation}, because every task meets the same error. Jobs wait. ${described(error)}`;
    warn(queue.onWarning, { code: "held", message });
  }
  const { [operation]: paused } = queue.queues;
  // Another worker may have paused the queue for longer.
  if ((await paused.getRateLimitTtl()) < pauseMs) await paused.rateLimit(pauseMs);
}

const described = (error: unknown): string =>
  error instanceof LiveError ? `${error.code}: ${error.message}` : String(error);

/** BullMQ keeps the message as `failedReason`; no message of a `LiveError` shows a secret. */
function forBullmq(error: unknown): unknown {
  if (!(error instanceof LiveError)) return error;
  const message = described(error);
  if (decide(error).action === "dead") return Object.assign(new UnrecoverableError(message), { cause: error });
  return createLiveError({ ...error, message, cause: error.cause });
}
