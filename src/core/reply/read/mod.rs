//! Reader of responses: takes any status, any headers and any bytes, and returns the facts that the core judges.
//!
//! It does what `pkg-template/src/http/reply.ts` does. A JSON body that nests more than 127 levels, escapes half of a surrogate pair, or
//! contains a number beyond the range of `f64` is [`Body::Foreign`] here. A `date` before 1970 is none.

mod date;
mod described;
mod json;
mod xml;

use serde_json::{Map, Value};

use super::{Body, Fields, Reply};
use crate::call::DescribedTask;
use crate::http::{MAX_BODY_BYTES, MAX_QUOTED_BYTES};

/// What a step expects of the response to its request: [`SendStep::expected`](crate::call::SendStep::expected).
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Maximum length of the body, in bytes. One byte more tells [`Reply::read`] that the body is longer.
    pub max_body_bytes: usize,
    /// The task that the reply describes: see [`Fields::task_id`] and [`Fields::task_status`].
    pub task: Option<&'a DescribedTask>,
    /// Wall clock, in milliseconds since 1970. It turns a `retry-after` date into a delay, and completes years of two digits.
    pub wall_ms: i64,
}

impl Reply {
    /// Reads a response that arrived in full. `headers` may be a `&HeaderMap` of the crate `http`, or any pairs of names and values.
    ///
    /// Stop receiving a body at [`max_body_bytes`](Expected::max_body_bytes) and one byte more.
    ///
    /// ```
    /// use apsara_live_core::Reply;
    /// use apsara_live_core::http::MAX_BODY_BYTES;
    /// use apsara_live_core::reply::{Body, read::Expected};
    ///
    /// let expected = Expected { max_body_bytes: MAX_BODY_BYTES, task: None, wall_ms: 1_790_000_000_000 };
    /// let headers = [("Retry-After", "2")];
    /// let body = br#"{"RequestId":"R","Code":"Throttling.User","Message":"Wait."}"#;
    /// let reply = Reply::read(503, headers, body, expected);
    /// assert_eq!(reply.retry_after_ms, Some(2000));
    /// assert!(matches!(reply.body, Body::Json(fields) if fields.code() == Some("Throttling.User")));
    /// ```
    #[must_use]
    pub fn read<N: AsRef<str>, V: AsRef<[u8]>>(
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
        expected: Expected<'_>,
    ) -> Self {
        let head = Head::read(headers);
        let (text, body) = read_body(body, expected);
        let (date_ms, retry_after_ms) = if status < 300 && matches!(body, Body::Json(_)) {
            (None, None)
        } else {
            head.times(status, expected.wall_ms)
        };
        Self {
            status,
            request_id: head.request_id,
            retry_after_ms,
            date_ms,
            text,
            body,
        }
    }

    /// The members of the JSON object that [`read`](Self::read) has read, such as the tasks that an operation describes.
    ///
    /// ```
    /// # use apsara_live_core::Reply;
    /// # use apsara_live_core::reply::read::Expected;
    /// # let expected = Expected { max_body_bytes: 100, task: None, wall_ms: 0 };
    /// let reply = Reply::read(200, [("", "")], br#"{"RequestId":"R","Total":2}"#, expected);
    /// assert_eq!(reply.json().unwrap()["Total"], 2);
    /// ```
    #[must_use]
    pub const fn json(&self) -> Option<&Map<String, Value>> {
        match &self.body {
            Body::Json(fields) => Some(&fields.json),
            _ => None,
        }
    }
}

/// The headers that the core judges.
#[derive(Default)]
struct Head {
    request_id: Option<String>,
    vendor_retry_after: Option<String>,
    retry_after: Option<String>,
    date: Option<String>,
}

