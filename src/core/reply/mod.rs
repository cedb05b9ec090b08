//! Replies: the facts of a response, and their kind of answer.
//!
//! With the feature `json`, `Reply::read` parses responses. Without it, the driver does: every JavaScript runtime has a JSON parser, and
//! the npm package ships `pkg-template/src/http/reply.ts`.

mod fields;
pub mod names;
#[cfg(feature = "json")]
pub mod read;

use crate::error::code;
use crate::http::MAX_QUOTED_BYTES;
use crate::operation::Effect;
use crate::visible::is_hidden;

pub use fields::{FieldParts, Fields};

/// The facts of a response that arrived in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The `x-acs-request-id` header.
    pub request_id: Option<String>,
    /// The delay that the service asked for, in milliseconds, from `x-acs-retry-after` or `retry-after`; never 0.
    pub retry_after_ms: Option<u64>,
    /// The `date` header, in milliseconds since 1970.
    pub date_ms: Option<i64>,
    /// The body as text, for messages.
    pub text: String,
    /// The body as facts.
    pub body: Body,
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A JSON object.
    Json(Fields),
    /// A text that begins with `<`. It is never a success.
    Xml(Fields),
    /// An empty body, or white space.
    Empty,
    /// Longer than [`MAX_BODY_BYTES`](crate::http::MAX_BODY_BYTES) or [`MAX_LONG_BODY_BYTES`](crate::http::MAX_LONG_BODY_BYTES).
    Oversized,
    /// Anything else: not UTF-8, not JSON, or JSON that is not an object.
    Foreign,
}

/// Kind of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    /// The service reports success.
    Success(&'a Fields),
    /// The service reports an error, with a readable code.
    ServiceError(&'a Fields),
    /// The reply settles nothing. The code is one of [`code`].
    Unreadable(&'static str),
}

impl Reply {
    /// Returns a reply with only a status and a body.
    #[must_use]
    pub const fn new(status: u16, body: Body) -> Self {
        Self {
            status,
            request_id: None,
            retry_after_ms: None,
            date_ms: None,
            text: String::new(),
            body,
        }
    }

    /// Returns the kind of answer to a request with that effect; see `docs/guide/results.md`.
    #[must_use]
    pub fn answer(&self, effect: Effect) -> Answer<'_> {
        match (self.status, &self.body) {
            // A redirect would take a signed request to another host.
            (300..=399 | 0, _) => Answer::Unreadable(code::REDIRECTED),
            (200..=299, Body::Empty) => Answer::Unreadable(code::EMPTY_REPLY),
            (200..=299, Body::Oversized) => Answer::Unreadable(code::OVERSIZED_REPLY),
            (200..=299, Body::Foreign) => Answer::Unreadable(code::UNREADABLE_REPLY),
            (200..=299, Body::Xml(fields)) => fields
                .error(effect)
                .unwrap_or(Answer::Unreadable(code::UNREADABLE_REPLY)),
            (200..=299, Body::Json(fields)) => fields.error(effect).unwrap_or_else(|| fields.success(effect)),
            // No service sends a status below 100 or above 599, and 1xx is not final.
            (400..=599, Body::Json(fields) | Body::Xml(fields)) if self.request_id_or(fields).is_some() => {
                fields.error(effect).unwrap_or(Answer::Unreadable(code::HTTP_STATUS))
            }
            _ => Answer::Unreadable(code::HTTP_STATUS),
        }
    }

    /// Returns the request ID of the body, else of the header.
    pub(crate) fn request_id(&self) -> Option<&str> {
        match &self.body {
            Body::Json(fields) | Body::Xml(fields) => self.request_id_or(fields),
            Body::Empty | Body::Oversized | Body::Foreign => present(self.request_id.as_deref()),
        }
    }

    /// Returns the request ID of these fields, else of the header.
    pub(crate) fn request_id_or<'a>(&'a self, fields: &'a Fields) -> Option<&'a str> {
        present(fields.request_id()).or_else(|| present(self.request_id.as_deref()))
    }
}

/// Returns a text unless it is missing or blank.
fn present(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim_ascii().is_empty())
}

/// Whether a text may have been cut: see [`MAX_QUOTED_BYTES`].
pub(crate) const fn is_cut(text: &str) -> bool {
    text.len() >= MAX_QUOTED_BYTES
}

/// Maximum number of characters of a response that an error message repeats.
pub const MAX_EXCERPT_CHARS: usize = 256;

