// A scenario of the playground: a task, and how the emulator is to fail. Both the run and the program to copy are made of it.
import type { Fault, FaultType, LiveEmulatorOptions } from "apsara-live/testing";

export type StopAction = "StopRtcCloudRecording" | "StopLiveStreamMonitor";
export type TaskState = "RUNNING" | "RECOVERING" | "STOPPING" | "STOPPED" | "none";

export interface Scenario {
  readonly action: StopAction;
  /** `none`: the service has no such task. */
  readonly state: TaskState;
  /** For the first request, the second, and so on. */
  readonly faults: readonly FaultType[];
  /** How far the clock of the service is ahead. */
  readonly clockMinutes: number;
  readonly verify: boolean;
}

/** The facts of each operation that stops a task. */
export const ACTIONS = {
  StopRtcCloudRecording: {
    method: "stopRtcCloudRecording",
    parameter: "taskId",
    tasks: "recordings",
    id: "5f2b7c1e-8501-4d0c-8ac1-72295a6be0d4",
    states: ["RUNNING", "RECOVERING", "STOPPING", "STOPPED", "none"],
  },
  StopLiveStreamMonitor: {
    method: "stopLiveStreamMonitor",
    parameter: "monitorId",
    tasks: "monitors",
    id: "445409ec-7eaa-461d-8f29-4bec2eb9a1c3",
    states: ["RUNNING", "STOPPED", "none"],
  },
} as const satisfies Record<StopAction, unknown>;

/** Each fault as an option of the emulator: with what it needs, and short enough to wait for. A new fault must be added to compile. */
const FAULTS: { readonly [Type in FaultType]: Fault } = {
  none: null,
  throttle: "throttle",
  error: { type: "error", code: "ServiceUnavailable" },
  "internal-error": "internal-error",
  unavailable: "unavailable",
  redirect: { type: "redirect", location: "https://login.example/" },
  reset: "reset",
  "lost-reply": "lost-reply",
  empty: "empty",
  garbage: { type: "garbage", body: "<html>Sign in to the network</html>" },
  truncated: "truncated",
  xml: "xml",
  slow: { type: "slow", ms: 300 },
  hang: "hang",
};

export const FAULT_TYPES = Object.keys(FAULTS) as readonly FaultType[];

/** Time of each response, so that the drawing has room between a request and its response. */
const LATENCY_MS = 40;
/** Time of one attempt: with the default of five seconds, `hang` would try the patience of the reader. */
export const ATTEMPT_TIMEOUT_MS = 1000;

/** Options of the emulator, without its clock. */
export function emulatorOptions({ action, state, faults }: Scenario): LiveEmulatorOptions {
  const { tasks, id } = ACTIONS[action];
  return {
    ...(state === "none" ? {} : { [tasks]: { [id]: state } }),
    ...(faults.length === 0 ? {} : { faults: faults.map((type) => FAULTS[type]) }),
    latencyMs: LATENCY_MS,
  };
}
