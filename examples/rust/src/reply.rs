//! Reads a response: the facts that the core judges.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use apsara_live_core::Reply;
use apsara_live_core::http::MAX_BODY_BYTES;
use apsara_live_core::reply::names::{FIELD_NAMES, SUCCESS_NAME, is_error_name};
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

/// Reads a body of any bytes.
#[must_use]
pub fn read_body(bytes: &[u8]) -> Body {
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
    let (known, others): (Vec<_>, Vec<_>) = members
        .iter()
        .partition(|(name, _)| FIELD_NAMES.iter().any(|field| field.eq_ignore_ascii_case(name)));
    // A member under two spellings says nothing.
    let value = |field: &str| {
        let mut values = known
            .iter()
            .filter(|(name, value)| field.eq_ignore_ascii_case(name) && !value.is_null());
        values
            .next()
            .map(|(_, value)| value.as_str().filter(|_| values.next().is_none()))
    };
    let text = |field: &str| value(field).flatten().map(String::from);
    Fields {
        request_id: text("RequestId"),
        task_id: text("TaskId"),
        code: text("Code"),
        message: text("Message"),
        recommend: text("Recommend"),
        mentions_error: value("Code") == Some(None) || others.into_iter().any(denies_success),
        nests_error: members.values().any(nests_error),
        task_status: None,
    }
}

/// Whether a member contradicts a success: then the core takes the reply for unreadable, and asks again.
fn denies_success((name, value): (&String, &Value)) -> bool {
    let is_false = *value == Value::Bool(false)
        || value
            .as_str()
            .is_some_and(|text| text.trim().eq_ignore_ascii_case("false"));
    contains_error((name, value)) || (name.eq_ignore_ascii_case(SUCCESS_NAME) && is_false)
}

fn contains_error((name, value): (&String, &Value)) -> bool {
    let is_empty = matches!(value, Value::Null | Value::Bool(false)) || value.as_str() == Some("");
    !is_empty && is_error_name(name)
}

fn nests_error(value: &Value) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .any(|member| contains_error(member) || nests_error(member.1)),
        Value::Array(values) => values.iter().any(nests_error),
        _ => false,
    }
}
