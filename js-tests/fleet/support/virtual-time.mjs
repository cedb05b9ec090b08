// Virtual time: a run over minutes is played in seconds, and neither the load of the machine nor chance changes it. Import it before the
// package.
//
// Timers and clocks are marked as fakes, as Jest, Vitest and Sinon mark theirs, so that the package looks them up at each use.
import { setImmediate as turn } from "node:timers/promises";

const START_MS = 1_800_000_000_000;

let nowMs = START_MS;
let order = 0;
let lateness = () => 0;
/** Requests that the emulator works on, which takes no virtual time. */
let atWork = 0;
const timers = new Map();

globalThis.Date.now = () => nowMs;
globalThis.Date.isFake = true;
globalThis.performance.now = () => nowMs - START_MS;
globalThis.setTimeout = (work, ms = 0, ...args) => {
  const id = ++order;
  timers.set(id, { id, atMs: nowMs + Math.max(1, ms) + lateness(), work: () => work(...args) });
  return id;
};
globalThis.clearTimeout = (id) => timers.delete(id);

const drawn = randomOf(1);
globalThis.crypto.getRandomValues = (bytes) => {
  for (let at = 0; at < bytes.length; at++) bytes[at] = 256 * drawn();
  return bytes;
};

/** Milliseconds since the start. */
export const elapsedMs = () => nowMs - START_MS;

/** Number of timers that are set. */
export const pendingTimers = () => timers.size;

export const sleep = (ms) => new Promise((resolve) => globalThis.setTimeout(resolve, ms));

/** A generator of pseudo-random numbers from 0 to 1 (mulberry32). */
export function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Delays each timer by the result of `of`. */
export function timersAreLate(of) {
  lateness = of;
}

/** A fetch whose requests and responses take `wayMs()` each way; the emulator's work takes no time. */
export function farFetch(fetch, wayMs) {
  return async (...args) => {
    if (wayMs) await sleep(wayMs());
    atWork += 1;
    try {
      return await fetch(...args);
    } finally {
      atWork -= 1;
      if (wayMs) await sleep(wayMs());
    }
  };
}

/** Moves the time on, timer by timer, until the promise has settled. */
export async function play(promise) {
  let settled = false;
  const end = () => {
    settled = true;
  };
  promise.then(end, end);
  for (;;) {
    do await turn();
    while (atWork > 0);
    await turn();
    if (settled) return promise;
    let next;
    for (const timer of timers.values()) if (next === undefined || timer.atMs < next.atMs) next = timer;
    if (next === undefined) {
      // The wasm starts in real time.
      await turn();
      continue;
    }
    timers.delete(next.id);
    nowMs = Math.max(nowMs, next.atMs);
    next.work();
  }
}