/// Returns the beginning of a text, as one line.
#[must_use]
pub fn excerpt(text: &str) -> String {
    if text.len() <= MAX_EXCERPT_CHARS && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return text.into();
    }
    let plain = |c: char| if is_hidden(c) { ' ' } else { c };
    let (mut excerpt, mut end) = (String::new(), 0);
    for c in text.chars().skip_while(|c| is_hidden(*c)).take(MAX_EXCERPT_CHARS) {
        excerpt.push(plain(c));
        if !is_hidden(c) {
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

    use super::fields::MAX_CODE_CHARS;
    use super::names::SUCCESS_CODES;
    use super::*;

    fn parts(request_id: &str, code: &str) -> FieldParts {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        FieldParts {
            request_id: some(request_id),
            code: some(code),
            ..FieldParts::UNKNOWN
        }
    }

    fn fields(request_id: &str, code: &str) -> Fields {
        parts(request_id, code).into()
    }

    #[test]
    fn takes_only_the_service_s_word_for_a_success() {
        let mentions_error = FieldParts {
            mentions_error: true,
            ..parts("R", "")
        };
        for (body, unreadable) in [
            (Body::Json(fields("", "")), code::INCOMPLETE_REPLY),
            (Body::Json(fields(" ", "")), code::INCOMPLETE_REPLY),
            (Body::Json(mentions_error.into()), code::UNREADABLE_REPLY),
            (Body::Json(fields("R", "not a code")), code::UNREADABLE_REPLY),
            (Body::Xml(fields("R", "")), code::UNREADABLE_REPLY),
            (Body::Xml(fields("R", "OK")), code::UNREADABLE_REPLY),
            (Body::Empty, code::EMPTY_REPLY),
            (Body::Oversized, code::OVERSIZED_REPLY),
            (Body::Foreign, code::UNREADABLE_REPLY),
        ] {
            for status in [200, 204, 299] {
                assert_eq!(
                    Reply::new(status, body.clone()).answer(Effect::Stops),
                    Answer::Unreadable(unreadable),
                    "{body:?}"
                );
            }
            for status in [300, 302, 399, 0] {
                assert_eq!(
                    Reply::new(status, body.clone()).answer(Effect::Stops),
                    Answer::Unreadable(code::REDIRECTED)
                );
            }
            for status in [100, 400, 407, 499, 500, 599, 999] {
                assert_eq!(
                    Reply::new(status, body.clone()).answer(Effect::Stops),
                    Answer::Unreadable(code::HTTP_STATUS),
                    "{body:?}"
                );
            }
        }
        for ok in SUCCESS_CODES.into_iter().chain([""]) {
            let said = fields("R", ok);
            assert_eq!(
                Reply::new(200, Body::Json(said.clone())).answer(Effect::Stops),
                Answer::Success(&said)
            );
        }
    }

    #[test]
    fn takes_only_the_service_s_word_for_a_refusal() {
        let refusal = fields("R", "NoPermission");
        for body in [Body::Json(refusal.clone()), Body::Xml(refusal.clone())] {
            for status in [200, 400, 503] {
                assert_eq!(
                    Reply::new(status, body.clone()).answer(Effect::Stops),
                    Answer::ServiceError(&refusal)
                );
            }
        }
        for status in [1, 100, 199, 600, 999] {
            let reply = Reply::new(status, Body::Json(refusal.clone()));
            assert_eq!(
                reply.answer(Effect::Stops),
                Answer::Unreadable(code::HTTP_STATUS),
                "{status}"
            );
        }
        let anonymous = Body::Json(fields("", "NoPermission"));
        assert_eq!(
            Reply::new(403, anonymous.clone()).answer(Effect::Stops),
            Answer::Unreadable(code::HTTP_STATUS)
        );
        let named_by_header = Reply {
            status: 403,
            request_id: Some("R".into()),
            retry_after_ms: None,
            date_ms: None,
            text: String::new(),
            body: anonymous,
        };
        assert_eq!(
            named_by_header.answer(Effect::Stops),
            Answer::ServiceError(&fields("", "NoPermission"))
        );
        for bad in ["OK", "a b", "é", &"x".repeat(MAX_CODE_CHARS + 1)] {
            assert_eq!(
                Reply::new(400, Body::Json(fields("R", bad))).answer(Effect::Stops),
                Answer::Unreadable(code::HTTP_STATUS),
                "{bad}"
            );
        }
        let nested = FieldParts {
            nests_error: true,
            ..parts("R", "NoPermission")
        };
        let nested = Body::Json(nested.into());
        let nested = Reply::new(403, nested);
        assert_eq!(nested.answer(Effect::Stops), Answer::Unreadable(code::HTTP_STATUS));
        assert!(matches!(nested.answer(Effect::Reads), Answer::ServiceError(_)));
        let longest = "x".repeat(MAX_CODE_CHARS);
        assert!(matches!(
            Reply::new(400, Body::Json(fields("R", &longest))).answer(Effect::Stops),
            Answer::ServiceError(_)
        ));
    }

    #[test]
    fn excerpts_are_short_and_on_one_line() {
        assert_eq!(excerpt(" <html>\n<b>\x07hi</b> "), "<html> <b> hi</b>");
        assert_eq!(excerpt(&"🎥".repeat(1000)).chars().count(), MAX_EXCERPT_CHARS);
        assert_eq!(excerpt(" \n"), "");
    }

    #[test]
    fn an_excerpt_shows_what_it_says() {
        for hidden in [
            '\u{202E}', '\u{2028}', '\u{2066}', '\u{200B}', '\u{FEFF}', '\u{1b}', '\u{7f}', '\u{9b}', '\0', '\n',
        ] {
            assert_eq!(excerpt(&format!("{hidden}a{hidden}b{hidden}")), "a b", "{hidden:?}");
        }
    }
}
