// Meaning of network errors: whether the request may have reached the service. It may have, unless the error proves the contrary.

import type { Delivery } from "../generated/records.ts";
import { deliveryOf } from "./delivery.ts";
import { isBrowser, isNode, requestsEnd } from "./platform.ts";
import { quoted } from "./quoted.ts";

/**
 * Codes of Node.js's own `fetch` for a connection that was not established. Certificates are checked before the request is written.
 *
 * The names of OpenSSL are whole: a prefix would match a code that also comes later. So `ERR_SSL_WRONG_VERSION_NUMBER` is not here: it
 * also reports a corrupt record after the request.
 */
const CODES_OF_NODE: ReadonlySet<unknown> = /* @__PURE__ */ new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_CHAIN_TOO_LONG",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REJECTED",
  "CERT_REVOKED",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "HOSTNAME_MISMATCH",
  "INVALID_CA",
  "INVALID_PURPOSE",
  "PATH_LENGTH_EXCEEDED",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY",
  "UNABLE_TO_DECRYPT_CERT_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** The message of Node.js's `fetch` for a port of https://fetch.spec.whatwg.org/#port-blocking. */
const BLOCKED_PORT = "bad port";

/**
 * Texts of a runtime that sends nothing, and the remedy. Each further request of the same invocation would end in the same way.
 *
 * Sources: https://developers.cloudflare.com/workers/platform/limits/#subrequests and
 * https://developers.cloudflare.com/workers/observability/errors/#illegal-invocation-errors.
 */
const NOT_ALLOWED: readonly (readonly [RegExp, string, (stage: Stage, fetch: unknown) => boolean])[] = [
  [
    /^Too many subrequests/,
    "send fewer requests in one invocation, or raise its limit",
    // The error of a bound service comes with its message, after the service has executed the request.
    (_, fetch) => fetch === globalThis.fetch && requestsEnd(),
  ],
  [
    /^Illegal invocation/,
    "bind the function: fetch: (...args) => env.SERVICE.fetch(...args)",
    (stage) => stage === "calling",
  ],
];

/** How far an attempt was: in the call of `fetch`, until its promise is settled, or in the response. */
export type Stage = "calling" | "waiting" | "reading";

const BLOCKED =
  "the browser does not say why; look for CORS, the connect-src of the Content-Security-Policy, and mixed content";

/** Returns the message of an error of `fetch` with the message of its cause, and whether the request may have reached the service. */
export function describeError(
  thrown: unknown,
  fetch: unknown,
  stage: Stage,
): { readonly reason: string; readonly delivery: Delivery } {
  try {
    if (typeof thrown === "string") return { reason: quoted(thrown), delivery: "unknown" };
    // Node.js says "fetch failed", and the reason is in the cause.
    const errors = [thrown, property(thrown, "cause")];
    const reason = errors.map(text).filter(Boolean).join(": ") || "an error without a message";
    // A response has come: whatever the error says, the request was sent.
    if (stage === "reading") return { reason, delivery: "unknown" };
    const [, remedy, proves] = NOT_ALLOWED.find(([text]) => text.test(reason)) ?? [];
    if (proves !== undefined) {
      return { reason: `${reason}; ${remedy}`, delivery: proves(stage, fetch) ? "not-allowed" : "unknown" };
    }
    if (isBrowser()) return { reason: `${reason}; ${BLOCKED}`, delivery: "unknown" };
    return { reason, delivery: deliveryOf(thrown) ?? deliveryBySystemCall(errors, fetch) };
  } catch {
    return { reason: "an error that cannot be read", delivery: "unknown" };
  }
}

/**
 * Returns the delivery that errors of Node.js prove.
 *
 * Other runtimes prove nothing: after the service has executed a request, Deno and Bun send it again on a new connection, and report that
 * this connection was refused.
 */
function deliveryBySystemCall(errors: readonly unknown[], fetch: unknown): Delivery {
  if (!isNode() || mayResend()) return "unknown";
  if (errors.some((error) => property(error, "code") === "ENOTFOUND" && hasFailedToConnect(error))) {
    return "no-such-host";
  }
  if (errors.some(hasFailedToConnect)) return "never-sent";
  const isKnown = (error: unknown): boolean =>
    CODES_OF_NODE.has(property(error, "code")) || property(error, "message") === BLOCKED_PORT;
  // Another `fetch` may use these codes in another sense.
  return fetch === globalThis.fetch && errors.some(isKnown) ? "never-sent" : "unknown";
}

/** Whether a system call that comes before every request has failed. If the host has several addresses, it has failed for each. */
function hasFailedToConnect(error: unknown): boolean {
  const attempts = property(error, "errors");
  if (Array.isArray(attempts) && attempts.length > 0) return attempts.every(hasFailedToConnect);
  const call = property(error, "syscall");
  return (call === "connect" || call === "getaddrinfo") && typeof property(error, "code") === "string";
}

const property = (error: unknown, name: string): unknown => Object(error)[name];

function text(error: unknown): string | undefined {
  const texts = [property(error, "message"), property(error, "code")];
  const found = texts.find((value): value is string => typeof value === "string" && value !== "");
  return found && quoted(found);
}

/**
 * Whether undici's dispatcher of the whole process was replaced by one that may send a request again, such as `RetryAgent` or one with an
 * interceptor. A `fetch` of the caller may use it, too. The wrapper of undici 8 leads from the older symbol to the newer one.
 */
function mayResend(): boolean {
  return [1, 2].some((version) => {
    const dispatcher = Reflect.get(globalThis, Symbol.for(`undici.globalDispatcher.${version}`));
    if (dispatcher === undefined) return false;
    const plain = Object.getPrototypeOf(dispatcher);
    return (
      !/^(?:(?:Proxy|EnvHttpProxy)?Agent|Dispatcher1Wrapper)$/.test(plain.constructor.name) ||
      dispatcher.dispatch !== plain.dispatch
    );
  });
}
