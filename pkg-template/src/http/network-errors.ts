// Meaning of network errors, by runtime: whether the request may have reached the service. An unknown error may.

import type { Delivery } from "../api/boundary.ts";
import { LIMITS } from "../generated/limits.ts";

interface Row {
  /** Matches the `code` of the error or of its cause. */
  readonly code?: RegExp;
  /** Matches the message of the error or of its cause. */
  readonly message?: RegExp;
  readonly delivery: Delivery;
}

// Connecting failed, so nothing was written. Not here: ECONNRESET, EPIPE and timeouts of reading, which may come after the request, and
// Bun's EPROTO, which reports a failed handshake and also a corrupt record after the handshake.
const ROWS: readonly Row[] = [
  // Node.js and Bun.
  { code: /^(?:ENOTFOUND|DNS_ENOTFOUND)$/, delivery: "no-such-host" },
  {
    code: /^(?:ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket)$/,
    delivery: "never-sent",
  },
  // Node.js and Bun. Certificates are checked before the request is written.
  {
    code: /^(?:CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_CERT_ALTNAME_INVALID|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)$/,
    delivery: "never-sent",
  },
  // apsara-live/node: an agent for the other protocol, and a TLS handshake that did not end.
  { code: /^ERR_(?:INVALID_PROTOCOL|TLS_HANDSHAKE)$/, delivery: "never-sent" },
  // Node.js. The ports are listed at https://fetch.spec.whatwg.org/#port-blocking.
  { message: /^connect ETIMEDOUT |^bad port$/, delivery: "never-sent" },
  // Deno.
  { message: /client error \(Connect\): dns error/, delivery: "no-such-host" },
  {
    message:
      /^Fetch failed: Requests to port \d+ are blocked$|^Requires (?:net|sys|env) access to "|client error \(Connect\)/,
    delivery: "never-sent",
  },
];

/** Returns the messages of an error and its cause, and whether the request may have reached the service. */
export function describeError(thrown: unknown): { readonly reason: string; readonly delivery: Delivery } {
  try {
    if (typeof thrown === "string") return { reason: shortened(thrown), delivery: "unknown" };
    // Node.js says "fetch failed", and the reason is in the cause.
    const errors = [thrown, property(thrown, "cause")];
    const reason = errors.map(text).filter(Boolean).join(": ") || "an error without a message";
    const row = ROWS.find(({ code, message }) =>
      errors.some(
        (error) =>
          // An established connection can report EHOSTUNREACH, too, long after the request was written.
          (matches(code, property(error, "code")) && !matches(/^(?:read|write)$/, property(error, "syscall"))) ||
          matches(message, property(error, "message")),
      ),
    );
    return { reason, delivery: row?.delivery ?? "unknown" };
  } catch {
    return { reason: "an error that cannot be read", delivery: "unknown" };
  }
}

/** Limit of a text that is copied into the wasm, whose memory never shrinks. The core can still recognise every secret in the text. */
const shortened = (text: string): string => text.slice(0, LIMITS.maxBodyBytes);

const property = (error: unknown, name: string): unknown => Object(error)[name];

const matches = (pattern: RegExp | undefined, value: unknown): boolean =>
  pattern !== undefined && typeof value === "string" && pattern.test(value);

function text(error: unknown): string | undefined {
  const texts = [property(error, "message"), property(error, "code")];
  const found = texts.find((value): value is string => typeof value === "string" && value !== "");
  return found && shortened(found);
}
