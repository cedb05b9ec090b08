//! Reads replies: any status and any bytes become a typed [`Answer`], never a panic.

#[cfg(feature = "readers")]
mod json;
mod xml;

use crate::error::code;
use crate::http::{HttpResponse, MAX_BODY_BYTES};

/// What came back, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A success status and a readable body.
    Reply(Fields),
    /// The service refused or failed, or something in front of it did.
    Error(Fields),
    /// A status of success (or of redirection) and a body that says nothing.
    Unreadable {
        /// One of [`code`]: what is wrong with it.
        code: &'static str,
    },
}

/// The fields of a reply that this crate knows; each may be missing.
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

impl Fields {
    fn of(members: &[(String, String)]) -> Self {
        let mut fields = Self::default();
        for (name, value) in members {
            if let Some(slot) = fields.slot(name) {
                *slot = Some(value.clone());
            }
        }
        fields
    }

    /// The vendor's SDKs take `Code` and `code` alike, so names are compared without case.
    fn slot(&mut self, name: &str) -> Option<&mut Option<String>> {
        let slots = [
            ("RequestId", &mut self.request_id),
            ("TaskId", &mut self.task_id),
            ("Code", &mut self.code),
            ("Message", &mut self.message),
            ("Recommend", &mut self.recommend),
        ];
        slots
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, slot)| slot)
    }
}

/// Reads a response.
#[must_use]
pub fn read(response: &HttpResponse) -> Answer {
    let fields = if response.body.len() > MAX_BODY_BYTES {
        Err(code::OVERSIZED_REPLY)
    } else if let Some(members) = &response.members {
        Ok(Fields::of(members))
    } else {
        read_body(&response.body)
    };
    match (response.status, fields) {
        // A redirect is never followed: it would take a signed request to another host.
        (300..=399 | 0, _) => Answer::Unreadable { code: code::REDIRECTED },
        (200..=299, Ok(fields)) if is_success(fields.code.as_deref()) => Answer::Reply(fields),
        (200..=299, Err(code)) => Answer::Unreadable { code },
        (_, fields) => Answer::Error(fields.unwrap_or_default()),
    }
}

/// Some products of the vendor answer 200 with an error code; the values that mean success are those of its own clients.
fn is_success(code: Option<&str>) -> bool {
    code.is_none_or(|code| matches!(code, "200" | "OK" | "Success" | "success"))
}

fn read_body(body: &[u8]) -> Result<Fields, &'static str> {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body).trim_ascii();
    let fields = match body.first() {
        None => return Err(code::EMPTY_REPLY),
        // By its first byte, not by its content type: proxies change the one and not the other.
        Some(b'<') => xml::read(body),
        #[cfg(feature = "readers")]
        Some(_) => json::read(body),
        #[cfg(not(feature = "readers"))]
        Some(_) => None,
    };
    fields.ok_or(code::UNREADABLE_REPLY)
}

/// The most characters of a body that an error message repeats.
pub const MAX_EXCERPT_CHARS: usize = 256;

