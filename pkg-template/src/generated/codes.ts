// Written by `cargo xtask generate` from src/core.

/** Known codes of the service: from its pages and from the gateway. */
export const SERVICE_ERROR_CODES = [
  "CodeInvalidAliUid",
  "CodeTaskHasStopped",
  "CodeTaskNotExist",
  "Forbidden",
  "IllegalOperation",
  "IllegalTimestamp",
  "InternalError",
  "InvalidAccessKeyId.NotFound",
  "InvalidMonitorId.Malformed",
  "InvalidParam.CodeIllegalDuration",
  "InvalidParameter",
  "InvalidParameter.TaskId",
  "InvalidParameter.UserId",
  "InvalidSecurityToken.Expired",
  "InvalidTimeStamp.Expired",
  "InvalidUserId.Malformed",
  "LiveServiceNotFound",
  "MissingParameter",
  "NotFound.Task",
  "ServiceUnavailable",
  "SignatureDoesNotMatch",
  "SignatureNonceUsed",
  "StreamMonitorAlreadyStop",
  "StreamMonitorNotExist",
  "TooManyRequests",
  "UnknownError",
  "UserQuotaExceed",
] as const;

/** A code of {@link SERVICE_ERROR_CODES}, or one of a family of codes. */
export type ServiceErrorCode =
  | (typeof SERVICE_ERROR_CODES)[number]
  | `InvalidParameter${string}`
  | `MissingParameter${string}`
  | `NotFound${string}`
  | `Throttling${string}`;

/** Codes that say that there is no such task. One with a `*` at its end stands for every code that begins so. */
export const NOT_FOUND_CODES: readonly string[] = [
  "CodeTaskNotExist",
  "NotFound*",
  "NotFound.Task",
  "StreamMonitorNotExist",
];

/** A code of this package. */
export type PackageErrorCode =
  /** The time of one attempt ran out. */
  | "ERR_ATTEMPT_TIMEOUT"
  /** The credentials function failed. */
  | "ERR_CREDENTIALS_FAILED"
  /** The credentials function did not return in time. */
  | "ERR_CREDENTIALS_TIMEOUT"
  /** A response with a success status has an empty body. */
  | "ERR_EMPTY_REPLY"
  /** The response has an HTTP error status and is not from the service, or cannot be read. */
  | "ERR_HTTP_STATUS"
  /** A response with a success status does not name its request or its task. */
  | "ERR_INCOMPLETE_REPLY"
  /** A fault of this package. */
  | "ERR_INTERNAL"
  /** The credentials have the wrong form. */
  | "ERR_INVALID_CREDENTIALS"
  /** The endpoint is not a host, or is a host that a signed request must not go to. */
  | "ERR_INVALID_ENDPOINT"
  /** The operation or the signature method does not take that HTTP method. */
  | "ERR_INVALID_METHOD"
  /** An option has the wrong type or is out of range. */
  | "ERR_INVALID_OPTION"
  /** A parameter has the wrong form. */
  | "ERR_INVALID_PARAMETER"
  /** The region does not have the form of a region ID. */
  | "ERR_INVALID_REGION"
  /** The response names another task than the request. */
  | "ERR_MISMATCHED_REPLY"
  /** No credentials were given, and the environment holds none. */
  | "ERR_MISSING_CREDENTIALS"
  /** A required parameter is missing. */
  | "ERR_MISSING_PARAMETER"
  /** The request could not be sent, or the connection was lost. */
  | "ERR_NETWORK"
  /** The stop was accepted, and the service has not called the task stopped: its state was asked for. */
  | "ERR_NOT_STOPPED"
  /** A response is longer than any response of the service. */
  | "ERR_OVERSIZED_REPLY"
  /** The quota of the account has no room for the call within its time. Nothing was sent. */
  | "ERR_QUOTA"
  /** The response is a redirect. The service sends none, and a signed request follows none. */
  | "ERR_REDIRECTED"
  /** The run of many tasks ended before the task was settled. */
  | "ERR_RUN_ENDED"
  /** The run of many tasks was halted: the service refused several tasks in a way in which it would refuse all, or did not answer for too long. No request for this task was sent. */
  | "ERR_RUN_HALTED"
  /** The time of the call ran out. */
  | "ERR_TIMEOUT"
  /** An object has an unknown key, often a typing error. */
  | "ERR_UNKNOWN_KEY"
  /** No operation has that name. */
  | "ERR_UNKNOWN_OPERATION"
  /** A response with a success status is not a JSON object without errors. */
  | "ERR_UNREADABLE_REPLY"
  /** The runtime lacks a function that a call needs, such as `fetch`. */
  | "ERR_UNSUPPORTED_RUNTIME"
  /** The WebAssembly could not be loaded or compiled. */
  | "ERR_WASM_UNAVAILABLE";

/** The codes of this package, by the kind of their errors. */
export interface PackageErrorCodes {
  readonly argument:
    | "ERR_INVALID_ENDPOINT"
    | "ERR_INVALID_METHOD"
    | "ERR_INVALID_OPTION"
    | "ERR_INVALID_PARAMETER"
    | "ERR_INVALID_REGION"
    | "ERR_MISSING_PARAMETER"
    | "ERR_UNKNOWN_KEY"
    | "ERR_UNKNOWN_OPERATION"
    | "ERR_UNSUPPORTED_RUNTIME";
  readonly credentials:
    | "ERR_CREDENTIALS_FAILED"
    | "ERR_CREDENTIALS_TIMEOUT"
    | "ERR_INVALID_CREDENTIALS"
    | "ERR_MISSING_CREDENTIALS";
  readonly service: "ERR_NOT_STOPPED" | "ERR_RUN_HALTED";
  readonly throttled: "ERR_QUOTA";
  readonly network: "ERR_NETWORK";
  readonly timeout: "ERR_ATTEMPT_TIMEOUT" | "ERR_RUN_ENDED" | "ERR_TIMEOUT";
  readonly protocol:
    | "ERR_EMPTY_REPLY"
    | "ERR_HTTP_STATUS"
    | "ERR_INCOMPLETE_REPLY"
    | "ERR_MISMATCHED_REPLY"
    | "ERR_OVERSIZED_REPLY"
    | "ERR_REDIRECTED"
    | "ERR_UNREADABLE_REPLY";
  readonly internal: "ERR_INTERNAL" | "ERR_WASM_UNAVAILABLE";
}
