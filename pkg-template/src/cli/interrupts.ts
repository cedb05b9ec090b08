// Ctrl-C: once to end in order, twice to end at once.
import process from "node:process";

/** Calls `first` at the first signal and `second` at the next; returns a function that stops listening. */
export function onInterrupt(first: () => void, second: () => void): () => void {
  let count = 0;
  const listener = (): void => {
    count += 1;
    if (count === 1) first();
    else second();
  };
  process.on("SIGINT", listener);
  process.on("SIGTERM", listener);
  return () => {
    process.off("SIGINT", listener);
    process.off("SIGTERM", listener);
  };
}
