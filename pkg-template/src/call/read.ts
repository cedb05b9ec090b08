// The operations that read: from their parameters to a result with names of JavaScript.

import type { ReadOperations } from "../api/read-operations.ts";
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS, type OperationName } from "../generated/operations.ts";
import { readSettings } from "../options/call-options.ts";
import { defined } from "../options/defined.ts";
import { namesOf } from "../options/names.ts";
import { byWireName, keyOf, operationParams } from "../options/params.ts";
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
  const params = byWireName(operationParams(operation, givenParams));
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
      return { ...(isObject(result) ? renamedMembers(result, 0) : {}), ...defined(answered) };
    },
  };
}

/** The service's replies are flat. Below this depth, names stay unchanged. */
const MAX_DEPTH = 16;

/** The same value with the first letter of each name small: `taskId` for `TaskId`. */
function renamed(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((item) => renamed(item, depth + 1));
  return renamedMembers(value, depth);
}

function renamedMembers(value: object, depth: number): object {
  const members = Object.entries(value).map(([name, member]) => [keyOf(name), renamed(member, depth + 1)]);
  return Object.fromEntries(members);
}
