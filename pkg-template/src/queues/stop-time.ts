// The time at which a task is to be stopped, as a caller gives it.
import { asLiveError } from "../call/failures.ts";
import { Refusal } from "../options/refusal.ts";

/** A time: a `Date`, or milliseconds since 1970. A time that has passed means at once. */
export type StopTime = Date | number;

/** September 2001. As milliseconds, seconds since 1970 and delays are smaller: the task would be stopped at once. */
const MIN_MS = 1_000_000_000_000;

/**
 * Reads a time, in milliseconds since 1970.
 *
 * @param latestMs - the latest time that the queue can hold
 * @param path - the name of the argument
 * @throws LiveError of kind `argument`
 */
export function readStopTime(at: unknown, latestMs: number, path: string): number {
  try {
    // The method of the prototype works for a Date of another realm, and throws for any other value.
    const ms = typeof at === "number" ? at : Date.prototype.getTime.call(at);
    if (ms >= MIN_MS && ms <= latestMs) return Math.ceil(ms);
  } catch {
    // No Date.
  }
  const latest = new Date(latestMs).toISOString();
  const expected = `a Date, or milliseconds since 1970 (no seconds, no delay), at ${latest} at the latest`;
  throw asLiveError(new Refusal("ERR_INVALID_OPTION", path, expected));
}
