//! Codes of the gateway, which stands in front of every operation.
//!
//! Sources: <https://api.aliyun.com/troubleshoot> and <https://www.alibabacloud.com/help/doc-detail/50285.htm>.

use super::service_error::{KnownError, ServiceError, known};
use super::{Meaning, shared_errors};

/// A common parameter, and the error of a request without it: `Missing<name>`, with [`MISSING_STATUS`].
#[derive(Debug)]
#[non_exhaustive]
pub struct CommonParameter {
    /// The name on the wire.
    pub name: &'static str,
    /// The remedy.
    pub remedy: &'static str,
}

/// An error that no call has to know, because its status tells its meaning. The emulator sends it.
#[derive(Debug)]
#[non_exhaustive]
pub struct EmulatedError {
    /// The error code, verbatim.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The service's message.
    pub message: &'static str,
    /// The remedy.
    pub remedy: &'static str,
}

/// Codes whose status alone does not determine their meaning. The gateway answers all of them before it looks at the operation.
///
/// Sources: for `Throttling`, pages of other products, which pair the code with 400, 429 and 503; for `SignatureNonceUsed`, the page
/// of ALB; for `ServiceUnavailable`, the page of ECS; for `InvalidAccessKeyId.NotFound`, the page of KMS, which adds that an expired
/// token may have this code; for `UnknownError`, the vendor's Python client, which repeats requests that got it (`retry_config.json`).
pub const ERRORS: [ServiceError; 10] = [
    ServiceError {
        code: "Throttling*",
        status: None,
        message: None,
        meaning: Meaning::Throttled,
        remedy: "Wait for `retryAfterMs` if it is there, and send fewer requests. All RAM users of an account share one quota.",
    },
    ServiceError {
        code: "SignatureNonceUsed",
        status: Some(400),
        message: Some("Specified signature nonce was used already."),
        meaning: Meaning::NonceUsed,
        remedy: "Call again. A proxy between you and the service sent the request twice.",
    },
    ServiceError {
        code: "InvalidTimeStamp.Expired",
        status: Some(400),
        message: Some("Specified time stamp or date value is expired."),
        meaning: Meaning::ClockSkewed,
        remedy: "Set the clock of this machine. It is more than 15 minutes off.",
    },
    ServiceError {
        code: "IllegalTimestamp",
        status: None,
        message: None,
        meaning: Meaning::ClockSkewed,
        remedy: "Set the clock of this machine. It is more than 15 minutes off.",
    },
    ServiceError {
        code: "InvalidSecurityToken.Expired",
        status: Some(400),
        message: Some("Specified SecurityToken is expired."),
        meaning: Meaning::TokenExpired,
        remedy: "Get a new security token, or give credentials as a function.",
    },
    ServiceError {
        code: "InvalidAccessKeyId.NotFound",
        status: Some(404),
        message: Some("Specified access key is not found."),
        meaning: Meaning::KeyNotFound,
        remedy: "Check the AccessKey ID: whether it was deleted, and whether it belongs to the other one of the vendor's two sites.",
    },
    ServiceError {
        code: "SignatureDoesNotMatch",
        status: Some(400),
        message: Some("Specified signature is not matched with our calculation."),
        meaning: Meaning::Refused,
        remedy: "Check the AccessKey secret. If it is right, look for a proxy that rewrites requests.",
    },
    shared_errors::INTERNAL_ERROR,
    ServiceError {
        code: "UnknownError",
        status: None,
        message: None,
        meaning: Meaning::Ambiguous,
        remedy: "Call again. The service failed, and may have stopped the task.",
    },
    ServiceError {
        code: "ServiceUnavailable",
        status: Some(503),
        message: Some("The request has failed due to a temporary failure of the server."),
        meaning: Meaning::Ambiguous,
        remedy: "Call again. The service failed, and may have stopped the task.",
    },
];

/// The columns of [`ERRORS`] that a call needs.
pub static KNOWN_ERRORS: [KnownError; 10] = known(&ERRORS);

/// Codes with which the gateway refuses every request of a client, whatever its task: the AccessKey, the signature, the token, the clock,
/// the permission or the endpoint is wrong. A pattern may end with `*`. The emulator has the message of each code.
///
/// Another task meets the same refusal: the tasks of a queue wait for a remedy together, and a run is halted.
pub static REFUSES_ALL: [&str; 19] = [
    "Forbidden*",
    "IllegalTimestamp",
    "IncompleteSignature",
    "InvalidAccessKeyId*",
    "InvalidAction*",
    "InvalidIdentity*",
    "InvalidProtocol*",
    "InvalidSecurityToken*",
    "InvalidTimeStamp*",
    "InvalidVersion",
    "MissingAccessKeyId",
    "MissingAction",
    "MissingSecurityToken",
    "MissingSignature*",
    "MissingTimestamp",
    "MissingVersion",
    "NoPermission*",
    "SignatureDoesNotMatch",
    "UnsupportedHTTPMethod",
];

