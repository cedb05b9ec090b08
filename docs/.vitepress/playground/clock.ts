// A clock that runs faster: for a worker, which has timers and clocks of its own.

/** Makes the timers and the clocks of this scope `factor` times as fast. Call it before the package is loaded, which keeps what it finds. */
export function quicken(factor: number): void {
  const timer = globalThis.setTimeout;
  const clock = performance.now.bind(performance);
  const begunMs = Date.now() - clock() * factor;
  const faster = (work: () => void, ms = 0): unknown => timer(work, ms / factor);
  globalThis.setTimeout = faster as typeof setTimeout;
  performance.now = () => clock() * factor;
  Date.now = () => Math.floor(begunMs + performance.now());
}
