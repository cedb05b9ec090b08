// Options of createLiveEmulator: their type and their validation, which never shows a secret.
import { array } from "../options/collections.ts";
import { Refusal } from "../options/refusal.ts";
import { callable, integer, isCallable, object, optional, satisfying, withDefault } from "../options/validate.ts";
import { wallMs } from "../runtime/clocks.ts";
import { fault } from "./faults/fault-table.ts";
import type { Fault } from "./faults/fault-types.ts";
import { type AccessKey, accessKeys, testAccessKey } from "./gateway/access-key.ts";
import { checkOthers, type QuotaOptions, quotaOptions } from "./quota/quotas.ts";
import type { ReceivedRequest } from "./received-request.ts";
import {
  type MonitorState,
  monitorStates,
  type OtherTask,
  type OtherTaskState,
  otherTasks,
  type RecordingState,
  recordingStates,
} from "./service/task-states.ts";
import { LONGEST_TIMER_MS } from "./wire/abortable-delay.ts";

/** Options of {@link createLiveEmulator}. A wrong value or an unknown name is a `TypeError` that names the path. */
export interface LiveEmulatorOptions extends QuotaOptions {
  /** The keys that can sign. Default: {@link testAccessKey} alone. */
  accessKeys?: readonly AccessKey[] | undefined;
  /** Recording tasks by id. The emulator copies them. Default: none. */
  recordings?: Record<string, RecordingState> | ReadonlyMap<string, RecordingState> | undefined;
  /** Stream monitors by id. The emulator copies them. Default: none. */
  monitors?: Record<string, MonitorState> | ReadonlyMap<string, MonitorState> | undefined;
  /** The other tasks by the word for the task, then by id. The emulator copies them. Default: none. */
  tasks?:
    | {
        readonly [Noun in OtherTask]?:
          | Record<string, OtherTaskState<Noun>>
          | ReadonlyMap<string, OtherTaskState<Noun>>
          | undefined;
      }
    | undefined;
  /**
   * The time for which a stopped recording is `STOPPING` before it is `STOPPED`, in milliseconds of the emulator's
   * clock, 0 to 2147483647, or `Infinity`: until the test sets the state. No timer is used, so that a test sets `now`
   * forward and need not sleep. Default: 0.
   */
  stopsAfterMs?: number | undefined;
  /**
   * The number of descriptions of a stopped recording as `STOPPING` before it is `STOPPED`: a whole number
   * from 1. Replaces `stopsAfterMs`. Default: the time decides.
   */
  stopsAfterDescribes?: number | undefined;
  /**
   * The delay of each response after the execution of its request, in milliseconds, 0 to 2147483647: a number, or a
   * function that returns a number for each request. Added to the delay of a fault. Default: 0.
   */
  latencyMs?: number | ((request: ReceivedRequest) => number) | undefined;
  /**
   * The number of latest requests in `requests`: a whole number from 0, which keeps memory flat in a long run. Nonces
   * are kept for fifteen minutes of the emulator's clock in any case. Default: all.
   */
  keepRequests?: number | undefined;
  /**
   * Returns the time of the service's clock, in milliseconds since 1970. It is also sent as the `date` header. Default: the
   * clock of the client, which a fake `Date` does not change: requests bear the real time.
   */
  now?: (() => number) | undefined;
  /** Faults for the coming requests, one each, in order of arrival. Default: none. */
  faults?: readonly Fault[] | undefined;
  /** Returns the fault of a request when `faults` is empty. Default: no fault. */
  faultFor?: ((request: ReceivedRequest) => Fault | undefined) | undefined;
}

const isMilliseconds = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= LONGEST_TIMER_MS;

const millisecondsOrNever = satisfying(
  (value): value is number => isMilliseconds(value) || value === Infinity,
  `a number of milliseconds from 0 to ${LONGEST_TIMER_MS}, or Infinity`,
);

/** Validator of a latency. */
export const latency = satisfying(isMilliseconds, `a number of milliseconds from 0 to ${LONGEST_TIMER_MS}`);

const latencyOrFunction = satisfying<number | ((request: ReceivedRequest) => unknown)>(
  (value) => isCallable(value) || isMilliseconds(value),
  `a number of milliseconds from 0 to ${LONGEST_TIMER_MS}, or a function that returns one`,
);

const options = object({
  accessKeys: (value, path) => accessKeys(value ?? [testAccessKey], path),
  recordings: withDefault(recordingStates, new Map<string, RecordingState>()),
  monitors: withDefault(monitorStates, new Map<string, MonitorState>()),
  tasks: otherTasks,
  stopsAfterMs: optional(millisecondsOrNever),
  stopsAfterDescribes: optional(integer(1, LONGEST_TIMER_MS)),
  latencyMs: withDefault(latencyOrFunction, 0),
  keepRequests: withDefault(integer(0, LONGEST_TIMER_MS), Infinity),
  ...quotaOptions,
  now: withDefault<() => unknown>(callable, wallMs),
  faults: withDefault(array(fault), []),
  faultFor: optional<(request: ReceivedRequest) => unknown>(callable),
});

/** Validated options. */
export type EmulatorSettings = ReturnType<typeof emulatorOptions>;

/** Validator of the options. */
export function emulatorOptions(value: unknown, path: string) {
  const { stopsAfterMs, ...settings } = options(value, path);
  if (stopsAfterMs !== undefined && settings.stopsAfterDescribes !== undefined) {
    throw new Refusal("ERR_INVALID_OPTION", `${path}.stopsAfterDescribes`, "no stopsAfterMs beside it");
  }
  checkOthers(settings, path);
  return { ...settings, stopsAfterMs: stopsAfterMs ?? 0 };
}
