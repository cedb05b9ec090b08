// Options of createLiveEmulator: their type and their validation, which never shows a secret.
import { array } from "../options/collections.ts";
import { callable, object, optional, type Validated, withDefault } from "../options/validate.ts";
import { type AccessKey, accessKeys, testAccessKey } from "./access-key.ts";
import { fault } from "./fault-table.ts";
import type { Fault } from "./fault-types.ts";
import type { ReceivedRequest } from "./received-request.ts";
import { type MonitorState, monitorStates, type RecordingState, recordingStates } from "./task-states.ts";

/** Options of {@link createLiveEmulator}. A wrong value or an unknown name is a `TypeError` that names the path. */
export interface LiveEmulatorOptions {
  /** The keys that can sign. Default: {@link testAccessKey} alone. */
  accessKeys?: readonly AccessKey[] | undefined;
  /** Recording tasks by id. The emulator copies them. Default: none. */
  recordings?: Record<string, RecordingState> | ReadonlyMap<string, RecordingState> | undefined;
  /** Stream monitors by id. The emulator copies them. Default: none. */
  monitors?: Record<string, MonitorState> | ReadonlyMap<string, MonitorState> | undefined;
  /**
   * Returns the time of the service's clock, in milliseconds since 1970. It is also sent as the `date` header. Default:
   * `Date.now`, looked up at each call, so that fake timers count.
   */
  now?: (() => number) | undefined;
  /** Faults for the coming requests, one each, in order of arrival. Default: none. */
  faults?: readonly Fault[] | undefined;
  /** Returns the fault of a request for which `faults` has none left. Default: no fault. */
  faultFor?: ((request: ReceivedRequest) => Fault | undefined) | undefined;
}

/** Validator of the options. */
export const emulatorOptions = object({
  accessKeys: (value, path) => accessKeys(value ?? [testAccessKey], path),
  recordings: withDefault(recordingStates, new Map<string, RecordingState>()),
  monitors: withDefault(monitorStates, new Map<string, MonitorState>()),
  now: withDefault<() => unknown>(callable, () => Date.now()),
  faults: withDefault(array(fault), []),
  faultFor: optional<(request: ReceivedRequest) => unknown>(callable),
});

/** Validated options. */
export type EmulatorSettings = Validated<typeof emulatorOptions>;
