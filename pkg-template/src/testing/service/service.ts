// The state of the service: tasks and their details.
import { Recordings } from "./recordings.ts";
import type { MonitorDetails, MonitorTimes, RecordingDetails } from "./task-details.ts";
import {
  createMonitors,
  createOtherTasks,
  type MonitorState,
  type OtherTasks,
  type otherTasks,
  type RecordingState,
} from "./task-states.ts";

/** The state that operations read and change. */
export interface Service {
  readonly recordings: Recordings;
  readonly recordingDetails: Map<string, RecordingDetails>;
  readonly monitors: Map<string, MonitorState>;
  readonly monitorDetails: Map<string, MonitorDetails>;
  readonly monitorTimes: Map<string, MonitorTimes>;
  readonly tasks: OtherTasks;
  /** The parameters of the requests that started these tasks, by the ID of the task. */
  readonly taskParameters: Map<string, Readonly<Record<string, string>>>;
}

/** The tasks at the beginning, and how a recording stops. */
export interface ServiceSettings {
  readonly recordings: ReadonlyMap<string, RecordingState>;
  readonly monitors: ReadonlyMap<string, MonitorState>;
  readonly tasks: ReturnType<typeof otherTasks>;
  readonly stopsAfterMs: number;
  readonly stopsAfterDescribes: number | undefined;
}

export function createService(settings: ServiceSettings, nowMs: () => number): Service {
  const { stopsAfterMs: afterMs, stopsAfterDescribes: afterDescribes } = settings;
  return {
    recordings: new Recordings(settings.recordings, { afterMs, afterDescribes, nowMs }),
    recordingDetails: new Map(),
    monitors: createMonitors(settings.monitors),
    monitorDetails: new Map(),
    monitorTimes: new Map(),
    tasks: createOtherTasks(settings.tasks),
    taskParameters: new Map(),
  };
}
