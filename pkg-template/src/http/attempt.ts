// One attempt: sends a signed request and reads the response.

import { version } from "../api/version.ts";
import type { SignedRequest } from "../generated/records.ts";
import { wallMs } from "../runtime/clocks.ts";
import type { AttemptEvent } from "../wasm/boundary.ts";
import { describeError, type Stage } from "./network-errors.ts";
import { type Send, sendOf, type TransportEnd } from "./own-transport.ts";
import { isBrowser } from "./platform.ts";
import { type ReadReply, readReply, replyOf } from "./reply.ts";

/** The end of an attempt. */
interface Attempted {
  readonly event: AttemptEvent;
  /** The body of the response, parsed, where it is JSON. */
  readonly json?: unknown;
  /** The same for the caller. */
  readonly exact?: unknown;
  /** The error of the runtime, where there was one. */
  readonly cause?: unknown;
}

/** What an attempt sends, and how. */
interface Attempt {
  readonly fetch: typeof globalThis.fetch;
  readonly request: SignedRequest;
  readonly userAgent: string | undefined;
  readonly maxBodyBytes: number;
}

/**
 * Begins an attempt, and returns the function that ends it early, with the reason for a signal. Calls `done` once, in a later microtask
 * and in the present async context, with the event of the attempt and the error of the runtime if there was one. Never throws.
 */
export function begin(attempt: Attempt, done: (attempted: Attempted) => void): (reason: unknown) => void {
  const send = sendOf(attempt.fetch);
  if (send !== undefined) return bySend(send, attempt, done);
  const controller = new AbortController();
  byFetch(attempt, controller.signal).then(done);
  return (reason) => controller.abort(reason);
}

/** Sends over a transport of this package. */
function bySend(send: Send, attempt: Attempt, done: (attempted: Attempted) => void): () => void {
  const { fetch, request, userAgent, maxBodyBytes } = attempt;
  let cancel = (): void => {};
  // The transport ends in the async context of a connection, or before it returns: the promise brings the end into this context, later.
  new Promise<TransportEnd>((resolve) => {
    cancel = send(withUserAgent(request, userAgent), { maxBodyBytes }, resolve);
  }).then(
    (end) => done(attemptedOf(end, attempt)),
    (thrown) => done(lost(thrown, fetch, "waiting")),
  );
  return () => cancel();
}

function attemptedOf(end: TransportEnd, { fetch, maxBodyBytes }: Attempt): Attempted {
  if ("error" in end) return lost(end.error, fetch, end.stage);
  try {
    return replied(replyOf(end.response, end.response.bytes, wallMs(), maxBodyBytes));
  } catch (cause) {
    return lost(cause, fetch, "reading");
  }
}

/**
 * Whether this runtime takes `cache`. The signature is in headers, so a cache takes a request for a repeated one, and answers it in place
 * of the service. workerd refuses the member before 2024-11-11; the polyfill of React Native would change the signed URL.
 */
const takesCache = (): boolean => "cache" in (globalThis.Request?.prototype ?? {});

/** Sends over a function like `fetch`. Never rejects. */
async function byFetch({ fetch, request, userAgent, maxBodyBytes }: Attempt, signal: AbortSignal): Promise<Attempted> {
  let stage: Stage = "calling";
  try {
    const { method, url, headers, body } = withUserAgent(request, userAgent);
    // Only members that every runtime takes: workerd refuses `mode` and `credentials`.
    const init: RequestInit = { method, headers, body: body ?? null, redirect: "manual", signal };
    // Not by spreading: Node.js 20 frees such a copy only when it collects its whole heap.
    if (takesCache()) init.cache = "no-store";
    const pending = fetch(url, init);
    stage = "waiting";
    const response = await pending;
    stage = "reading";
    return replied(await readReply(response, wallMs(), maxBodyBytes, signal));
  } catch (cause) {
    return lost(cause, fetch, stage);
  }
}

/** The request is this attempt's own: a copy of its headers would be a slow object. */
function withUserAgent(request: SignedRequest, userAgent: string | undefined): SignedRequest {
  if (!isBrowser()) request.headers["user-agent"] = userAgent ?? `apsara-live/${version}`;
  return request;
}

const replied = ({ reply, json, exact }: ReadReply): Attempted => ({ event: { kind: "reply", reply }, json, exact });

const lost = (cause: unknown, fetch: unknown, stage: Stage): Attempted => ({
  event: { kind: "lost", ...describeError(cause, fetch, stage) },
  cause,
});