/// The HTTP status of `Missing<name>`.
pub const MISSING_STATUS: u16 = 400;

/// The remedy of `Missing<name>` for a required parameter of an operation.
pub const MISSING_REMEDY: &str = "Look for a proxy that drops query parameters or the form body.";

/// The remedy where a common parameter is missing that every request has.
const DROPPED: &str = "Look for a proxy that drops headers or parameters.";

const fn common(name: &'static str, remedy: &'static str) -> CommonParameter {
    CommonParameter { name, remedy }
}

/// The common parameters whose absence the gateway reports.
pub const COMMON_PARAMETERS: [CommonParameter; 9] = [
    common("Action", DROPPED),
    common("Version", DROPPED),
    common("AccessKeyId", DROPPED),
    common("SignatureMethod", "Look for a proxy that drops parameters."),
    common("SignatureVersion", "Look for a proxy that drops parameters."),
    common("SignatureNonce", DROPPED),
    common("Timestamp", DROPPED),
    common("Signature", DROPPED),
    common(
        "SecurityToken",
        "Give the `securityToken` of the temporary credentials.",
    ),
];

/// The errors of the gateway that no call has to know.
pub const EMULATED_ERRORS: [EmulatedError; 16] = [
    EmulatedError {
        code: "InvalidVersion",
        status: 400,
        message: "Specified parameter Version is not valid.",
        remedy: "Check `version` and `endpoint`. The version of ApsaraVideo Live is `2016-11-01`.",
    },
    EmulatedError {
        code: "InvalidAction.NotFound",
        status: 404,
        message: "Specified api is not found, please check your url and method.",
        remedy: "Check the name of the action, `version` and `endpoint`.",
    },
    EmulatedError {
        code: "InvalidProtocol.NeedSsl",
        status: 403,
        message: "Your request is denied as lack of ssl protect.",
        remedy: "Use HTTPS. Check `endpoint` for `http://`.",
    },
    EmulatedError {
        code: "UnsupportedHTTPMethod",
        status: 403,
        message: "This http method is not supported.",
        remedy: "Omit `method`: the package knows the method of each action.",
    },
    EmulatedError {
        code: "InvalidParameter",
        status: 400,
        message: "The specified parameter is not valid.",
        remedy: "Compare the parameters with the vendor's page on the action.",
    },
    EmulatedError {
        code: "InvalidAccessKeyId.Inactive",
        status: 400,
        message: "Specified access key is disabled.",
        remedy: "Enable the AccessKey in the RAM console, or use another one.",
    },
    EmulatedError {
        code: "InvalidSecurityToken.Malformed",
        status: 400,
        message: "Specified SecurityToken is malformed.",
        remedy: "Check the security token: whether it was cut, or has spaces or line breaks.",
    },
    EmulatedError {
        code: "InvalidSecurityToken.MismatchWithAccessKey",
        status: 400,
        message: "Specified SecurityToken mismatch with the AccessKey.",
        remedy: "Use the AccessKey ID, the secret and the token of one and the same response of STS.",
    },
    EmulatedError {
        code: "InvalidTimeStamp.Format",
        status: 400,
        message: "Specified time stamp or date value is not well formatted.",
        remedy: "Look for a proxy that rewrites the request.",
    },
    EmulatedError {
        code: "IncompleteSignature",
        status: 400,
        message: "The request signature does not conform to Aliyun standards.",
        remedy: DROPPED,
    },
    EmulatedError {
        code: "Throttling",
        status: 400,
        message: "Request was denied due to request throttling.",
        remedy: "Wait for `retryAfterMs` if it is there, and send fewer requests. All RAM users of an account share one quota.",
    },
    EmulatedError {
        code: "Throttling.User",
        status: 400,
        message: "Request was denied due to user flow control.",
        remedy: "Wait for `retryAfterMs` if it is there, and send fewer requests. All RAM users of an account share one quota.",
    },
    EmulatedError {
        code: "Throttling.Api",
        status: 400,
        message: "Request was denied due to api flow control.",
        remedy: "Wait for `retryAfterMs` if it is there, and call this action less often.",
    },
    EmulatedError {
        code: "NoPermission",
        status: 403,
        message: "You are not authorized to do this action.",
        remedy: "Allow the RAM action, such as `live:StopRtcCloudRecording`, in a policy of the RAM user or role.",
    },
    EmulatedError {
        code: "Forbidden.RAM",
        status: 403,
        message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
        remedy: "Allow the RAM action, such as `live:StopRtcCloudRecording`, and attach the policy to the RAM user or role in use.",
    },
    EmulatedError {
        code: "InvalidIdentity.ServiceDisabled",
        status: 400,
        message: "The request identity was not allowed operated.",
        remedy: "Activate ApsaraVideo Live for the account, and check for overdue payments.",
    },
];
