// Waits on the clock of the moment, giving way to an abort and leaving neither a timer nor a listener behind.

/** A timer of more than this fires at once. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** `ms` may be Infinity: then only an abort ends the wait. A signal may be undefined. */
export function pause(ms, ...signals) {
  // No wait, no giving way: a service that has a request already carries it out, though its sender is gone.
  if (ms === 0) return Promise.resolve();
  const heeded = signals.filter((signal) => signal !== undefined);
  const aborted = heeded.find((signal) => signal.aborted);
  if (aborted !== undefined) return Promise.reject(aborted.reason);
  return new Promise((resolve, reject) => {
    // A wait without end needs a timer too: like an open connection it keeps Node alive, which AbortSignal.timeout
    // alone does not.
    const timer = setTimeout(() => ms !== Infinity && end(resolve), Math.min(ms, LONGEST_TIMER_MS));
    const stops = heeded.map((signal) => [signal, () => end(reject, signal.reason)]);
    const end = (settle, value) => {
      clearTimeout(timer);
      for (const [signal, stop] of stops) signal.removeEventListener("abort", stop);
      settle(value);
    };
    for (const [signal, stop] of stops) signal.addEventListener("abort", stop, { once: true });
  });
}
