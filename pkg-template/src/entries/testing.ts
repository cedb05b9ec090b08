/**
 * `apsara-live/testing`: an emulator of the ApsaraVideo Live service for tests. It needs no account and no network, and
 * runs wherever there is `fetch`, `Request`, `Response` and `crypto.subtle`. Importing it has no side effect.
 *
 * @example
 * ```js
 * import { createClient } from "apsara-live";
 * import { createLiveEmulator, testAccessKey } from "apsara-live/testing";
 *
 * const emulator = createLiveEmulator({ recordings: { "task-1": "RUNNING" }, faults: ["throttle", "lost-reply"] });
 * const live = createClient({ credentials: testAccessKey, fetch: emulator.fetch });
 *
 * await live.stopRtcCloudRecording({ taskId: "task-1" });
 * emulator.recordings.get("task-1");                     // "STOPPED"
 * emulator.requests.map((request) => request.executed);  // [false, true, false]
 * ```
 *
 * @module
 */

export type { AccessDenied, AnyLiveError, LiveError, LiveErrorDetails } from "../api/live-error.ts";
export { createLiveEmulator } from "../testing/emulator.ts";
export type { LiveEmulatorOptions } from "../testing/emulator-options.ts";
export { faultTypes } from "../testing/faults/fault-table.ts";
export type {
  EmptyFault,
  ErrorFault,
  Fault,
  FaultType,
  GarbageFault,
  HangFault,
  InternalErrorFault,
  LostReplyFault,
  NoFault,
  RedirectFault,
  ResetFault,
  SlowFault,
  ThrottleFault,
  TruncatedFault,
  UnavailableFault,
  XmlFault,
} from "../testing/faults/fault-types.ts";
export { type AccessKey, testAccessKey } from "../testing/gateway/access-key.ts";
export type { LiveEmulator, LiveEmulatorServer, ServeOptions } from "../testing/live-emulator.ts";
export { createLiveError } from "../testing/live-error.ts";
export type { QuotaWindowKind } from "../testing/quota/quota-window.ts";
export type { OperationCounts, QuotaOptions, RequestRates } from "../testing/quota/quotas.ts";
export type { OperationCount, RequestCount } from "../testing/quota/request-count.ts";
export type { ReceivedRequest } from "../testing/received-request.ts";
export { type ParameterTree, unflatten } from "../testing/service/flattened.ts";
export type { EmulatedOperation } from "../testing/service/operations.ts";
export { serviceErrors } from "../testing/service/service-error.ts";
export type {
  MonitorState,
  OtherTask,
  OtherTaskState,
  OtherTasks,
  RecordingState,
} from "../testing/service/task-states.ts";
