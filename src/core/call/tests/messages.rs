//! The exact text and members of failures.

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

#[test]
fn messages_of_losses_and_timeouts() {
    for (delivery, message) in [
        (Delivery::Unknown, "got no reply from live.aliyuncs.com: reset"),
        (Delivery::NeverSent, "could not be sent to live.aliyuncs.com: reset"),
        (
            Delivery::NoSuchHost,
            "could not be sent: no such host, live.aliyuncs.com",
        ),
    ] {
        let failure = Player::sent(ONE_ATTEMPT).failure(lost(delivery, "reset"));
        assert_eq!(failure.message, format!("StopRtcCloudRecording {message}"));
        assert_eq!((failure.code.as_str(), failure.kind), (code::NETWORK, Kind::Network));
        assert!(failure.retryable);
        assert_eq!(failure.outcome_unknown, delivery == Delivery::Unknown);
        assert_eq!(failure.redacted_cause, None);
    }
    let mut player = Player::sent(CallOptions::default());
    let failure = player.failure(lost(Delivery::NotAllowed, "too many"));
    assert_eq!(
        failure.message,
        "StopRtcCloudRecording could not be sent to live.aliyuncs.com: too many"
    );
    assert_eq!(
        (failure.attempts, failure.retryable, failure.outcome_unknown),
        (1, true, false)
    );
    let regional = Endpoint::of_region("us-west-2", Network::Public, STOP_RTC_CLOUD_RECORDING.name).unwrap();
    let mut player = Player::of_endpoint(regional, ONE_ATTEMPT);
    player.send();
    let failure = player.failure(lost(Delivery::NoSuchHost, "ENOTFOUND"));
    let message =
        "StopRtcCloudRecording could not be sent: no such host, live.us-west-2.aliyuncs.com; is the region right?";
    assert_eq!((failure.message.as_str(), failure.retryable), (message, true));

    let failure = Player::sent(ONE_ATTEMPT).failure(Input::TimedOut);
    assert_eq!(
        failure.message,
        "StopRtcCloudRecording got no reply within the 5000 ms of one attempt"
    );
    let failure = Player::sent(CallOptions {
        timeout: limit(5_000),
        ..ONE_ATTEMPT
    })
    .failure(Input::TimedOut);
    assert_eq!(
        failure.message,
        "StopRtcCloudRecording got no reply within the 5000 ms of the call"
    );
}

#[test]
fn messages_of_unreadable_replies() {
    let success = |request_id: Option<&str>, task_id: Option<&str>| {
        Body::Json(
            FieldParts {
                request_id: request_id.map(Into::into),
                task_id: task_id.map(Into::into),
                ..FieldParts::UNKNOWN
            }
            .into(),
        )
    };
    for (status, body, code, what) in [
        (
            407,
            Body::Foreign,
            code::HTTP_STATUS,
            "from a proxy that wants to know who you are",
        ),
        (200, Body::Empty, code::EMPTY_REPLY, "with an empty body"),
        (
            200,
            Body::Oversized,
            code::OVERSIZED_REPLY,
            "that is longer than any of this service",
        ),
        (
            200,
            success(None, Some("task-1")),
            code::INCOMPLETE_REPLY,
            "that does not name its request or task",
        ),
        (
            200,
            success(Some("R"), None),
            code::INCOMPLETE_REPLY,
            "that does not name its request or task",
        ),
        (
            200,
            success(Some("R"), Some("task-2")),
            code::MISMATCHED_REPLY,
            "about another task",
        ),
        (
            302,
            Body::Foreign,
            code::REDIRECTED,
            "that is a redirect; signed requests do not follow redirects",
        ),
        (502, Body::Foreign, code::HTTP_STATUS, "that is not from this service"),
        (
            400,
            Body::Json(fields("marker-secret").into()),
            code::HTTP_STATUS,
            "that is not from this service",
        ),
    ] {
        let mut unreadable = reply(status, "see\nmarker-secret", body);
        unreadable.request_id = Some("marker-token 1".into());
        unreadable.retry_after_ms = Some(7);
        let failure = Player::sent(ONE_ATTEMPT).failure(Input::Reply(unreadable));
        let message = format!("StopRtcCloudRecording got a response (HTTP {status}) {what}: see [redacted]");
        assert_eq!(
            (failure.message.as_str(), failure.code.as_str()),
            (message.as_str(), code)
        );
        assert_eq!((failure.kind, failure.http_status), (Kind::Protocol, Some(status)));
        assert_eq!(failure.request_id.as_deref(), Some("[redacted] 1"));
        assert_eq!(failure.retry_after_ms, Some(7));
        assert!(failure.retryable && failure.outcome_unknown);
    }
    let failure = Player::sent(ONE_ATTEMPT).failure(Input::Reply(reply(502, "", Body::Foreign)));
    assert!(failure.message.ends_with("that is not from this service"));
}

