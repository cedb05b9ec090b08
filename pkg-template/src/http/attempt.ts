// One attempt: sends a signed request and reads the response.

import type { AttemptEvent, SignedRequest } from "../api/boundary.ts";
import { version } from "../api/version.ts";
import { describeError } from "./network-errors.ts";
import { readReply } from "./reply.ts";
import { isBrowser, wallMs } from "./runtime.ts";

/** Resolves to the event of the attempt, with the error of the runtime if there was one. Never rejects. */
export async function attempt(
  fetch: typeof globalThis.fetch,
  { method, url, headers, body }: SignedRequest,
  userAgent: string | undefined,
  signal: AbortSignal,
  maxBodyBytes: number,
): Promise<{ readonly event: AttemptEvent; readonly cause?: unknown }> {
  try {
    // The request is this attempt's own: a copy of its headers would be a slow object.
    if (!isBrowser()) headers["user-agent"] = userAgent ?? `apsara-live/${version}`;
    // Only members that every runtime takes: workerd refuses `mode`, `credentials` and `cache`.
    const init = { method, headers, body: body ?? null, redirect: "manual", signal } as const;
    const response = await fetch(url, init);
    return { event: { kind: "reply", reply: await readReply(response, wallMs(), maxBodyBytes) } };
  } catch (cause) {
    return { event: { kind: "lost", ...describeError(cause, fetch) }, cause };
  }
}
