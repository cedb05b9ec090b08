// Recordings and monitors, in Maps that refuse a state the service does not have.
import { entry, mapOrRecord } from "../options/collections.ts";
import { oneOf, type Validator } from "../options/validate.ts";

/**
 * State of an RTC cloud recording task, in the service's words. `RUNNING` and `RECOVERING` can be stopped and become
 * `STOPPED`. A stop of `STOPPING` or `STOPPED` is answered with `InvalidParameter.TaskId`, and of an unknown task with
 * `NotFound.Task`.
 */
export type RecordingState = "RUNNING" | "RECOVERING" | "STOPPING" | "STOPPED";

/**
 * State of a stream monitor. `RUNNING` is the service's `Status` 1 (monitored), `STOPPED` its `Status` 0. A stop of
 * `STOPPED` is answered with `StreamMonitorAlreadyStop`, and of an unknown monitor with `StreamMonitorNotExist`.
 */
export type MonitorState = "RUNNING" | "STOPPED";

const recordingState: Validator<RecordingState> = oneOf("RUNNING", "RECOVERING", "STOPPING", "STOPPED");
const monitorState: Validator<MonitorState> = oneOf("RUNNING", "STOPPED");

/** Validators of the options `recordings` and `monitors`. */
export const recordingStates: Validator<Map<string, RecordingState>> = mapOrRecord(recordingState);
export const monitorStates: Validator<Map<string, MonitorState>> = mapOrRecord(monitorState);

/** The state of the service. */
export interface TaskStates {
  readonly recordings: Map<string, RecordingState>;
  readonly monitors: Map<string, MonitorState>;
}

class StateMap<S extends string> extends Map<string, S> {
  readonly #path: string;
  readonly #state: Validator<S>;

  constructor(path: string, state: Validator<S>, initial: ReadonlyMap<string, S>) {
    // Entries given to super() would reach set() before the private fields exist.
    super();
    this.#path = path;
    this.#state = state;
    for (const [id, value] of initial) this.set(id, value);
  }

  override set(id: string, state: S): this {
    return super.set(...entry(id, state, this.#path, this.#state));
  }
}

export function createTaskStates(initial: {
  readonly recordings: ReadonlyMap<string, RecordingState>;
  readonly monitors: ReadonlyMap<string, MonitorState>;
}): TaskStates {
  return {
    recordings: new StateMap("recordings", recordingState, initial.recordings),
    monitors: new StateMap("monitors", monitorState, initial.monitors),
  };
}