#[test]
fn messages_of_service_errors() {
    let mut said = fields("NoPermission");
    said.message = Some("marker-id may not".into());
    said.recommend = Some("https://example.com/marker-id".into());
    said.access_denied_detail = Some("live:A\nmarker-id".into());
    let failure = Player::sent(ONE_ATTEMPT).failure(Input::Reply(reply(403, "text", Body::Json(said.into()))));
    assert_eq!(
        failure.message,
        "StopRtcCloudRecording was answered HTTP 403, NoPermission: [redacted] may not"
    );
    assert_eq!(failure.recommend.as_deref(), Some("https://example.com/[redacted]"));
    assert_eq!(failure.access_denied.as_deref(), Some("live:A\n[redacted]"));
    assert_eq!((failure.kind, failure.retryable), (Kind::Service, false));
    assert_eq!(
        (failure.http_status, failure.request_id.as_deref()),
        (Some(403), Some("R"))
    );

    let failure = Player::sent(ONE_ATTEMPT).failure(Input::Reply(reply(
        403,
        "text",
        Body::Json(fields("NoPermission").into()),
    )));
    assert_eq!(
        failure.message,
        "StopRtcCloudRecording was answered HTTP 403, NoPermission: text"
    );
}

#[test]
fn explains_a_signature_that_does_not_match() {
    let mut player = Player::sent(ONE_ATTEMPT);
    let stamp = &player.call.last_attempt.as_ref().unwrap().stamp;
    let ours = player
        .call
        .signer
        .as_ref()
        .unwrap()
        .signed(&player.call.invocation, &player.call.endpoint, stamp);
    let same = ["server StringToSign is [", &ours.string_to_sign, "]"].concat();
    let theirs = ours.canonical_request.replace("task-1", "task-2");
    let other = ["server CanonicalRequest is [", &theirs, "]"].concat();
    for (message, what) in [
        (
            same.as_str(),
            ": the service signed the same text, so the AccessKey secret does not belong to this AccessKey ID",
        ),
        (
            other.as_str(),
            ": the service received another request, different in TaskId; something between you and the service rewrites requests",
        ),
        (
            "no",
            ": check the AccessKey secret; the service does not show the text that it signed",
        ),
    ] {
        let mut said = fields("SignatureDoesNotMatch");
        said.message = Some(message.into());
        let failure = player.failure(Input::Reply(reply(400, "", Body::Json(said.into()))));
        let expected = format!("StopRtcCloudRecording was answered HTTP 400, SignatureDoesNotMatch{what}");
        assert_eq!(failure.message, expected);
        player = Player::sent(ONE_ATTEMPT);
    }
}

#[test]
fn redacts_causes_and_texts() {
    let mut player = Player::sent(ONE_ATTEMPT);
    assert_eq!(player.call.redacted(" a marker-secret\n"), "a [redacted]");
    let failure = player.failure(lost(Delivery::Unknown, "bad header marker-token"));
    assert_eq!(failure.redacted_cause.as_deref(), Some("bad header [redacted]"));
    assert!(failure.message.ends_with(": bad header [redacted]"));
}

#[test]
fn masks_what_other_calls_and_earlier_attempts_have_signed_with() {
    let mut player = Player::new(CallOptions::default());
    player.step(Input::Begin);
    let Next::Send { request, .. } = player.step(signer()) else {
        panic!("no request");
    };
    let first = signature(&request).to_owned();
    assert!(matches!(player.step(lost(Delivery::Unknown, "")), Next::Send { .. }));
    assert_eq!(player.call.redacted(&first), "[redacted]");

    let credentials = Credentials::new("former-id", "former-secret", None).unwrap();
    let former = Signer::new(SignatureMethod::Acs3HmacSha256, credentials);
    assert_eq!(player.call.redacted("former-secret"), "former-secret");
    player.call.account.remember(&former, Duration::ZERO);
    assert_eq!(player.call.redacted("former-secret"), "[redacted]");

    let failure = Failure::new(
        Kind::Credentials,
        code::CREDENTIALS_FAILED.into(),
        "no former-id".into(),
    );
    let failure = player.call.account.masked(failure);
    assert_eq!(failure.message, "no [redacted]");
    assert_eq!(failure.redacted_cause.as_deref(), Some("no [redacted]"));
    assert_eq!(
        player
            .call
            .account
            .masked(Failure::new(Kind::Credentials, String::new(), "no".into()))
            .redacted_cause,
        None
    );

    let shown = format!("{:?}", player.call);
    assert!(!shown.contains(&first) && !shown.contains("secret\n"), "{shown}");
}
