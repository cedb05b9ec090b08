// Kinds of errors, and the codes of each kind.
import type { PackageErrorCode, PackageErrorCodes, ServiceErrorCode } from "../generated/codes.ts";

/**
 * Cause and remedy, by kind.
 *
 * - `argument`: a parameter or an option is unusable; nothing was sent. Fix the call.
 * - `credentials`: there are no usable credentials. Fix the credentials, or try again if `retryable`.
 * - `service`: the service refused or failed; `code` says why.
 * - `throttled`: the quota is used up. Try again, after `retryAfterMs` if it is there.
 * - `network`: the request or its response was lost. Try again.
 * - `timeout`: time ran out. Try again, or allow more.
 * - `protocol`: the response is not from the service, or cannot be read. Look for a proxy or a gateway.
 * - `internal`: a fault of this package. Try again, and please report it.
 */
export type LiveErrorKind =
  | "argument"
  | "credentials"
  | "service"
  | "throttled"
  | "network"
  | "timeout"
  | "protocol"
  | "internal";

/** A code of the service, verbatim, or a code of this package, which begins with `ERR_`. The service may send other codes. */
export type LiveErrorCode = ServiceErrorCode | PackageErrorCode | (string & {});

/** The codes of each kind. Only the service has codes that this package does not know. */
export interface LiveErrorCodes extends Omit<PackageErrorCodes, "service" | "throttled"> {
  readonly service: ServiceErrorCode | (string & {});
  readonly throttled: ServiceErrorCode | PackageErrorCodes["throttled"] | (string & {});
}
