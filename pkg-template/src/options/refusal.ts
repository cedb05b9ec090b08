// Invalid argument: its code, its path, and the expected value.
import type { PackageErrorCodes } from "../generated/codes.ts";

/** The codes of refusals before any request: the codes of arguments, and of credentials that are not looked up. */
export type RefusalCode =
  | PackageErrorCodes["argument"]
  | Extract<PackageErrorCodes["credentials"], `${string}_CREDENTIALS`>;

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
