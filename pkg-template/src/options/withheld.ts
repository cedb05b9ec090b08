// Copies of errors of others, with only the name, the code, the frames and a safe message. Other members may hold a whole request or response
// with a secret.

/** Words of up to 28 letters and 3 digits. AccessKey secrets and tokens are longer, and mix both. */
const WORDS = /^(?=.{1,64}$)[A-Za-z]{1,28}\d{0,3}(?:[._:-][A-Za-z]{1,28}\d{0,3})*$/;

/** A frame of V8, with the place of the code. */
const FRAME = /^ {4}at (?:[\w$.<>[\]#* ]+ \()?(?:file:\/\/|node:|\/|[A-Za-z]:\\)[^\s()?#]+:\d+:\d+\)?$/;

/** A name with dots, or an address. */
const HOST = /^(?:localhost|(?:[a-z\d-]{1,63}\.)+[a-z\d-]{1,24}|[\d.:a-f%]{2,45})$/i;

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

/** Returns an error of the runtime whose message has no secret: itself, if it has no other member that may have one, else a copy. */
export function withoutExtras(thrown: unknown): unknown {
  if (Object(thrown) !== thrown || isPlain(thrown, 1)) return thrown;
  const message = memberOf(thrown, "message");
  return copied(thrown, typeof message === "string" ? message : "").copy;
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

/** Members of errors of the system, with the form of their values. The core has searched the message. */
const MEMBERS: Readonly<Record<string, RegExp>> = {
  message: /^/,
  name: WORDS,
  code: WORDS,
  syscall: WORDS,
  type: WORDS,
  errno: /^(?:-?\d{1,9}|[A-Z]{1,20})$/,
  port: /^\d{1,5}$/,
  hostname: HOST,
  host: HOST,
  address: HOST,
};

/** A frame of V8 without a file: of WebAssembly, or of a function of the language. */
const PLACELESS =
  /^ {4}at (?:wasm:\/\/wasm\/[\w-]+:wasm-function\[\d+\]:0x[\da-f]+|[\w$.<>[\] ]{1,99} \((?:<anonymous>|index \d+)\))$/;

/** What stands before the message in a stack of V8. */
const HEADING = /^(?:[A-Za-z]{1,40}(?: \[[A-Z_]{1,60}\])?(?:: )?)?$/;

/** Whether an error is one of the language, has only members of an error of the system, and `depth` causes at most. */
function isPlain(error: unknown, depth: number): boolean {
  try {
    const { name } = Object.getPrototypeOf(error).constructor;
    // biome-ignore lint/plugin: looked up by a name that any class may have
    const known = (globalThis as Record<string, unknown>)[name];
    if (!/(?:Error|Exception)$/.test(name) || error === null || known !== Object.getPrototypeOf(error).constructor)
      return false;
    return Reflect.ownKeys(Object(error)).every((key) => {
      const { value } = Reflect.getOwnPropertyDescriptor(Object(error), key) ?? {};
      if (key === "cause") return value === undefined || (depth > 0 && isPlain(value, depth - 1));
      if (key === "stack") return isStackOf(error);
      // This package and undici mark errors by symbols.
      if (typeof key === "symbol") return value === true || WORDS.test(value);
      return Object(value) !== value && MEMBERS[key]?.test(String(value)) === true;
    });
  } catch {
    return false;
  }
}

/** Whether a stack is one of V8 with the present message: a message that was replaced later stands in the stack still. */
function isStackOf(error: unknown): boolean {
  const [stack, message] = [String(memberOf(error, "stack")), String(memberOf(error, "message"))];
  const heading = HEADING.exec(stack.slice(0, stack.indexOf(message)));
  if (heading === null) return false;
  const [first, ...lines] = stack.slice(heading[0].length + message.length).split("\n");
  return first === "" && lines.every((line) => FRAME.test(line) || PLACELESS.test(line));
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
