// Table of the operations that the emulator serves.
import type { OperationName } from "../../generated/operations.ts";
import { namesOf } from "../../options/names.ts";
import { keyOf } from "../../options/params.ts";
import { createLiveStreamMonitor } from "./operations/create-live-stream-monitor.ts";
import { deleteLiveStreamMonitor } from "./operations/delete-live-stream-monitor.ts";
import { describeLiveStreamMonitorList } from "./operations/describe-live-stream-monitor-list.ts";
import { describeRtcCloudRecordingFiles } from "./operations/describe-rtc-cloud-recording-files.ts";
import {
  createLivePullToPush,
  deleteLivePullToPush,
  describeLivePullToPush,
  stopLivePullToPush,
} from "./operations/live-pull-to-push.ts";
import type { Operation } from "./operations/operation.ts";
import {
  describeRtcCloudTranscode,
  startRtcCloudTranscode,
  stopRtcCloudTranscode,
} from "./operations/rtc-cloud-transcode.ts";
import { startLiveStreamMonitor } from "./operations/start-live-stream-monitor.ts";
import { startRtcCloudRecording } from "./operations/start-rtc-cloud-recording.ts";
import { stopLiveStreamMonitor } from "./operations/stop-live-stream-monitor.ts";
import { stopRtcCloudRecording } from "./operations/stop-rtc-cloud-recording.ts";

export { API_VERSION } from "../../generated/operations.ts";

const OPERATIONS = {
  CreateLivePullToPush: createLivePullToPush,
  CreateLiveStreamMonitor: createLiveStreamMonitor,
  DeleteLivePullToPush: deleteLivePullToPush,
  DeleteLiveStreamMonitor: deleteLiveStreamMonitor,
  DescribeLivePullToPush: describeLivePullToPush,
  DescribeLiveStreamMonitorList: describeLiveStreamMonitorList,
  DescribeRtcCloudRecordingFiles: describeRtcCloudRecordingFiles,
  DescribeRtcCloudTranscode: describeRtcCloudTranscode,
  StartLiveStreamMonitor: startLiveStreamMonitor,
  StartRtcCloudRecording: startRtcCloudRecording,
  StartRtcCloudTranscode: startRtcCloudTranscode,
  StopLivePullToPush: stopLivePullToPush,
  StopLiveStreamMonitor: stopLiveStreamMonitor,
  StopRtcCloudRecording: stopRtcCloudRecording,
  StopRtcCloudTranscode: stopRtcCloudTranscode,
} satisfies Record<OperationName, Operation> & Record<string, Operation>;

/** `Action` of an operation that the emulator serves. */
export type EmulatedAction = keyof typeof OPERATIONS;

/** An operation by the name of its method: `Action` with a small first letter. */
export type EmulatedOperation = Uncapitalize<EmulatedAction>;

/** The actions of all operations. */
export const EMULATED_ACTIONS = Object.freeze(namesOf(OPERATIONS));

export function operationKey(action: EmulatedAction): EmulatedOperation {
  // biome-ignore lint/plugin: only the first letter changes, and the compiler does not know the functions of text
  return keyOf(action) as EmulatedOperation;
}

/** The names of their methods. */
export const EMULATED_OPERATIONS: readonly EmulatedOperation[] = EMULATED_ACTIONS.map(operationKey);

/** Returns the operation of an `Action`, or `undefined` for an unknown action. */
export function findOperation(action: string): (Operation & { readonly name: EmulatedAction }) | undefined {
  const name = EMULATED_ACTIONS.find((known) => known === action);
  return name && { ...OPERATIONS[name], name };
}
