//! Reads a response: the facts that the core judges.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use apsara_live_core::Reply;
use apsara_live_core::http::MAX_BODY_BYTES;
use apsara_live_core::reply::{Body, Fields};
use serde_json::{Map, Value};
use ureq::http::{HeaderMap, Response};

/// Reads a response to its end.
///
/// # Errors
///
/// The connection broke before the end of the body, or time ran out.
pub fn read_reply(response: Response<ureq::Body>) -> Result<Reply, ureq::Error> {
    let (head, body) = response.into_parts();
    // One byte more than the limit tells that the body is longer.
    let bytes = body.into_with_config().limit(MAX_BODY_BYTES as u64 + 2).read_to_vec();
    let bytes = match bytes {
        Err(ureq::Error::BodyExceedsLimit(_)) => vec![b' '; MAX_BODY_BYTES + 1],
        bytes => bytes?,
    };
    let milliseconds = header(&head.headers, "x-acs-retry-after").and_then(positive);
    let seconds = header(&head.headers, "retry-after").and_then(positive);
    Ok(Reply {
        status: head.status.as_u16(),
        request_id: header(&head.headers, "x-acs-request-id").map(Into::into),
        retry_after_ms: milliseconds.or(seconds.map(|seconds| seconds.saturating_mul(1000))),
        date_ms: header(&head.headers, "date").and_then(date_ms),
        text: String::from_utf8_lossy(&bytes).into_owned(),
        body: read_body(&bytes),
    })
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn positive(text: &str) -> Option<u64> {
    text.trim().parse().ok().filter(|&number| number > 0)
}

fn date_ms(text: &str) -> Option<i64> {
    let since: Duration = httpdate::parse_http_date(text).ok().and_then(since_1970)?;
    since.as_millis().try_into().ok()
}

fn since_1970(time: SystemTime) -> Option<Duration> {
    time.duration_since(UNIX_EPOCH).ok()
}

fn read_body(bytes: &[u8]) -> Body {
    if bytes.len() > MAX_BODY_BYTES {
        return Body::Oversized;
    }
    let Ok(text) = str::from_utf8(bytes) else {
        return Body::Foreign;
    };
    if text.trim().is_empty() {
        return Body::Empty;
    }
    // The service sends JSON to these requests. Of a page in HTML, no member is read.
    if text.trim_start().starts_with('<') {
        return Body::Xml(Fields::default());
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Body::Json(fields(&members)),
        _ => Body::Foreign,
    }
}

fn fields(members: &Map<String, Value>) -> Fields {
    let text = |name: &str| members.get(name).and_then(Value::as_str).map(String::from);
    let known = ["RequestId", "TaskId", "Code", "Message", "Recommend"];
    let has_unreadable_code = members
        .get("Code")
        .is_some_and(|code| !code.is_string() && !code.is_null());
    let mut others = members.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    Fields {
        request_id: text("RequestId"),
        task_id: text("TaskId"),
        code: text("Code"),
        message: text("Message"),
        recommend: text("Recommend"),
        mentions_error: has_unreadable_code || others.any(|(name, value)| speaks_of_error(name, value)),
        nests_error: members.values().any(nests_error),
        task_status: None,
    }
}

/// Whether a member contradicts a success: then the core takes the reply for unreadable, and asks again.
fn speaks_of_error(name: &str, value: &Value) -> bool {
    let name = name.to_lowercase().replace(['_', '-'], "");
    let is_empty = matches!(value, Value::Null | Value::Bool(false)) || value.as_str() == Some("");
    match name.as_str() {
        "success" => *value == Value::Bool(false) || value.as_str() == Some("false"),
        "code" | "err" | "error" | "errors" => !is_empty,
        _ => !is_empty && name.starts_with("err") && ["code", "msg", "message"].iter().any(|end| name.ends_with(end)),
    }
}

fn nests_error(value: &Value) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| speaks_of_error(name, value) || nests_error(value)),
        Value::Array(values) => values.iter().any(nests_error),
        _ => false,
    }
}
