// The one error class of the package, recognised across copies of it.

// A process may hold the package twice, as ESM and as CommonJS, or in two versions.
const brand = Symbol.for("apsara-live.LiveError");

export class LiveError extends Error {
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

// Not a static method: one that speaks of its own class makes bundlers give the class another name, which is what log lines begin with.
Object.defineProperty(LiveError, Symbol.hasInstance, {
  value(candidate) {
    // A subclass of the caller's inherits this method, and means its own instances.
    if (this !== LiveError) return Function.prototype[Symbol.hasInstance].call(this, candidate);
    return typeof candidate === "object" && candidate !== null && candidate[brand] === true;
  },
});
