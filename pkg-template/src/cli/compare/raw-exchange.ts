// An exchange as it was, with all secrets: it stays in memory.
import type { Step } from "./script.ts";

export interface RawExchange {
  readonly step: Step;
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Signature and nonce of the request. */
  readonly secrets: readonly string[];
  readonly atMs: number;
  readonly tookMs: number;
  /** The time at the end by the clock that has signed, in milliseconds since 1970. */
  readonly clockMs: number;
  readonly status: number;
  readonly header: (name: string) => string | null;
  /** The wait that the response asks for, as a client reads it. */
  readonly retryAfterMs: number | undefined;
  readonly body: string;
}
