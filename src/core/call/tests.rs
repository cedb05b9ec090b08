//! Single steps of a call at their limits, and the exact text of its failures. The simulation plays whole calls.

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::credentials::Credentials;
use crate::endpoint::{Network, PlainHttp};
use crate::operation::{STOP_RTC_CLOUD_RECORDING, StopRtcCloudRecording};
use crate::policy::RetryPolicy;
use crate::reply::Body;
use crate::sign::SignatureMethod;

const NOW_MS: i64 = 1_800_000_000_000;

const ONE_ATTEMPT: CallOptions = CallOptions {
    timeout_ms: 30_000,
    attempt_timeout_ms: 5_000,
    retry: RetryPolicy::NEVER,
    already_stopped: AlreadyStopped::Resolve,
};

struct Player {
    call: Call,
    clock: Clock,
    elapsed_ms: u64,
    random: u128,
}

impl Player {
    fn new(options: CallOptions) -> Self {
        let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
        Self::of_endpoint(endpoint, options)
    }

    fn of_endpoint(endpoint: Endpoint, options: CallOptions) -> Self {
        let invocation = Invocation::try_from(StopRtcCloudRecording { task_id: "task-1" }).unwrap();
        Self {
            call: Call::new(invocation, endpoint, options),
            clock: Clock::default(),
            elapsed_ms: 0,
            random: 0,
        }
    }

    /// A call whose first request has been sent.
    fn sent(options: CallOptions) -> Self {
        let mut player = Self::new(options);
        player.send();
        player
    }

    fn send(&mut self) {
        self.step(Input::Begin);
        assert!(matches!(self.step(signer()), Step::Send { .. }));
    }

    fn step(&mut self, input: Input) -> Step {
        let now = Moment {
            wall_ms: NOW_MS,
            elapsed_ms: self.elapsed_ms,
            random: self.random,
        };
        self.call.advance(input, now, &mut self.clock)
    }

    fn failure(&mut self, input: Input) -> Failure {
        failure(self.step(input))
    }
}

fn failure(step: Step) -> Failure {
    match step {
        Step::Done(End::Failed(failure)) => failure,
        step => panic!("{step:?}"),
    }
}

fn signer() -> Input {
    let credentials = Credentials::new("marker-id", "marker-secret", Some("marker-token")).unwrap();
    Input::Signer(Arc::new(Signer::new(SignatureMethod::Acs3HmacSha256, credentials)))
}

fn lost(delivery: Delivery, reason: &str) -> Input {
    let reason = reason.into();
    Input::Lost(Loss { reason, delivery })
}

fn fields(code: &str) -> Fields {
    Fields {
        request_id: Some("R".into()),
        code: Some(code.into()),
        ..Fields::default()
    }
}

fn reply(status: u16, text: &str, body: Body) -> Reply {
    Reply {
        status,
        request_id: None,
        retry_after_ms: None,
        date_ms: None,
        text: text.into(),
        body,
    }
}

fn refusal(code: &str) -> Reply {
    reply(400, "", Body::Json(fields(code)))
}

#[test]
fn messages_of_losses_and_timeouts() {
    for (delivery, message, retryable) in [
        (Delivery::Unknown, "got no reply from live.aliyuncs.com: reset", true),
        (
            Delivery::NeverSent,
            "could not be sent to live.aliyuncs.com: reset",
            true,
        ),
        (
            Delivery::NoSuchHost,
            "could not be sent: no such host, live.aliyuncs.com",
            true,
        ),
    ] {
        let failure = Player::sent(ONE_ATTEMPT).failure(lost(delivery, "reset"));
        assert_eq!(failure.message, format!("StopRtcCloudRecording {message}"));
        assert_eq!((failure.code.as_str(), failure.kind), (code::NETWORK, Kind::Network));
        assert_eq!(failure.retryable, retryable);
        assert_eq!(failure.outcome_unknown, delivery == Delivery::Unknown);
        assert_eq!(failure.redacted_cause, None);
    }
    let regional = Endpoint::of_region("us-west-2", Network::Public, &STOP_RTC_CLOUD_RECORDING).unwrap();
    let mut player = Player::of_endpoint(regional, CallOptions::default());
    player.send();
    let failure = player.failure(lost(Delivery::NoSuchHost, "ENOTFOUND"));
    let message =
        "StopRtcCloudRecording could not be sent: no such host, live.us-west-2.aliyuncs.com; is the region right?";
    assert_eq!((failure.message.as_str(), failure.retryable), (message, false));

    let failure = Player::sent(ONE_ATTEMPT).failure(Input::TimedOut);
    assert_eq!(
        failure.message,
        "StopRtcCloudRecording got no reply within the 5000 ms of one attempt"
    );
    let failure = Player::sent(CallOptions {
        timeout_ms: 5_000,
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
        Body::Json(Fields {
            request_id: request_id.map(Into::into),
            task_id: task_id.map(Into::into),
            ..Fields::default()
        })
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
            Body::Json(fields("marker-secret")),
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
    let failure = Player::sent(ONE_ATTEMPT).failure(Input::Reply(reply(403, "text", Body::Json(said))));
    assert_eq!(
        failure.message,
        "StopRtcCloudRecording was answered HTTP 403, NoPermission: [redacted] may not"
    );
    assert_eq!(failure.recommend.as_deref(), Some("https://example.com/[redacted]"));
    assert_eq!((failure.kind, failure.retryable), (Kind::Service, false));
    assert_eq!(
        (failure.http_status, failure.request_id.as_deref()),
        (Some(403), Some("R"))
    );

    let failure =
        Player::sent(ONE_ATTEMPT).failure(Input::Reply(reply(403, "text", Body::Json(fields("NoPermission")))));
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
            ": the service signed the same text, so the AccessKey secret is not that of this AccessKey ID",
        ),
        (
            other.as_str(),
            ": the service received another request, different in TaskId; something between you and the service rewrites requests",
        ),
        (
            "no",
            ": check the AccessKey secret; the service does not say what it signed",
        ),
    ] {
        let mut said = fields("SignatureDoesNotMatch");
        said.message = Some(message.into());
        let failure = player.failure(Input::Reply(reply(400, "", Body::Json(said))));
        let expected = format!("StopRtcCloudRecording was answered HTTP 400, SignatureDoesNotMatch{what}");
        assert_eq!(failure.message, expected);
        player = Player::sent(ONE_ATTEMPT);
    }
}

