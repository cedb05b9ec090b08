// Written by `cargo xtask generate` from src/core.

/** Limits of options and parameters. */
export const LIMITS = {
  maxAttempts: 100,
  maxNonceChars: 128,
  maxSpanMs: 2147483647,
  maxTextChars: 256,
} as const;

/** Defaults of the options of a call. */
export const DEFAULTS = {
  timeoutMs: 30000,
  attemptTimeoutMs: 5000,
  maxAttempts: 4,
  baseDelayMs: 100,
  maxDelayMs: 5000,
  alreadyStopped: "resolve",
} as const;
