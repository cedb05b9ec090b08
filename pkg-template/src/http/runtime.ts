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

/** Whether this runtime drops all pending work of an incoming request at its end, as Cloudflare Workers does. */
export const requestsEnd = (): boolean => globalThis.navigator?.userAgent === "Cloudflare-Workers";

/** Whether this is a browser, which sends its own user agent. A header of ours would add a CORS preflight to every call. */
export const isBrowser = (): boolean => globalThis.navigator?.userAgent?.startsWith("Mozilla/") === true;

/** Whether this is Node.js itself, and no runtime that imitates its `process`. */
export function isNode(): boolean {
  const { process, navigator } = globalThis as {
    process?: { versions?: Readonly<Record<string, string | undefined>> };
    navigator?: { userAgent?: string };
  };
  const { node, deno, bun } = process?.versions ?? {};
  // Node.js 20 has no `navigator`.
  const isNamed = navigator === undefined || navigator.userAgent?.startsWith("Node.js/") === true;
  return node !== undefined && deno === undefined && bun === undefined && isNamed;
}
