// Shared parts of the operations on one recording: the facts that the gateway checks, and the look-up of the task.
import type { Service } from "../service.ts";
import { ServiceError } from "../service-error.ts";
import type { RecordingState } from "../task-states.ts";
import type { Parameters } from "./operation.ts";

/** Facts of an operation that takes a `TaskId`. */
export const ofOneRecording = { methods: ["POST"], needsSsl: true, required: ["TaskId"] } as const;

/** Returns id and state of the recording that the parameters name, or throws `NotFound.Task`. */
export function findRecording({ TaskId = "" }: Parameters, { recordings }: Service): [id: string, RecordingState] {
  const state = recordings.get(TaskId);
  if (state === undefined) throw new ServiceError("NotFound.Task");
  return [TaskId, state];
}
