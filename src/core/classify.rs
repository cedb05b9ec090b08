//! What an answer means for the outcome: a table of codes over the documented errors of each operation, and the statuses.
//!
//! This module only says what is known. What to do about it is decided in [`call`](crate::call).

use crate::operation::Operation;

/// What an error reply means to a caller who wants the task stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The task exists and is not running.
    AlreadyStopped,
    /// There is no such task in reach.
    NotFound,
    /// The service did nothing, because it was asked too often.
    Throttled,
    /// The service, or something in between, failed: it may or may not have stopped the task.
    Ambiguous,
    /// A request with the same nonce had arrived before: that copy may have stopped the task.
    NonceUsed,
    /// The service did nothing, because the timestamp is too far from its own clock.
    ClockSkewed,
    /// The service did nothing, because the security token has expired.
    TokenExpired,
    /// The service did nothing, and will do nothing if asked the same again.
    Refused,
}

/// A code of the gateway, which stands in front of every operation.
#[derive(Debug)]
pub struct GatewayError {
    /// The code, verbatim; if it ends in `*`, every code that begins so.
    pub code: &'static str,
    /// What it means for the outcome.
    pub meaning: Meaning,
}

/// The codes of the gateway that mean more than their status says.
///
/// Sources: the vendor's pages on common errors; for `Throttling`, pages of other products, which pair the code with 400 and with
/// 429, so that the code decides, not the status; for `SignatureNonceUsed`, the page of ALB. All of them are answered before the
/// operation is looked at.
pub static GATEWAY_ERRORS: [GatewayError; 8] = [
    GatewayError {
        code: "Throttling*",
        meaning: Meaning::Throttled,
    },
    GatewayError {
        code: "SignatureNonceUsed",
        meaning: Meaning::NonceUsed,
    },
    GatewayError {
        code: "InvalidTimeStamp.Expired",
        meaning: Meaning::ClockSkewed,
    },
    GatewayError {
        code: "IllegalTimestamp",
        meaning: Meaning::ClockSkewed,
    },
    GatewayError {
        code: "InvalidSecurityToken.Expired",
        meaning: Meaning::TokenExpired,
    },
    GatewayError {
        code: "SignatureDoesNotMatch",
        meaning: Meaning::Refused,
    },
    GatewayError {
        code: "InternalError",
        meaning: Meaning::Ambiguous,
    },
    GatewayError {
        code: "ServiceUnavailable",
        meaning: Meaning::Ambiguous,
    },
];

/// What an error reply means: by its code where that is known, else by its status.
#[must_use]
pub fn classify(operation: &Operation, status: u16, code: Option<&str>) -> Meaning {
    let code = code.unwrap_or_default();
    let documented = operation
        .errors
        .iter()
        .find(|row| row.code == code)
        .map(|row| row.meaning);
    let gateway = || {
        GATEWAY_ERRORS
            .iter()
            .find(|row| matches(row.code, code))
            .map(|row| row.meaning)
    };
    documented.or_else(gateway).unwrap_or(match status {
        429 => Meaning::Throttled,
        400..=499 => Meaning::Refused,
        // 1xx and 3xx do not come from the service; 2xx with an unknown code says nothing about the task; 5xx is a failure.
        _ => Meaning::Ambiguous,
    })
}

fn matches(pattern: &str, code: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => code.starts_with(prefix),
        None => code == pattern,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::operation::{OPERATIONS, STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};

    #[test]
    fn every_row_is_reached() {
        for operation in OPERATIONS {
            for row in operation.errors {
                assert_eq!(classify(operation, 400, Some(row.code)), row.meaning, "{}", row.code);
            }
            for row in &GATEWAY_ERRORS {
                let code = row.code.replace('*', ".User");
                assert_eq!(classify(operation, 400, Some(&code)), row.meaning, "{code}");
            }
        }
    }

    #[test]
    fn statuses_decide_where_the_code_does_not() {
        let recording = &STOP_RTC_CLOUD_RECORDING;
        for (status, code, meaning) in [
            (400, None, Meaning::Refused),
            (403, Some("NoPermission"), Meaning::Refused),
            (404, Some("InvalidAccessKeyId.NotFound"), Meaning::Refused),
            (429, None, Meaning::Throttled),
            (503, Some("Throttling"), Meaning::Throttled),
            (500, None, Meaning::Ambiguous),
            (502, Some("Brandnew"), Meaning::Ambiguous),
            (302, None, Meaning::Ambiguous),
            (200, Some("Brandnew"), Meaning::Ambiguous),
            // A code means what it means for its own operation only.
            (404, Some("StreamMonitorNotExist"), Meaning::Refused),
        ] {
            assert_eq!(classify(recording, status, code), meaning, "{status} {code:?}");
        }
        let monitor = &STOP_LIVE_STREAM_MONITOR;
        assert_eq!(classify(monitor, 400, Some("NotFound.Task")), Meaning::Refused);
    }
}
