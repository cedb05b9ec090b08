// The operations that stop a task: from their parameters to the result of a stop.

import type { StopResults } from "../api/stop-operations.ts";
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS, type StopName } from "../generated/operations.ts";
import type { DescribeRtcCloudRecordingFilesResult } from "../generated/params.ts";
import type { Params, StoppedEnd } from "../generated/records.ts";
import { STOP_NAMES, STOPS } from "../generated/stops.ts";
import type { CallSettings } from "../options/call-options.ts";
import { defined } from "../options/defined.ts";
import { byWireName, renamed } from "../options/params.ts";
import { checkRuntime } from "../options/supported-runtime.ts";
import { isObject } from "../options/validate.ts";
import type { StopEnd } from "../wasm/boundary.ts";
import type { Call, CallContext } from "./run.ts";

/** A function that stops a task by an operation. */
export type Stop<Name extends StopName> = (params: unknown, options?: unknown) => Promise<StopResults[Name]>;

/** A function for each operation that stops a task, by its method. */
export type StopMethods = { [Name in StopName as (typeof OPERATIONS)[Name]["method"]]: Stop<Name> };

/** A call that stops a task. */
export type StopCall<Name extends StopName = StopName> = Call<
  Extract<StopEnd, { readonly stopped: unknown }>,
  StopResults[Name]
>;

export const stopCall = <Name extends StopName>(
  operation: Name,
  params: Params,
  settings: CallSettings,
  context: CallContext,
): StopCall<Name> => ({
  context,
  action: operation,
  timeoutMs: settings.core.timeoutMs,
  waitMs: settings.core.waitMs,
  options: settings,
  fetch: checkRuntime(context.client.fetch),
  maxBodyBytes: LIMITS.maxBodyBytes,
  start: (wasm, host) => wasm[OPERATIONS[operation].method](byWireName(operation, params), settings.core, host),
  result: ({ stopped }, json) => {
    const { id } = STOPS[operation];
    // Not by spreading, which takes longer.
    const result: object = Object.assign(defined(stopped), filesOf(stopped, json), { [id]: params[id] });
    // The core gives a code to a task that was stopped before, and to no other.
    // biome-ignore lint/plugin: a computed key is any string to the compiler
    return result as StopResults[Name];
  },
});

/** The files in the answer that ended a wait, if the task is a recording. */
export function filesOf(
  { stoppedAfterMs }: StoppedEnd,
  json: unknown,
): Pick<DescribeRtcCloudRecordingFilesResult, "recordFileList"> {
  if (stoppedAfterMs === undefined || !isObject(json) || !isObject(json.TaskInfo)) return {};
  const { RecordFileList } = json.TaskInfo;
  // biome-ignore lint/plugin: as in the result of the describing operation, whose members the package does not check either
  return defined({ recordFileList: renamed(RecordFileList) }) as ReturnType<typeof filesOf>;
}

/** Returns the methods, each made by `of`. */
export const stopMethods = (of: <Name extends StopName>(operation: Name) => Stop<Name>): StopMethods =>
  // biome-ignore lint/plugin: Object.fromEntries forgets the names
  Object.fromEntries(STOP_NAMES.map((name) => [OPERATIONS[name].method, of(name)])) as StopMethods;
