// Validators of lists and of values by key; a refusal names the path of the member.
import { Refusal } from "./refusal.ts";
import { isObject, type Validator } from "./validate.ts";

/** An array whose items `item` accepts; the path of an item is `path[0]`. */
export const array =
  <T>(item: Validator<T>): Validator<T[]> =>
  (value, path) => {
    const items = readable(() => (Array.isArray(value) ? Array.from<unknown>(value) : undefined));
    if (items === undefined) throw new Refusal("ERR_INVALID_OPTION", path, "an array");
    return items.map((member, index) => item(member, `${path}[${index}]`));
  };

/** A plain object; the path of a member is `path["key"]`. Ignores inherited members. */
export const record =
  <T>(member: Validator<T>): Validator<Record<string, T>> =>
  (value, path) => {
    const entries = readable(() => entriesOfObject(value));
    if (entries === undefined) throw new Refusal("ERR_INVALID_OPTION", path, "an object");
    return Object.fromEntries(entries.map(([key, found]) => entry(key, found, path, member)));
  };

/** A plain object or a `Map`. */
export const mapOrRecord =
  <T>(member: Validator<T>): Validator<Map<string, T>> =>
  (value, path) => {
    const entries = readable(() => entriesOfMap(value) ?? entriesOfObject(value));
    if (entries === undefined) throw new Refusal("ERR_INVALID_OPTION", path, "an object or a Map");
    return new Map(entries.map(([key, found]) => entry(key, found, path, member)));
  };

/** Returns a key and a value, each checked. */
export function entry<T>(key: unknown, value: unknown, path: string, member: Validator<T>): [string, T] {
  if (typeof key !== "string" || key === "") {
    throw new Refusal("ERR_INVALID_OPTION", path, "keys that are non-empty strings");
  }
  return [key, member(value, `${path}[${JSON.stringify(key.slice(0, 64))}]`)];
}

/** Returns `undefined` if `work` throws: a getter, a revoked proxy, or a proxy whose traps throw. */
function readable<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Reads a Map, also of another realm. Refuses a proxy of a Map, because its entries are out of reach. */
function entriesOfMap(value: unknown): [unknown, unknown][] | undefined {
  // biome-ignore lint/plugin: `call` throws for any value that is no Map
  return readable(() => [...Map.prototype.entries.call(value as Map<unknown, unknown>)]);
}

/** Plain objects only: a Set, or a proxy of a Map, would pass as an object without members. */
function entriesOfObject(value: unknown): [string, unknown][] | undefined {
  if (!isObject(value)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain ? Object.entries(value) : undefined;
}
