// Written by `cargo xtask generate` from src/core.

/** Limits of options, parameters and responses. */
export const LIMITS = {
  /** The largest `retry.maxAttempts`. */
  maxAttempts: 100,
  /** The longest body of a response to a stop that is read, in bytes. */
  maxBodyBytes: 65536,
  /** The longest body of any other response that is read, in bytes. */
  maxLongBodyBytes: 8388608,
  /** The most JSON values of a response that are read. */
  maxReplyValues: 131072,
  /** The length at which the texts of a response or of an error are cut before they enter the wasm, in characters. */
  maxQuotedChars: 16384,
  /** The longest `nonce`, in characters. */
  maxNonceChars: 128,
  /** The largest quota of an operation, in requests per second. */
  maxQuota: 100000,
  /** The longest span of time, in milliseconds. */
  maxSpanMs: 2147483647,
  /** The longest text parameter, in Unicode characters. */
  maxTextChars: 256,
} as const;

/** Defaults of the options of a call. */
export const DEFAULTS = {
  timeoutMs: 30000,
  attemptTimeoutMs: 5000,
  retry: {
    maxAttempts: 4,
    baseDelayMs: 100,
    maxDelayMs: 5000,
  },
  alreadyStopped: "resolve",
  verify: "never",
  waitMs: undefined,
} as const;
