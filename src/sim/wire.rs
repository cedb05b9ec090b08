//! Requests as the service reads them, and replies as it writes them.

use std::mem;

use apsara_live_core::reply::{Body, FieldParts, Fields};
use apsara_live_core::{HttpRequest, Reply, Timestamp};

use crate::server::{Response, Verdict};

pub(crate) const REQUEST_ID: &str = "request-1";

/// The ID of a description of tasks.
pub(crate) const DESCRIPTION_ID: &str = "request-2";

/// A part of a signed request, by the name of its header or of its parameter in the form or the URL.
pub(crate) fn part(request: &HttpRequest, header: &str, parameter: &str) -> String {
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    let mut pairs = [query, request.body.as_deref().unwrap_or_default()]
        .into_iter()
        .flat_map(|text| text.split('&'))
        .filter_map(|pair| pair.split_once('='));
    let mut parameter = || {
        let pair = pairs.find(|(name, _)| *name == parameter);
        pair.map(|(_, value)| value.replace("%3A", ":"))
    };
    let header = request.header(header).map(Into::into);
    header.or_else(&mut parameter).unwrap_or_default()
}

pub(crate) fn action(request: &HttpRequest) -> String {
    part(request, "x-acs-action", "Action")
}

pub(crate) fn nonce(request: &HttpRequest) -> String {
    part(request, "x-acs-signature-nonce", "SignatureNonce")
}

/// The timestamp of a request, in milliseconds since 1970.
pub(crate) fn signed_ms(request: &HttpRequest) -> i64 {
    let text = part(request, "x-acs-date", "Timestamp");
    let timestamp = text.parse::<Timestamp>();
    timestamp.unwrap_or_else(|_| panic!("no timestamp: {text}")).unix_ms()
}

pub(crate) fn signature(request: &HttpRequest) -> &str {
    let carriers = [request.header("authorization"), request.body.as_deref()];
    let carrier = carriers.into_iter().flatten().next().unwrap_or(&request.url);
    let behind = carrier.rsplit("Signature=").next();
    behind.and_then(|text| text.split('&').next()).unwrap_or_default()
}

/// Members of a body without any.
const NO_FIELDS: FieldParts = FieldParts {
    request_id: None,
    task_id: None,
    code: None,
    message: None,
    recommend: None,
    access_denied_detail: None,
    mentions_error: false,
    nests_error: false,
    task_status: None,
};

pub(crate) fn change(fields: &mut Fields, change: impl FnOnce(&mut FieldParts)) {
    let mut parts = mem::take(fields).into_parts();
    change(&mut parts);
    *fields = parts.into();
}

/// Makes the request ID of a response its own.
pub(crate) fn number(reply: &mut Reply, number: u64) {
    if let Body::Json(fields) = &mut reply.body {
        change(fields, |parts| {
            if let Some(id) = &mut parts.request_id {
                *id = format!("{id}.{number}");
            }
        });
    }
}

pub(crate) fn success(task_id: Option<&str>) -> Reply {
    let fields = FieldParts {
        request_id: Some(REQUEST_ID.into()),
        task_id: task_id.map(Into::into),
        ..NO_FIELDS
    };
    Reply::new(200, Body::Json(fields.into()))
}

/// A description of this task, with this `Status`.
pub(crate) fn description(task_id: &str, status: &str) -> Reply {
    let fields = FieldParts {
        request_id: Some(DESCRIPTION_ID.into()),
        // A task may have failed once.
        nests_error: true,
        task_id: Some(task_id.into()),
        task_status: Some(status.into()),
        ..NO_FIELDS
    };
    Reply::new(200, Body::Json(fields.into()))
}

pub(crate) fn error(status: u16, code: &str, verdict: Verdict) -> Response {
    Response {
        reply: refusal(status, code),
        verdict,
    }
}

pub(crate) fn refusal(status: u16, code: &str) -> Reply {
    let fields = FieldParts {
        request_id: Some(REQUEST_ID.into()),
        code: Some(code.into()),
        message: Some("message".into()),
        ..NO_FIELDS
    };
    Reply::new(status, Body::Json(fields.into()))
}

pub(crate) fn with_message(mut response: Response, message: &str) -> Response {
    if let Body::Json(fields) = &mut response.reply.body {
        change(fields, |parts| parts.message = Some(message.into()));
    }
    response
}