impl Head {
    fn read<N: AsRef<str>, V: AsRef<[u8]>>(headers: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut head = Self::default();
        for (name, value) in headers {
            let member = match name.as_ref().to_ascii_lowercase().as_str() {
                "x-acs-request-id" => &mut head.request_id,
                "x-acs-retry-after" => &mut head.vendor_retry_after,
                "retry-after" => &mut head.retry_after,
                "date" => &mut head.date,
                _ => continue,
            };
            append(member, value.as_ref());
        }
        head
    }

    /// `date` and the delay, in milliseconds. The date of a success has no use.
    fn times(&self, status: u16, wall_ms: i64) -> (Option<i64>, Option<u64>) {
        let parsed = |text: &Option<String>, now_ms| date::http_date_ms(text.as_deref()?, now_ms);
        let date_ms = if status < 300 {
            None
        } else {
            parsed(&self.date, wall_ms)
        };
        // In seconds or as a date: RFC 9110, section 10.2.3.
        let standard = || {
            let now_ms = date_ms.unwrap_or(wall_ms);
            let until = || u64::try_from(parsed(&self.retry_after, now_ms)?.saturating_sub(now_ms)).ok();
            let seconds = positive(self.retry_after.as_deref()).map(|seconds| seconds * 1000);
            seconds.or_else(until).filter(|&ms| ms > 0)
        };
        (date_ms, positive(self.vendor_retry_after.as_deref()).or_else(standard))
    }
}

/// Appends a value as `fetch` does: each byte is a character, and a comma separates the values of one name.
fn append(member: &mut Option<String>, value: &[u8]) {
    let value: String = value.iter().map(|&byte| char::from(byte)).collect();
    let value = quoted(trim(&value));
    match member {
        Some(values) => values.extend([", ", value]),
        None => *member = Some(value.into()),
    }
}

/// A whole number above 0; the vendor's clients ignore any other value.
fn positive(text: Option<&str>) -> Option<u64> {
    // `parse` would take a sign.
    let text = text.filter(|text| text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit()))?;
    text.parse().ok().filter(|&number| number > 0)
}

/// Returns the beginning of the text of a body, and its facts.
fn read_body(bytes: &[u8], expected: Expected<'_>) -> (String, Body) {
    // A character has at most 4 bytes.
    let loose = || {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * MAX_QUOTED_BYTES)]);
        quoted(text.strip_prefix('\u{FEFF}').unwrap_or(&text)).into()
    };
    if bytes.len() > expected.max_body_bytes {
        return (loose(), Body::Oversized);
    }
    let Ok(text) = str::from_utf8(bytes).map(trim) else {
        return (loose(), Body::Foreign);
    };
    let body = match text.as_bytes() {
        [] => Body::Empty,
        // By the first character, not by the content type: proxies change the content type, and not the body.
        [b'<', ..] => Body::Xml(xml::fields(text).into()),
        _ if json::has_too_many_values(bytes) => Body::Oversized,
        _ => match serde_json::from_str(text) {
            Ok(Value::Object(members)) => Body::Json(json_fields(members, bytes.len() > MAX_BODY_BYTES, expected.task)),
            _ => Body::Foreign,
        },
    };
    (quoted(text).into(), body)
}

fn json_fields(members: Map<String, Value>, is_long: bool, task: Option<&DescribedTask>) -> Fields {
    let known = json::fields(&members, is_long);
    let mut fields = Fields::from(match task {
        Some(task) => described::with_task(known, &members, task),
        None => known,
    });
    fields.json = members;
    fields
}

/// Returns the beginning of a text. The core takes a text of this length for one that was cut.
fn quoted(text: &str) -> &str {
    let end = text.char_indices().nth(MAX_QUOTED_BYTES);
    end.map_or(text, |(end, _)| &text[..end])
}

/// White space of JavaScript, ECMA-262, sections 12.2 and 12.3. Rust's has U+0085 in it, and not U+FEFF.
fn is_space(character: char) -> bool {
    character == '\u{FEFF}' || (character.is_whitespace() && character != '\u{85}')
}

fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

#[cfg(test)]
mod tests;
