// The connections that one invocation of a Worker may use at a time.

/** A Worker has six connections at a time. One stays free for the Durable Object. */
const FOR_THE_SERVICE = 5;

/** Counts the connections in use; callers wait in order. */
export class Connections {
  #free = FOR_THE_SERVICE;
  readonly #waiting: (() => void)[] = [];

  /** Resolves when a connection is free, and takes it. */
  async take(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the connection to the next caller. */
  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
