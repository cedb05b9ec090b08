// Validator of abort signals, and the reason of an abort.
import { Refusal } from "./refusal.ts";

/** Checks the shape, not the class: signals of another realm and of polyfills are valid. */
export function abortSignal(value: unknown, path: string): AbortSignal | undefined {
  if (value === undefined || value === null) return undefined;
  try {
    const signal: AbortSignal = Object(value);
    const methods = [signal.addEventListener, signal.removeEventListener];
    if (typeof signal.aborted === "boolean" && methods.every((method) => typeof method === "function")) return signal;
  } catch {
    // A getter that throws.
  }
  throw new Refusal("ERR_INVALID_OPTION", path, "an AbortSignal");
}

/** Returns the reason of an abort. The signals of some polyfills have none: then it is an `AbortError`, as of `AbortSignal`. */
export function abortReason(signal: { readonly reason?: unknown }): unknown {
  let reason: unknown;
  try {
    reason = signal.reason;
  } catch (error) {
    reason = error;
  }
  if (reason !== undefined) return reason;
  const message = "This operation was aborted";
  if (typeof DOMException === "function") return new DOMException(message, "AbortError");
  return Object.assign(new Error(message), { name: "AbortError" });
}
