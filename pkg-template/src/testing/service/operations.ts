// Table of the operations that the emulator serves.
import type { OperationName } from "../../generated/operations.ts";
import { namesOf } from "../../options/names.ts";
import { keyOf } from "../../options/params.ts";
import { createLiveStreamMonitor } from "./operations/create-live-stream-monitor.ts";
import { deleteLiveStreamMonitor } from "./operations/delete-live-stream-monitor.ts";
import { describeLiveStreamMonitorList } from "./operations/describe-live-stream-monitor-list.ts";
import { describeRtcCloudRecordingFiles } from "./operations/describe-rtc-cloud-recording-files.ts";
import type { Operation } from "./operations/operation.ts";
import { startLiveStreamMonitor } from "./operations/start-live-stream-monitor.ts";
import { startRtcCloudRecording } from "./operations/start-rtc-cloud-recording.ts";
import { stopLiveStreamMonitor } from "./operations/stop-live-stream-monitor.ts";
import { stopRtcCloudRecording } from "./operations/stop-rtc-cloud-recording.ts";

export { API_VERSION } from "../../generated/operations.ts";

const OPERATIONS = {
  CreateLiveStreamMonitor: createLiveStreamMonitor,
  DeleteLiveStreamMonitor: deleteLiveStreamMonitor,
  DescribeLiveStreamMonitorList: describeLiveStreamMonitorList,
  DescribeRtcCloudRecordingFiles: describeRtcCloudRecordingFiles,
  StartLiveStreamMonitor: startLiveStreamMonitor,
  StartRtcCloudRecording: startRtcCloudRecording,
  StopLiveStreamMonitor: stopLiveStreamMonitor,
  StopRtcCloudRecording: stopRtcCloudRecording,
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
