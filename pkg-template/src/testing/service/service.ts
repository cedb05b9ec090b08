// The state of the service: recordings, monitors, and the details of both.
import { Recordings } from "./recordings.ts";
import type { MonitorDetails, MonitorTimes, RecordingDetails } from "./task-details.ts";
import { createMonitors, type MonitorState, type RecordingState } from "./task-states.ts";

/** The state that operations read and change. */
export interface Service {
  readonly recordings: Recordings;
  readonly recordingDetails: Map<string, RecordingDetails>;
  readonly monitors: Map<string, MonitorState>;
  readonly monitorDetails: Map<string, MonitorDetails>;
  readonly monitorTimes: Map<string, MonitorTimes>;
}

/** The tasks at the beginning, and how a recording stops. */
export interface ServiceSettings {
  readonly recordings: ReadonlyMap<string, RecordingState>;
  readonly monitors: ReadonlyMap<string, MonitorState>;
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
  };
}
