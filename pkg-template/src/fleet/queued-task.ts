// A task in a queue: read from a message, and written as JSON.
import { createLiveError } from "../client/live-error.ts";
import type { StopName } from "../generated/operations.ts";
import type { StopLiveStreamMonitorParams, StopRtcCloudRecordingParams } from "../generated/params.ts";
import { Refusal } from "../options/refusal.ts";
import { checkedTask } from "./task.ts";
import type { Task } from "./types.ts";

/** A recording or a monitor to stop: the parameters of its operation, as the body of a message or the data of a job. */
export type StopTask = Task;

/** The operations that stop a task. */
export type StopOperation = StopName;

/** A task that was read from a message: its operation, its ID, and parameters that JSON can hold. */
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
    const { operation, params } = checkedTask(task);
    const given = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
    const id = operation === "StopRtcCloudRecording" ? given["taskId"] : given["monitorId"];
    if (id === "") throw new Refusal("ERR_INVALID_PARAMETER", "task", "a non-empty ID");
    return { operation, params: given, id } as unknown as ReadTask;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw createLiveError({ kind: "argument", code: error.code, message: error.message });
  }
}
