// Credentials and options that many tests use; imports nothing, so that it runs in every runtime.

export const key = { accessKeyId: "testid", accessKeySecret: "testsecret" };

export const methods = ["ACS3-HMAC-SHA256", "HMAC-SHA1"];

/** Retry options with delays of a few milliseconds, for tests that do not measure delays. */
export const quick = { maxAttempts: 4, baseDelayMs: 1, maxDelayMs: 5 };
