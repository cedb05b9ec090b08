// Validators of values that the caller wrote: each returns the value, typed, or throws a Refusal that names its path.
import { Refusal, type RefusalCode } from "./refusal.ts";
import { suggestion } from "./suggest.ts";

/** Returns the value as a `T`, or throws a {@link Refusal} with `path`. */
export type Validator<T> = (value: unknown, path: string) => T;

/** The type that a validator returns. */
export type Validated<V> = V extends Validator<infer T> ? T : never;

/** Validators of the members of an object, by key. */
// biome-ignore lint/suspicious/noExplicitAny: a table of validators of any type
export type Fields = Record<string, Validator<any>>;

/** An object with the members of a table; a member whose validator takes `undefined` may be missing. */
export type Members<F extends Fields> = { readonly [K in keyof F]: Validated<F[K]> };

/** Refusals of {@link object}. */
export interface ObjectRules {
  /** The expected value, for a value that is not an object. */
  readonly expected?: string;
  /** The code of a refusal of the whole object, and of members that cannot be read. */
  readonly code?: RefusalCode;
  /** Returns the advice for a key that is not in the table. */
  readonly hint?: (key: string) => string | undefined;
}

/** Whether a value is an object whose members have names. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Own members of an object, each checked by the validator of its key. Refuses unknown keys. */
export function object<F extends Fields>(fields: F, rules: ObjectRules = {}): Validator<Members<F>> {
  const { expected = "an object", code = "ERR_INVALID_OPTION" } = rules;
  const entries = Object.entries(fields);
  return (value, path) => {
    for (const key of keysOf(value, path, expected, code)) {
      if (!Object.hasOwn(fields, key)) throw unknownKey(key, path, Object.keys(fields), rules.hint?.(key));
    }
    // biome-ignore lint/plugin: `keysOf` refuses all other values, and the entries are those of the table
    return read(value as object, path, entries, code, false) as Members<F>;
  };
}

/** Own members of an object, each checked by the validator of its key. Ignores other keys. */
export function members<F extends Fields>(
  value: object,
  path: string,
  fields: F,
  code: RefusalCode = "ERR_INVALID_OPTION",
  inherited = false,
): Members<F> {
  // biome-ignore lint/plugin: the entries are those of the table
  return read(value, path, Object.entries(fields), code, inherited) as Members<F>;
}

function read(
  value: object,
  path: string,
  entries: readonly (readonly [string, Validator<unknown>])[],
  code: RefusalCode,
  inherited: boolean,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [key, validator] of entries) {
    const memberPath = `${path}.${key}`;
    let member: unknown;
    try {
      // A member of a polluted Object.prototype would choose the endpoint of every client.
      if (Object.hasOwn(value, key) || (inherited && !(key in Object.prototype))) {
        member = Reflect.get(value, key);
      }
    } catch {
      // A getter or a proxy that throws.
      throw new Refusal(code, memberPath, "a value that can be read");
    }
    found[key] = validator(member, memberPath);
  }
  return found;
}

function keysOf(value: unknown, path: string, expected: string, code: RefusalCode): string[] {
  try {
    const keys = isObject(value) ? Object.keys(value) : [];
    // A Map, a promise or an AbortSignal has no own members; an object of a class may have fields.
    if (isObject(value) && (keys.length > 0 || isPlain(value))) return keys;
  } catch {
    // A revoked proxy, or one whose traps throw.
  }
  throw new Refusal(code, path, expected);
}

/** By the shape of its prototype, not by its identity: an object may come from another realm. */
function isPlain(value: object): boolean {
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function unknownKey(key: string, path: string, known: readonly string[], hint = suggestion(key, known)): Refusal {
  const shown = key.slice(0, 64).replace(/[^\x20-\x7e]/g, "?");
  const expected = hint ?? `the known keys are ${known.join(", ")}`;
  return new Refusal("ERR_UNKNOWN_KEY", `${path}.${shown}`, expected);
}

/** A validator that is made at its first use: a bundler removes its table from programs that do not use it. */
export function lazily<T>(make: () => Validator<T>): Validator<T> {
  let validator: Validator<T> | undefined;
  return (value, path) => {
    validator ??= make();
    return validator(value, path);
  };
}

/** Takes `undefined`, too. */
export const optional =
  <T>(validator: Validator<T>): Validator<T | undefined> =>
  (value, path) =>
    value === undefined ? undefined : validator(value, path);

/** Replaces `undefined` with a default. */
export const withDefault =
  <T>(validator: Validator<T>, byDefault: T): Validator<T> =>
  (value, path) =>
    value === undefined ? byDefault : validator(value, path);

/** A value for which `test` holds. */
export const satisfying =
  <T>(test: (value: unknown) => value is T, expected: string, code: RefusalCode = "ERR_INVALID_OPTION"): Validator<T> =>
  (value, path) => {
    if (test(value)) return value;
    throw new Refusal(code, path, expected);
  };

/** A string of at most `maxLength` UTF-16 units that has a UTF-8 form: a lone surrogate has none. */
export const string =
  (maxLength: number, code: RefusalCode = "ERR_INVALID_OPTION"): Validator<string> =>
  (value, path) => {
    if (typeof value !== "string") throw new Refusal(code, path, "a string");
    // Checked first: a string may have 500 million characters.
    if (value.length > maxLength) throw new Refusal(code, path, `a string of at most ${maxLength} characters`);
    if (/\p{Surrogate}/u.test(value)) throw new Refusal(code, path, "a string without lone surrogates");
    return value;
  };

/** A string as {@link string} takes it that is not empty. */
export const nonEmptyString =
  (maxLength: number, code: RefusalCode = "ERR_INVALID_OPTION"): Validator<string> =>
  (value, path) => {
    if (typeof value !== "string" || value === "") throw new Refusal(code, path, "a non-empty string");
    return string(maxLength, code)(value, path);
  };

/** A whole number from `min` to `max`. */
export const integer = (min: number, max: number): Validator<number> =>
  satisfying(
    (value): value is number => typeof value === "number" && Number.isInteger(value) && value >= min && value <= max,
    `a whole number from ${min} to ${max}`,
  );

/** One of the given strings. */
export const oneOf = <const T extends string>(...allowed: readonly T[]): Validator<T> =>
  satisfying((value): value is T => allowed.some((known) => known === value), `one of "${allowed.join('", "')}"`);

/** `true` or `false`. */
export const boolean: Validator<boolean> = satisfying((value) => typeof value === "boolean", "true or false");

// biome-ignore lint/suspicious/noExplicitAny: arguments and result of the caller's function are checked at its call
export type Callable = (...args: any[]) => any;

/** Whether a value is a function. */
export const isCallable = (value: unknown): value is Callable => typeof value === "function";

/** A function. */
export const callable: Validator<Callable> = satisfying(isCallable, "a function");
