// Listeners of abort signals: one for each signal, however many calls it ends.

const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `work` when the signal aborts; returns a function that stops listening.
 *
 * One listener for all calls, because Node.js warns of the eleventh.
 */
export function onAbort(signal: AbortSignal, work: () => void): () => void {
  let works = listeners.get(signal);
  if (works === undefined) {
    works = new Set();
    listeners.set(signal, works);
  }
  const set = works;
  if (set.size === 0) signal.addEventListener("abort", dispatch);
  set.add(work);
  return () => {
    set.delete(work);
    if (set.size === 0) signal.removeEventListener("abort", dispatch);
  };
}

function dispatch(this: AbortSignal): void {
  for (const work of [...(listeners.get(this) ?? [])]) work();
}
