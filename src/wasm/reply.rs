//! Makes JavaScript values of outcomes, failures and signed requests.
//!
//! A call answers with an array: what kind of answer it is, and its parts, which `outcome.js` gives their names. So the class of errors exists
//! once, its stack trace is that of the caller, and no name crosses the boundary.

use apsara_live_core::call::Outcome;
use apsara_live_core::{Failure, HttpRequest};
use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

/// A part of an answer.
enum Part<'a> {
    Text(&'a str),
    Number(f64),
    Flag(bool),
    Missing,
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Missing => serializer.serialize_none(),
        }
    }
}

impl<'a> From<&'a Option<String>> for Part<'a> {
    fn from(text: &'a Option<String>) -> Self {
        text.as_deref().map_or(Self::Missing, Self::Text)
    }
}

/// The kinds of answers, in the order of the tables of `outcome.js`.
const OUTCOME: Part<'static> = Part::Number(0.0);
const FAILED: Part<'static> = Part::Number(1.0);
const ABORTED: Part<'static> = Part::Number(2.0);

/// A call that ended.
pub(crate) fn ended(result: &Result<Outcome, Failure>) -> JsValue {
    match result {
        Ok(outcome) => array(&[
            OUTCOME,
            Part::Text(outcome.ending.as_str()),
            (&outcome.task_id).into(),
            (&outcome.request_id).into(),
            Part::Number(outcome.attempts.into()),
            (&outcome.code).into(),
        ]),
        Err(failure) => failed(failure),
    }
}

/// A call that the caller aborted: the task may have been stopped, or it was not.
pub(crate) fn aborted(outcome_unknown: bool) -> JsValue {
    array(&[ABORTED, Part::Flag(outcome_unknown)])
}

/// A failure.
#[expect(clippy::cast_precision_loss, reason = "spans of time are far below 2^53")]
pub(crate) fn failed(failure: &Failure) -> JsValue {
    let number = |number: Option<f64>| number.map_or(Part::Missing, Part::Number);
    array(&[
        FAILED,
        Part::Text(failure.kind.as_str()),
        Part::Text(&failure.code),
        Part::Text(&failure.message),
        number(failure.status.map(Into::into)),
        (&failure.request_id).into(),
        Part::Number(failure.attempts.into()),
        Part::Flag(failure.retryable),
        number(failure.retry_after_ms.map(|ms| ms as f64)),
        Part::Flag(failure.outcome_unknown),
        (&failure.recommend).into(),
    ])
}

fn array(parts: &[Part<'_>]) -> JsValue {
    // There is nothing in a `Part` that could be refused.
    serde_wasm_bindgen::to_value(parts).unwrap_or_default()
}

/// A signed request as lines: method, URL, body, and names and values of headers in turn. Nothing in it holds a line break: what is signed is
/// encoded, and values of headers are visible ASCII.
pub(crate) fn lines(request: &HttpRequest) -> String {
    let mut lines = vec![
        request.method.as_str(),
        &request.url,
        request.body.as_deref().unwrap_or_default(),
    ];
    for (name, value) in &request.headers {
        lines.extend([*name, value]);
    }
    let mut text = String::with_capacity(1024);
    for (place, line) in lines.iter().enumerate() {
        if place > 0 {
            text.push('\n');
        }
        text.push_str(line);
    }
    text
}
