// Makes the timers and the clocks of a program ten times as fast: `node --import ./fast-clock.mjs program.mjs`.
const FACTOR = 10;
const timer = globalThis.setTimeout;
const clock = performance.now.bind(performance);
const begunMs = Date.now() - clock() * FACTOR;
globalThis.setTimeout = (work, ms = 0) => timer(work, ms / FACTOR);
performance.now = () => clock() * FACTOR;
Date.now = () => Math.floor(begunMs + performance.now());
