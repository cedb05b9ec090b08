//! Makes replies of any status and any bytes, never a panic.

use super::{Fields, Head, Reply, Unreadable, json, xml};
use crate::http::{HttpResponse, MAX_BODY_BYTES};
use crate::text::number;
use crate::timestamp::Timestamp;

impl HttpResponse {
    /// Reads it; `now_ms` is what a `retry-after` that is a date is compared with, where the reply itself has no date.
    #[must_use]
    pub fn read(&self, now_ms: i64) -> Reply {
        let date_ms = self.header("date").and_then(http_date_ms);
        Reply {
            head: Head {
                status: self.status,
                request_id: self.header("x-acs-request-id").map(Into::into),
                retry_after_ms: self.retry_after_ms(date_ms.unwrap_or(now_ms)),
                date_ms,
                text: String::from_utf8_lossy(&self.body).into_owned(),
            },
            body: read_body(&self.body),
        }
    }

    /// `x-acs-retry-after` in milliseconds, or `retry-after` in seconds or as a date (RFC 9110, section 10.2.3). The vendor's clients
    /// take a value that is no positive number as absent.
    fn retry_after_ms(&self, now_ms: i64) -> Option<u64> {
        let vendor = self
            .header("x-acs-retry-after")
            .and_then(|text| number(text.trim_ascii()));
        let standard = || {
            let text = self.header("retry-after")?.trim_ascii();
            if let Some(seconds) = number(text) {
                return Some(seconds.saturating_mul(1000));
            }
            u64::try_from(http_date_ms(text)?.saturating_sub(now_ms)).ok()
        };
        vendor.filter(|ms| *ms > 0).or_else(standard).filter(|ms| *ms > 0)
    }
}

fn http_date_ms(text: &str) -> Option<i64> {
    Timestamp::from_http_date(text).map(Timestamp::unix_ms)
}

fn read_body(body: &[u8]) -> Result<Fields, Unreadable> {
    if body.len() > MAX_BODY_BYTES {
        return Err(Unreadable::Oversized);
    }
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body).trim_ascii();
    let fields = match body.first() {
        None => return Err(Unreadable::Empty),
        // By its first byte, not by its content type: proxies change the one and not the other.
        Some(b'<') => xml::read(body),
        Some(_) => json::read(body),
    };
    fields.ok_or(Unreadable::Foreign)
}

impl Fields {
    /// The vendor's SDKs take `Code` and `code` alike, so names are compared without case.
    pub(super) fn slot(&mut self, name: &str) -> Option<&mut Option<String>> {
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

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::error::code;
    use crate::response::{Answer, answer};

    fn read_text(status: u16, body: impl AsRef<[u8]>) -> Answer {
        let response = HttpResponse {
            status,
            body: body.as_ref().to_vec(),
            ..HttpResponse::default()
        };
        answer(status, response.read(0).body)
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
        let Answer::Success(read) = read_text(200, reply) else {
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
        assert_eq!(success, Answer::Success(fields("R", "OK", "")));
        let bom = read_text(200, "\u{feff}{\"RequestId\":\"R\"}");
        assert_eq!(bom, Answer::Success(fields("R", "", "")));
    }

    #[test]
    fn xml() {
        let error = r#"<?xml version="1.0"?><Error><RequestId>R</RequestId><HostId>h</HostId>
            <Code>C</Code><Message>a &lt;b&gt; &#38; <![CDATA[<c>]]></Message><Deep><Code>no</Code></Deep></Error>"#;
        assert_eq!(read_text(400, error), Answer::Error(fields("R", "C", "a <b> & <c>")));
        let reply = "<StopLiveStreamMonitorResponse><RequestId>R</RequestId></StopLiveStreamMonitorResponse>";
        assert_eq!(read_text(200, reply), Answer::Success(fields("R", "", "")));
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
            assert_eq!(
                read_text(200, body),
                Answer::Unreadable { code },
                "{}",
                String::from_utf8_lossy(body)
            );
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
}
