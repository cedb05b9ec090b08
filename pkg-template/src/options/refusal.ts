// Invalid argument: its code, its path, and the expected value.

/** The codes of refusals before any request. */
export type RefusalCode =
  | "ERR_INVALID_CREDENTIALS"
  | "ERR_INVALID_ENDPOINT"
  | "ERR_INVALID_METHOD"
  | "ERR_INVALID_OPTION"
  | "ERR_INVALID_PARAMETER"
  | "ERR_INVALID_REGION"
  | "ERR_MISSING_CREDENTIALS"
  | "ERR_MISSING_PARAMETER"
  | "ERR_UNKNOWN_KEY"
  | "ERR_UNKNOWN_OPERATION"
  | "ERR_UNSUPPORTED_RUNTIME";

/**
 * Thrown by the validators. The message names the path and the expected value, and never repeats the actual value. For an unknown
 * key, `expected` is the correction.
 *
 * The emulator throws it unchanged, as a `TypeError`; a client turns it into a `LiveError`.
 */
export class Refusal extends TypeError {
  constructor(
    readonly code: RefusalCode,
    readonly path: string,
    readonly expected: string,
  ) {
    super(`${path}: ${code === "ERR_UNKNOWN_KEY" ? "unknown key;" : "expected"} ${expected}`);
  }
}
