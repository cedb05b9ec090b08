// Validators of the parameters of the operations, from the generated table.
import { LIMITS } from "../generated/limits.ts";
import { OPERATIONS, type OperationName } from "../generated/operations.ts";
import type { Params } from "../wasm/boundary.ts";
import { Refusal } from "./refusal.ts";
import { type Fields, object, optional, string, type Validator } from "./validate.ts";

/** The validators of the parameters, made at the first call of each operation. */
const validators: { [Name in OperationName]?: Validator<Params> } = {};

/** Reads the parameters of an operation as strings; the core checks their form. */
export function operationParams(operation: unknown, params: unknown): Params {
  const name = operationName(operation);
  validators[name] ??= paramsOf(name);
  return validators[name](params, "params");
}

function paramsOf(operation: OperationName): Validator<Params> {
  const fields: Fields = {};
  for (const { key, type } of OPERATIONS[operation].parameters) fields[key] = optional(VALUES[type]);
  const expected = `an object with ${Object.keys(fields).join(", ")}`;
  return object(fields, { expected, code: "ERR_INVALID_PARAMETER" });
}

function operationName(value: unknown): OperationName {
  if (typeof value === "string" && Object.hasOwn(OPERATIONS, value)) return value as OperationName;
  throw new Refusal("ERR_UNKNOWN_OPERATION", "operation", `"${Object.keys(OPERATIONS).join('" or "')}"`);
}

/** In decimal digits, which the core checks. Beyond 2^53 a number no longer says which integer was meant. */
const integer64: Validator<string> = (value, path) =>
  typeof value === "bigint" || Number.isSafeInteger(value)
    ? String(value)
    : string(LIMITS.maxTextChars, "ERR_INVALID_PARAMETER")(value, path);

// The core counts characters, of which each has at most two UTF-16 units.
const VALUES = { text: string(2 * LIMITS.maxTextChars, "ERR_INVALID_PARAMETER"), integer64 };
