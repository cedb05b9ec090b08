// Checks the fields of an object that a user wrote; every refusal names the path and never shows the value.

import { LONGEST_TIMER_MS } from "./pause.js";

/**
 * A field is `{ check, expected, default? }`; a field without a default is required, `default: undefined` makes it
 * optional.
 */
export function readFields(path, value, fields) {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new TypeError(`${path} must be an object`);
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined)
    throw new TypeError(`${path}.${unknown} is not known; known: ${Object.keys(fields).join(", ")}`);
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      if (value[name] === undefined && Object.hasOwn(field, "default")) return [name, field.default];
      if (!field.check(value[name])) throw new TypeError(`${path}.${name} must be ${field.expected}`);
      return [name, value[name]];
    }),
  );
}

export const optional = (field) => ({ ...field, default: undefined });
export const withDefault = (field, value) => ({ ...field, default: value });

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

export const text = { check: (value) => typeof value === "string", expected: "a string" };
export const nonEmptyText = {
  check: (value) => typeof value === "string" && value !== "",
  expected: "a non-empty string",
};
export const flag = { check: (value) => typeof value === "boolean", expected: "true or false" };
export const callable = { check: (value) => typeof value === "function", expected: "a function" };
export const list = { check: Array.isArray, expected: "an array" };
export const record = { check: isObject, expected: "an object" };
export const bytesOrText = {
  check: (value) => typeof value === "string" || value instanceof Uint8Array,
  expected: "a string or a Uint8Array",
};
export const milliseconds = {
  check: (value) => Number.isFinite(value) && value >= 0 && value <= LONGEST_TIMER_MS,
  expected: `a number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
};
export const httpStatus = {
  check: (value) => Number.isInteger(value) && value >= 200 && value <= 599,
  expected: "an HTTP status from 200 to 599",
};
export const headerValue = {
  check: (value) => typeof value === "string" || Number.isFinite(value),
  expected: "a string or a number",
};
export const headerRecord = {
  check: (value) => isObject(value) && Object.values(value).every((text) => typeof text === "string" || text === null),
  expected: "an object of strings, or null for a header to leave out",
};
export const oneOf = (...values) => ({
  check: (value) => values.includes(value),
  expected: `one of ${values.join(", ")}`,
});
