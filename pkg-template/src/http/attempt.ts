// One attempt: sends a signed request and reads the response.

import { version } from "../api/version.ts";
import type { SignedRequest } from "../generated/records.ts";
import { wallMs } from "../runtime/clocks.ts";
import type { AttemptEvent } from "../wasm/boundary.ts";
import { describeError, type Stage } from "./network-errors.ts";
import { isBrowser } from "./platform.ts";
import { readReply } from "./reply.ts";

/** The end of an attempt. */
export interface Attempted {
  readonly event: AttemptEvent;
  /** The body of the response, parsed, where it is JSON. */
  readonly json?: unknown;
  /** The same for the caller. */
  readonly exact?: unknown;
  /** The error of the runtime, where there was one. */
  readonly cause?: unknown;
}

/**
 * Whether this runtime takes `cache`. The signature is in headers, so a cache takes a request for a repeated one, and answers it in place
 * of the service. workerd refuses the member before 2024-11-11; the polyfill of React Native would change the signed URL.
 */
const takesCache = (): boolean => "cache" in (globalThis.Request?.prototype ?? {});

/** Resolves to the event of the attempt, with the error of the runtime if there was one. Never rejects. */
export async function attempt(
  fetch: typeof globalThis.fetch,
  { method, url, headers, body }: SignedRequest,
  userAgent: string | undefined,
  signal: AbortSignal,
  maxBodyBytes: number,
): Promise<Attempted> {
  let stage: Stage = "calling";
  try {
    // The request is this attempt's own: a copy of its headers would be a slow object.
    if (!isBrowser()) headers["user-agent"] = userAgent ?? `apsara-live/${version}`;
    // Only members that every runtime takes: workerd refuses `mode` and `credentials`.
    const init = { method, headers, body: body ?? null, redirect: "manual", signal } as const;
    const pending = fetch(url, takesCache() ? { ...init, cache: "no-store" } : init);
    stage = "waiting";
    const response = await pending;
    stage = "reading";
    const { reply, json, exact } = await readReply(response, wallMs(), maxBodyBytes, signal);
    return { event: { kind: "reply", reply }, json, exact };
  } catch (cause) {
    return { event: { kind: "lost", ...describeError(cause, fetch, stage) }, cause };
  }
}
