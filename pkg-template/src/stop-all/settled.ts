// Results of the tasks of a run.

import { type AnyLiveError, createLiveError, LiveError } from "../api/live-error.ts";
import type { Settled } from "../api/stop-all.ts";
import { asLiveError } from "../call/failures.ts";
import { BEFORE_ANY_REQUEST, type Settlement } from "../call/run.ts";
import { filesOf } from "../call/stop.ts";
import type { StopName } from "../generated/operations.ts";
import type { AbortedEnd } from "../generated/records.ts";
import { defined } from "../options/defined.ts";
import type { StopEnd } from "../wasm/boundary.ts";

/** The result of a task. */
export type Outcome = Omit<Settled, "task">;

type StoppedCall = Extract<StopEnd, { readonly stopped: unknown }>;

/** Returns the result of a task whose call has ended. */
export function settledOf({ end, error, host }: Settlement<StoppedCall>, operation: StopName): Outcome {
  if ("stopped" in end) {
    const { outcome, attempts, requestId, verified, stoppedAfterMs } = end.stopped;
    const known = defined({ requestId, verified, stoppedAfterMs });
    return { outcome, attempts, ...known, ...filesOf(end.stopped, host.json) };
  }
  if ("aborted" in end) return failed(runEnded({ ...end.aborted, operation, cause: host.cause }));
  return failed(liveError(error, operation));
}

/** Returns the result of a task that the service did not stop, or whose state is unknown. */
export function failed(error: AnyLiveError): Outcome {
  const { attempts, requestId, verified } = error;
  const outcome = error.outcomeUnknown ? "unknown" : "failed";
  return { outcome, attempts: attempts ?? 0, error, ...defined({ requestId, verified }) };
}

/** Whether a run asks for a task once more at its end: its outcome is unknown, or another attempt may help. */
export const isWorthAnother = ({ attempts, error }: Outcome): boolean =>
  attempts > 0 && error !== undefined && (error.retryable || error.outcomeUnknown) && !isFinal(error);

/** After an accepted stop, another client may have started the task again, unless the last answer was that it is stopping. */
const isFinal = ({ code, verified }: AnyLiveError): boolean =>
  code === "ERR_RUN_ENDED" || (code === "ERR_NOT_STOPPED" && verified !== "stopping");

const isTold = ({ requestId, verified }: Outcome): boolean => requestId !== undefined || verified !== undefined;

/** Returns the result of a task that was asked for twice. */
export function both(first: Outcome, second: Outcome): Outcome {
  const attempts = first.attempts + second.attempts;
  if (second.attempts === 0) return first;
  // An unknown end without any fact says nothing of the first request.
  if (first.outcome === "unknown" && second.outcome === "unknown" && isTold(first) && !isTold(second)) {
    return { ...first, attempts };
  }
  // Nor does a certain failure.
  if (first.outcome !== "unknown" || second.outcome !== "failed") return { ...second, attempts };
  const { verified, ...known } = first;
  return { ...known, attempts };
}

/** Turns any exception of a task's getter or of a function of the caller into a LiveError. */
export function liveError(error: unknown, operation?: StopName): AnyLiveError {
  const known = asLiveError(error, operation);
  if (known instanceof LiveError) return known;
  const message = "the task was not stopped: a function of the caller, or the task itself, has thrown";
  return createLiveError({ kind: "argument", code: "ERR_INVALID_PARAMETER", message, operation, cause: error });
}

/** Returns the result of a pulled task for which the run sent no request. */
export const neverAsked = (): Outcome => failed(runEnded(BEFORE_ANY_REQUEST));

function runEnded({
  accepted,
  ...known
}: AbortedEnd & { readonly operation?: StopName; readonly cause?: unknown }): AnyLiveError {
  const before = accepted ? "the task had stopped; its stop was accepted" : "the task was settled";
  const message = `the run of stopAll ended before ${before}`;
  return createLiveError({ kind: "timeout", code: "ERR_RUN_ENDED", message, retryable: true, ...known });
}
