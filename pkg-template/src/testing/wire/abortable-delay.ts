// Delay that ends early on an abort and leaves neither a timer nor a listener behind.
import { abortReason } from "../../options/abort-signal.ts";

/** A timer of more than this fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Rejects with the reason of the first signal that aborts. `Infinity`: only an abort ends the delay. */
export function abortableDelay(ms: number, ...signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  // Without a delay, no abort counts: a service that has received a request carries it out even if its sender is gone.
  if (ms === 0) return Promise.resolve();
  const given = signals.filter((signal) => signal !== undefined);
  const aborted = given.find((signal) => signal.aborted);
  if (aborted !== undefined) return Promise.reject(abortReason(aborted));
  return new Promise((resolve, reject) => {
    // An endless delay needs a timer, too: like an open connection, it keeps Node.js alive, which AbortSignal.timeout
    // alone does not.
    const timer = setTimeout(() => ms !== Infinity && end(resolve), Math.min(ms, LONGEST_TIMER_MS));
    const listeners = given.map((signal) => ({ signal, stop: () => end(() => reject(abortReason(signal))) }));
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      for (const { signal, stop } of listeners) signal.removeEventListener("abort", stop);
      settle();
    };
    for (const { signal, stop } of listeners) signal.addEventListener("abort", stop, { once: true });
  });
}
