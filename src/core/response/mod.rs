//! Replies: what came back, as a driver has read it, and what kind of answer that is.
//!
//! [`HttpResponse::read`](crate::HttpResponse::read) reads a reply (feature `readers`). A driver in a runtime that reads JSON, XML and dates by
//! itself makes a [`Reply`] without it.

#[cfg(feature = "readers")]
mod json;
#[cfg(feature = "readers")]
mod read;
#[cfg(feature = "readers")]
mod xml;

use crate::error::code;

/// What came back, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Everything but the body.
    pub head: Head,
    /// The fields of a body that is one of the service's, or what else it is.
    pub body: Result<Fields, Unreadable>,
}

/// What came with a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The status code.
    pub status: u16,
    /// `x-acs-request-id`.
    pub request_id: Option<String>,
    /// How long the service wants to be left alone, in milliseconds, where it says so: `x-acs-retry-after`, or `retry-after`. Not 0.
    pub retry_after_ms: Option<u64>,
    /// `date`, in milliseconds since 1970.
    pub date_ms: Option<i64>,
    /// The body as text, to be quoted in a message if there is nothing better in it.
    pub text: String,
}

/// What a body is that is not a reply of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Nothing, or white space.
    Empty,
    /// Neither JSON nor XML of the documented form.
    Foreign,
    /// Longer than [`MAX_BODY_BYTES`](crate::http::MAX_BODY_BYTES).
    Oversized,
}

/// The fields of a body that this crate knows; each may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// `RequestId`.
    pub request_id: Option<String>,
    /// `TaskId`.
    pub task_id: Option<String>,
    /// `Code`.
    pub code: Option<String>,
    /// `Message`.
    pub message: Option<String>,
    /// `Recommend`: the vendor's page on this very error.
    pub recommend: Option<String>,
}

/// What a reply is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A success status and a readable body.
    Success(Fields),
    /// The service refused or failed, or something in front of it did.
    Error(Fields),
    /// A status of success (or of redirection) and a body that says nothing.
    Unreadable {
        /// One of [`code`]: what is wrong with it.
        code: &'static str,
    },
}

/// What a reply of this status with this body is.
#[must_use]
pub fn answer(status: u16, body: Result<Fields, Unreadable>) -> Answer {
    match (status, body) {
        // A redirect is never followed: it would take a signed request to another host.
        (300..=399 | 0, _) => Answer::Unreadable { code: code::REDIRECTED },
        (200..=299, Ok(fields)) if is_success(fields.code.as_deref()) => Answer::Success(fields),
        (200..=299, Err(Unreadable::Empty)) => Answer::Unreadable {
            code: code::EMPTY_REPLY,
        },
        (200..=299, Err(Unreadable::Foreign)) => Answer::Unreadable {
            code: code::UNREADABLE_REPLY,
        },
        (200..=299, Err(Unreadable::Oversized)) => Answer::Unreadable {
            code: code::OVERSIZED_REPLY,
        },
        (_, fields) => Answer::Error(fields.unwrap_or_default()),
    }
}

/// Some products of the vendor answer 200 with an error code; the values that mean success are those of its own clients.
fn is_success(code: Option<&str>) -> bool {
    code.is_none_or(|code| matches!(code, "200" | "OK" | "Success" | "success"))
}

/// The most characters of foreign text that an error message repeats.
pub const MAX_EXCERPT_CHARS: usize = 256;

/// The beginning of a text, as one line for a person.
#[must_use]
pub fn excerpt(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let (mut excerpt, mut end) = (String::new(), 0);
    for c in text.chars().skip_while(|c| c.is_whitespace()).take(MAX_EXCERPT_CHARS) {
        excerpt.push(plain(c));
        if !c.is_whitespace() && !c.is_control() {
            end = excerpt.len();
        }
    }
    excerpt.truncate(end);
    excerpt
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn excerpts_are_short_and_on_one_line() {
        assert_eq!(excerpt(" <html>\n<b>\x07hi</b> "), "<html> <b> hi</b>");
        assert_eq!(excerpt(&"🎥".repeat(1000)).chars().count(), MAX_EXCERPT_CHARS);
        assert_eq!(excerpt(" \n"), "");
    }
}
