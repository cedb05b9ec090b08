// Reads values by tables of readers; a reader takes a value and its path, and answers or refuses.

/** Says what was refused: a stable code, a path, and what was expected there. Becomes a LiveError at the edge of the package. */
export class Refusal {
  constructor(code, path, expected) {
    this.kind = code.endsWith("_CREDENTIALS") ? "credentials" : "argument";
    this.code = code;
    this.message = `${path}: expected ${expected}`;
  }
}

/** Whether a value has members by names. */
export const isPlain = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The members of an object that are in the table, read; another key is refused. */
export function record(value, path, readers, expected = "an object", code = "ERR_INVALID_OPTION") {
  let keys;
  try {
    keys = isPlain(value) && Object.keys(value);
  } catch {
    // A proxy that is revoked, or whose traps throw.
  }
  if (!keys) throw new Refusal(code, path, expected);
  for (const key of keys) {
    if (Object.hasOwn(readers, key)) continue;
    const shown = key.slice(0, 64).replace(/[^\x20-\x7e]/g, "?");
    throw new Refusal(
      "ERR_UNKNOWN_KEY",
      `${path}.${shown}`,
      `no such key; known are ${Object.keys(readers).join(", ")}`,
    );
  }
  return picked(value, path, readers, code);
}

/** The members of an object that are in the table, read; other keys are left alone. */
export function picked(value, path, readers, code) {
  const read = {};
  for (const key of Object.keys(readers)) {
    try {
      const member = value[key];
      read[key] = member === undefined ? undefined : readers[key](member, `${path}.${key}`, code);
    } catch (error) {
      // A getter that throws, or a value that cannot even be looked at.
      throw error instanceof Refusal ? error : new Refusal(code, `${path}.${key}`, "a value that can be read");
    }
  }
  return read;
}

/** A record that may be missing. */
export const optional = (value, path, readers) => record(value === undefined ? {} : value, path, readers);

/** A string with a UTF-8 form: a lone surrogate has none, and would be sent as another character. */
export function text(value, path, code = "ERR_INVALID_OPTION") {
  if (typeof value !== "string") throw new Refusal(code, path, "a string");
  if (/\p{Surrogate}/u.test(value)) throw new Refusal(code, path, "a string without lone surrogates");
  return value;
}

/** A whole number from `min` to `max`. */
export const whole = (min, max) => (value, path) => {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Refusal("ERR_INVALID_OPTION", path, `a whole number from ${min} to ${max}`);
};

/** One of some words, by its place among them. */
export const choice =
  (...words) =>
  (value, path) => {
    const place = words.indexOf(value);
    if (place >= 0) return place;
    throw new Refusal("ERR_INVALID_OPTION", path, `one of "${words.join('", "')}"`);
  };

export function func(value, path) {
  if (typeof value === "function") return value;
  throw new Refusal("ERR_INVALID_OPTION", path, "a function");
}
