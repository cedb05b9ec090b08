// Validator of abort signals.
import { Refusal } from "./refusal.ts";

/** Checks the shape, not the class: signals of another realm and of polyfills are valid. */
export function abortSignal(value: unknown, path: string): AbortSignal | undefined {
  if (value === undefined || value === null) return undefined;
  try {
    const { aborted, addEventListener, removeEventListener }: AbortSignal = Object(value);
    const methods = [addEventListener, removeEventListener];
    if (typeof aborted === "boolean" && methods.every((method) => typeof method === "function")) {
      return value as AbortSignal;
    }
  } catch {
    // A getter that throws.
  }
  throw new Refusal("ERR_INVALID_OPTION", path, "an AbortSignal");
}
