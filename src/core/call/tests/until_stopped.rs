//! The wait until the task has stopped: the times of its questions, and its ends.

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::verify::{already_stopped, description, outcome};
use super::*;
use crate::error::Verified;

pub(super) const WAITS: CallOptions = CallOptions {
    wait_until_stopped: Some(limit(60_000)),
    ..ONE_ATTEMPT
};

const ALWAYS: CallOptions = CallOptions {
    verify: Verify::Always,
    ..ONE_ATTEMPT
};

pub(super) fn accepted() -> Input {
    let mut said = fields("");
    (said.code, said.task_id) = (None, Some("task-1".into()));
    Input::Reply(reply(200, "", Body::Json(said.into())))
}

pub(super) fn refused(code: &str) -> Input {
    Input::Reply(refusal(code))
}

impl Player {
    /// Lets the time of a wait for the state pass, and returns its length and the next step.
    pub(super) fn waits(&mut self, step: &Next) -> (u64, Next) {
        let Next::WaitForState(ms) = *step else {
            panic!("{step:?}");
        };
        self.elapsed_ms += ms;
        (ms, self.step(Input::Waited))
    }

    /// Asks at the given waits, gets the same answers, and returns the step after the last.
    fn asks(&mut self, mut step: Next, waits: &[u64], answer: impl Fn() -> Input) -> Next {
        for expected in waits {
            let (ms, asks) = self.waits(&step);
            assert_eq!(ms, *expected);
            assert!(matches!(asks, Next::AskState { .. }), "{asks:?}");
            step = self.step(answer());
        }
        step
    }
}

/// A call whose stop was accepted at 1 s, and its next step.
fn waiting(options: CallOptions) -> (Player, Next) {
    let mut player = Player::sent(options);
    player.elapsed_ms = 1_000;
    let step = player.step(accepted());
    (player, step)
}

pub(super) fn stopping() -> Input {
    description(Some("STOPPING"))
}

#[test]
fn asks_at_growing_intervals_until_the_task_is_stopped() {
    let (mut player, step) = waiting(WAITS);
    let step = player.asks(step, &[500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000], stopping);
    player.elapsed_ms += 10_000;
    assert!(matches!(step, Next::WaitForState(10_000)));
    assert!(matches!(
        player.step(Input::Waited),
        Next::AskState { timeout_ms: 5_000, .. }
    ));
    player.elapsed_ms += 20;
    let ended = outcome(player.step(description(Some("STOPPED"))));
    assert_eq!((ended.ending, ended.attempts), (Ending::Stopped, 1));
    assert_eq!(ended.verified, Some(Verified::Stopped));
    assert_eq!(ended.stopped_after_ms, Some(45_520));
    assert_eq!(ended.request_id.as_deref(), Some("R"));
}

#[test]
fn the_time_of_the_wait_is_not_that_of_the_call() {
    let mut player = Player::sent(CallOptions {
        timeout: limit(1_000),
        ..WAITS
    });
    player.elapsed_ms = 999;
    let step = player.step(accepted());
    let step = player.asks(step, &[500, 1_000], stopping);
    assert!(matches!(step, Next::WaitForState(2_000)));
}

#[test]
fn the_last_question_is_asked_a_second_before_the_time_is_up() {
    for (limit_ms, waits) in [
        (9_000, &[500, 1_000, 2_000, 4_000, 500][..]),
        (1_600, &[500, 100][..]),
        (1_000, &[0][..]),
        (2, &[0][..]),
    ] {
        let (mut player, step) = waiting(CallOptions {
            wait_until_stopped: Some(limit(limit_ms)),
            ..WAITS
        });
        let step = player.asks(step, waits, stopping);
        let failure = failure(step);
        assert_eq!(
            (failure.kind, failure.code.as_str()),
            (Kind::Service, code::NOT_STOPPED)
        );
        assert_eq!(failure.verified, Some(Verified::Stopping));
        assert!(failure.retryable && failure.outcome_unknown);
        assert_eq!((failure.attempts, failure.http_status), (1, None));
        assert_eq!(
            failure.message,
            "StopRtcCloudRecording was accepted, but the task is stopping"
        );
    }
    let (_, step) = waiting(CallOptions {
        wait_until_stopped: Some(limit(1)),
        ..WAITS
    });
    assert_eq!(failure(step).verified, None);
}

