// The operations that stop a task: from their parameters to the result of a stop.

import type { Params } from "../api/boundary.ts";
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS, type StopName } from "../generated/operations.ts";
import type { OneCallSettings } from "../options/call-options.ts";
import { byWireName, keyOf, operationParams } from "../options/params.ts";
import { type Call, type CallContext, runCall } from "./run.ts";

/** Stops a task. */
export async function stopTask(
  operation: StopName,
  givenParams: unknown,
  call: OneCallSettings,
  context: CallContext,
): Promise<never> {
  const params = operationParams(operation, givenParams);
  const { end } = await runCall(stopCall(operation, params, call, context));
  return { ...end, ...identity(operation, params) } as never;
}

/** The call that stops a task. */
export const stopCall = (operation: StopName, params: Params, call: OneCallSettings, context: CallContext): Call => ({
  context,
  action: operation,
  call,
  maxBodyBytes: LIMITS.maxBodyBytes,
  start: (wasm, host) => wasm[OPERATIONS[operation].method](byWireName(params), call.call, host),
});

/** The ID of the task, by the name of its parameter. */
function identity(operation: StopName, params: Params): Record<string, unknown> {
  const { name } = OPERATIONS[operation].parameters.find(({ required }) => required) ?? { name: "" };
  const key = keyOf(name);
  return { [key]: params[key] };
}
