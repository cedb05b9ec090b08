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
  | "ERR_ATTEMPT_TIMEOUT"
  | "ERR_CREDENTIALS_FAILED"
  | "ERR_CREDENTIALS_TIMEOUT"
  | "ERR_EMPTY_REPLY"
  | "ERR_HTTP_STATUS"
  | "ERR_INCOMPLETE_REPLY"
  | "ERR_INTERNAL"
  | "ERR_INVALID_CREDENTIALS"
  | "ERR_INVALID_ENDPOINT"
  | "ERR_INVALID_METHOD"
  | "ERR_INVALID_OPTION"
  | "ERR_INVALID_PARAMETER"
  | "ERR_INVALID_REGION"
  | "ERR_MISMATCHED_REPLY"
  | "ERR_MISSING_CREDENTIALS"
  | "ERR_MISSING_PARAMETER"
  | "ERR_NETWORK"
  | "ERR_OVERSIZED_REPLY"
  | "ERR_REDIRECTED"
  | "ERR_TIMEOUT"
  | "ERR_UNKNOWN_KEY"
  | "ERR_UNKNOWN_OPERATION"
  | "ERR_UNREADABLE_REPLY"
  | "ERR_UNSUPPORTED_RUNTIME"
  | "ERR_WASM_UNAVAILABLE";
