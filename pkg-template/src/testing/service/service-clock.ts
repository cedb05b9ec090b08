// The service's clock: the option `now`, with what it returns checked.
import { Refusal } from "../../options/refusal.ts";

/** Largest time that a `Date` can hold. */
const MAX_DATE_MS = 8.64e15;

/** Calls the option unbound: `this` would show the emulator's secrets to the function. */
export function serviceClock(now: () => unknown): () => number {
  return () => {
    const ms = now();
    if (typeof ms === "number" && Math.abs(ms) <= MAX_DATE_MS) return ms;
    throw new Refusal("ERR_INVALID_OPTION", "options.now()", "milliseconds since 1970");
  };
}
