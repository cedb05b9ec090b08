// Functions of the runtime, captured when the package is loaded: fake timers of test tools replace the globals later.

/** Whether the globals are already fakes: Jest, Vitest and Sinon mark their `Date`. The real functions come back later. */
const isFake = (Date as { isFake?: boolean }).isFake === true;

/** Milliseconds since 1970. */
export const wallMs: () => number = isFake ? () => Date.now() : Date.now;

/** Milliseconds of a monotonic clock. */
export const monotonicMs: () => number = isFake ? () => performance.now() : performance.now.bind(performance);

const { setTimeout: captured, clearTimeout: capturedClear } = globalThis;

/** Calls `work` after `ms`; returns a function that cancels it. */
export function after(ms: number, work: () => void): () => void {
  const timer = (isFake ? setTimeout : captured)(work, ms);
  return () => (isFake ? clearTimeout : capturedClear)(timer);
}
