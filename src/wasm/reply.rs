//! Makes JavaScript values of outcomes, failures and signed requests.
//!
//! A call answers `{ value }`, `{ error }` or `{ reason, outcomeUnknown }`; the JavaScript side returns the first and throws the others, the second
//! as a `LiveError`. So that class exists once, and its stack trace is that of the caller.

use apsara_live_core::call::Outcome;
use apsara_live_core::{Failure, HttpRequest};
use js_sys::{Object, Reflect};
use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

use crate::drive::Stop;

/// What members hold.
enum Value<'a> {
    Text(&'a str),
    Number(f64),
    Flag(bool),
    Missing,
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Missing => serializer.serialize_none(),
        }
    }
}

impl<'a> From<&'a Option<String>> for Value<'a> {
    fn from(text: &'a Option<String>) -> Self {
        text.as_deref().map_or(Self::Missing, Self::Text)
    }
}

/// A call's outcome.
pub(crate) fn outcome(outcome: &Outcome) -> JsValue {
    object(&[
        ("outcome", Value::Text(outcome.ending.as_str())),
        ("taskId", (&outcome.task_id).into()),
        ("requestId", (&outcome.request_id).into()),
        ("attempts", Value::Number(outcome.attempts.into())),
        ("code", (&outcome.code).into()),
    ])
}

/// A signed request.
pub(crate) fn request(request: &HttpRequest) -> JsValue {
    let value = object(&[
        ("method", Value::Text(request.method.as_str())),
        ("url", Value::Text(&request.url)),
        ("body", (&request.body).into()),
    ]);
    let headers = Object::from_entries(&headers(request));
    set(&value, "headers", &headers.map(Into::into).unwrap_or_default());
    value
}

/// What the JavaScript side returns or throws.
pub(crate) fn settle(result: Result<JsValue, Stop>) -> JsValue {
    let settled = Object::new().into();
    match result {
        Ok(value) => set(&settled, "value", &value),
        Err(Stop::Failed(failure, cause)) => set(&settled, "error", &error(&failure, &cause)),
        Err(Stop::Aborted {
            reason,
            outcome_unknown,
        }) => {
            set(&settled, "reason", &reason);
            set(&settled, "outcomeUnknown", &outcome_unknown.into());
        }
    }
    settled
}

#[expect(clippy::cast_precision_loss, reason = "spans of time are far below 2^53")]
fn error(failure: &Failure, cause: &JsValue) -> JsValue {
    let number = |number: Option<f64>| number.map_or(Value::Missing, Value::Number);
    let error = object(&[
        ("kind", Value::Text(failure.kind.as_str())),
        ("code", Value::Text(&failure.code)),
        ("message", Value::Text(&failure.message)),
        ("status", number(failure.status.map(Into::into))),
        ("requestId", (&failure.request_id).into()),
        ("attempts", Value::Number(failure.attempts.into())),
        ("retryable", Value::Flag(failure.retryable)),
        ("retryAfterMs", number(failure.retry_after_ms.map(|ms| ms as f64))),
        ("outcomeUnknown", Value::Flag(failure.outcome_unknown)),
        ("recommend", (&failure.recommend).into()),
    ]);
    set(&error, "cause", cause);
    error
}

/// An object of those members that have a value.
fn object(members: &[(&str, Value<'_>)]) -> JsValue {
    Object::from_entries(&pairs(members))
        .map(Into::into)
        .unwrap_or_default()
}

/// Those members that have a value, as an array of pairs: for structs and maps, serde-wasm-bindgen links a hash table and the formatting
/// of numbers.
fn pairs(members: &[(&str, Value<'_>)]) -> JsValue {
    let known: Vec<_> = members
        .iter()
        .filter(|(_, value)| !matches!(value, Value::Missing))
        .collect();
    // There is nothing in a `Value` that could be refused.
    serde_wasm_bindgen::to_value(&known).unwrap_or_default()
}

/// Headers, as an array of pairs.
pub(crate) fn headers(request: &HttpRequest) -> JsValue {
    let headers: Vec<_> = request
        .headers
        .iter()
        .map(|(name, value)| (*name, Value::Text(value)))
        .collect();
    pairs(&headers)
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    // Setting a member of a new, plain object does not fail.
    let _ = Reflect::set(object, &name.into(), value);
}
