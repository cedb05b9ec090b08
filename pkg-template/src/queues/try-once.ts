// One request for a task of a queue, which paces and repeats the requests itself.
import type { CallOptions, StopOptions } from "../api/options.ts";
import type { StopOperations, StopResults } from "../api/stop-operations.ts";
import { OPERATIONS, type StopName } from "../generated/operations.ts";
import type { Operations } from "../generated/params.ts";
import { BY_STATE } from "../generated/stops.ts";
import { readTask } from "./queued-task.ts";

/** The methods of a client that a consumer uses. */
export interface StopClient extends StopOperations {
  /** Called once, to load the WebAssembly and the credentials. */
  sign?(operation: "StopRtcCloudRecording", params: Operations["StopRtcCloudRecording"]): Promise<unknown>;
}

/** The result of a stop. */
export type TaskResult = StopResults[StopName];

type Stop = (params: Operations[StopName], options: StopOptions) => Promise<TaskResult>;

/** Retries inside the call would escape the limiter of the queue. */
const ONCE: CallOptions = { retry: false };

/** Without the question, a message delivered again after a lost reply becomes a dead letter, although its task has stopped. */
const ASKING: StopOptions = { verify: true };

/**
 * Sends at most one request, and a question in doubt if only the state of the task tells that it had stopped. Rejects with a `LiveError`,
 * also if the task is unusable.
 */
export async function tryOnce(live: StopClient, task: unknown, options: CallOptions = {}): Promise<TaskResult> {
  const { operation, params, context } = readTask(task);
  // biome-ignore lint/plugin: the method takes the parameters of its operation, which the types of a union cannot say
  const stop = live[OPERATIONS[operation].method].bind(live) as Stop;
  return stop(params, { context, ...(BY_STATE.includes(operation) ? ASKING : {}), ...options, ...ONCE });
}

/**
 * Loads the WebAssembly and the credentials before the first permit, which would expire during the loading. Never rejects: the first
 * call has the error.
 */
export async function warmUp(live: StopClient): Promise<void> {
  try {
    await live.sign?.("StopRtcCloudRecording", { taskId: "warm-up" });
  } catch {
    // The first call rejects with the same error.
  }
}