#[test]
fn redacts_causes_and_texts() {
    let mut player = Player::sent(ONE_ATTEMPT);
    assert_eq!(player.call.redacted(" a marker-secret\n"), "a [redacted]");
    let signature = player.call.last_attempt.as_ref().unwrap().signature.clone();
    assert_eq!(player.call.redacted(&signature), "[redacted]");
    let failure = player.failure(lost(Delivery::Unknown, "bad header marker-token"));
    assert_eq!(failure.redacted_cause.as_deref(), Some("bad header [redacted]"));
    assert!(failure.message.ends_with(": bad header [redacted]"));
}

#[test]
fn debug_shows_no_signature() {
    let player = Player::sent(ONE_ATTEMPT);
    let attempt = player.call.last_attempt.as_ref().unwrap();
    let shown = format!("{attempt:?}");
    assert!(shown.starts_with("Attempt { stamp: Stamp {") && shown.ends_with(", .. }"));
    assert!(!shown.contains(&attempt.signature));
}

#[test]
fn shows_the_failure_that_a_retry_follows() {
    let mut player = Player::sent(CallOptions::default());
    assert!(player.call.failure().is_none());
    player.random = 50;
    assert!(matches!(
        player.step(lost(Delivery::NeverSent, "refused")),
        Step::Wait(50)
    ));
    assert_eq!(player.call.failure().unwrap().code, code::NETWORK);
}

#[test]
fn credentials_that_fail() {
    let no_credentials = || {
        Input::NoCredentials(Failure::new(
            Kind::Credentials,
            code::CREDENTIALS_FAILED.into(),
            "x".into(),
        ))
    };
    let mut player = Player::new(CallOptions::default());
    player.step(Input::Begin);
    assert_eq!(player.failure(no_credentials()).message, "x");

    let mut player = Player::sent(CallOptions::default());
    let expired = || Input::Reply(refusal("InvalidSecurityToken.Expired"));
    let freshness = match player.step(expired()) {
        Step::RefreshCredentials {
            freshness,
            timeout_ms: 30_000,
        } => freshness,
        step => panic!("{step:?}"),
    };
    assert_eq!(freshness, Freshness::Renewed);
    let failure = player.failure(no_credentials());
    assert_eq!(failure.message, "x; an earlier attempt was sent and not executed");

    let mut player = Player::sent(CallOptions::default());
    player.random = 1;
    assert!(matches!(player.step(Input::TimedOut), Step::Wait(1)));
    assert!(matches!(player.step(Input::Waited), Step::Send { .. }));
    player.step(expired());
    let failure = player.failure(no_credentials());
    assert_eq!(
        failure.message,
        "x; an earlier attempt was sent, and its outcome is unknown"
    );
}

