// Jobs that wait for their time.
import type { Job } from "bullmq";
import { asLiveError } from "../../call/failures.ts";
import { object } from "../../options/validate.ts";
import type { StopTask } from "../queued-task.ts";
import { readStopTime, type StopTime } from "../stop-time.ts";

/** Options of a task that is added. */
export interface AddOptions {
  /**
   * The time at which the task is stopped, instead of at once: a `Date`, or milliseconds since 1970, until September 2039. A time that
   * has passed means at once. It is compared with the clock of the broker, so that no machine with a wrong clock stops a task early.
   */
  readonly at?: StopTime;
}

/** Options of tasks that are added. */
export interface AddBulkOptions {
  /** The time of all tasks, as of {@link AddOptions}, or a function that returns the time of each. */
  readonly at?: StopTime | ((task: StopTask) => StopTime);
}

/** The latest time that BullMQ keeps to the millisecond on Redis, where scores are doubles: 4096 times the time is a safe integer. */
const LATEST_MS = Math.floor(Number.MAX_SAFE_INTEGER / 4096);

/** The members of BullMQ's `JobsOptions` for a job that waits. Their sum is its time, whatever the clock of the machine. */
export interface Schedule {
  readonly timestamp: number;
  readonly delay: number;
}

const readOptions = object({ at: (value: unknown) => value }, { expected: "an object, such as `{ at }`" });

/**
 * Returns a reader of the times of tasks. A time that is `undefined` is refused: a row without its column would stop the task at once.
 * So would a bare `Date` instead of the options.
 *
 * @throws LiveError of kind `argument`
 */
export function timesOf(options: AddBulkOptions): (task: StopTask) => number | undefined {
  const at = timeIn(options);
  if (!Object.hasOwn(options, "at")) return () => undefined;
  return (task) => readStopTime(typeof at === "function" ? at(task) : at, LATEST_MS, "options.at");
}

function timeIn(options: unknown): unknown {
  try {
    return readOptions(options, "options").at;
  } catch (error) {
    throw asLiveError(error);
  }
}

/** Returns the schedule of a job, and `undefined` if its time has passed. `now` is the time of the broker. */
export function scheduleOf(at: number | undefined, now: number): Schedule | undefined {
  // BullMQ takes whole milliseconds.
  const timestamp = Math.floor(now);
  return at === undefined || at <= timestamp ? undefined : { timestamp, delay: at - timestamp };
}

/** Returns the time of a job; `undefined` for a job without. BullMQ changes `timestamp` and `delay` of the job, but not its options. */
export function timeOf({ opts }: Pick<Job, "opts">): number | undefined {
  const { timestamp, delay } = opts;
  return timestamp === undefined || !delay ? undefined : timestamp + delay;
}
