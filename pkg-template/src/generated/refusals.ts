// Written by `cargo xtask generate` from src/core/operation/gateway.rs.

/** The codes with which the gateway refuses every request of a client, whatever its task. */
export const REFUSES_ALL =
  /^(?:Forbidden.*|IllegalTimestamp|IncompleteSignature|InvalidAccessKeyId.*|InvalidAction.*|InvalidIdentity.*|InvalidProtocol.*|InvalidSecurityToken.*|InvalidTimeStamp.*|InvalidVersion|MissingAccessKeyId|MissingAction|MissingSecurityToken|MissingSignature.*|MissingTimestamp|MissingVersion|NoPermission.*|SignatureDoesNotMatch|UnsupportedHTTPMethod)$/;
