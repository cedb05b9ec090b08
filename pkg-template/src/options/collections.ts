// Validators of lists and of values by key; a refusal names the path of the member.
import { Refusal } from "./refusal.ts";
import { isObject, type Validator } from "./validate.ts";

/** An array whose items `item` accepts; the path of an item is `path[0]`. */
export const array =
  <T>(item: Validator<T>): Validator<T[]> =>
  (value, path) => {
    let items: unknown[];
    try {
      if (!Array.isArray(value)) throw new TypeError();
      items = Array.from(value);
    } catch {
      // Not an array, a revoked proxy, or one whose traps throw.
      throw new Refusal("ERR_INVALID_OPTION", path, "an array");
    }
    return items.map((member, index) => item(member, `${path}[${index}]`));
  };

/** A `Map` or a plain object; the path of a member is `path["key"]`. Ignores inherited members. */
export const byKey =
  <T>(member: Validator<T>): Validator<Map<string, T>> =>
  (value, path) =>
    new Map(entriesOf(value, path).map(([key, found]) => entry(key, found, path, member)));

/** A key and a value, each checked. */
export function entry<T>(key: unknown, value: unknown, path: string, member: Validator<T>): [string, T] {
  if (typeof key !== "string" || key === "") {
    throw new Refusal("ERR_INVALID_OPTION", path, "keys that are non-empty strings");
  }
  return [key, member(value, `${path}[${JSON.stringify(key.slice(0, 64))}]`)];
}

function entriesOf(value: unknown, path: string): [unknown, unknown][] {
  try {
    if (isMap(value)) return [...Map.prototype.entries.call(value)];
    if (isObject(value) && isPlain(value)) return Object.entries(value);
  } catch {
    // A getter or a proxy that throws.
  }
  throw new Refusal("ERR_INVALID_OPTION", path, "an object or a Map");
}

/** Holds for a Map of another realm, too, and not for a proxy of one: its entries cannot be read. */
function isMap(value: unknown): value is Map<unknown, unknown> {
  try {
    Map.prototype.has.call(value as Map<unknown, unknown>, undefined);
    return true;
  } catch {
    return false;
  }
}

/** Without this, a Set or a proxy of a Map would pass as an object without members. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
