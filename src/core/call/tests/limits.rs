//! Steps at the limits of time, attempts and clocks.

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

#[test]
fn shows_the_failure_that_a_retry_follows() {
    let mut player = Player::sent(CallOptions::default());
    assert!(player.call.failure().is_none());
    player.random = 50;
    assert!(matches!(
        player.step(lost(Delivery::NeverSent, "refused")),
        Next::Wait(50)
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
        Next::RefreshCredentials {
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
    assert!(matches!(player.step(Input::TimedOut), Next::Wait(1)));
    assert!(matches!(player.step(Input::Waited), Next::Send { .. }));
    player.step(expired());
    let failure = player.failure(no_credentials());
    assert_eq!(
        failure.message,
        "x; an earlier attempt was sent, and its outcome is unknown"
    );
}

const DAY_MS: i64 = 86_400_000;

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
        (Some(NOW_MS + DAY_MS), DAY_MS, true),
        (Some(NOW_MS - DAY_MS), -DAY_MS, true),
        (Some(NOW_MS + DAY_MS + 1), 0, false),
        (Some(NOW_MS - DAY_MS - 1), 0, false),
        (Some(-62_135_596_800_000), 0, false),
        (Some(253_402_300_800_000), 0, false),
        (Some(i64::MIN), 0, false),
    ] {
        let mut player = Player::sent(CallOptions::default());
        let step = player.step(expired(date_ms));
        assert_eq!(matches!(step, Next::Send { .. }), again, "{date_ms:?}");
        assert_eq!(player.call.account.lock().clock_offset_ms, offset_ms);
        if again {
            // A call corrects the clock once.
            assert!(!player.failure(expired(Some(NOW_MS))).retryable);
            assert_eq!(player.call.account.lock().clock_offset_ms, offset_ms);
        } else {
            assert!(!failure(step).retryable);
        }
    }
    // Another call has learnt the offset meanwhile.
    let mut player = Player::sent(CallOptions::default());
    player.call.account.lock().clock_offset_ms = 120_000;
    assert!(matches!(player.step(expired(None)), Next::Send { .. }));
    // The Date is in another year, but another call has learnt the offset meanwhile.
    let mut player = Player::sent(CallOptions::default());
    player.call.account.lock().clock_offset_ms = 120_000;
    assert!(matches!(player.step(expired(Some(YEAR_2150_MS))), Next::Send { .. }));
    assert_eq!(player.call.account.lock().clock_offset_ms, 120_000);
    // No attempt is left, but the next call of the client will use the offset.
    let mut player = Player::sent(ONE_ATTEMPT);
    assert!(player.failure(expired(Some(NOW_MS + 60_000))).retryable);
}

const YEAR_2150_MS: i64 = 5_680_281_600_000;

#[test]
fn names_the_clock_whose_offset_is_not_learnt() {
    for (date_ms, date) in [
        (YEAR_2150_MS, "2150-01-01T00:00:00Z"),
        (NOW_MS - DAY_MS - 1, "2027-01-14T07:59:59Z"),
    ] {
        let mut reply = refusal("InvalidTimeStamp.Expired");
        reply.date_ms = Some(date_ms);
        let failure = Player::sent(CallOptions::default()).failure(Input::Reply(reply));
        assert_eq!(
            failure.message,
            format!(
                "StopRtcCloudRecording was answered HTTP 400, InvalidTimeStamp.Expired; set the clock: it shows 2027-01-15T08:00:00Z, and \
                 the Date of the response {date}, more than 24 hours apart"
            )
        );
        assert!(!failure.retryable && !failure.outcome_unknown);
    }
}

#[test]
fn nothing_is_sent_in_the_last_millisecond() {
    for (elapsed_ms, sends) in [(29_998, true), (29_999, false), (30_000, false), (30_001, false)] {
        let mut player = Player::new(CallOptions::default());
        player.step(Input::Begin);
        player.elapsed_ms = elapsed_ms;
        match player.step(signer()) {
            Next::Send { timeout_ms, .. } => assert!(sends && timeout_ms == 2),
            step => assert_eq!((sends, failure(step).code.as_str()), (false, code::TIMEOUT)),
        }
    }
    let mut player = Player::new(CallOptions::default());
    player.elapsed_ms = 30_000;
    assert_eq!(player.failure(Input::Begin).code, code::TIMEOUT);
    // The call must have time for the wait and for the request after it.
    for (elapsed_ms, waits) in [(29_898, true), (29_899, false)] {
        let mut player = Player::sent(CallOptions::default());
        player.elapsed_ms = elapsed_ms;
        player.random = 100;
        let step = player.step(lost(Delivery::NeverSent, "refused"));
        assert_eq!(matches!(step, Next::Wait(100)), waits, "{step:?}");
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
            Next::Wait(ms) => assert_eq!(ms, wait_ms),
            step => panic!("{step:?}"),
        }
    }
}

