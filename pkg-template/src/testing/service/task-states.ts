// Tasks in Maps that refuse a state the service does not have.
import { TASK_STATES } from "../../generated/stops.ts";
import { entry, mapOrRecord } from "../../options/collections.ts";
import { byName, namesOf } from "../../options/names.ts";
import { object, oneOf, type Validator, withDefault } from "../../options/validate.ts";

/**
 * State of an RTC cloud recording task, in the service's words. `RUNNING` and `RECOVERING` can be stopped and become
 * `STOPPED`, by way of `STOPPING` if the options say so. A stop of `STOPPING` or `STOPPED` gets
 * `InvalidParameter.TaskId`, and a stop of an unknown task gets `NotFound.Task`.
 */
export type RecordingState = "RUNNING" | "RECOVERING" | "STOPPING" | "STOPPED";

/**
 * State of a stream monitor. `RUNNING` is the service's `Status` 1 (monitored), `STOPPED` its `Status` 0. A stop of
 * `STOPPED` gets `StreamMonitorAlreadyStop`, and a stop of an unknown monitor gets `StreamMonitorNotExist`.
 */
export type MonitorState = "RUNNING" | "STOPPED";

const recordingState: Validator<RecordingState> = oneOf("RUNNING", "RECOVERING", "STOPPING", "STOPPED");
const monitorState: Validator<MonitorState> = oneOf("RUNNING", "STOPPED");

/** Validators of the options `recordings` and `monitors`. */
export const recordingStates: Validator<Map<string, RecordingState>> = mapOrRecord(recordingState);
export const monitorStates: Validator<Map<string, MonitorState>> = mapOrRecord(monitorState);

/** A Map whose `set` validates at once. */
export class StateMap<S extends string> extends Map<string, S> {
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

export const createMonitors = (initial: ReadonlyMap<string, MonitorState>): Map<string, MonitorState> =>
  new StateMap("monitors", monitorState, initial);

/** The words for the tasks that have no Map of their own name. */
export type OtherTask = Exclude<keyof typeof TASK_STATES, "recording" | "monitor">;

/** State of such a task, in words for the numbers of the service. */
export type OtherTaskState<Noun extends OtherTask = OtherTask> = (typeof TASK_STATES)[Noun][number];

/** A Map for the tasks of each word. */
export type OtherTasks = { readonly [Noun in OtherTask]: Map<string, OtherTaskState<Noun>> };

const { recording: _, monitor: __, ...OTHER_STATES } = TASK_STATES;

const statesOf = (noun: OtherTask): Validator<OtherTaskState> => oneOf(...OTHER_STATES[noun]);

/** Validator of the option `tasks`. */
export const otherTasks = withDefault(
  object(byName(namesOf(OTHER_STATES), (noun) => withDefault(mapOrRecord(statesOf(noun)), new Map()))),
  byName(namesOf(OTHER_STATES), () => new Map<string, OtherTaskState>()),
);

export const createOtherTasks = (initial: ReturnType<typeof otherTasks>): OtherTasks =>
  // biome-ignore lint/plugin: each Map takes the states of its word alone
  byName(
    namesOf(OTHER_STATES),
    (noun) => new StateMap(`tasks.${noun}`, statesOf(noun), initial[noun]),
  ) as unknown as OtherTasks;

export const RECORDINGS = { path: "recordings", state: recordingState } as const;
