// Written by `cargo xtask generate` from src/core.

/** Codes that the service is known to answer with: those of its pages and those of the gateway. */
export const SERVICE_ERROR_CODES = [
  "IllegalOperation",
  "IllegalTimestamp",
  "InternalError",
  "InvalidMonitorId.Malformed",
  "InvalidParameter.TaskId",
  "InvalidParameter.UserId",
  "InvalidSecurityToken.Expired",
  "InvalidTimeStamp.Expired",
  "InvalidUserId.Malformed",
  "MissingParameter",
  "NotFound.Task",
  "ServiceUnavailable",
  "SignatureDoesNotMatch",
  "SignatureNonceUsed",
  "StreamMonitorAlreadyStop",
  "StreamMonitorNotExist",
  "UserQuotaExceed",
] as const;

/** A code of {@link SERVICE_ERROR_CODES}, or one of a family of codes. */
export type ServiceErrorCode = (typeof SERVICE_ERROR_CODES)[number] | `Throttling${string}`;

/** A code of this package. */
export type PackageErrorCode =
  /** An attempt took longer than it may. */
  | "ERR_ATTEMPT_TIMEOUT"
  /** The credentials function failed. */
  | "ERR_CREDENTIALS_FAILED"
  /** The credentials function did not answer in time. */
  | "ERR_CREDENTIALS_TIMEOUT"
  /** A reply with a success status whose body is empty. */
  | "ERR_EMPTY_REPLY"
  /** The response has an HTTP error status and is not from the service, or cannot be read. */
  | "ERR_HTTP_STATUS"
  /** A reply with a success status that does not say which request, or which task, it is about. */
  | "ERR_INCOMPLETE_REPLY"
  /** A fault of this package. */
  | "ERR_INTERNAL"
  /** The credentials are not of the form that the service takes. */
  | "ERR_INVALID_CREDENTIALS"
  /** The endpoint is not a host, or not one that a signed request may be sent to. */
  | "ERR_INVALID_ENDPOINT"
  /** The operation does not take that method. */
  | "ERR_INVALID_METHOD"
  /** An option is of the wrong type or out of range. */
  | "ERR_INVALID_OPTION"
  /** A parameter is not of the form that the operation takes. */
  | "ERR_INVALID_PARAMETER"
  /** The region is not of the form of a region ID. */
  | "ERR_INVALID_REGION"
  /** The reply speaks of another task than the request. */
  | "ERR_MISMATCHED_REPLY"
  /** No credentials were given, and the environment holds none. */
  | "ERR_MISSING_CREDENTIALS"
  /** A required parameter is missing. */
  | "ERR_MISSING_PARAMETER"
  /** The request could not be sent, or the connection was lost. */
  | "ERR_NETWORK"
  /** A reply that is longer than any the service gives. */
  | "ERR_OVERSIZED_REPLY"
  /** A redirect. The service gives none, and a signed request follows none. */
  | "ERR_REDIRECTED"
  /** The whole call took longer than it may. */
  | "ERR_TIMEOUT"
  /** A key that means nothing here; often a typing error. */
  | "ERR_UNKNOWN_KEY"
  /** There is no operation of that name. */
  | "ERR_UNKNOWN_OPERATION"
  /** A reply with a success status that is neither JSON nor XML of the documented form. */
  | "ERR_UNREADABLE_REPLY"
  /** The runtime lacks something that a call needs, such as `fetch`. */
  | "ERR_UNSUPPORTED_RUNTIME"
  /** The WebAssembly could not be loaded or compiled. */
  | "ERR_WASM_UNAVAILABLE";
