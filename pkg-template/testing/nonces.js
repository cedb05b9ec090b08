// Remembers the nonces of rightly signed requests for as long as their timestamps would still be accepted.

export const timestampWindowMs = 15 * 60 * 1000;

export function createNonces() {
  const usableUntil = new Map();
  return {
    /** Returns false for a nonce that this access key has used already. */
    spend(accessKeyId, nonce, timestampMs, nowMs) {
      // Oldest first, and only as far as needed: scanning all of them would make long simulations quadratic.
      for (const [key, until] of usableUntil) {
        if (until >= nowMs) break;
        usableUntil.delete(key);
      }
      const key = JSON.stringify([accessKeyId, nonce]);
      if (usableUntil.get(key) >= nowMs) return false;
      usableUntil.set(key, timestampMs + timestampWindowMs);
      return true;
    },
  };
}
