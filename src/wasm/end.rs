//! Ends of calls that go out, written by serde: `{ stopped }`, `{ answered }`, `{ failed }` or `{ aborted }`.

use apsara_live_core::Failure;
use apsara_live_core::call::{End, Ending};
use apsara_live_core::error::{Kind, Verified};
use wasm_bindgen::JsValue;

use crate::declare::{declarations, outgoing, words};
use crate::record::Word;

words! {
    /// Whether the call stopped the task, or found it stopped.
    Ending by as_str
}

words! {
    /// The service's answer to the question for the state of a task.
    ///
    /// - `stopped`: it does not run. `stopping`: it is about to be stopped. `running`: it runs.
    /// - `not-found`: the service does not know it. It forgets a recording after three days, so this proves nothing.
    /// - `refused`: the service refused to say, for example because no RAM policy allows the describing operation.
    Verified by as_str
}

words! {
    /// Cause and remedy, by kind.
    ///
    /// - `argument`: a parameter or an option is unusable; nothing was sent. Fix the call.
    /// - `credentials`: there are no usable credentials. Fix the credentials, or try again if `retryable`.
    /// - `service`: the service refused or failed; `code` says why.
    /// - `throttled`: the quota is used up. Try again, after `retryAfterMs` if it is there.
    /// - `network`: the request or its response was lost. Try again.
    /// - `timeout`: time ran out. Try again, or allow more.
    /// - `protocol`: the response is not from the service, or cannot be read. Look for a proxy or a gateway.
    /// - `internal`: a fault of this package. Try again, and please report it.
    Kind as LiveErrorKind by as_str
}

outgoing! {
    /// The end of a call.
    enum CallEnd<'a> {
        /// The task is stopped.
        Stopped as StoppedEnd = "stopped" {
            outcome: Word<Ending> = "outcome",
            request_id: Option<&'a str> = "requestId",
            attempts: u32 = "attempts",
            code: Option<&'a str> = "code",
            verified: Option<Word<Verified>> = "verified",
            stopped_after_ms: Option<f64> = "stoppedAfterMs",
        }
        /// The service has executed the action, which stops no task.
        Answered as AnsweredEnd = "answered" {
            request_id: Option<&'a str> = "requestId",
            attempts: u32 = "attempts",
        }
        /// The call failed.
        Failed as FailedEnd = "failed" {
            kind: Word<Kind> = "kind",
            code: &'a str = "code",
            message: &'a str = "message",
            http_status: Option<u16> = "httpStatus",
            request_id: Option<&'a str> = "requestId",
            attempts: u32 = "attempts",
            retryable: bool = "retryable",
            retry_after_ms: Option<f64> = "retryAfterMs",
            outcome_unknown: bool = "outcomeUnknown",
            verified: Option<Word<Verified>> = "verified",
            recommend: Option<&'a str> = "recommend",
            /// The texts of the members of `AccessDeniedDetail`, without secrets, each on its line.
            access_denied: Option<&'a str> = "accessDenied",
            /// The code of the failure that halted the run.
            halted_by: Option<&'a str> = "haltedBy",
            /// The runtime's message without secrets, where it repeated one.
            redacted_cause: Option<&'a str> = "redactedCause",
        }
        /// The caller aborted the call.
        Aborted as AbortedEnd = "aborted" {
            attempts: u32 = "attempts",
            outcome_unknown: bool = "outcomeUnknown",
            accepted: bool = "accepted",
            request_id: Option<&'a str> = "requestId",
            verified: Option<Word<Verified>> = "verified",
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "spans of time are far below 2^53")]
pub(crate) fn of_call(end: &End) -> JsValue {
    match end {
        End::Stopped(outcome) => object(&CallEnd::Stopped {
            outcome: outcome.ending.into(),
            request_id: outcome.request_id.as_deref(),
            attempts: outcome.attempts,
            code: outcome.code.as_deref(),
            verified: outcome.verified.map(Word::from),
            stopped_after_ms: outcome.stopped_after_ms.map(|ms| ms as f64),
        }),
        End::Answered(end) => object(&CallEnd::Answered {
            request_id: end.request_id.as_deref(),
            attempts: end.attempts,
        }),
        End::Failed(failure) => failed(failure),
        End::Aborted(end) => object(&CallEnd::Aborted {
            attempts: end.attempts,
            outcome_unknown: end.outcome_unknown,
            accepted: end.accepted,
            request_id: end.request_id.as_deref(),
            verified: end.verified.map(Word::from),
        }),
    }
}

#[expect(clippy::cast_precision_loss, reason = "spans of time are far below 2^53")]
pub(crate) fn failed(failure: &Failure) -> JsValue {
    object(&CallEnd::Failed {
        kind: failure.kind.into(),
        code: &failure.code,
        message: &failure.message,
        http_status: failure.http_status,
        request_id: failure.request_id.as_deref(),
        attempts: failure.attempts,
        retryable: failure.retryable,
        retry_after_ms: failure.retry_after_ms.map(|ms| ms as f64),
        outcome_unknown: failure.outcome_unknown,
        verified: failure.verified.map(Word::from),
        recommend: failure.recommend.as_deref(),
        access_denied: failure.access_denied.as_deref(),
        halted_by: failure.halted_by.as_deref(),
        redacted_cause: failure.redacted_cause.as_deref(),
    })
}

/// Serde refuses no member of an end.
fn object(end: &CallEnd) -> JsValue {
    serde_wasm_bindgen::to_value(end).unwrap_or_default()
}

declarations! { Ending Verified Kind CallEnd }
