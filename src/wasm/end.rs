//! Ends of calls that go out: `{ stopped }`, `{ answered }`, `{ failed }` or `{ aborted }`, with named members.

use apsara_live_core::Failure;
use apsara_live_core::call::{Aborted, Answered, End, Outcome};
use apsara_live_core::error::Verified;
use wasm_bindgen::JsValue;

use crate::members::{Members, constant};

pub(crate) fn of_call(end: &End) -> JsValue {
    match end {
        End::Stopped(outcome) => object("stopped", &stopped(outcome)),
        End::Answered(end) => object("answered", &answered(end)),
        End::Failed(failure) => failed(failure),
        End::Aborted(end) => object("aborted", &aborted(*end)),
    }
}

#[expect(clippy::cast_precision_loss, reason = "spans of time are far below 2^53")]
pub(crate) fn failed(failure: &Failure) -> JsValue {
    let members = Members::new();
    members.set("kind", constant(failure.kind.as_str()));
    members.set_text("code", &failure.code);
    members.set_text("message", &failure.message);
    members.write("httpStatus", failure.http_status.map(f64::from));
    members.write("requestId", failure.request_id.as_deref());
    members.set("attempts", &failure.attempts.into());
    members.set("retryable", &failure.retryable.into());
    members.write("retryAfterMs", failure.retry_after_ms.map(|ms| ms as f64));
    members.set("outcomeUnknown", &failure.outcome_unknown.into());
    members.write("verified", failure.verified.map(Verified::as_str));
    members.write("recommend", failure.recommend.as_deref());
    members.write("redactedCause", failure.redacted_cause.as_deref());
    object("failed", &members)
}

fn stopped(outcome: &Outcome) -> Members {
    let members = Members::new();
    members.set("outcome", constant(outcome.ending.as_str()));
    members.write("requestId", outcome.request_id.as_deref());
    members.set("attempts", &outcome.attempts.into());
    members.write("code", outcome.code.as_deref());
    members.write("verified", outcome.verified.map(Verified::as_str));
    members
}

fn answered(end: &Answered) -> Members {
    let members = Members::new();
    members.write("requestId", end.request_id.as_deref());
    members.set("attempts", &end.attempts.into());
    members
}

fn aborted(end: Aborted) -> Members {
    let members = Members::new();
    members.set("attempts", &end.attempts.into());
    members.set("outcomeUnknown", &end.outcome_unknown.into());
    members
}

fn object(kind: &'static str, members: &Members) -> JsValue {
    let end = Members::new();
    end.set(kind, members);
    end.into()
}
