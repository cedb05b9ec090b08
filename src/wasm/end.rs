//! Ends of calls that go out: `{ stopped }`, `{ failed }` or `{ aborted }`, with named members.

use apsara_live_core::Failure;
use apsara_live_core::call::{Aborted, End, Outcome};
use serde::Serialize;
use wasm_bindgen::JsValue;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum CallEnd<'a> {
    Stopped(Stopped<'a>),
    Failed(Failed<'a>),
    #[serde(rename_all = "camelCase")]
    Aborted {
        attempts: u32,
        outcome_unknown: bool,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Stopped<'a> {
    outcome: &'a str,
    request_id: Option<&'a str>,
    attempts: u32,
    code: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Failed<'a> {
    kind: &'a str,
    code: &'a str,
    message: &'a str,
    http_status: Option<u16>,
    request_id: Option<&'a str>,
    attempts: u32,
    retryable: bool,
    retry_after_ms: Option<f64>,
    outcome_unknown: bool,
    recommend: Option<&'a str>,
    redacted_cause: Option<&'a str>,
}

pub(crate) fn of_call(end: &End) -> JsValue {
    object(&match end {
        End::Stopped(outcome) => CallEnd::Stopped(outcome.into()),
        End::Failed(failure) => CallEnd::Failed(failure.into()),
        End::Aborted(Aborted {
            attempts,
            outcome_unknown,
        }) => CallEnd::Aborted {
            attempts: *attempts,
            outcome_unknown: *outcome_unknown,
        },
    })
}

pub(crate) fn failed(failure: &Failure) -> JsValue {
    object(&CallEnd::Failed(failure.into()))
}

fn object(end: &CallEnd<'_>) -> JsValue {
    // Strings, numbers and booleans are never refused.
    serde_wasm_bindgen::to_value(end).unwrap_or_default()
}

impl<'a> From<&'a Outcome> for Stopped<'a> {
    fn from(outcome: &'a Outcome) -> Self {
        Self {
            outcome: outcome.ending.as_str(),
            request_id: outcome.request_id.as_deref(),
            attempts: outcome.attempts,
            code: outcome.code.as_deref(),
        }
    }
}

impl<'a> From<&'a Failure> for Failed<'a> {
    #[expect(clippy::cast_precision_loss, reason = "spans of time are far below 2^53")]
    fn from(failure: &'a Failure) -> Self {
        Self {
            kind: failure.kind.as_str(),
            code: &failure.code,
            message: &failure.message,
            http_status: failure.http_status,
            request_id: failure.request_id.as_deref(),
            attempts: failure.attempts,
            retryable: failure.retryable,
            retry_after_ms: failure.retry_after_ms.map(|ms| ms as f64),
            outcome_unknown: failure.outcome_unknown,
            recommend: failure.recommend.as_deref(),
            redacted_cause: failure.redacted_cause.as_deref(),
        }
    }
}
