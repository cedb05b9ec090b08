// Public types of the faults, for tests.

/** Options of every fault that sends a response. */
interface FaultHeaders {
  /**
   * Response headers to set, or with `null` to leave out. Example: `{ date: null }` hides the server's clock. Default:
   * none.
   */
  headers?: Record<string, string | null> | undefined;
}

interface FaultExecutes {
  /** Whether the operation is carried out. The documentation of each fault says its default. */
  executes?: boolean | undefined;
}

interface FaultRetryAfter {
  /** Sent as `x-acs-retry-after`, in milliseconds. A string is sent unchanged, even if wrong. Default: no such header. */
  retryAfterMs?: number | string | undefined;
  /**
   * Sent as `retry-after`, in seconds or as an HTTP date. A string is sent unchanged, even if wrong. Default: no such
   * header.
   */
  retryAfter?: number | string | undefined;
}

interface FaultError extends FaultHeaders, FaultExecutes, FaultRetryAfter {
  /** HTTP status, 200 to 599. Default: the status that {@link serviceErrors} has for the code, else 400. */
  status?: number | undefined;
  /** Default: the message that {@link serviceErrors} has for the code. */
  message?: string | undefined;
}

interface FaultPart {
  /**
   * `"headers"`: nothing is sent during the delay. `"body"`: headers and half of the body are sent at once. Default:
   * `"headers"`.
   */
  part?: "headers" | "body" | undefined;
}

/** No fault: an item of the list for a request that succeeds. */
export interface NoFault extends FaultHeaders {
  type: "none";
}

/**
 * The service throttles: it checks the request and spends its nonce, and does not carry it out unless `executes`.
 * `status` defaults to 400.
 */
export interface ThrottleFault extends FaultError {
  type: "throttle";
  /** Default: `Throttling.User`. */
  code?: string | undefined;
}

/** Any error. The service checks the request and spends its nonce, and does not carry it out unless `executes`. */
export interface ErrorFault extends FaultError {
  type: "error";
  /** A code of {@link serviceErrors} brings its own status and message. Default: `InternalError`. */
  code?: string | undefined;
  /** Sent verbatim in place of the service's shape. */
  body?: string | Uint8Array | undefined;
  /** Of `body`. Default: `application/json;charset=utf-8`. */
  contentType?: string | undefined;
}

/** 500 `InternalError`. The service checks the request and spends its nonce, and does not carry it out unless `executes`. */
export interface InternalErrorFault extends FaultError {
  type: "internal-error";
  /** Default: `InternalError`. */
  code?: string | undefined;
}

/** An HTML page of a load balancer. The request does not reach the service unless `executes`. */
export interface UnavailableFault extends FaultHeaders, FaultExecutes, FaultRetryAfter {
  type: "unavailable";
  /** HTTP status, 200 to 599. Default: 503. */
  status?: number | undefined;
}

/** A redirect. The request does not reach the service. */
export interface RedirectFault extends FaultHeaders {
  type: "redirect";
  location: string;
  /** HTTP status, 200 to 599. Default: 302. */
  status?: number | undefined;
}

/** The connection is reset before the request reaches the service. */
export interface ResetFault extends FaultHeaders {
  type: "reset";
}

/** The request is carried out, then the connection is reset. The caller cannot know the outcome. */
export interface LostReplyFault extends FaultHeaders {
  type: "lost-reply";
}

/** A response without a body. Carried out unless `executes: false`. */
export interface EmptyFault extends FaultHeaders, FaultExecutes {
  type: "empty";
  /** HTTP status, 200 to 599. Default: 200. */
  status?: number | undefined;
}

/** A response whose body is `body`, byte for byte. Carried out unless `executes: false`. */
export interface GarbageFault extends FaultHeaders, FaultExecutes {
  type: "garbage";
  body: string | Uint8Array;
  /** HTTP status, 200 to 599. Default: 200. */
  status?: number | undefined;
  /** Default: `application/json;charset=utf-8`. */
  contentType?: string | undefined;
}

/**
 * The connection breaks in the middle of the body, before its `content-length`. Carried out unless `executes: false`.
 */
export interface TruncatedFault extends FaultHeaders, FaultExecutes {
  type: "truncated";
}

/** A response in XML, also if the request asks for JSON. */
export interface XmlFault extends FaultHeaders {
  type: "xml";
}

/** A response after `ms` milliseconds. */
export interface SlowFault extends FaultHeaders, FaultPart {
  type: "slow";
  /** Milliseconds, 0 to 2147483647. */
  ms: number;
  /**
   * `"after-execution"`: carried out at once, the response is late. `"before-execution"`: carried out after the delay,
   * and not at all if the caller has aborted by then; only with `part: "headers"`. Default: `"after-execution"`.
   */
  delay?: "after-execution" | "before-execution" | undefined;
}

/** A response that never ends: only the caller's abort ends the wait. Carried out unless `executes: false`. */
export interface HangFault extends FaultHeaders, FaultPart, FaultExecutes {
  type: "hang";
}

/**
 * One fault. A string is short for an object with that `type` and the defaults. `null` and `"none"` stand for no fault.
 *
 * The effect of a fault depends on the reach of the request:
 *
 * - `reset`, `unavailable` and `redirect` come from in front of the service: nothing is checked and no nonce is spent.
 * - `throttle`, `error` and `internal-error` come from a service that has checked the request: a request with a wrong
 *   signature gets `SignatureDoesNotMatch` instead.
 * - All others change any response of the service, also an error.
 */
export type Fault =
  | NoFault
  | ThrottleFault
  | ErrorFault
  | InternalErrorFault
  | UnavailableFault
  | RedirectFault
  | ResetFault
  | LostReplyFault
  | EmptyFault
  | GarbageFault
  | TruncatedFault
  | XmlFault
  | SlowFault
  | HangFault
  | Exclude<FaultType, "redirect" | "garbage" | "slow">
  | null;

/** The names of all faults. */
export type FaultType =
  | "none"
  | "throttle"
  | "error"
  | "internal-error"
  | "unavailable"
  | "redirect"
  | "reset"
  | "lost-reply"
  | "empty"
  | "garbage"
  | "truncated"
  | "xml"
  | "slow"
  | "hang";
