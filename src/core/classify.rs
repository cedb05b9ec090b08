//! Meaning of service errors for the outcome: the tables of codes, then the status.
//!
//! This module only states the meaning. [`call`](crate::call) decides the next step.

use crate::operation::gateway::KNOWN_ERRORS;
use crate::operation::{Meaning, Operation};
use crate::reply::{Fields, is_cut};

/// Statuses with which a `Throttling` code means that the service did nothing.
const THROTTLED_STATUSES: [u16; 3] = [400, 429, 503];

/// Returns the meaning of a service error: by a known code, else by the status.
///
/// `operation` is `None` for an action that is not in the table: then only the gateway's codes are known.
#[must_use]
pub fn classify(operation: Option<&Operation>, status: u16, fields: &Fields) -> Meaning {
    // A success status contradicts every error code, so neither proves anything.
    if (200..=299).contains(&status) {
        return Meaning::Ambiguous;
    }
    let code = fields.code().unwrap_or_default();
    let documented = || {
        let mut errors = operation?.errors.iter();
        errors.find(|row| matches(row.code, code)).map(|row| row.meaning)
    };
    let gateway = || {
        KNOWN_ERRORS
            .iter()
            .find(|row| matches(row.code, code))
            .map(|row| row.meaning)
    };
    match documented().or_else(gateway) {
        Some(Meaning::Throttled) if !THROTTLED_STATUSES.contains(&status) => by_status(status),
        Some(Meaning::AlreadyStopped) if names_other_state(fields.message().unwrap_or_default()) => Meaning::Refused,
        Some(meaning) => meaning,
        None => by_status(status),
    }
}

fn by_status(status: u16) -> Meaning {
    match status {
        429 => Meaning::Throttled,
        // Request Timeout, Too Early, Client Closed Request: statuses of gateways that may have passed the request on.
        408 | 425 | 499 => Meaning::Ambiguous,
        400..=499 => Meaning::Refused,
        // The service never sends 1xx or 3xx; 5xx is a failure.
        _ => Meaning::Ambiguous,
    }
}

/// Whether a code is a row's, which may end with `*`.
pub(crate) fn matches(pattern: &str, code: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => code.starts_with(prefix),
        None => code == pattern,
    }
}

/// Whether a message names a state in which the task is not stopped.
///
/// The page says that "the task must be in the running or recovering state"; the documented states are RUNNING, RECOVERING, STOPPING
/// and STOPPED. A word counts as a state if it is in capitals or behind a colon (`state: failed`), but not behind "not"; RUNNING
/// together with RECOVERING is the requirement, not the state.
fn names_other_state(message: &str) -> bool {
    // The rest may name any state.
    if is_cut(message) {
        return true;
    }
    let (mut running, mut recovering, mut other) = (false, false, false);
    let (mut previous, mut label): (&[u8], &[u8]) = (b"", b"");
    for part in parts(message.as_bytes()) {
        let word = trimmed(part);
        let is = |name: &str| word.eq_ignore_ascii_case(name.as_bytes());
        if is("stopping") || is("stopped") {
            return false;
        }
        let capitals = word.len() > 3 && word.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
        if (capitals || matches!(label.last(), Some(b':' | b'='))) && !previous.eq_ignore_ascii_case(b"not") {
            match () {
                () if is("running") => running = true,
                () if is("recovering") => recovering = true,
                () => other = true,
            }
        }
        let is_label = ["state", "status"].iter().any(|name| is(name));
        (previous, label) = (word, if is_label { part } else { b"" });
    }
    other || running != recovering
}

/// The parts of a message, cut behind spaces, colons and equals signs: `status=failed` is a label and its value, too.
///
/// The last part is empty: the value of a label at the end.
fn parts(message: &[u8]) -> impl Iterator<Item = &[u8]> {
    let parts = message.split_inclusive(|byte| matches!(byte, b' ' | b':' | b'='));
    parts.chain([&b""[..]])
}

