//! Makes JavaScript values of outcomes, failures and signed requests.
//!
//! A call answers `{ value }`, `{ error }` or `{ reason }`; the JavaScript side returns the first and throws the others, the second
//! as a `LiveError`. So that class exists once, and its stack trace is that of the caller.

use apsara_live_core::call::Outcome;
use apsara_live_core::{Failure, HttpRequest};
use js_sys::{Object, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::drive::Stop;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OutcomeValue<'a> {
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    task_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    attempts: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorValue<'a> {
    kind: &'static str,
    code: &'a str,
    message: &'a str,
    operation: Option<&'a str>,
    status: Option<u16>,
    request_id: Option<&'a str>,
    attempts: u32,
    retryable: bool,
    retry_after_ms: Option<u64>,
    outcome_unknown: bool,
    recommend: Option<&'a str>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    cause: JsValue,
}

#[derive(Serialize)]
struct RequestValue<'a> {
    method: &'static str,
    url: &'a str,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    headers: JsValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
}

/// A call's outcome.
pub(crate) fn outcome(outcome: &Outcome) -> JsValue {
    to_value(&OutcomeValue {
        outcome: outcome.ending.as_str(),
        task_id: outcome.task_id.as_deref(),
        request_id: outcome.request_id.as_deref(),
        attempts: outcome.attempts,
        code: outcome.code.as_deref(),
    })
}

/// A signed request.
pub(crate) fn request(request: &HttpRequest) -> JsValue {
    let headers = Object::new();
    for (name, value) in &request.headers {
        set(&headers, name, &value.as_str().into());
    }
    to_value(&RequestValue {
        method: request.method.as_str(),
        url: &request.url,
        headers: headers.into(),
        body: request.body.as_deref(),
    })
}

/// What the JavaScript side returns or throws.
pub(crate) fn settle(operation: Option<&str>, result: Result<JsValue, Stop>) -> JsValue {
    let (key, value) = match result {
        Ok(value) => ("value", value),
        Err(Stop::Aborted(reason)) => ("reason", reason),
        Err(Stop::Failed(failure, cause)) => ("error", error(operation, &failure, cause)),
    };
    let settled = Object::new();
    set(&settled, key, &value);
    settled.into()
}

fn error(operation: Option<&str>, failure: &Failure, cause: Option<JsValue>) -> JsValue {
    to_value(&ErrorValue {
        kind: failure.kind.as_str(),
        code: &failure.code,
        message: &failure.message,
        operation,
        status: failure.status,
        request_id: failure.request_id.as_deref(),
        attempts: failure.attempts,
        retryable: failure.retryable,
        retry_after_ms: failure.retry_after_ms,
        outcome_unknown: failure.outcome_unknown,
        recommend: failure.recommend.as_deref(),
        cause: cause.unwrap_or_default(),
    })
}

fn to_value<T: Serialize>(value: &T) -> JsValue {
    // Structs of strings, numbers below 2^53 and values of JavaScript: there is nothing in them that could be refused.
    serde_wasm_bindgen::to_value(value).unwrap_or_default()
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a member of a new, plain object does not fail.
    let _ = Reflect::set(object, &key.into(), value);
}
