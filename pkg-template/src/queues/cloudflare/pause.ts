// The pause of the whole fleet after an error that every task meets.
import { LiveError } from "../../api/live-error.ts";
import type { Decision } from "../decide.ts";

/** Such errors without another reply in between, of this isolate. */
let inARow = 0;

/** Returns the pause, in milliseconds. The first error may be the error of one task, which must not hold the others. */
export function pauseOf({ action, pauseMs }: Decision, resultOrError: unknown): number | undefined {
  if (pauseMs === undefined) {
    if (action !== "retry") inARow = 0;
    return undefined;
  }
  inARow++;
  const isThrottled = resultOrError instanceof LiveError && resultOrError.kind === "throttled";
  return isThrottled || inARow > 1 ? pauseMs : undefined;
}