#[test]
fn a_late_timer_leaves_no_time_for_the_question() {
    let (mut player, _) = waiting(WAITS);
    player.elapsed_ms = 60_999;
    let failure = player.failure(Input::Waited);
    assert_eq!((failure.code.as_str(), failure.verified), (code::NOT_STOPPED, None));
    assert!(
        failure
            .message
            .ends_with("but nothing tells whether the task has stopped")
    );
}

#[test]
fn a_task_that_is_started_again_is_neither_stopped_again_nor_called_stopped() {
    let (mut player, step) = waiting(WAITS);
    let step = player.asks(step, &[500], stopping);
    let step = player.asks(step, &[1_000], || description(Some("RUNNING")));
    let step = player.asks(step, &[2_000], || description(Some("RECOVERING")));
    player.elapsed_ms = 60_000;
    let _ = step;
    assert!(matches!(
        player.step(Input::Waited),
        Next::AskState { timeout_ms: 1_000, .. }
    ));
    let failure = player.failure(description(Some("RUNNING")));
    assert_eq!(failure.verified, Some(Verified::Running));
    assert!(failure.retryable && failure.message.ends_with("but the task is running"));
}

#[test]
fn a_question_without_an_answer_is_asked_again() {
    let answers: [fn() -> Input; 6] = [
        || lost(Delivery::Unknown, "reset"),
        || Input::TimedOut,
        || description(None),
        || description(Some("ARCHIVED")),
        || refused("InternalError"),
        || Input::Reply(reply(502, "", Body::Foreign)),
    ];
    for answer in answers {
        let (mut player, step) = waiting(WAITS);
        let step = player.asks(step, &[500], stopping);
        let step = player.asks(step, &[1_000], answer);
        let (ms, asks) = player.waits(&step);
        assert!(ms == 2_000 && matches!(asks, Next::AskState { .. }));
        // The last state that the service told.
        player.elapsed_ms = 60_500;
        assert_eq!(player.failure(answer()).verified, Some(Verified::Stopping));
    }
}

#[test]
fn a_refusal_of_the_question_ends_the_wait() {
    let (mut player, step) = waiting(WAITS);
    let failure = failure(player.asks(step, &[500], || refused("NoPermission")));
    assert_eq!(
        (failure.code.as_str(), failure.verified),
        (code::NOT_STOPPED, Some(Verified::Refused))
    );
    assert!(!failure.retryable && failure.outcome_unknown);
    assert_eq!(
        failure.message,
        "StopRtcCloudRecording was accepted, but nothing tells whether the task has stopped"
    );
}

#[test]
fn a_task_that_is_not_found_is_asked_about_again() {
    let answers: [fn() -> Input; 2] = [|| description(Some("")), || refused("NotFound.Task")];
    for answer in answers {
        let (mut player, step) = waiting(WAITS);
        let step = player.asks(step, &[500], answer);
        let (ms, _) = player.waits(&step);
        assert_eq!(ms, 1_000);
        player.elapsed_ms = 60_500;
        let failure = player.failure(answer());
        assert_eq!(
            (failure.code.as_str(), failure.verified),
            (code::NOT_STOPPED, Some(Verified::NotFound))
        );
        assert!(!failure.retryable && failure.outcome_unknown);
        assert!(
            failure
                .message
                .ends_with("but nothing tells whether the task has stopped")
        );
    }
}

