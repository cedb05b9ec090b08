// Written by `cargo xtask generate` from src/core/operation.

import type { StopName } from "./operations.ts";

/**
 * The operations that stop a task: the word for the task, and the name of its ID. Of operations with the same name of an ID, the
 * first stops the tasks that name no operation.
 */
export const STOPS = {
  StopRtcCloudRecording: { id: "taskId", noun: "recording" },
  StopLiveStreamMonitor: { id: "monitorId", noun: "monitor" },
} as const;

/** The names of these operations, in that order. */
export const STOP_NAMES = Object.keys(STOPS) as readonly StopName[];

/**
 * The operation that describes the task; the member of its result that lists tasks, unless the result is the task; and the states
 * that numbers stand for.
 */
export const STATE_QUESTIONS = {
  StopRtcCloudRecording: { list: null, operation: "DescribeRtcCloudRecordingFiles", states: {} },
  StopLiveStreamMonitor: {
    list: "liveStreamMonitorList",
    operation: "DescribeLiveStreamMonitorList",
    states: { "0": "STOPPED", "1": "RUNNING" },
  },
} as const;
