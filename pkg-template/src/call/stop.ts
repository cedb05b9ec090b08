// The operations that stop a task: from their parameters to the result of a stop.

import type { StopResults } from "../api/stop-operations.ts";
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS, type StopName } from "../generated/operations.ts";
import type { Params } from "../generated/records.ts";
import { STOP_NAMES, STOPS } from "../generated/stops.ts";
import type { OneCallSettings } from "../options/call-options.ts";
import { defined } from "../options/defined.ts";
import { byWireName, operationParams } from "../options/params.ts";
import type { StopEnd } from "../wasm/boundary.ts";
import { type Call, type CallContext, runCall } from "./run.ts";

/** A function that stops a task by an operation. */
export type Stop<Name extends StopName> = (params: unknown, options?: unknown) => Promise<StopResults[Name]>;

/** A function for each operation that stops a task, by its method. */
export type StopMethods = { [Name in StopName as (typeof OPERATIONS)[Name]["method"]]: Stop<Name> };

/** Stops a task. */
export async function stopTask<Name extends StopName>(
  operation: Name,
  givenParams: unknown,
  call: OneCallSettings,
  context: CallContext,
): Promise<StopResults[Name]> {
  const params = operationParams(operation, givenParams);
  const { end } = await runCall(stopCall(operation, params, call, context));
  const { id } = STOPS[operation];
  // The core gives a code to a task that was stopped before, and to no other. A computed key is any string to the compiler.
  return { ...defined(end.stopped), [id]: params[id] } as StopResults[Name];
}

/** The call that stops a task. */
export const stopCall = (
  operation: StopName,
  params: Params,
  call: OneCallSettings,
  context: CallContext,
): Call<Extract<StopEnd, { readonly stopped: unknown }>> => ({
  context,
  action: operation,
  call,
  maxBodyBytes: LIMITS.maxBodyBytes,
  start: (wasm, host) => wasm[OPERATIONS[operation].method](byWireName(params), call.call, host),
});

/** Returns the methods, each made by `of`. */
export const stopMethods = (of: <Name extends StopName>(operation: Name) => Stop<Name>): StopMethods =>
  // Object.fromEntries forgets the names.
  Object.fromEntries(STOP_NAMES.map((name) => [OPERATIONS[name].method, of(name)])) as StopMethods;