#[test]
fn aborts() {
    let abort = |player: Player, request_sent| {
        let aborted = player.abort(request_sent);
        (aborted.attempts, aborted.outcome_unknown)
    };
    assert_eq!(abort(Player::new(CallOptions::default()), false), (0, false));
    let mut player = Player::new(CallOptions::default());
    player.step(Input::Begin);
    assert_eq!(abort(player, false), (0, false));
    assert_eq!(abort(Player::sent(CallOptions::default()), false), (0, false));
    assert_eq!(abort(Player::sent(CallOptions::default()), true), (1, true));
    for (delivery, outcome_unknown) in [(Delivery::NeverSent, false), (Delivery::Unknown, true)] {
        let mut player = Player::sent(CallOptions::default());
        player.random = 1;
        player.step(lost(delivery, ""));
        assert_eq!(abort(player, false), (1, outcome_unknown));
    }
}

#[test]
fn names_of_endings() {
    assert_eq!(Ending::Stopped.as_str(), "stopped");
    assert_eq!(Ending::AlreadyStopped.as_str(), "already-stopped");
}

#[test]
fn constant_credentials_are_not_asked_for_again() {
    let token_expired = || Input::Reply(refusal("InvalidSecurityToken.Expired"));
    let retry = RetryPolicy::default();
    let mut player = Player::sent(CallOptions {
        retry,
        credentials_source: CredentialsSource::Constant,
        ..ONE_ATTEMPT
    });
    let failure = player.failure(token_expired());
    assert_eq!(
        (failure.code.as_str(), failure.attempts),
        ("InvalidSecurityToken.Expired", 1)
    );

    let mut player = Player::sent(CallOptions { retry, ..ONE_ATTEMPT });
    assert!(matches!(player.step(token_expired()), Next::RefreshCredentials { .. }));
}

#[test]
fn each_retry_may_wait_twice_as_long_as_the_one_before() {
    let mut player = Player::sent(CallOptions {
        retry: RetryPolicy::default(),
        ..ONE_ATTEMPT
    });
    // More than the first delay may be, and less than the second and the third one.
    player.random = 150;
    for delay_ms in [150 % 101, 150, 150] {
        let step = player.step(lost(Delivery::NeverSent, ""));
        assert!(matches!(step, Next::Wait(ms) if ms == delay_ms), "{step:?}");
        assert!(matches!(player.step(Input::Waited), Next::Send { .. }));
    }
}

#[test]
fn temporary_credentials_that_are_not_found_are_renewed_once() {
    let not_found = || Input::Reply(refusal("InvalidAccessKeyId.NotFound"));
    let options = CallOptions {
        retry: RetryPolicy::default(),
        ..ONE_ATTEMPT
    };
    let mut player = Player::sent(options);
    let step = player.step(not_found());
    let freshness = Freshness::Renewed;
    assert!(
        matches!(step, Next::RefreshCredentials { freshness: asked, .. } if asked == freshness),
        "{step:?}"
    );
    player.step(signer());
    assert_eq!(player.failure(not_found()).code, "InvalidAccessKeyId.NotFound");

    // A permanent AccessKey is not renewed.
    let mut player = Player::new(options);
    player.step(Input::Begin);
    let credentials = Credentials::new("marker-id", "marker-secret", None).unwrap();
    player.step(Input::Signer(Arc::new(Signer::new(
        SignatureMethod::Acs3HmacSha256,
        credentials,
    ))));
    assert!(!player.failure(not_found()).retryable);
}