/// A word without the punctuation around it, and without letters beyond ASCII.
fn trimmed(part: &[u8]) -> &[u8] {
    let begin = part.iter().position(u8::is_ascii_alphanumeric).unwrap_or(part.len());
    let end = part
        .iter()
        .rposition(u8::is_ascii_alphanumeric)
        .map_or(begin, |last| last + 1);
    part.get(begin..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::operation::{OPERATIONS, STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};
    use crate::reply::FieldParts;

    fn fields(code: &str, message: &str) -> Fields {
        let parts = FieldParts {
            code: Some(code.into()),
            message: Some(message.into()),
            ..FieldParts::UNKNOWN
        };
        parts.into()
    }

    #[test]
    fn every_row_is_reached() {
        for operation in OPERATIONS {
            for row in operation.errors {
                assert_eq!(
                    classify(Some(operation), 400, &fields(&row.code.replace('*', ".TaskId"), "")),
                    row.meaning,
                    "{}",
                    row.code
                );
            }
            for row in &KNOWN_ERRORS {
                let code = row.code.replace('*', ".User");
                assert_eq!(
                    classify(Some(operation), 400, &fields(&code, "")),
                    row.meaning,
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn the_status_decides_where_the_code_does_not() {
        let recording = &STOP_RTC_CLOUD_RECORDING;
        for (status, code, meaning) in [
            (400, "Brandnew", Meaning::Refused),
            (403, "NoPermission", Meaning::Refused),
            (404, "InvalidAccessKeyId.NotFound", Meaning::KeyNotFound),
            (400, "UnknownError", Meaning::Ambiguous),
            (408, "Brandnew", Meaning::Ambiguous),
            (425, "Brandnew", Meaning::Ambiguous),
            (499, "Brandnew", Meaning::Ambiguous),
            (429, "Brandnew", Meaning::Throttled),
            (400, "Throttling", Meaning::Throttled),
            (429, "Throttling.Api", Meaning::Throttled),
            (503, "Throttling", Meaning::Throttled),
            (403, "Throttling", Meaning::Refused),
            (500, "Throttling", Meaning::Ambiguous),
            (500, "Brandnew", Meaning::Ambiguous),
            (502, "Brandnew", Meaning::Ambiguous),
            (302, "Brandnew", Meaning::Ambiguous),
            (199, "Brandnew", Meaning::Ambiguous),
            (200, "Brandnew", Meaning::Ambiguous),
            (200, "InvalidParameter.TaskId", Meaning::Ambiguous),
            (299, "NotFound.Task", Meaning::Ambiguous),
            // A code of one operation has no meaning for another operation.
            (404, "StreamMonitorNotExist", Meaning::Refused),
        ] {
            assert_eq!(
                classify(Some(recording), status, &fields(code, "")),
                meaning,
                "{status} {code}"
            );
        }
        let monitor = &STOP_LIVE_STREAM_MONITOR;
        assert_eq!(
            classify(Some(monitor), 400, &fields("NotFound.Task", "")),
            Meaning::Refused
        );
    }

    #[test]
    fn already_stopped_only_where_no_other_state_is_named() {
        for (message, other) in [
            ("", false),
            ("Task is not running or recovering, please check the TaskId.", false),
            (
                "The task must be in the running or recovering state, please check the TaskId.",
                false,
            ),
            ("The task must be in the RUNNING or RECOVERING state.", false),
            ("The task is not RUNNING.", false),
            ("The task status is invalid, please check the TaskId.", false),
            ("task status=failed", true),
            ("task {state:failed}", true),
            ("task status=stopped", false),
            ("The task is STOPPED, not RUNNING or RECOVERING.", false),
            ("state: stopping, please check the TaskId.", false),
            ("The task of this APP is not running.", false),
            (
                "The task is INIT, and must be in the RUNNING or RECOVERING state.",
                true,
            ),
            ("Task state is INIT, please check the TaskId.", true),
            ("The task is in the FAILED state.", true),
            ("state: starting, please check the TaskId.", true),
            ("Status= pending", true),
            ("The task is RUNNING.", true),
            ("state: recovering", true),
            ("FAILED_TO_START", true),
        ] {
            let meaning = if other {
                Meaning::Refused
            } else {
                Meaning::AlreadyStopped
            };
            let said = fields("InvalidParameter.TaskId", message);
            assert_eq!(
                classify(Some(&STOP_RTC_CLOUD_RECORDING), 400, &said),
                meaning,
                "{message}"
            );
        }
    }
}