#[test]
fn a_throttled_question_waits_as_the_service_asks_and_slows_the_others_down() {
    let throttled = |ms| {
        let mut reply = refusal("Throttling.User");
        reply.retry_after_ms = Some(ms);
        Input::Reply(reply)
    };
    let (mut player, step) = waiting(WAITS);
    let step = player.asks(step, &[500], || throttled(3_000));
    let step = player.asks(step, &[3_000], || throttled(10));
    let (ms, _) = player.waits(&step);
    assert_eq!(ms, 2_000);
    // Not before the service wants it.
    let failure = player.failure(throttled(60_000));
    assert_eq!((failure.code.as_str(), failure.verified), (code::NOT_STOPPED, None));

    let describes = &crate::operation::DESCRIBE_RTC_CLOUD_RECORDING_FILES;
    let mut player = Player::new(WAITS);
    player.call.account = Account::new(Quotas::default());
    player.send();
    let step = player.step(accepted());
    let before = player.call.account.rate(describes, Duration::ZERO).unwrap();
    player.asks(step, &[500], || throttled(3_000));
    let after = player.call.account.rate(describes, Duration::from_millis(500)).unwrap();
    assert!(after < before, "{before} {after}");
}

#[test]
fn a_token_that_expires_is_renewed_once() {
    let (mut player, step) = waiting(WAITS);
    let (_, _) = player.waits(&step);
    let step = player.step(refused("InvalidSecurityToken.Expired"));
    let Next::RefreshCredentials { freshness, timeout_ms } = step else {
        panic!("{step:?}");
    };
    assert_eq!((freshness, timeout_ms), (Freshness::Renewed, 59_500));
    assert!(matches!(player.step(signer()), Next::AskState { .. }));
    let step = player.step(refused("InvalidSecurityToken.Expired"));
    assert!(matches!(step, Next::WaitForState(1_000)), "{step:?}");

    // In a run, a source that does not answer ends before a long wait.
    let (mut player, step) = waiting(CallOptions {
        run: Some(Run::new(1)),
        wait_until_stopped: Some(limit(1_800_000)),
        ..WAITS
    });
    let (_, _) = player.waits(&step);
    let step = player.step(refused("InvalidSecurityToken.Expired"));
    let most_ms = CallOptions::DEFAULT.timeout.as_ms();
    assert!(
        matches!(step, Next::RefreshCredentials { timeout_ms, .. } if timeout_ms == most_ms),
        "{step:?}"
    );

    // The source fails: the wait goes on with the old token.
    let (mut player, step) = waiting(WAITS);
    let (_, _) = player.waits(&step);
    player.step(refused("InvalidSecurityToken.Expired"));
    let failure = Failure::new(Kind::Credentials, code::CREDENTIALS_FAILED.into(), "x".into());
    assert!(matches!(
        player.step(Input::NoCredentials(failure)),
        Next::WaitForState(1_000)
    ));
}

#[test]
fn a_task_that_was_already_stopped_is_asked_about_at_once() {
    let mut player = Player::sent(WAITS);
    let step = player.step(already_stopped());
    let step = player.asks(step, &[0, 500, 1_000], stopping);
    let step = player.asks(step, &[2_000], || description(Some("STOPPED")));
    let ended = outcome(step);
    assert_eq!(
        (ended.ending, ended.stopped_after_ms),
        (Ending::AlreadyStopped, Some(3_500))
    );

    // It runs: the word was wrong. But one that was seen stopping was started again.
    let mut player = Player::sent(CallOptions {
        wait_until_stopped: WAITS.wait_until_stopped,
        ..CallOptions::default()
    });
    let step = player.step(already_stopped());
    let step = player.asks(step, &[0], || description(Some("RUNNING")));
    assert!(matches!(step, Next::Send { .. }), "{step:?}");
    let step = player.step(already_stopped());
    let step = player.asks(step, &[0], stopping);
    let step = player.asks(step, &[500], || description(Some("RUNNING")));
    assert!(matches!(step, Next::WaitForState(1_000)), "{step:?}");
}

#[test]
fn already_stopped_as_an_error_is_not_waited_for() {
    for answer in [|| Input::TimedOut, || description(None), || refused("InternalError")] {
        let mut player = Player::sent(CallOptions {
            already_stopped: AlreadyStopped::Throw,
            ..WAITS
        });
        assert!(matches!(player.step(already_stopped()), Next::AskState { .. }));
        let failure = player.failure(answer());
        assert_eq!((failure.kind, failure.verified), (Kind::Service, None));
        assert!(!failure.outcome_unknown);
    }
}

