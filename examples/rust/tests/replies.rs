//! The reader finds in each body of `vectors/replies.json` the fields that are there. It does not read the members of XML.

#[path = "../src/reply.rs"]
#[expect(dead_code, reason = "the test has no response")]
mod reply;

use apsara_live_core::reply::{Body, Fields};
use serde_json::Value;

const REPLIES: &str = include_str!("../../../vectors/replies.json");

#[test]
fn reads_every_body() {
    let file: Value = serde_json::from_str(REPLIES).unwrap();
    let cases = file["cases"].as_array().unwrap();
    for case in cases {
        let expected = match case["kind"].as_str().unwrap() {
            "json" => Body::Json(fields(&case["fields"])),
            "xml" => Body::Xml(Fields::default()),
            "empty" => Body::Empty,
            "foreign" => Body::Foreign,
            kind => panic!("no body is {kind}"),
        };
        let body = case["body"].as_str().unwrap();
        assert_eq!(reply::read_body(body.as_bytes()), expected, "{}", case["name"]);
    }
    assert_eq!(cases.len(), 89);
}

fn fields(expected: &Value) -> Fields {
    let text = |name: &str| expected[name].as_str().map(String::from);
    Fields {
        request_id: text("requestId"),
        task_id: text("taskId"),
        code: text("code"),
        message: text("message"),
        recommend: text("recommend"),
        mentions_error: expected["mentionsError"].as_bool().unwrap(),
        nests_error: expected["nestsError"].as_bool().unwrap(),
        task_status: None,
    }
}
