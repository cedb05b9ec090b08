// Tasks of a run: the operation that stops a task, and the key of a task.

import type { StopName } from "../generated/operations.ts";
import type { Params } from "../generated/records.ts";
import { operationParams } from "../options/params.ts";
import { Refusal } from "../options/refusal.ts";
import { isObject } from "../options/validate.ts";

/** A task with its checked parameters. */
export interface CheckedTask<T = unknown> {
  readonly task: T;
  readonly operation: StopName;
  readonly params: Params;
  /** A unique text for the task. */
  readonly key: string;
}

/** Reads a task; throws a {@link Refusal} for an unusable task. */
export function checkedTask<T>(task: T): CheckedTask<T> {
  const operation = operationOf(task);
  const params = operationParams(operation, task);
  const key = operation === "StopRtcCloudRecording" ? `recording ${params.taskId}` : monitorKey(params);
  return { task, operation, params, key };
}

function operationOf(task: unknown): StopName {
  if (isObject(task)) {
    if (Object.hasOwn(task, "taskId")) return "StopRtcCloudRecording";
    if (Object.hasOwn(task, "monitorId")) return "StopLiveStreamMonitor";
  }
  throw new Refusal("ERR_INVALID_PARAMETER", "task", "an object with taskId, or one with monitorId");
}

/** An ID may have white space inside, so that the owner stands before it. */
const monitorKey = ({ monitorId, ownerId }: Params): string =>
  ownerId === undefined ? `monitor ${monitorId}` : `monitor@${ownerId} ${monitorId}`;
