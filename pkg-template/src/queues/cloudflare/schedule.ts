// Stops at their time: one instance of a Workflow for each task sleeps, and then sends the task to the queue.
import { asLiveError } from "../../call/failures.ts";
import { Refusal } from "../../options/refusal.ts";
import { readTask, type StopTask, taskData } from "../queued-task.ts";
import { readStopTime, type StopTime } from "../stop-time.ts";
import type { ScheduleBindings, StopInstance, StopQueue, WorkflowStepLike } from "./bindings.ts";

/** The payload of an instance, which {@link scheduleStop} makes. */
export interface ScheduledStop {
  readonly task: StopTask;
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** The longest sleep of a Workflow: 365 days. https://developers.cloudflare.com/workflows/reference/limits/ */
const LONGEST_MS = 365 * 86_400_000;

/** A message has 128 KB at most, with the members that the platform and the consumer add. */
const MOST_BYTES = 120_000;

/** IDs have letters, digits, `-` and `_`, and at most 100 characters. */
const PLAIN = /^[\w-]{1,80}$/;

/** The states of an instance that sends nothing any more. Its ID stays in use until the instance is deleted. */
const ENDED: readonly string[] = ["complete", "errored", "terminated"];

/** Two programs may schedule the same task at once. */
const TRIES = 5;

/**
 * Schedules the stop of a task: an instance of the Workflow sleeps until `at`, and then sends the task to the queue. A time that has passed
 * means at once. Needs no WebAssembly.
 *
 * The ID of the instance comes from the task and its owner, so that a task that is scheduled twice has one instance. The platform cannot
 * give an instance another time: the instance is deleted, and a new one takes its ID. If the Worker is killed between the two, neither
 * stands, and the promise has not resolved: schedule again.
 *
 * @param env - the bindings: `STOP_WORKFLOW`
 * @param at - a `Date`, or milliseconds since 1970, at most 365 days ahead
 * @returns `"scheduled"`, or `"moved"` if the task waited for another time
 * @throws LiveError of kind `argument`, before anything is sent; errors of the platform
 * @example
 * ```js
 * await scheduleStop(env, { taskId }, new Date("2027-01-11T12:05:00+08:00"));
 * ```
 */
export async function scheduleStop(
  env: ScheduleBindings,
  task: StopTask,
  at: StopTime,
): Promise<"scheduled" | "moved"> {
  const { id, params } = await instanceOf(task, at);
  let result: "scheduled" | "moved" = "scheduled";
  for (let tries = 1; ; tries++) {
    try {
      await env.STOP_WORKFLOW.create({ id, params });
      return result;
    } catch (error) {
      if (!isError(error, /already.exists/i) || tries === TRIES) throw error;
    }
    if ((await remove(env, id)) === "waits") result = "moved";
  }
}

/**
 * Cancels the stop of a task, which waits for its time.
 *
 * @param env - the bindings: `STOP_WORKFLOW`
 * @returns `"cancelled"`, or `"none"`: the task was not scheduled, or it is in the queue already
 * @throws LiveError of kind `argument`; errors of the platform
 * @example
 * ```js
 * await cancelStop(env, { taskId });
 * ```
 */
export async function cancelStop(env: ScheduleBindings, task: StopTask): Promise<"cancelled" | "none"> {
  const { id } = await instanceOf(task, Date.now());
  return (await remove(env, id)) === "waits" ? "cancelled" : "none";
}

/**
 * The body of the Workflow: sleeps until the time, and then sends the task to the queue. The platform repeats the sending, for half a day.
 *
 * @param event - the event of `run`
 * @param step - the step of `run`
 * @param queue - the binding of the queue that {@link consumeStops} consumes
 * @example
 * ```js
 * import { WorkflowEntrypoint } from "cloudflare:workers";
 * import { sendWhenDue } from "apsara-live/cloudflare";
 *
 * export class StopWorkflow extends WorkflowEntrypoint {
 *   run(event, step) {
 *     return sendWhenDue(event, step, this.env.STOPS);
 *   }
 * }
 * ```
 */
export async function sendWhenDue(
  { payload: { task, at } }: { readonly payload: ScheduledStop },
  step: WorkflowStepLike,
  queue: StopQueue,
): Promise<void> {
  const waitMs = at - Date.now();
  // `sleepUntil` refuses a time that has passed, also if it passes on the way, and the instance would end without a stop.
  if (waitMs > 0) await step.sleep("wait for the time", waitMs);
  await step.do("send to the queue", { retries: { limit: 100, delay: 10_000, backoff: "linear" } }, async () => {
    await queue.send(task);
  });
}

/** Removes an instance, and tells whether it was waiting for its time. */
async function remove({ STOP_WORKFLOW }: ScheduleBindings, id: string): Promise<"waits" | "ended" | "none"> {
  try {
    const instance: StopInstance = await STOP_WORKFLOW.get(id);
    const { status } = await instance.status();
    await instance.delete();
    return ENDED.includes(status) ? "ended" : "waits";
  } catch (error) {
    if (isError(error, /not.found/i)) return "none";
    throw error;
  }
}

/** Errors of a binding have lost their members: the code is in the message. */
const isError = (error: unknown, pattern: RegExp): boolean =>
  pattern.test(error instanceof Error ? error.message : String(error));

async function instanceOf(task: StopTask, at: StopTime): Promise<{ id: string; params: ScheduledStop }> {
  const ms = readStopTime(at, Date.now() + LONGEST_MS, "at");
  const read = readTask(task);
  return { id: await instanceId(read.key), params: { task: asMessage(taskData(read)), at: ms } };
}

/** Refuses a task that a Workflow can hold, but a queue cannot: at its time, nothing would be stopped. */
function asMessage(task: StopTask): StopTask {
  try {
    const json = JSON.stringify(task);
    if (new TextEncoder().encode(json).length <= MOST_BYTES) return JSON.parse(json);
  } catch {
    // A BigInt, or a cycle.
  }
  throw asLiveError(new Refusal("ERR_INVALID_PARAMETER", "context", `JSON of at most ${MOST_BYTES} bytes`));
}

/** Returns the ID for the key of a task: `recording-<ID>`, or a hash if the task has an owner or other characters in its ID. */
async function instanceId(key: string): Promise<string> {
  const plain = key.replace(" ", "-");
  if (PLAIN.test(plain)) return plain;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key)));
  return `sha256-${Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
