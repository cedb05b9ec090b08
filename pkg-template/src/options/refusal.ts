// Invalid argument: which code, where, and what was expected there.

/** The codes of arguments that are refused before anything is sent. */
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
 * key, `expected` says what to write instead.
 *
 * The emulator lets it through, as a `TypeError`; a client makes a `LiveError` of it.
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
