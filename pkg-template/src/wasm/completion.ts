// Thenable that runs its only reaction at once, in the async context of the settling code.

/**
 * A wait of the Rust side, which treats it as a promise. A promise would run the reaction in a later microtask, and an exception of
 * the reaction, such as a trap, would be an unhandled rejection. Here, the exception reaches the code that settles the wait.
 */
export class Completion<T> {
  #reaction: ((value: T) => void) | undefined;

  // biome-ignore lint/suspicious/noThenProperty: a thenable on purpose
  then(reaction: (value: T) => void): void {
    this.#reaction = reaction;
  }

  /** Runs the reaction, at the first call. */
  settle(value: T): void {
    const reaction = this.#reaction;
    this.#reaction = undefined;
    reaction?.(value);
  }
}
