// Copies of errors from sources of credentials, with only the name, the code and the frames. The message, other members and the cause may
// hold a whole response with a secret that this package does not know, so no masking can find the secret.

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

/** Returns the safe parts of a thrown value. */
export function withheld(thrown: unknown): Withheld {
  const name = wordOf(thrown, "name") ?? "Error";
  // `fetch` has the code of the network in the cause.
  const code = wordOf(thrown, "code") ?? wordOf(memberOf(thrown, "cause"), "code");
  const cause = new Error("message withheld, because it may hold a secret");
  const stack = [`${name}: ${cause.message}`, ...framesOf(thrown)].join("\n");
  Object.defineProperties(cause, { name: hidden(name), stack: hidden(stack) });
  return { what: code === undefined ? name : `${name} ${code}`, cause: Object.assign(cause, code && { code }) };
}

const hidden = (value: string): PropertyDescriptor => ({ value, configurable: true, writable: true });

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
