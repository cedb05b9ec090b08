// The words that the states of a task have where the service writes numbers.

/** Returns the word for a number of the table; a text counts as its number, as for `verify`. */
export function stateWord(states: Readonly<Record<string, string>>, status: unknown): string | undefined {
  if (typeof status !== "number" && typeof status !== "string") return undefined;
  return Object.hasOwn(states, `${status}`) ? states[`${status}`] : undefined;
}
