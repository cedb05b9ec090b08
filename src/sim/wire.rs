//! Requests as the service reads them, and replies as it writes them.

use apsara_live_core::reply::{Body, Fields};
use apsara_live_core::{HttpRequest, Reply, Timestamp};

use crate::server::{Answer, Verdict};

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

pub(crate) fn success(task_id: Option<&str>) -> Reply {
    let fields = Fields {
        request_id: Some(REQUEST_ID.into()),
        task_id: task_id.map(Into::into),
        ..Fields::default()
    };
    Reply::new(200, Body::Json(fields))
}

/// A description of tasks that gives the requested task this `Status`.
pub(crate) fn description(status: &str) -> Reply {
    let fields = Fields {
        request_id: Some(DESCRIPTION_ID.into()),
        // A task may have failed once.
        nests_error: true,
        task_status: Some(status.into()),
        ..Fields::default()
    };
    Reply::new(200, Body::Json(fields))
}

pub(crate) fn error(status: u16, code: &str, verdict: Verdict) -> Answer {
    let fields = Fields {
        request_id: Some(REQUEST_ID.into()),
        code: Some(code.into()),
        message: Some("message".into()),
        ..Fields::default()
    };
    Answer {
        reply: Reply::new(status, Body::Json(fields)),
        verdict,
    }
}

pub(crate) fn with_message(mut answer: Answer, message: &str) -> Answer {
    if let Body::Json(fields) = &mut answer.reply.body {
        fields.message = Some(message.into());
    }
    answer
}
