// Thenable that runs its one reaction at once, in the async context of whoever settles it.

/**
 * A wait of the Rust side, which takes it for a promise. A promise would run the reaction in a later microtask, and an exception
 * of it, such as a trap, would be an unhandled rejection; here it reaches the code that settles the wait.
 */
export class Completion<T> {
  #reaction: ((value: T) => void) | undefined;

  // biome-ignore lint/suspicious/noThenProperty: a thenable on purpose
  then(reaction: (value: T) => void): void {
    this.#reaction = reaction;
  }

  /** Runs the reaction, the first time that it is called. */
  settle(value: T): void {
    const reaction = this.#reaction;
    this.#reaction = undefined;
    reaction?.(value);
  }
}