/// The beginning of a body, as one line of text for a person.
#[must_use]
pub fn excerpt(body: &[u8]) -> String {
    // No character takes more than four bytes.
    let start = &body[..body.len().min(MAX_EXCERPT_CHARS * 4)];
    let text = lossy(start);
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

/// `String::from_utf8_lossy`, out of what the readers need anyway.
pub(crate) fn lossy(mut bytes: &[u8]) -> String {
    let mut text = String::new();
    loop {
        let error = match core::str::from_utf8(bytes) {
            Ok(rest) => {
                text.push_str(rest);
                return text;
            }
            Err(error) => error,
        };
        let (valid, rest) = bytes.split_at(error.valid_up_to());
        text.push_str(core::str::from_utf8(valid).unwrap_or_default());
        text.push(char::REPLACEMENT_CHARACTER);
        bytes = rest.get(error.error_len().unwrap_or(rest.len())..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn read_text(status: u16, body: impl AsRef<[u8]>) -> Answer {
        read(&HttpResponse {
            status,
            body: body.as_ref().to_vec(),
            ..HttpResponse::default()
        })
    }

    fn fields(request_id: &str, code: &str, message: &str) -> Fields {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Fields {
            request_id: some(request_id),
            code: some(code),
            message: some(message),
            ..Fields::default()
        }
    }

    #[test]
    fn json() {
        let reply = r#" {"RequestId":"R","TaskId":"T","Extra":{"a":[1e400,null]}} "#;
        let Answer::Reply(read) = read_text(200, reply) else {
            panic!()
        };
        assert_eq!(
            (read.request_id.as_deref(), read.task_id.as_deref()),
            (Some("R"), Some("T"))
        );
        for (status, body, expected) in [
            (
                400,
                r#"{"Code":"C","Message":"M","RequestId":"R"}"#,
                fields("R", "C", "M"),
            ),
            (
                400,
                r#"{"code":"C","MESSAGE":"M","requestId":"R"}"#,
                fields("R", "C", "M"),
            ),
            (500, r#"{"message":"boom"}"#, fields("", "", "boom")),
            (400, "{}", Fields::default()),
            (
                400,
                r#"{"Code":404,"Message":null,"RequestId":["R"]}"#,
                fields("", "404", ""),
            ),
            (400, r#"{"Code":"C","Message":"\ud800"}"#, Fields::default()),
            (200, r#"{"Code":"C","RequestId":"R"}"#, fields("R", "C", "")),
        ] {
            assert_eq!(read_text(status, body), Answer::Error(expected), "{body}");
        }
        let success = read_text(200, r#"{"Code":"OK","RequestId":"R"}"#);
        assert_eq!(success, Answer::Reply(fields("R", "OK", "")));
        let bom = read_text(200, "\u{feff}{\"RequestId\":\"R\"}");
        assert_eq!(bom, Answer::Reply(fields("R", "", "")));
    }

    #[test]
    fn members_that_the_driver_has_read() {
        let members =
            [("requestid", "R"), ("Extra", "1"), ("CODE", "C")].map(|(name, value)| (name.into(), value.into()));
        let response = HttpResponse {
            status: 400,
            members: Some(members.into()),
            body: b"not looked at".to_vec(),
            ..HttpResponse::default()
        };
        assert_eq!(read(&response), Answer::Error(fields("R", "C", "")));
    }

    #[test]
    fn xml() {
        let error = r#"<?xml version="1.0"?><Error><RequestId>R</RequestId><HostId>h</HostId>
            <Code>C</Code><Message>a &lt;b&gt; &#38; <![CDATA[<c>]]></Message><Deep><Code>no</Code></Deep></Error>"#;
        assert_eq!(read_text(400, error), Answer::Error(fields("R", "C", "a <b> & <c>")));
        let reply = "<StopLiveStreamMonitorResponse><RequestId>R</RequestId></StopLiveStreamMonitorResponse>";
        assert_eq!(read_text(200, reply), Answer::Reply(fields("R", "", "")));
    }

    #[test]
    fn what_cannot_be_read() {
        let oversized = vec![b' '; MAX_BODY_BYTES + 1];
        for (body, code) in [
            (b"".as_slice(), code::EMPTY_REPLY),
            (b" \r\n", code::EMPTY_REPLY),
            (b"\xef\xbb\xbf", code::EMPTY_REPLY),
            (b"null", code::UNREADABLE_REPLY),
            (b"[]", code::UNREADABLE_REPLY),
            (b"\"text\"", code::UNREADABLE_REPLY),
            (b"{\"RequestId\":\"R", code::UNREADABLE_REPLY),
            (b"{\"RequestId\":\"\xff\"}", code::UNREADABLE_REPLY),
            (b"{} {}", code::UNREADABLE_REPLY),
            (b"<html><body>hello</body></html>", code::UNREADABLE_REPLY),
            (b"<Error><Code>C</Code>", code::UNREADABLE_REPLY),
            (b"<Error>&bogus;</Error>", code::UNREADABLE_REPLY),
            (b"<", code::UNREADABLE_REPLY),
            (&oversized, code::OVERSIZED_REPLY),
        ] {
            assert_eq!(read_text(200, body), Answer::Unreadable { code }, "{}", excerpt(body));
            assert_eq!(read_text(503, body), Answer::Error(Fields::default()));
            assert_eq!(read_text(302, body), Answer::Unreadable { code: code::REDIRECTED });
        }
        let nested = ["[".repeat(60_000), "]".repeat(5_000)].concat();
        assert_eq!(
            read_text(200, nested),
            Answer::Unreadable {
                code: code::UNREADABLE_REPLY
            }
        );
    }

    #[test]
    fn lossy_is_that_of_the_standard_library() {
        for bytes in [
            b"".as_slice(),
            b"a\xffb",
            b"\xf0\x9f\x8e",
            b"\xe7\x9b\xa3\xed\xa0\x80x",
            b"\xff\xfe\xfd",
        ] {
            assert_eq!(lossy(bytes), String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn excerpts_are_short_and_on_one_line() {
        assert_eq!(excerpt(b" <html>\n<b>\x07hi</b> "), "<html> <b> hi</b>");
        assert_eq!(excerpt("🎥".repeat(1000).as_bytes()).chars().count(), MAX_EXCERPT_CHARS);
        assert_eq!(excerpt(b"\xff"), "\u{fffd}");
    }
}
