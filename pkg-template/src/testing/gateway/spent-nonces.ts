// Remembers the nonces of correctly signed requests while their timestamps are valid.

/** Largest distance of a timestamp from the service's clock, in both directions. */
export const TIMESTAMP_WINDOW_MS = 15 * 60 * 1000;

export class SpentNonces {
  readonly #usableUntil = new Map<string, number>();

  /** Returns `false` for a nonce that this access key has used already. */
  spend(accessKeyId: string, nonce: string, timestampMs: number, nowMs: number): boolean {
    // Oldest first, and only as far as needed: a scan of all of them would make long simulations quadratic.
    for (const [key, until] of this.#usableUntil) {
      if (until >= nowMs) break;
      this.#usableUntil.delete(key);
    }
    const key = JSON.stringify([accessKeyId, nonce]);
    const until = this.#usableUntil.get(key);
    if (until !== undefined && until >= nowMs) return false;
    this.#usableUntil.set(key, timestampMs + TIMESTAMP_WINDOW_MS);
    return true;
  }
}
