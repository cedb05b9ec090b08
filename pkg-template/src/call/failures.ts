// Errors of calls: refused arguments, failures of the core, and their common form.

import { type AccessDenied, createLiveError, type LiveError } from "../api/live-error.ts";
import { LIMITS } from "../generated/limits.ts";
import type { FailedEnd } from "../generated/records.ts";
import { ACCESS_DENIED_NAMES } from "../generated/reply-names.ts";
import { Refusal } from "../options/refusal.ts";
import { withoutExtras } from "../options/withheld.ts";

/** Returns the error of a failed call. Replaces a cause that contains a secret, or a member that may contain one. */
export function failedError(failed: FailedEnd, action: string, cause: unknown): LiveError {
  const { redactedCause, haltedBy, ...details } = failed;
  const accessDenied = accessDeniedOf(failed.accessDenied);
  const advice = accessDenied?.action === undefined ? "" : `; RAM action ${accessDenied.action} is not allowed`;
  return createLiveError({
    ...details,
    message: details.message + advice,
    operation: action,
    accessDenied,
    cause: causeOf(failed, cause),
  });
}

function causeOf({ redactedCause, haltedBy, message }: FailedEnd, cause: unknown): unknown {
  if (haltedBy !== undefined) return Object.assign(new Error(message), { code: haltedBy });
  return redactedCause === undefined ? withoutExtras(cause) : new Error(redactedCause);
}

/** Returns the members of `AccessDeniedDetail`, cut and without invisible characters. Each line is the text of one member. */
function accessDeniedOf(lines: string | undefined): AccessDenied | undefined {
  const texts = lines?.split("\n") ?? [];
  const members = ACCESS_DENIED_NAMES.flatMap(([, name], at) => {
    const text = texts[at]?.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ").slice(0, LIMITS.maxTextChars);
    return text ? [[name, text]] : [];
  });
  return members.length > 0 ? Object.fromEntries(members) : undefined;
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
