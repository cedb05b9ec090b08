//! Facts of the vendor's pages that no call needs: for documents, public types and the emulator.
//!
//! They stand in tables of their own, because the wasm omits data that no code refers to.

use super::{
    DESCRIBE_LIVE_STREAM_MONITOR_LIST_REFERENCE, DESCRIBE_RTC_CLOUD_RECORDING_FILES_REFERENCE,
    STOP_LIVE_STREAM_MONITOR_REFERENCE, STOP_RTC_CLOUD_RECORDING_REFERENCE,
};

/// The references of all [`OPERATIONS`](super::OPERATIONS), in their order.
pub static REFERENCES: [&Reference; 4] = [
    &STOP_RTC_CLOUD_RECORDING_REFERENCE,
    &STOP_LIVE_STREAM_MONITOR_REFERENCE,
    &DESCRIBE_RTC_CLOUD_RECORDING_FILES_REFERENCE,
    &DESCRIBE_LIVE_STREAM_MONITOR_LIST_REFERENCE,
];

/// The facts of the vendor's page on an operation.
#[derive(Debug)]
pub struct Reference {
    /// The operation's name.
    pub operation: &'static str,
    /// The vendor's page.
    pub page: &'static str,
    /// The operation in one sentence.
    pub summary: &'static str,
    /// The RAM action that a policy must allow.
    pub ram_action: &'static str,
    /// The rows of [`Operation::parameters`](super::Operation::parameters), in their order.
    pub parameters: &'static [ParameterDoc],
    /// The result of an operation that reads.
    pub result: Option<&'static ResultDoc>,
    /// The rows of [`Operation::errors`](super::Operation::errors), in their order.
    pub errors: &'static [Advice],
}

/// Description of a parameter.
#[derive(Debug)]
pub struct ParameterDoc {
    /// The name on the wire.
    pub name: &'static str,
    /// The meaning, as a sentence that follows the name and a colon.
    pub description: &'static str,
}

/// The part of a reply that is the result in JavaScript.
#[derive(Debug)]
pub struct ResultDoc {
    /// The member of the reply that contains the result; `None` if the reply is the result.
    pub member: Option<&'static str>,
    /// The members of the result.
    pub members: &'static [MemberDoc],
}

/// A member of a reply.
#[derive(Debug)]
pub struct MemberDoc {
    /// The name on the wire. In JavaScript its first letter is small.
    pub name: &'static str,
    /// The form of its value.
    pub value: MemberType,
    /// The meaning, as a sentence that follows the name and a colon.
    pub description: &'static str,
}

