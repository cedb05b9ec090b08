// Kinds of errors, and the codes of each kind.
import type { PackageErrorCode, PackageErrorCodes, ServiceErrorCode } from "../generated/codes.ts";

export type { LiveErrorKind } from "../generated/records.ts";

/** A code of the service, verbatim, or a code of this package, which begins with `ERR_`. The service may send other codes. */
export type LiveErrorCode = ServiceErrorCode | PackageErrorCode | (string & {});

/** The codes of each kind. Only the service has codes that this package does not know. */
export interface LiveErrorCodes extends Omit<PackageErrorCodes, "service" | "throttled"> {
  readonly service: ServiceErrorCode | (string & {});
  readonly throttled: ServiceErrorCode | PackageErrorCodes["throttled"] | (string & {});
}