#[test]
fn learns_only_an_offset_that_explains_the_refusal() {
    let expired = |date_ms| {
        let mut reply = refusal("InvalidTimeStamp.Expired");
        reply.date_ms = date_ms;
        Input::Reply(reply)
    };
    for (date_ms, offset_ms, again) in [
        (Some(NOW_MS + 60_000), 60_000, true),
        (Some(NOW_MS - 60_000), -60_000, true),
        (Some(NOW_MS + 59_999), 59_999, false),
        (None, 0, false),
        (Some(-62_135_596_800_000), 0, false),
        (Some(253_402_300_800_000), 0, false),
    ] {
        let mut player = Player::sent(CallOptions::default());
        let step = player.step(expired(date_ms));
        assert_eq!(matches!(step, Step::Send { .. }), again, "{date_ms:?}");
        assert_eq!(player.clock.offset_ms, offset_ms);
        if again {
            // Once a call.
            assert!(!player.failure(expired(Some(NOW_MS))).retryable);
            assert_eq!(player.clock.offset_ms, offset_ms);
        } else {
            assert!(!failure(step).retryable);
        }
    }
    // Another call has learnt the offset meanwhile.
    let mut player = Player::sent(CallOptions::default());
    player.clock.offset_ms = 120_000;
    assert!(matches!(player.step(expired(None)), Step::Send { .. }));
    // No attempt is left, but the next call of the client will use the offset.
    let mut player = Player::sent(ONE_ATTEMPT);
    assert!(player.failure(expired(Some(NOW_MS + 60_000))).retryable);
}

#[test]
fn nothing_is_sent_in_the_last_millisecond() {
    for (elapsed_ms, sends) in [(29_998, true), (29_999, false), (30_000, false), (30_001, false)] {
        let mut player = Player::new(CallOptions::default());
        player.step(Input::Begin);
        player.elapsed_ms = elapsed_ms;
        match player.step(signer()) {
            Step::Send { timeout_ms, .. } => assert!(sends && timeout_ms == 2),
            step => assert_eq!((sends, failure(step).code.as_str()), (false, code::TIMEOUT)),
        }
    }
    let mut player = Player::new(CallOptions::default());
    player.elapsed_ms = 30_000;
    assert_eq!(player.failure(Input::Begin).code, code::TIMEOUT);
    // The wait must fit, with the time to send behind it.
    for (elapsed_ms, waits) in [(29_898, true), (29_899, false)] {
        let mut player = Player::sent(CallOptions::default());
        player.elapsed_ms = elapsed_ms;
        player.random = 100;
        let step = player.step(lost(Delivery::NeverSent, "refused"));
        assert_eq!(matches!(step, Step::Wait(100)), waits, "{step:?}");
    }
}

#[test]
fn a_late_timer_ends_the_call_with_the_last_failure() {
    let mut player = Player::sent(CallOptions::default());
    player.random = 1;
    player.step(lost(Delivery::NeverSent, "refused"));
    player.elapsed_ms = 30_000;
    assert_eq!(player.failure(Input::Waited).code, code::NETWORK);
}

#[test]
fn the_limit_that_ends_an_attempt_names_the_error() {
    for (elapsed_ms, code) in [(24_999, code::ATTEMPT_TIMEOUT), (25_000, code::TIMEOUT)] {
        let mut player = Player::new(ONE_ATTEMPT);
        player.step(Input::Begin);
        player.elapsed_ms = elapsed_ms;
        player.step(signer());
        assert_eq!(player.failure(Input::TimedOut).code, code);
    }
}

#[test]
fn throttling_is_waited_for_longer() {
    let throttled = |retry_after_ms| {
        let mut reply = refusal("Throttling.User");
        reply.retry_after_ms = retry_after_ms;
        Input::Reply(reply)
    };
    for (input, wait_ms) in [
        (throttled(None), 1_000),
        (throttled(Some(7)), 7),
        (lost(Delivery::Unknown, ""), 1_000 % 101),
    ] {
        let mut player = Player::sent(CallOptions::default());
        player.random = 1_000;
        match player.step(input) {
            Step::Wait(ms) => assert_eq!(ms, wait_ms),
            step => panic!("{step:?}"),
        }
    }
}

#[test]
fn aborts() {
    let abort = |player: &mut Player, request_sent| match player.step(Input::Aborted { request_sent }) {
        Step::Done(End::Aborted(Aborted {
            attempts,
            outcome_unknown,
        })) => (attempts, outcome_unknown),
        step => panic!("{step:?}"),
    };
    assert_eq!(abort(&mut Player::new(CallOptions::default()), false), (0, false));
    let mut player = Player::new(CallOptions::default());
    player.step(Input::Begin);
    assert_eq!(abort(&mut player, false), (0, false));
    assert_eq!(abort(&mut Player::sent(CallOptions::default()), false), (0, false));
    assert_eq!(abort(&mut Player::sent(CallOptions::default()), true), (1, true));
    for (delivery, outcome_unknown) in [(Delivery::NeverSent, false), (Delivery::Unknown, true)] {
        let mut player = Player::sent(CallOptions::default());
        player.random = 1;
        player.step(lost(delivery, ""));
        assert_eq!(abort(&mut player, false), (1, outcome_unknown));
        let failure = player.failure(Input::Waited);
        assert_eq!(failure.message, "StopRtcCloudRecording failed: has ended");
    }
}

#[test]
fn names_of_endings() {
    assert_eq!(Ending::Stopped.as_str(), "stopped");
    assert_eq!(Ending::AlreadyStopped.as_str(), "already-stopped");
}
