// Errors of calls: refused arguments, failures of the core, and their common form.

import { createLiveError, type LiveError } from "../api/live-error.ts";
import type { FailedEnd } from "../generated/records.ts";
import { Refusal } from "../options/refusal.ts";

/** Returns the error of a failed call. Replaces a cause that contains a secret. */
export function failedError({ redactedCause, ...details }: FailedEnd, action: string, cause: unknown): LiveError {
  const shown = redactedCause === undefined ? cause : new Error(redactedCause);
  return createLiveError({ ...details, operation: action, cause: shown });
}

/** Returns a {@link LiveError} for a refused argument, and every other error unchanged. */
export function asLiveError(error: unknown, action?: unknown): unknown {
  if (!(error instanceof Refusal)) return error;
  const kind = error.code.endsWith("_CREDENTIALS") ? "credentials" : "argument";
  return createLiveError({ kind, code: error.code, message: error.message, operation: operationOf(error, action) });
}

/** Returns the action that an error is about. The refused name of an action may be any value of the caller. */
export const operationOf = (error: unknown, action: unknown): string | undefined =>
  typeof action === "string" && !(error instanceof Refusal && error.path === "action") ? action : undefined;
