// Protocol between an attempt and a transport of this package, in place of `fetch`: without signal, promise and stream.
import type { SignedRequest } from "../generated/records.ts";
import type { Head } from "./reply.ts";

/**
 * A registered symbol: the protocol holds across copies of the package. A change of the protocol needs another number, and copies that
 * disagree use `fetch`.
 */
const PROTOCOL = Symbol.for("apsara-live.transport.1");

interface TransportLimits {
  /** The transport ends the exchange after one byte more. */
  readonly maxBodyBytes: number;
}

/** A response with its body. */
interface WholeResponse extends Head {
  /** The body, or its first `maxBodyBytes + 1` bytes. */
  readonly bytes: Uint8Array;
}

/** The end of an exchange: a response, or the error that prevented it. */
export type TransportEnd =
  | { readonly response: WholeResponse }
  | {
      readonly error: unknown;
      /** `reading` after the head of the response. */
      readonly stage: "waiting" | "reading";
    };

/**
 * Sends a request. Calls `done` once, in any async context, unless the exchange is cancelled before. Returns the function that cancels
 * the exchange. May throw.
 */
export type Send = (request: SignedRequest, limits: TransportLimits, done: (end: TransportEnd) => void) => () => void;

/** Gives a function like `fetch` the protocol, and returns the function. */
export function withSend<Fetch extends object>(fetch: Fetch, send: Send): Fetch {
  return Object.defineProperty(fetch, PROTOCOL, { value: { fetch, send } });
}

/** Returns the protocol of a `fetch`, if it has one. A spy or a proxy of such a `fetch` has none: it wants to see each call. */
export function sendOf(fetch: typeof globalThis.fetch): Send | undefined {
  try {
    // Not `fetch[PROTOCOL]`: a mock may throw for a member that it does not know, or have every member.
    const { fetch: of, send } = Object(Object.getOwnPropertyDescriptor(fetch, PROTOCOL)?.value);
    return of === fetch && typeof send === "function" ? send : undefined;
  } catch {
    // A revoked proxy.
    return undefined;
  }
}
