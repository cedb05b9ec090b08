// Course of a response on the wire, as data that the in-process fetch and the socket server both render.
import type { Bytes, ServiceResponse } from "./service-response.ts";

/** Bytes of a body, sent `afterMs` milliseconds after the previous chunk; `Infinity`: never. */
export interface Chunk {
  readonly bytes: Bytes;
  readonly afterMs: number;
}

/** Headers after a delay, then the body in chunks. */
export interface SentResponse {
  readonly kind: "sent";
  readonly status: number;
  /** `Code` of an error in the service's shape. */
  readonly code: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** May be `Infinity`: then nothing is sent. */
  readonly headersAfterMs: number;
  readonly chunks: readonly Chunk[];
  /** `"broken"`: the connection breaks after the last chunk. */
  readonly ending: "complete" | "broken";
}

/** `"reset"`: the connection breaks without a response. */
export type WireResponse = SentResponse | { readonly kind: "reset" };

export const RESET: WireResponse = Object.freeze({ kind: "reset" });

/** The whole response, after `headersAfterMs`. */
export function whole(response: ServiceResponse, headersAfterMs = 0): WireResponse {
  return sent(response, headersAfterMs, [{ bytes: response.body, afterMs: 0 }], "complete");
}

/** Headers and half of the body at once, the rest after `restAfterMs`, which may be `Infinity`. */
export function interrupted(response: ServiceResponse, restAfterMs: number): WireResponse {
  const [first, rest] = halves(response.body);
  const chunks = [
    { bytes: first, afterMs: 0 },
    { bytes: rest, afterMs: restAfterMs },
  ];
  return sent(response, 0, chunks, "complete");
}

/** Headers that promise the whole body, and a connection that breaks in the middle of it. */
export function truncated(response: ServiceResponse): WireResponse {
  return sent(response, 0, [{ bytes: halves(response.body)[0], afterMs: 0 }], "broken");
}

/** Sets headers, by names in lower case; `null` removes one. */
export function withHeaders(response: WireResponse, changes: Readonly<Record<string, string | null>>): WireResponse {
  if (response.kind === "reset") return response;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...response.headers, ...changes })) {
    if (value !== null) headers[name] = value;
  }
  return { ...response, headers };
}

function sent(
  { status, code, headers, body }: ServiceResponse,
  headersAfterMs: number,
  chunks: readonly Chunk[],
  ending: SentResponse["ending"],
): WireResponse {
  const withLength = { ...headers, "content-length": String(body.length) };
  return { kind: "sent", status, code, headers: withLength, headersAfterMs, chunks, ending };
}

function halves(bytes: Bytes): [Bytes, Bytes] {
  const middle = Math.floor(bytes.length / 2);
  return [bytes.subarray(0, middle), bytes.subarray(middle)];
}