/// Form of a member of a reply.
#[derive(Debug)]
pub enum MemberType {
    /// A string.
    Text,
    /// A whole number.
    Integer,
    /// A list of strings.
    Texts,
    /// An object with these members.
    Object(&'static [MemberDoc]),
    /// A list of such objects.
    Objects(&'static [MemberDoc]),
}

/// An error of the service, and the remedy.
#[derive(Debug)]
pub struct Advice {
    /// The error code, verbatim.
    pub code: &'static str,
    /// The HTTP status; `None` where the sources give several or none.
    pub status: Option<u16>,
    /// The service's message; `None` where the sources give none.
    pub message: Option<&'static str>,
    /// The remedy.
    pub advice: &'static str,
}

/// An error that no call has to know. The emulator sends it.
#[derive(Debug)]
pub struct EmulatedError {
    /// The error code, verbatim.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The service's message.
    pub message: &'static str,
}

/// The rows of [`GATEWAY_ERRORS`](crate::classify::GATEWAY_ERRORS), in their order.
///
/// Sources: <https://api.aliyun.com/troubleshoot> and <https://www.alibabacloud.com/help/doc-detail/50285.htm>; for
/// `SignatureNonceUsed`, the page of ALB; for `ServiceUnavailable`, the page of ECS.
pub static GATEWAY_ADVICE: [Advice; 8] = [
    Advice {
        code: "Throttling*",
        status: None,
        message: None,
        advice: "Wait for `retryAfterMs` if it is there, and send fewer requests. All RAM users of an account share one quota.",
    },
    Advice {
        code: "SignatureNonceUsed",
        status: Some(400),
        message: Some("Specified signature nonce was used already."),
        advice: "Call again. A proxy between you and the service sent the request twice.",
    },
    Advice {
        code: "InvalidTimeStamp.Expired",
        status: Some(400),
        message: Some("Specified time stamp or date value is expired."),
        advice: "Set the clock of this machine. It is more than 15 minutes off.",
    },
    Advice {
        code: "IllegalTimestamp",
        status: None,
        message: None,
        advice: "Set the clock of this machine. It is more than 15 minutes off.",
    },
    Advice {
        code: "InvalidSecurityToken.Expired",
        status: Some(400),
        message: Some("Specified SecurityToken is expired."),
        advice: "Get a new security token, or give credentials as a function.",
    },
    Advice {
        code: "SignatureDoesNotMatch",
        status: Some(400),
        message: Some("Specified signature is not matched with our calculation."),
        advice: "Check the AccessKey secret. If it is right, look for a proxy that rewrites requests.",
    },
    Advice {
        code: "InternalError",
        status: Some(500),
        message: Some("The request processing has failed due to some unknown error."),
        advice: "Call again. The service failed, and may have stopped the task.",
    },
    Advice {
        code: "ServiceUnavailable",
        status: Some(503),
        message: Some("The request has failed due to a temporary failure of the server."),
        advice: "Call again. The service failed, and may have stopped the task.",
    },
];

/// The gateway's answer to a request without one of these common parameters is `Missing<name>`, with [`MISSING_STATUS`].
///
/// A missing required parameter of an operation gets the same answer.
pub static COMMON_PARAMETERS: [&str; 9] = [
    "Action",
    "Version",
    "AccessKeyId",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "Timestamp",
    "Signature",
    "SecurityToken",
];

/// The HTTP status of `Missing<name>`.
pub const MISSING_STATUS: u16 = 400;

/// Errors of the gateway that no call has to know.
///
/// Sources: <https://api.aliyun.com/troubleshoot> and <https://www.alibabacloud.com/help/doc-detail/50285.htm>.
pub static EMULATED_ERRORS: [EmulatedError; 17] = [
    EmulatedError {
        code: "InvalidVersion",
        status: 400,
        message: "Specified parameter Version is not valid.",
    },
    EmulatedError {
        code: "InvalidAction.NotFound",
        status: 404,
        message: "Specified api is not found, please check your url and method.",
    },
    EmulatedError {
        code: "InvalidProtocol.NeedSsl",
        status: 403,
        message: "Your request is denied as lack of ssl protect.",
    },
    EmulatedError {
        code: "UnsupportedHTTPMethod",
        status: 403,
        message: "This http method is not supported.",
    },
    EmulatedError {
        code: "InvalidParameter",
        status: 400,
        message: "The specified parameter is not valid.",
    },
    EmulatedError {
        code: "InvalidAccessKeyId.NotFound",
        status: 404,
        message: "Specified access key is not found.",
    },
    EmulatedError {
        code: "InvalidAccessKeyId.Inactive",
        status: 400,
        message: "Specified access key is disabled.",
    },
    EmulatedError {
        code: "InvalidSecurityToken.Malformed",
        status: 400,
        message: "Specified SecurityToken is malformed.",
    },
    EmulatedError {
        code: "InvalidSecurityToken.MismatchWithAccessKey",
        status: 400,
        message: "Specified SecurityToken mismatch with the AccessKey.",
    },
    EmulatedError {
        code: "InvalidTimeStamp.Format",
        status: 400,
        message: "Specified time stamp or date value is not well formatted.",
    },
    EmulatedError {
        code: "IncompleteSignature",
        status: 400,
        message: "The request signature does not conform to Aliyun standards.",
    },
    EmulatedError {
        code: "Throttling",
        status: 400,
        message: "Request was denied due to request throttling.",
    },
    EmulatedError {
        code: "Throttling.User",
        status: 400,
        message: "Request was denied due to user flow control.",
    },
    EmulatedError {
        code: "Throttling.Api",
        status: 400,
        message: "Request was denied due to api flow control.",
    },
    EmulatedError {
        code: "NoPermission",
        status: 403,
        message: "You are not authorized to do this action.",
    },
    EmulatedError {
        code: "Forbidden.RAM",
        status: 403,
        message: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    },
    EmulatedError {
        code: "InvalidIdentity.ServiceDisabled",
        status: 400,
        message: "The request identity was not allowed operated.",
    },
];

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::classify::{GATEWAY_ERRORS, classify};
    use crate::operation::{Effect, OPERATIONS};
    use crate::reply::Fields;

    #[test]
    fn names_the_rows_of_the_tables() {
        for (operation, reference) in OPERATIONS.into_iter().zip(REFERENCES) {
            assert_eq!(reference.operation, operation.name);
            assert_eq!(reference.ram_action, format!("live:{}", operation.name));
            assert_eq!(reference.result.is_some(), operation.effect == Effect::Reads);
            assert!(reference.page.ends_with(&operation.name.to_ascii_lowercase()));
            assert!(
                reference
                    .errors
                    .iter()
                    .map(|row| row.code)
                    .eq(operation.errors.iter().map(|row| row.code))
            );
            assert!(
                reference
                    .parameters
                    .iter()
                    .map(|row| row.name)
                    .eq(operation.parameters.iter().map(|row| row.name))
            );
            for (row, known) in reference.errors.iter().zip(operation.errors) {
                let fields = Fields {
                    code: Some(row.code.into()),
                    ..Fields::default()
                };
                assert_eq!(
                    classify(Some(operation), row.status.unwrap(), &fields),
                    known.meaning,
                    "{}",
                    row.code
                );
            }
        }
        assert!(
            GATEWAY_ADVICE
                .iter()
                .map(|row| row.code)
                .eq(GATEWAY_ERRORS.iter().map(|row| row.code))
        );
    }

    #[test]
    fn documented_figures() {
        let figures = REFERENCES.map(|reference| (reference.operation, reference.errors.len()));
        assert_eq!(
            figures,
            [
                ("StopRtcCloudRecording", 4),
                ("StopLiveStreamMonitor", 7),
                ("DescribeRtcCloudRecordingFiles", 3),
                ("DescribeLiveStreamMonitorList", 3),
            ]
        );
    }
}
