//! Replies: the facts of a response, and their kind of answer.
//!
//! With the feature `json`, `Reply::read` parses responses. Without it, the driver does: every JavaScript runtime has a JSON parser, and
//! the npm package ships `pkg-template/src/http/reply.ts`.

pub mod names;
#[cfg(feature = "json")]
pub mod read;

use crate::error::code;
use crate::http::MAX_QUOTED_BYTES;
use crate::operation::Effect;
use names::SUCCESS_CODES;

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

/// Members of a body that the core knows: strings that occur once, under any spelling.
///
/// The default means that nothing is known: it is neither a success nor an error. A reader that sets `request_id` has also looked for
/// errors, for `mentions_error` and `nests_error`.
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
    /// `Recommend`: the vendor's page on this error.
    pub recommend: Option<String>,
    /// Whether the body itself contains an error in any form but a string `Code`: `Success: false`, an `ErrorCode`, or a `Code`
    /// that is no string or occurs twice.
    pub mentions_error: bool,
    /// Whether an object within the body contains an error. In the reply to a stop, such an error contradicts a success and also a
    /// code; the description of a task may contain one.
    pub nests_error: bool,
    /// The `Status` of the task that [`SendStep::described_task`](crate::call::SendStep::described_task) returns, as text; empty if the reply
    /// describes other tasks, or none.
    pub task_status: Option<String>,
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
        present(fields.request_id.as_deref()).or_else(|| present(self.request_id.as_deref()))
    }
}

impl Fields {
    /// Returns the service error, if the body has an error code and no error within it contradicts the code.
    fn error(&self, effect: Effect) -> Option<Answer<'_>> {
        let code = self.code.as_deref()?;
        let is_error = is_code(code) && !is_success(code) && !self.nests_contradiction(effect);
        is_error.then_some(Answer::ServiceError(self))
    }

    /// Whether an object within the reply to a stop contains an error: the code of the body and the error are of different requests.
    fn nests_contradiction(&self, effect: Effect) -> bool {
        self.nests_error && effect == Effect::Stops
    }

    fn success(&self, effect: Effect) -> Answer<'_> {
        let contradicts =
            self.mentions_error || self.nests_contradiction(effect) || !self.code.as_deref().is_none_or(is_success);
        match present(self.request_id.as_deref()) {
            _ if contradicts => Answer::Unreadable(code::UNREADABLE_REPLY),
            None => Answer::Unreadable(code::INCOMPLETE_REPLY),
            Some(_) => Answer::Success(self),
        }
    }
}

/// Returns a text unless it is missing or blank.
fn present(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim_ascii().is_empty())
}

/// Maximum length of a code. The longest of the vendor's public codes has 60 characters.
const MAX_CODE_CHARS: usize = 128;

/// Whether a text has the form of the vendor's codes, such as `InvalidTimeStamp.Expired`: errors repeat them verbatim.
fn is_code(text: &str) -> bool {
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    !text.is_empty() && text.len() <= MAX_CODE_CHARS && text.as_bytes().iter().all(allowed)
}

fn is_success(code: &str) -> bool {
    SUCCESS_CODES.contains(&code)
}

/// Whether a text may have been cut: see [`MAX_QUOTED_BYTES`].
pub(crate) const fn is_cut(text: &str) -> bool {
    text.len() >= MAX_QUOTED_BYTES
}

/// Maximum number of characters of a response that an error message repeats.
pub const MAX_EXCERPT_CHARS: usize = 256;

/// Whether a terminal or an editor acts on a character instead of showing it: controls, line breaks, and what changes the direction of text.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{61C}' | '\u{FEFF}')
}

/// Returns the beginning of a text, as one line.
#[must_use]
pub fn excerpt(text: &str) -> String {
    let plain = |c: char| if is_invisible(c) { ' ' } else { c };
    let (mut excerpt, mut end) = (String::new(), 0);
    for c in text
        .chars()
        .skip_while(|c| c.is_whitespace() || is_invisible(*c))
        .take(MAX_EXCERPT_CHARS)
    {
        excerpt.push(plain(c));
        if !c.is_whitespace() && !is_invisible(c) {
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

    fn fields(request_id: &str, code: &str) -> Fields {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Fields {
            request_id: some(request_id),
            code: some(code),
            ..Fields::default()
        }
    }

    #[test]
    fn takes_only_the_service_s_word_for_a_success() {
        let mentions_error = Fields {
            mentions_error: true,
            ..fields("R", "")
        };
        for (body, unreadable) in [
            (Body::Json(fields("", "")), code::INCOMPLETE_REPLY),
            (Body::Json(fields(" ", "")), code::INCOMPLETE_REPLY),
            (Body::Json(mentions_error), code::UNREADABLE_REPLY),
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
        let nested = Body::Json(Fields {
            nests_error: true,
            ..refusal.clone()
        });
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
