//! Reads responses from the standard input, and prints the facts of each. A test of the package compares its own reader with them.
//!
//! A line is a JSON list: status, headers, body in Base64, maximum length of the body, wall clock.

use std::io::{self, BufRead, Write};

use apsara_live_core::Reply;
use apsara_live_core::reply::read::Expected;
use apsara_live_core::reply::{Body, FieldParts};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

type Response = (u16, Vec<(String, String)>, String, usize, i64);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let (status, headers, body, max_body_bytes, wall_ms): Response = serde_json::from_str(&line?)?;
        let expected = Expected {
            max_body_bytes,
            task: None,
            wall_ms,
        };
        let headers = headers.iter().map(|(name, value)| (name, value));
        let reply = Reply::read(
            status,
            headers,
            &STANDARD.decode(body).map_err(|error| error.to_string())?,
            expected,
        );
        writeln!(output, "{}", facts(reply))?;
        output.flush()?;
    }
    Ok(())
}

fn facts(reply: Reply) -> Value {
    let (form, fields) = match reply.body {
        Body::Json(fields) => ("json", Some(fields)),
        Body::Xml(fields) => ("xml", Some(fields)),
        Body::Empty => ("empty", None),
        Body::Oversized => ("oversized", None),
        Body::Foreign => ("foreign", None),
    };
    let fields = fields.map(|fields| {
        // All of them: a further one does not compile.
        let FieldParts {
            request_id,
            task_id,
            code,
            message,
            recommend,
            access_denied_detail,
            mentions_error,
            nests_error,
            task_status: _,
        } = fields.into_parts();
        json!({
            "requestId": request_id,
            "taskId": task_id,
            "code": code,
            "message": message,
            "recommend": recommend,
            "accessDeniedDetail": access_denied_detail,
            "mentionsError": mentions_error,
            "nestsError": nests_error,
        })
    });
    json!({
        "status": reply.status,
        "requestId": reply.request_id,
        "retryAfterMs": reply.retry_after_ms,
        "dateMs": reply.date_ms,
        "text": reply.text,
        "form": form,
        "fields": fields,
    })
}
