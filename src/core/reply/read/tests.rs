#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::error::code;
use crate::http::{MAX_LONG_BODY_BYTES, MAX_REPLY_VALUES};
use crate::operation::Effect;
use crate::reply::Answer;

/// 2026-01-02T03:04:05Z.
const NOW_MS: i64 = 1_767_323_045_000;

const EXPECTED: Expected<'static> = Expected {
    max_body_bytes: MAX_BODY_BYTES,
    task: None,
    wall_ms: NOW_MS,
};

fn read(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    Reply::read(status, headers.iter().copied(), body, EXPECTED)
}

fn date_ms(text: &str) -> Option<i64> {
    read(400, &[("date", text)], b"").date_ms
}

#[test]
fn headers_have_names_in_any_letter_case() {
    let headers = [("X-Acs-Request-Id", "\t R "), ("DATE", "Fri, 02 Jan 2026 03:04:06 GMT")];
    let reply = read(400, &headers, b"{}");
    assert_eq!(reply.request_id.as_deref(), Some("R"));
    assert_eq!(reply.date_ms, Some(NOW_MS + 1000));
    // As `fetch` joins and decodes them.
    let reply = Reply::read(
        400,
        [("x-acs-request-id", b"R\xe9"), ("x-acs-request-id", b"S2")],
        b"",
        EXPECTED,
    );
    assert_eq!(reply.request_id.as_deref(), Some("Ré, S2"));
    assert_eq!(read(400, &[], b"").request_id, None);
}

