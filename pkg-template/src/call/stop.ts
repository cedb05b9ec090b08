// The operations that stop a task: from their parameters to the result of a stop.

import type { StopResult } from "../api/results.ts";
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS, type StopName } from "../generated/operations.ts";
import type { Params } from "../generated/records.ts";
import type { OneCallSettings } from "../options/call-options.ts";
import { defined } from "../options/defined.ts";
import { byWireName, keyOf, operationParams } from "../options/params.ts";
import type { StopEnd } from "../wasm/boundary.ts";
import { type Call, type CallContext, runCall } from "./run.ts";

/** The ID of a task, by the name of its parameter. */
type Identity<Name extends StopName> = {
  readonly [Row in (typeof OPERATIONS)[Name]["parameters"][number] as Row["required"] extends true
    ? Uncapitalize<Row["name"]>
    : never]: string;
};

/** The result of the operation. */
export type StopResultOf<Name extends StopName> = StopResult & Identity<Name>;

/** Stops a task. */
export async function stopTask<Name extends StopName>(
  operation: Name,
  givenParams: unknown,
  call: OneCallSettings,
  context: CallContext,
): Promise<StopResultOf<Name>> {
  const params = operationParams(operation, givenParams);
  const { end } = await runCall(stopCall(operation, params, call, context));
  // The core gives a code to a task that was stopped before, and to no other.
  const stopped = defined(end.stopped) as StopResult;
  return { ...stopped, ...identity(operation, params) };
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

function identity<Name extends StopName>(operation: Name, params: Params): Identity<Name> {
  const { name } = OPERATIONS[operation].parameters.find(({ required }) => required) ?? { name: "" };
  const key = keyOf(name);
  // A computed key is any string to the compiler, and the core has stopped no task without an ID.
  return { [key]: params[key] } as Identity<Name>;
}
