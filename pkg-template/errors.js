// The one error class of the package, recognised across copies of it.

// A process may hold the package twice, as ESM and as CommonJS, or in two versions.
const brand = Symbol.for("apsara-live.LiveError");

export class LiveError extends Error {
  static [Symbol.hasInstance](value) {
    // A subclass of the caller's inherits this method, and means its own instances.
    // biome-ignore lint/complexity/noThisInStatic: it is the class on the right of instanceof, which may be a subclass
    if (this !== LiveError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && value[brand] === true;
  }

  constructor({ message, cause, ...details }) {
    super(message, cause === undefined ? undefined : { cause });
    const known = { attempts: 0, retryable: false, outcomeUnknown: false };
    for (const [key, value] of Object.entries({ ...known, ...details })) {
      if (value !== undefined) this[key] = value;
    }
  }

  // JSON.stringify of an Error gives {}: a log line deserves more. The cause stays out, it may be anything.
  toJSON() {
    return { name: this.name, message: this.message, ...this };
  }
}

Object.defineProperty(LiveError.prototype, "name", { value: "LiveError", configurable: true, writable: true });
Object.defineProperty(LiveError.prototype, brand, { value: true });