#[test]
fn delays_are_whole_numbers_above_0_or_dates() {
    let now = "Fri, 02 Jan 2026 03:04:05 GMT";
    let later = "Fri, 02 Jan 2026 03:04:15 GMT";
    for (headers, ms) in [
        (&[("x-acs-retry-after", "7")][..], Some(7)),
        (&[("x-acs-retry-after", "7"), ("retry-after", "9")], Some(7)),
        (&[("x-acs-retry-after", "0"), ("retry-after", "9")], Some(9000)),
        (&[("x-acs-retry-after", "-7")], None),
        (&[("x-acs-retry-after", "+7")], None),
        (&[("x-acs-retry-after", "7.5")], None),
        (&[("x-acs-retry-after", "")], None),
        (&[("x-acs-retry-after", "7"), ("x-acs-retry-after", "8")], None),
        (&[("retry-after", "999999999999999")], Some(999_999_999_999_999_000)),
        (&[("retry-after", "1000000000000000")], None),
        (&[("retry-after", later)], Some(10_000)),
        (&[("retry-after", now)], None),
        (&[("retry-after", "Fri, 02 Jan 2026 03:04:04 GMT")], None),
        // By the clock of the service, where it is known.
        (
            &[("retry-after", later), ("date", "Fri, 02 Jan 2026 03:04:14 GMT")],
            Some(1000),
        ),
        (&[("retry-after", "soon")], None),
    ] {
        assert_eq!(read(503, headers, b"{}").retry_after_ms, ms, "{headers:?}");
    }
    let headers = [("retry-after", "9"), ("date", now)];
    let success = read(200, &headers, br#"{"RequestId":"R"}"#);
    assert_eq!((success.retry_after_ms, success.date_ms), (None, None));
    let page = read(200, &headers, b"<html>");
    assert_eq!((page.retry_after_ms, page.date_ms), (Some(9000), None));
}

#[test]
fn dates_have_the_three_forms_of_the_standard() {
    let in_1994 = Some(784_111_777_000);
    for (text, ms) in [
        ("Sun, 06 Nov 1994 08:49:37 GMT", in_1994),
        ("Sunday, 06-Nov-94 08:49:37 GMT", in_1994),
        ("Sun Nov  6 08:49:37 1994", in_1994),
        ("Sun Nov 06 08:49:37 1994", in_1994),
        // 2076, and not 1976: 50 years after this one.
        ("Friday, 03-Jan-76 00:00:00 GMT", Some(3_345_235_200_000)),
        ("Saturday, 03-Jan-76 00:00:00 GMT", None),
        ("Saturday, 01-Jan-77 00:00:00 GMT", Some(220_924_800_000)),
        ("Mon, 06 Nov 1994 08:49:37 GMT", None),
        ("Monday, 06-Nov-94 08:49:37 GMT", None),
        ("Sun, 06 Nov 1994 24:49:37 GMT", None),
        ("Tue, 31 Feb 2026 00:00:00 GMT", None),
        ("Sun, 06 Nov 1994 08:49:37 UTC", None),
        ("Sun, 06 Nov 1994 08:49:37", None),
        ("Sunday, 06-Nov-1994 08:49:37 GMT", None),
        ("Sunday, 06-Nov-é4 08:49:37 GMT", None),
        ("Bunday, 06-Nov-94 08:49:37 GMT", None),
        ("1994-11-06T08:49:37Z", None),
        ("784111777", None),
        ("day, --", None),
        ("", None),
    ] {
        assert_eq!(date_ms(text), ms, "{text}");
    }
}

#[test]
fn bodies_have_a_limit() {
    let spaces = |length: usize| [br#"{"RequestId":"R"}"#, &b" ".repeat(length - 17)[..]].concat();
    assert!(matches!(read(200, &[], &spaces(MAX_BODY_BYTES)).body, Body::Json(_)));
    let long = spaces(MAX_BODY_BYTES + 1);
    assert_eq!(read(200, &[], &long).body, Body::Oversized);
    let expected = Expected {
        max_body_bytes: MAX_LONG_BODY_BYTES,
        ..EXPECTED
    };
    assert!(matches!(
        Reply::read(200, [("", "")], &long, expected).body,
        Body::Json(_)
    ));
    let xml = ["<Error><Code>C</Code>", &" ".repeat(MAX_BODY_BYTES), "</Error>"].concat();
    let reply = Reply::read(400, [("", "")], xml.as_bytes(), expected);
    assert_eq!(reply.body, Body::Xml(Fields::default()));
    // Half a character at the end of the excerpt.
    let text = "é".repeat(MAX_BODY_BYTES);
    let reply = Reply::read(400, [("", "")], &text.as_bytes()[1..], expected);
    assert_eq!(reply.body, Body::Foreign);
    assert_eq!(reply.text.chars().count(), MAX_QUOTED_BYTES);
}

#[test]
fn long_replies_cost_little() {
    let expected = Expected {
        max_body_bytes: MAX_LONG_BODY_BYTES,
        ..EXPECTED
    };
    let values = |count: usize| ["{\"a\":[0", &",0".repeat(count - 2), "],\"b\\\"\":\",[{\"}"].concat();
    let body = |count| Reply::read(200, [("", "")], values(count).as_bytes(), expected).body;
    assert!(matches!(body(MAX_REPLY_VALUES - 1), Body::Json(fields) if fields.clone().into_parts().nests_error));
    assert_eq!(body(MAX_REPLY_VALUES + 1), Body::Oversized);
    let long = ["{\"Message\":\"", &"é".repeat(MAX_QUOTED_BYTES + 1), "\"}"].concat();
    let Body::Json(fields) = read(400, &[], long.as_bytes()).body else {
        panic!("no JSON");
    };
    assert_eq!(
        fields.message().map(|text| text.chars().count()),
        Some(MAX_QUOTED_BYTES)
    );
}

#[test]
fn a_further_code_contradicts_the_code_of_an_xml_error() {
    for (inner, code) in [
        ("<a>D</a>", Some("C")),
        ("<a><codes>D</codes></a>", Some("C")),
        ("<a><code>D</code></a>", None),
        ("<a><x:CODE/></a>", None),
        ("<Code a='b'>C</Code>", None),
    ] {
        let xml = ["<Error><RequestId>R</RequestId><Code>C</Code>", inner, "</Error>"].concat();
        let Body::Xml(fields) = read(400, &[], xml.as_bytes()).body else {
            panic!("{inner}");
        };
        assert_eq!(fields.code(), code, "{inner}");
        assert_eq!(fields.request_id(), Some("R"), "{inner}");
    }
}

#[test]
fn bytes_that_are_no_text_are_foreign() {
    let reply = read(200, &[], b"{\"RequestId\":\"\xff\"}");
    assert_eq!(reply.body, Body::Foreign);
    assert_eq!(reply.text, "{\"RequestId\":\"\u{FFFD}\"}");
    assert_eq!(read(200, &[], b"\xef\xbb\xbf\xffa").text, "\u{FFFD}a");
    // The subset that npm's reader takes, and this one does not.
    let deep = ["{\"RequestId\":\"R\",\"a\":", &"[".repeat(127), &"]".repeat(127), "}"].concat();
    for text in [&deep, r#"{"RequestId":"\ud800"}"#, r#"{"RequestId":"R","a":1e999}"#] {
        assert_eq!(read(200, &[], text.as_bytes()).body, Body::Foreign, "{text}");
    }
}

#[test]
fn a_body_without_known_members_is_neither_a_success_nor_an_error() {
    let reply = read(200, &[], b"{}");
    assert_eq!(reply.body, Body::Json(Fields::default()));
    assert_eq!(reply.answer(Effect::Stops), Answer::Unreadable(code::INCOMPLETE_REPLY));
    assert_eq!(
        read(400, &[], b"{}").answer(Effect::Stops),
        Answer::Unreadable(code::HTTP_STATUS)
    );
}

#[test]
fn the_state_is_that_of_the_task() {
    let task = DescribedTask {
        operation: "DescribeTasks",
        member: "Tasks",
        id_name: "Id",
        status_name: "Status",
        id: "T".into(),
    };
    let expected = Expected {
        task: Some(&task),
        ..EXPECTED
    };
    for (tasks, id, status) in [
        (r#"[{"Id":"T","Status":"RUNNING"}]"#, Some("T"), Some("RUNNING")),
        (r#"{"Id":"T","Status":"RUNNING"}"#, Some("T"), Some("RUNNING")),
        (
            r#"[{"Id":"U","Status":"RUNNING"},{"Id":"T","Status":0}]"#,
            Some("T"),
            Some("0"),
        ),
        (r#"[{"Id":"T","Status":1.0}]"#, Some("T"), Some("1")),
        (r#"[{"Id":"T","Status":-0}]"#, Some("T"), Some("0")),
        (r#"[{"Id":"T","Status":1.5}]"#, Some("T"), Some("1.5")),
        ("[]", Some("T"), Some("")),
        (r#"[{"Id":"T","Status":1},{"Id":"T","Status":1}]"#, Some("T"), None),
        (r#"[{"Id":"T","Status":""}]"#, Some("T"), None),
        (r#"[{"Id":"T","Status":true}]"#, Some("T"), None),
        (r#"[{"Id":"T","Status":["1"]}]"#, Some("T"), None),
        (r#"[{"Id":"T"}]"#, Some("T"), None),
        (r#"[{"Id":"U","Status":"RUNNING"}]"#, Some("U"), None),
        (r#"[null,{"Id":"U"},{"Id":"V"}]"#, Some("U"), None),
        (r#"{"Id":"U","Status":"STOPPED"}"#, Some("U"), None),
        (r#"["T",null,["T"],{"id":"T"},{"Id":7}]"#, None, None),
        ("{}", None, None),
        ("null", None, None),
        (r#""T""#, None, None),
    ] {
        let body = ["{\"RequestId\":\"R\",\"TaskId\":\"T\",\"Tasks\":", tasks, "}"].concat();
        let reply = Reply::read(200, [("", "")], body.as_bytes(), expected);
        let Body::Json(fields) = reply.body else {
            panic!("{tasks}");
        };
        assert_eq!((fields.task_id(), fields.task_status()), (id, status), "{tasks}");
    }
    let whole = DescribedTask {
        member: "",
        status_name: "State",
        ..task.clone()
    };
    let expected_whole = Expected {
        task: Some(&whole),
        ..EXPECTED
    };
    for (members, id, status) in [
        (r#""Id":"T","State":3,"Status":1"#, Some("T"), Some("3")),
        (r#""Id":"T","State":-1"#, Some("T"), Some("-1")),
        (r#""Id":"T","Status":1"#, Some("T"), None),
        (r#""Id":"U","State":3"#, Some("U"), None),
        (r#""":{"Id":"T","State":3}"#, None, None),
    ] {
        let body = ["{\"RequestId\":\"R\",", members, "}"].concat();
        let reply = Reply::read(200, [("", "")], body.as_bytes(), expected_whole);
        let Body::Json(fields) = reply.body else {
            panic!("{members}");
        };
        assert_eq!((fields.task_id(), fields.task_status()), (id, status), "{members}");
    }
    let nothing = Reply::read(200, [("", "")], br#"{"RequestId":"R","TaskId":"T"}"#, expected);
    assert!(matches!(nothing.body, Body::Json(fields) if fields.task_id().or(fields.task_status()).is_none()));
}
