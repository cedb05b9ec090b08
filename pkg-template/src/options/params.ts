// Validators of the parameters of the operations, from the generated table.

import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS, type OperationName } from "../generated/operations.ts";
import type { Params } from "../generated/records.ts";
import { type Fields, object, optional, string, type Validator } from "./validate.ts";

/** The validators of the parameters, made at the first call of each operation. */
const validators: { [Name in OperationName]?: Validator<Params> } = {};

export const isOperation = (action: string): action is OperationName => Object.hasOwn(OPERATIONS, action);

/** The name in JavaScript: `taskId` for `TaskId`. */
export const keyOf = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Parameters by their names on the wire. */
export const byWireName = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).map(([key, value]) => [key.charAt(0).toUpperCase() + key.slice(1), value]));

/** Reads the parameters of an operation as strings by their names in JavaScript; the core checks their form. */
export function operationParams(operation: OperationName, params: unknown): Params {
  validators[operation] ??= paramsOf(operation);
  return validators[operation](params, "params");
}

function paramsOf(operation: OperationName): Validator<Params> {
  const fields: Fields = {};
  const types = Object.entries<keyof typeof VALUES>(OPERATIONS[operation].parameters);
  for (const [name, type] of types) fields[keyOf(name)] = optional(VALUES[type]);
  const expected = `an object with ${Object.keys(fields).join(", ")}`;
  return object(fields, { expected, code: "ERR_INVALID_PARAMETER" });
}

/** In decimal digits, which the core checks. Beyond 2^53, a number does not identify an integer. */
const integer64: Validator<string> = (value, path) =>
  typeof value === "bigint" || Number.isSafeInteger(value)
    ? String(value)
    : string(LIMITS.maxTextChars, "ERR_INVALID_PARAMETER")(value, path);

// The core counts characters, and each character has at most two UTF-16 units.
const VALUES = { text: string(2 * LIMITS.maxTextChars, "ERR_INVALID_PARAMETER"), integer64 };
