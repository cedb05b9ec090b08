// Timers and clocks of the runtime. Fakes of test tools, set before the package is loaded or later, do not take their place for good.

type AnyFunction = (...args: never) => unknown;

/** A function of the runtime, and the objects that are used with it. */
type Found = readonly [AnyFunction | undefined, ...unknown[]];

/**
 * Returns a function that returns what `look` found before fakes took its place. While it may be a fake, looks at each call, because
 * the real function comes back later.
 */
function keep<T extends Found>(look: () => T, isReal: (found: T, text: string) => boolean): () => T {
  const isCertain = (found: T): boolean =>
    found[0] !== undefined && !isFake(found[0]) && isReal(found, Function.prototype.toString.call(found[0]));
  let kept = look();
  let isKept = isCertain(kept);
  return () => {
    if (isKept) return kept;
    const found = look();
    // Nothing proves that the functions of jsdom are real, but later fakes of them have marks.
    if (kept[0] === undefined || isFake(kept[0]) || !isFake(found[0])) kept = found;
    isKept = isCertain(kept);
    return kept;
  };
}

/** Whether a function has a mark of a fake: of Sinon, Jest and Vitest; of a mock of Jest; of `node:test`, which binds its fakes. */
const isFake = (found: AnyFunction | undefined): boolean =>
  found !== undefined && ("clock" in found || "_isMockFunction" in found || found.name.startsWith("bound "));

const isNative = (text: string): boolean => /^function \w+\(\) \{\s*\[native code\]\s*\}$/.test(text);

const timers = /* @__PURE__ */ keep(
  () => [globalThis.setTimeout, globalThis.clearTimeout] as const,
  // The timers of Node.js and Deno are no native code.
  ([set], text) =>
    isNative(text) ||
    (text.startsWith("function setTimeout(") && Symbol.for("nodejs.util.promisify.custom") in Object(set)),
);

// Not by the text of `Date`, which `node:test` imitates.
const date = /* @__PURE__ */ keep(
  () => [Date.now] as const,
  (_, text) => isNative(text),
);

const monotonic = /* @__PURE__ */ keep(
  () => [globalThis.performance?.now, globalThis.performance] as const,
  // In Node.js and Deno a method of the class. Fakes are members of the object.
  ([, owner], text) => isNative(text) || (text.startsWith("now()") && !Object.hasOwn(owner, "now")),
);

/** Milliseconds since 1970. */
export const wallMs = (): number => date()[0].call(Date);

/** Milliseconds of a monotonic clock. */
export function monotonicMs(): number {
  const [now, owner] = monotonic();
  return now.call(owner);
}

/** Calls `work` after `ms`; returns a function that cancels it. */
export function after(ms: number, work: () => void): () => void {
  const [set, clear] = timers();
  const timer = set(work, ms);
  return () => clear(timer);
}
