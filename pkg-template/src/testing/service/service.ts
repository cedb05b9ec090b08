// The state of the service: recordings, monitors, and the details of both.
import type { EmulatorSettings } from "../emulator-options.ts";
import { Recordings } from "./recordings.ts";
import type { MonitorDetails, MonitorTimes, RecordingDetails } from "./task-details.ts";
import { createMonitors, type MonitorState } from "./task-states.ts";

/** The state that operations read and change. */
export interface Service {
  readonly recordings: Recordings;
  readonly recordingDetails: Map<string, RecordingDetails>;
  readonly monitors: Map<string, MonitorState>;
  readonly monitorDetails: Map<string, MonitorDetails>;
  readonly monitorTimes: Map<string, MonitorTimes>;
}

export function createService(settings: EmulatorSettings, nowMs: () => number): Service {
  const { stopsAfterMs: afterMs, stopsAfterDescribes: afterDescribes } = settings;
  return {
    recordings: new Recordings(settings.recordings, { afterMs, afterDescribes, nowMs }),
    recordingDetails: new Map(),
    monitors: createMonitors(settings.monitors),
    monitorDetails: new Map(),
    monitorTimes: new Map(),
  };
}
