// Public types of results.
import type { Verified } from "../generated/records.ts";
import type { LiveErrorCode } from "./error-codes.ts";

interface StopResultBase {
  /** The service's ID of the last request. Missing only if the service omitted it. */
  readonly requestId?: string;
  /** The number of requests that were sent. */
  readonly attempts: number;
  /** The state of the task, if the option `verify` led to a question for the state. */
  readonly verified?: Verified;
}

/**
 * `"stopped"`: the service stopped the task; with `verified`, the reply was lost, and the service says that the task is stopped.
 * `"already-stopped"`: the task exists and is not running, or an earlier attempt, whose response was lost, had stopped it; then
 * `code` is the service's code.
 */
export type StopResult =
  | (StopResultBase & { readonly outcome: "stopped"; readonly code?: never })
  | (StopResultBase & { readonly outcome: "already-stopped"; readonly code: LiveErrorCode });

/** The result of {@link Client.call}. */
export interface ActionResult<Reply = unknown> {
  /** The reply of the service, with the vendor's names. Whole numbers beyond 2^53 are strings, because a number would be rounded. */
  readonly reply: Reply;
  /** The service's ID of the last request. */
  readonly requestId: string;
  /** The number of requests that were sent. */
  readonly attempts: number;
  /** Of an action that stops a recording or a monitor: whether the call stopped the task, or found it stopped. Then `reply` is the error. */
  readonly outcome?: "stopped" | "already-stopped";
  /** The service's code, if the call found the task stopped. */
  readonly code?: string;
}
