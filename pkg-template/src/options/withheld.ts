// Copies of errors of others, with only the name, the code, the frames and a safe message. Other members may hold a whole request or response
// with a secret.

/** Words of up to 28 letters and 3 digits. AccessKey secrets and tokens are longer, and mix both. */
const WORDS = /^(?=.{1,64}$)[A-Za-z]{1,28}\d{0,3}(?:[._:-][A-Za-z]{1,28}\d{0,3})*$/;

/** A frame of V8, with the place of the code. */
const FRAME = /^ {4}at (?:[\w$.<>[\]#* ]+ \()?(?:file:\/\/|node:|\/|[A-Za-z]:\\)[^\s()?#]+:\d+:\d+\)?$/;

export interface Withheld {
  /** Name and code, for a message. */
  readonly what: string;
  /** A copy without texts that may hold a secret. */
  readonly cause: Error;
}

/** Returns the safe parts of what a source of credentials threw. No masking can find a secret that this package does not know. */
export function withheld(thrown: unknown): Withheld {
  const { name, code, copy } = copied(thrown, "message withheld, because it may hold a secret");
  return { what: code === undefined ? name : `${name} ${code}`, cause: copy };
}

/**
 * Returns a copy of an error and of its cause, each with only message, name, code and stack frames: other members may hold a whole request.
 * The messages have no secret.
 */
export function withoutExtras(thrown: unknown, depth = 1): unknown {
  if (Object(thrown) !== thrown) return thrown;
  const [message, cause] = [memberOf(thrown, "message"), memberOf(thrown, "cause")];
  const { copy } = copied(thrown, typeof message === "string" ? message : "");
  return depth > 0 && Object(cause) === cause
    ? Object.defineProperty(copy, "cause", hidden(withoutExtras(cause, depth - 1)))
    : copy;
}

function copied(thrown: unknown, message: string): { name: string; code: string | undefined; copy: Error } {
  const name = wordOf(thrown, "name") ?? "Error";
  // `fetch` has the code of the network in the cause.
  const code = wordOf(thrown, "code") ?? wordOf(memberOf(thrown, "cause"), "code");
  const copy = new Error(message);
  const stack = [`${name}: ${message}`, ...framesOf(thrown)].join("\n");
  Object.defineProperties(copy, { name: hidden(name), stack: hidden(stack) });
  return { name, code, copy: Object.assign(copy, code && { code }) };
}

const hidden = (value: unknown): PropertyDescriptor => ({ value, configurable: true, writable: true });

function wordOf(thrown: unknown, key: string): string | undefined {
  const value = memberOf(thrown, key);
  return typeof value === "string" && WORDS.test(value) ? value : undefined;
}

/** The frames after the message. The stack does not contain a message that was replaced later: then no line is certainly a frame. */
function framesOf(thrown: unknown): string[] {
  const [stack, message] = [memberOf(thrown, "stack"), memberOf(thrown, "message")];
  if (typeof stack !== "string" || typeof message !== "string" || message === "") return [];
  const begin = stack.indexOf(message);
  const frames = begin < 0 ? "" : stack.slice(begin + message.length);
  return frames.startsWith("\n    at ") ? frames.split("\n").filter((line) => FRAME.test(line)) : [];
}

/** A getter or a proxy may throw. */
function memberOf(thrown: unknown, key: string): unknown {
  try {
    return Object(thrown)[key];
  } catch {
    return undefined;
  }
}
