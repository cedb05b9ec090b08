// Written by `cargo xtask generate` from src/core/operation.

import type { StopName } from "./operations.ts";

/**
 * The operations that stop a task: the word for the task, the name of its ID, and the other parameters that it needs. Of operations
 * with the same name of an ID, the first stops the tasks that name no operation.
 */
export const STOPS = {
  StopRtcCloudRecording: { beside: [], id: "taskId", noun: "recording" },
  StopLiveStreamMonitor: { beside: [], id: "monitorId", noun: "monitor" },
  StopLivePullToPush: { beside: ["region"], id: "taskId", noun: "relay" },
  StopRtcCloudTranscode: { beside: ["appId"], id: "taskId", noun: "transcoding" },
} as const;

/** The names of these operations, in that order. */
export const STOP_NAMES = Object.keys(STOPS) as readonly StopName[];

/** Those with a code that may mean that the task had stopped: only its state tells. */
export const BY_STATE: readonly StopName[] = ["StopRtcCloudTranscode"];

/**
 * The operation that describes the task; the member of its result that lists tasks, unless the result is the task; the member of the
 * task that is its state; and the words that numbers stand for.
 */
export const STATE_QUESTIONS = {
  StopRtcCloudRecording: { list: null, operation: "DescribeRtcCloudRecordingFiles", states: {}, status: "status" },
  StopLiveStreamMonitor: {
    list: "liveStreamMonitorList",
    operation: "DescribeLiveStreamMonitorList",
    states: { "0": "STOPPED", "1": "RUNNING" },
    status: "status",
  },
  StopLivePullToPush: {
    list: null,
    operation: "DescribeLivePullToPush",
    states: { "-1": "EXITED", "0": "NOT-STARTED", "1": "RUNNING", "2": "RETRYING", "3": "STOPPED" },
    status: "taskStatus",
  },
  StopRtcCloudTranscode: { list: null, operation: "DescribeRtcCloudTranscode", states: {}, status: "status" },
} as const;

/** The words for the states of a task, by the word for the task. */
export const TASK_STATES = {
  monitor: ["RUNNING", "STOPPED"],
  recording: ["RUNNING", "RECOVERING", "STOPPING", "STOPPED"],
  relay: ["NOT-STARTED", "RUNNING", "RETRYING", "STOPPED", "EXITED"],
  transcoding: ["STARTING", "RUNNING", "RECOVERING", "STOPPED"],
} as const;