#[test]
fn a_lost_reply_is_proved_or_stays_unknown() {
    let lost_reply = || {
        let mut player = Player::sent(WAITS);
        player.elapsed_ms = 30_000;
        let step = player.step(Input::TimedOut);
        assert!(matches!(step, Next::AskState { timeout_ms: 5_000, .. }), "{step:?}");
        player
    };
    let mut player = lost_reply();
    let step = player.step(stopping());
    let step = player.asks(step, &[500], || description(Some("STOPPED")));
    let ended = outcome(step);
    assert_eq!((ended.ending, ended.stopped_after_ms), (Ending::Stopped, Some(500)));

    // The question is lost, too.
    let mut player = lost_reply();
    let step = player.step(Input::TimedOut);
    let step = player.asks(step, &[500], || Input::TimedOut);
    player.elapsed_ms = 90_000;
    let _ = step;
    let failure = player.failure(Input::Waited);
    assert_eq!((failure.kind, failure.verified), (Kind::Timeout, None));
    assert!(failure.outcome_unknown);

    // Nothing stopped it, and no attempt is left.
    let failure = lost_reply().failure(description(Some("RUNNING")));
    assert_eq!(
        (failure.kind, failure.verified),
        (Kind::Timeout, Some(Verified::Running))
    );
    let failure = lost_reply().failure(refused("NoPermission"));
    assert_eq!(
        (failure.kind, failure.verified),
        (Kind::Timeout, Some(Verified::Refused))
    );
}

#[test]
fn always_asks_once_after_every_stop() {
    for (status, verified) in [
        ("STOPPED", Verified::Stopped),
        ("STOPPING", Verified::Stopping),
        ("", Verified::NotFound),
    ] {
        let (mut player, step) = waiting(ALWAYS);
        assert!(matches!(step, Next::AskState { .. }), "{step:?}");
        let ended = outcome(player.step(description(Some(status))));
        assert_eq!((ended.verified, ended.stopped_after_ms), (Some(verified), None));
    }
    let (mut player, _) = waiting(ALWAYS);
    let failure = player.failure(description(Some("RUNNING")));
    assert_eq!(
        (failure.code.as_str(), failure.verified),
        (code::NOT_STOPPED, Some(Verified::Running))
    );
    assert!(failure.retryable && failure.outcome_unknown);
    // Without an answer, the stop stands.
    let (mut player, _) = waiting(ALWAYS);
    assert_eq!(outcome(player.step(Input::TimedOut)).verified, None);
    let (mut player, _) = waiting(ALWAYS);
    assert_eq!(outcome(player.step(refused("Throttling.User"))).verified, None);
    let mut player = Player::sent(ALWAYS);
    assert!(matches!(player.step(already_stopped()), Next::AskState { .. }));
    // An earlier attempt explains "already stopped".
    let mut player = Player::sent(CallOptions {
        verify: Verify::Always,
        ..CallOptions::default()
    });
    player.random = 1;
    player.step(Input::TimedOut);
    player.step(Input::Waited);
    assert!(matches!(player.step(already_stopped()), Next::AskState { .. }));
}

#[test]
fn an_abort_of_the_wait_does_not_hide_the_stop() {
    let told = |player: Player, request_sent| {
        let aborted = player.abort(request_sent);
        assert!(aborted.outcome_unknown);
        (aborted.accepted, aborted.request_id, aborted.verified)
    };
    let (player, _) = waiting(WAITS);
    assert_eq!(told(player, false), (true, Some("R".into()), None));
    let (mut player, step) = waiting(WAITS);
    player.waits(&step);
    assert_eq!(told(player, true), (true, Some("R".into()), None));
    let (mut player, step) = waiting(WAITS);
    player.waits(&step);
    player.step(stopping());
    assert_eq!(told(player, false), (true, Some("R".into()), Some(Verified::Stopping)));
    // The service says that another stopped it.
    let mut player = Player::sent(WAITS);
    player.step(already_stopped());
    player.step(stopping());
    let (accepted, _, verified) = told(player, false);
    assert_eq!((accepted, verified), (false, Some(Verified::Stopping)));
}
