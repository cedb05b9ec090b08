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

/** The names of the parameters on the wire and in JavaScript, made at the first call of each operation. */
const names: { [Name in OperationName]?: readonly (readonly [wire: string, key: string])[] } = {};

/** The service's replies are flat. Below this depth, names stay unchanged. */
const MAX_DEPTH = 16;

/** The same value with the names of JavaScript. */
export function renamed(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((item) => renamed(item, depth + 1));
  return renamedMembers(value, depth);
}

export function renamedMembers(value: object, depth = 0): object {
  const members = Object.entries(value).map(([name, member]) => [keyOf(name), renamed(member, depth + 1)]);
  return Object.fromEntries(members);
}

/** Parameters of an operation by their names on the wire. */
export function byWireName(operation: OperationName, params: Params): Params {
  names[operation] ??= Object.keys(OPERATIONS[operation].parameters).map((name) => [name, keyOf(name)]);
  const named: Record<string, string | undefined> = {};
  for (const [wire, key] of names[operation]) named[wire] = params[key];
  return named;
}

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
