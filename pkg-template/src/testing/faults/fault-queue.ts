// Queue of the faults for the coming requests.
import { fault } from "./fault-table.ts";
import type { Fault } from "./fault-types.ts";

/** An array whose `push` and `unshift` validate at once, so that a misspelt fault fails where it was written. */
export function createFaultQueue(initial: readonly Fault[]): Fault[] {
  const queue = [...initial];
  const validated = (faults: readonly Fault[]): Fault[] => faults.map((written, i) => fault(written, `faults[${i}]`));
  return Object.defineProperties(queue, {
    push: { value: (...faults: Fault[]) => Array.prototype.push.apply(queue, validated(faults)) },
    unshift: { value: (...faults: Fault[]) => Array.prototype.unshift.apply(queue, validated(faults)) },
  });
}
