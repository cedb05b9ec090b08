// Signals: Ctrl-C, and the end of the terminal.
import process from "node:process";

/** Calls a step at each SIGINT or SIGTERM, the last step again and again; returns a function that stops listening. */
export function onInterrupt(...steps: readonly (() => void)[]): () => void {
  let count = 0;
  const listener = (): void => {
    steps[Math.min(count, steps.length - 1)]?.();
    count += 1;
  };
  return listen(["SIGINT", "SIGTERM"], listener);
}

/** Calls `listener` at a SIGHUP, which would end the process; returns a function that stops listening. */
export const onHangup = (listener: () => void): (() => void) => listen(["SIGHUP"], listener);

function listen(signals: readonly ("SIGINT" | "SIGTERM" | "SIGHUP")[], listener: () => void): () => void {
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
