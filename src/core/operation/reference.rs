//! What the vendor's pages say of operations and errors that no call needs, for tools and documents.
//!
//! In tables of their own: what nothing in the wasm refers to is not in it.

use super::{STOP_LIVE_STREAM_MONITOR_REFERENCE, STOP_RTC_CLOUD_RECORDING_REFERENCE};

/// The references of all [`OPERATIONS`](super::OPERATIONS), in their order.
pub static REFERENCES: [&Reference; 2] = [&STOP_RTC_CLOUD_RECORDING_REFERENCE, &STOP_LIVE_STREAM_MONITOR_REFERENCE];

/// What the vendor's page says of an operation.
#[derive(Debug)]
pub struct Reference {
    /// The operation's name.
    pub operation: &'static str,
    /// The vendor's page.
    pub page: &'static str,
    /// The RAM action that a policy must allow.
    pub ram_action: &'static str,
    /// Calls per second that the service allows one account, with all its RAM users together.
    pub qps_limit: u32,
    /// The rows of [`Operation::errors`](super::Operation::errors), in their order.
    pub errors: &'static [Advice],
}

/// What to do about an error.
#[derive(Debug)]
pub struct Advice {
    /// The error code, verbatim.
    pub code: &'static str,
    /// The HTTP status that the page gives; the gateway's codes come with more than one.
    pub status: Option<u16>,
    /// What the caller should do.
    pub advice: &'static str,
}

/// What to do about the rows of [`GATEWAY_ERRORS`](crate::classify::GATEWAY_ERRORS), in their order.
pub static GATEWAY_ADVICE: [Advice; 8] = [
    Advice {
        code: "Throttling*",
        status: None,
        advice: "Ask again after retryAfterMs, and less often: the limits count all users of the account together.",
    },
    Advice {
        code: "SignatureNonceUsed",
        status: None,
        advice: "Ask again: something on the way sent the request twice.",
    },
    Advice {
        code: "InvalidTimeStamp.Expired",
        status: None,
        advice: "Set the clock of this machine: it is more than 15 minutes off.",
    },
    Advice {
        code: "IllegalTimestamp",
        status: None,
        advice: "Set the clock of this machine: it is more than 15 minutes off.",
    },
    Advice {
        code: "InvalidSecurityToken.Expired",
        status: None,
        advice: "Get a new security token, or give credentials as a function, which is then asked again.",
    },
    Advice {
        code: "SignatureDoesNotMatch",
        status: None,
        advice: "Check the AccessKey secret; if it is right, look for a proxy that rewrites requests.",
    },
    Advice {
        code: "InternalError",
        status: None,
        advice: "Ask again: the service failed, and may or may not have stopped the task.",
    },
    Advice {
        code: "ServiceUnavailable",
        status: None,
        advice: "Ask again: the service failed, and may or may not have stopped the task.",
    },
];

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::classify::{GATEWAY_ERRORS, classify};
    use crate::operation::OPERATIONS;
    use crate::reply::Fields;

    #[test]
    fn names_the_rows_of_the_tables() {
        for (operation, reference) in OPERATIONS.into_iter().zip(REFERENCES) {
            assert_eq!(reference.operation, operation.name);
            assert_eq!(reference.ram_action, format!("live:{}", operation.name));
            assert!(reference.page.ends_with(&operation.name.to_ascii_lowercase()));
            assert!(
                reference
                    .errors
                    .iter()
                    .map(|row| row.code)
                    .eq(operation.errors.iter().map(|row| row.code))
            );
            for (row, known) in reference.errors.iter().zip(operation.errors) {
                let fields = Fields {
                    code: Some(row.code.into()),
                    ..Fields::default()
                };
                assert_eq!(
                    classify(operation, row.status.unwrap(), &fields),
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
        let figures = REFERENCES.map(|reference| (reference.operation, reference.errors.len(), reference.qps_limit));
        assert_eq!(
            figures,
            [("StopRtcCloudRecording", 4, 50), ("StopLiveStreamMonitor", 7, 10)]
        );
    }
}
