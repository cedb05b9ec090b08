// Functions of the runtime, captured when the package is loaded: fake timers of test tools replace the globals later.

/** Whether they had replaced them already: so `Date` is marked by Jest, Vitest and Sinon. Then the real ones come later. */
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

/** Whether requests end on their own here, and all that they wait for with them: so it is in Cloudflare Workers. */
export const requestsEnd = (): boolean => globalThis.navigator?.userAgent === "Cloudflare-Workers";

/** Whether this is a browser. It sends its own user agent, and a header of ours would make every call a CORS preflight. */
export const isBrowser = (): boolean => globalThis.navigator?.userAgent?.startsWith("Mozilla/") === true;
