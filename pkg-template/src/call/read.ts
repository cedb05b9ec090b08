// The operations that read: from their parameters to a result with names of JavaScript.

import type { ReadOperations } from "../api/read-operations.ts";
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS, type OperationName } from "../generated/operations.ts";
import { readSettings } from "../options/call-options.ts";
import { defined } from "../options/defined.ts";
import { namesOf } from "../options/names.ts";
import { byWireName, operationParams, renamedMembers } from "../options/params.ts";
import { checkRuntime } from "../options/supported-runtime.ts";
import { isObject } from "../options/validate.ts";
import { type AnsweredCall, type Call, type CallContext, runCall } from "./run.ts";

/** The reading methods of a client: one for each reading operation of the table. */
export function readMethods(context: CallContext): ReadOperations {
  const { client } = context;
  const methods = namesOf(OPERATIONS).flatMap((name) => {
    const row = OPERATIONS[name];
    if (!("result" in row)) return [];
    const method = (params: unknown = {}, options?: unknown): Promise<unknown> =>
      runCall({ action: name, options, client }, () => readCall(name, row.result, params, options, context));
    return [[row.method, method]];
  });
  return Object.fromEntries(methods);
}

function readCall(
  operation: OperationName,
  member: string,
  givenParams: unknown,
  options: unknown,
  context: CallContext,
): Call<AnsweredCall, object> {
  const settings = readSettings(context.client, options);
  const params = byWireName(operation, operationParams(operation, givenParams));
  return {
    context,
    action: operation,
    timeoutMs: settings.core.timeoutMs,
    options: settings,
    fetch: checkRuntime(context.client.fetch),
    maxBodyBytes: LIMITS.maxLongBodyBytes,
    start: (wasm, host) => wasm.call({ operation, params }, settings.core, host),
    result: ({ answered }, json) => {
      const reply = isObject(json) ? json : {};
      const result = member === "" ? reply : reply[member];
      return { ...(isObject(result) ? renamedMembers(result) : {}), ...defined(answered) };
    },
  };
}
