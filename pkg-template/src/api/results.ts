// Public types of results.
import type { DescribeRtcCloudRecordingFilesResult } from "../generated/params.ts";
import type { Verified } from "../generated/records.ts";
import type { LiveErrorCode } from "./error-codes.ts";

/** Facts of a wait until a task has stopped, with the option `waitUntilStopped`. */
export interface StoppedFacts {
  /** The time from the reply to the stop to the answer that the task has stopped, in milliseconds. */
  readonly stoppedAfterMs?: number;
  /** The files that the service names in that answer, if the task is a recording. Files may appear later: the vendor does not say when. */
  readonly recordFileList?: DescribeRtcCloudRecordingFilesResult["recordFileList"];
}

interface StopResultBase extends StoppedFacts {
  /**
   * The service's ID of the request that decided the outcome. This is the stop, also after a wait until the task had stopped. If the reply to
   * the stop was lost, and the state told that it had succeeded, this is the question for the state. Missing only if the service omitted it.
   */
  readonly requestId?: string;
  /** The number of requests that were sent. */
  readonly attempts: number;
  /** The state of the task, if the option `verify` or `waitUntilStopped` led to a question for the state. */
  readonly verified?: Verified;
}

/**
 * `"stopped"`: the service accepted the stop, or, after a lost reply, says that the task is stopped. Until `verified` is `"stopped"`, a
 * recording may be stopping.
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
  /** Of an operation that stops a task: whether the call stopped the task, or found it stopped. Then `reply` is the error. */
  readonly outcome?: "stopped" | "already-stopped";
  /** The service's code, if the call found the task stopped. */
  readonly code?: string;
}
