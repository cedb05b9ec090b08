// Objects with a member for each operation that stops a task.
import type { StopName } from "../generated/operations.ts";
import { STOP_NAMES } from "../generated/stops.ts";

/** Returns an object with a value for each operation. */
export const perStop = <T>(value: (operation: StopName) => T): Record<StopName, T> =>
  // Object.fromEntries forgets the names.
  Object.fromEntries(STOP_NAMES.map((name) => [name, value(name)])) as Record<StopName, T>;
