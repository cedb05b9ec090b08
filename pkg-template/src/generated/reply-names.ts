// Written by `cargo xtask generate` from src/core/reply/names.rs.

/** The members that the core knows: names in lower case, with the names in JavaScript. */
export const FIELD_NAMES = [
  ["requestid", "requestId"],
  ["taskid", "taskId"],
  ["code", "code"],
  ["message", "message"],
  ["recommend", "recommend"],
  ["accessdenieddetail", "accessDeniedDetail"],
] as const;

/** The members of `AccessDeniedDetail` that the core knows, with their names in JavaScript. */
export const ACCESS_DENIED_NAMES = [
  ["AuthAction", "action"],
  ["AuthPrincipalDisplayName", "principal"],
  ["AuthPrincipalType", "principalType"],
  ["NoPermissionType", "denial"],
  ["PolicyType", "policyType"],
] as const;

/** Names of members that contain an error, in lower case, without `_` and `-`. */
export const ERROR_NAMES = /^(?:code|err|errcode|errmessage|errmsg|error|errorcode|errormessage|errormsg|errors)$/;

/** The member that is false in an error, in lower case. */
export const SUCCESS_NAME = "success";
