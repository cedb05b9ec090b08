// A task in a queue: the parameters of the operation that stops it, and which operation that is.
import { createLiveError } from "../client/live-error.ts";
import type { StopLiveStreamMonitorParams, StopRtcCloudRecordingParams } from "../generated/params.ts";
import { operationParams } from "../options/params.ts";
import { Refusal } from "../options/refusal.ts";
import { isObject } from "../options/validate.ts";

/** A recording or a monitor to stop: the parameters of its operation, as the body of a message or the data of a job. */
export type StopTask = StopRtcCloudRecordingParams | StopLiveStreamMonitorParams;

/** The operations that stop a task. */
export type StopOperation = "StopRtcCloudRecording" | "StopLiveStreamMonitor";

/** A task that was read from outside: its operation, its ID, and parameters that JSON can hold. */
export type ReadTask = { readonly id: string } & (
  | { readonly operation: "StopRtcCloudRecording"; readonly params: StopRtcCloudRecordingParams }
  | { readonly operation: "StopLiveStreamMonitor"; readonly params: StopLiveStreamMonitorParams }
);

/**
 * Reads a task. The operation is that of the ID which the task has.
 *
 * @throws LiveError of kind `argument`
 */
export function readTask(task: unknown): ReadTask {
  try {
    return identified(task);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw createLiveError({ kind: "argument", code: error.code, message: error.message });
  }
}

function identified(task: unknown): ReadTask {
  const [recording, monitor] = ["taskId", "monitorId"].map((key) => isObject(task) && Object.hasOwn(task, key));
  if (recording === monitor) throw new Refusal("ERR_INVALID_PARAMETER", "task", "an object with taskId or monitorId");
  const operation = recording ? "StopRtcCloudRecording" : "StopLiveStreamMonitor";
  const given = Object.entries(operationParams(operation, task)).filter(([, value]) => value !== undefined);
  const params = Object.fromEntries(given);
  const id = params[recording ? "taskId" : "monitorId"];
  if (typeof id !== "string" || id === "") throw new Refusal("ERR_INVALID_PARAMETER", "task", "a non-empty ID");
  return { operation, params, id } as unknown as ReadTask;
}
