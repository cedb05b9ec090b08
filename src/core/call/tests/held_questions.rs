//! The wait until the task has stopped, in a run: questions are held together, apart from the stops.

use core::num::NonZeroU32;

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::until_stopped::{WAITS, accepted, refused, stopping};
use super::verify::{description, outcome};
use super::*;
use crate::error::Verified;
use crate::policy::RetryPolicy;

/// A call of a run whose stop was accepted, and its next step.
fn in_run() -> (Player, Next, Run) {
    let run = Run::new(7);
    let mut player = Player::new(CallOptions {
        run: Some(run),
        ..WAITS
    });
    player.step(Input::Begin);
    player.step(signer());
    // Waits before the stop are none of the wait after it.
    player.call.queued_ms = 7_000;
    let step = player.step(accepted());
    (player, step, run)
}

fn fail(player: &Player, run: Run, trouble: Trouble) {
    let failure = Failure::new(Kind::Network, code::NETWORK.into(), "no route".into());
    let mut account = player.call.account.lock();
    let question = &crate::operation::DESCRIBE_RTC_CLOUD_RECORDING_FILES;
    account.breaker.ask(question, run, 1, 5_000, player.elapsed_ms);
    for _ in 0..20 {
        account
            .breaker
            .failed(question, run, 1, trouble, &failure, player.elapsed_ms);
    }
}

#[test]
fn a_hold_of_the_run_holds_the_questions_and_costs_no_time_of_the_wait() {
    let (mut player, step, run) = in_run();
    fail(&player, run, Trouble::Passing);
    let (_, mut step) = player.waits(&step);
    let mut held_ms = 0;
    while let Next::WaitHeld(ms, _) = step {
        held_ms += ms;
        player.elapsed_ms += ms;
        step = player.step(Input::Waited);
    }
    // The old credentials may have expired.
    assert!(
        held_ms > 0
            && matches!(
                step,
                Next::RefreshCredentials {
                    freshness: Freshness::Any,
                    ..
                }
            )
    );
    assert!(matches!(player.step(signer()), Next::AskState { .. }));
    // An answer ends the hold.
    let step = player.step(stopping());
    let (_, step) = player.waits(&step);
    assert!(matches!(step, Next::AskState { timeout_ms: 5_000, .. }), "{step:?}");
    player.elapsed_ms = 60_000 + held_ms - 1;
    assert!(matches!(player.step(stopping()), Next::Done(End::Failed(_))));
}

#[test]
fn lost_questions_hold_the_run() {
    let (mut player, mut step, _) = in_run();
    for _ in 0..4 {
        let (_, asks) = player.waits(&step);
        assert!(matches!(asks, Next::AskState { .. }), "{asks:?}");
        step = player.step(lost(Delivery::Unknown, "reset"));
    }
    let (_, _) = player.waits(&step);
    // The wait of the hold alone, and none that counts.
    let step = player.step(lost(Delivery::Unknown, "reset"));
    let Next::WaitHeld(1_000, hold) = step else {
        panic!("{step:?}");
    };
    assert_eq!((hold.kind, hold.code.as_str()), (Kind::Network, code::NETWORK));
}

#[test]
fn a_halt_of_the_run_ends_the_wait() {
    let (mut player, step, run) = in_run();
    let mut after_ms = 0;
    // A proven run halts after an outage.
    fail(&player, run, Trouble::Passing);
    let (_, mut step) = player.waits(&step);
    while let Next::WaitHeld(ms, _) | Next::WaitForState(ms) = step {
        after_ms += ms;
        assert!(after_ms < 2_000_000, "{step:?}");
        player.elapsed_ms += ms;
        step = player.step(Input::Waited);
        if matches!(step, Next::RefreshCredentials { .. }) {
            step = player.step(signer());
        }
        if matches!(step, Next::AskState { .. }) {
            step = player.step(Input::TimedOut);
        }
    }
    let failure = super::failure(step);
    assert_eq!((failure.code.as_str(), failure.verified), (code::NOT_STOPPED, None));
}

impl Player {
    /// Gets the same answer to each question, 5 s later, until a time or the end of the call. Returns the step then.
    fn endures(&mut self, mut step: Next, until_ms: u64, answer: impl Fn() -> Input) -> Next {
        for _ in 0..10_000 {
            step = match step {
                Next::WaitHeld(ms, _) | Next::WaitForState(ms) => {
                    self.elapsed_ms += ms;
                    self.step(Input::Waited)
                }
                Next::RefreshCredentials { .. } => self.step(signer()),
                Next::AskState { .. } if self.elapsed_ms < until_ms => {
                    self.elapsed_ms += 5_000;
                    self.step(answer())
                }
                step => return step,
            };
        }
        panic!("{step:?}");
    }
}

fn throttled() -> Input {
    let mut reply = refusal("Throttling.User");
    reply.retry_after_ms = Some(30_000);
    Input::Reply(reply)
}

const FAILURES: [fn() -> Input; 4] = [
    || Input::TimedOut,
    || refused("InternalError"),
    || Input::Reply(reply(502, "", Body::Foreign)),
    throttled,
];

#[test]
fn an_outage_of_the_questions_costs_no_time_of_the_wait_and_holds_no_stop() {
    for answer in FAILURES {
        let (mut player, step, run) = in_run();
        let step = player.endures(step, 600_000, answer);
        assert!(
            player.elapsed_ms < 640_000 && matches!(step, Next::AskState { .. }),
            "{} {step:?}",
            player.elapsed_ms
        );
        assert!(matches!(
            player
                .call
                .account
                .lock()
                .breaker
                .ask(&STOP_RTC_CLOUD_RECORDING, run, 0, 5_000, player.elapsed_ms),
            crate::breaker::Passage::Open
        ));
        let ended = outcome(player.step(description(Some("STOPPED"))));
        assert_eq!(ended.verified, Some(Verified::Stopped));
    }
}

#[test]
fn an_outage_that_has_lasted_too_long_ends_the_wait_of_one_task() {
    for answer in FAILURES {
        let mut player = Player::new(CallOptions {
            run: Some(Run {
                max_outage: limit(30_000),
                ..Run::new(7)
            }),
            wait_until_stopped: Some(limit(3_600_000)),
            ..ONE_ATTEMPT
        });
        player.step(Input::Begin);
        player.step(signer());
        let step = player.step(accepted());
        let step = player.endures(step, u64::MAX, answer);
        assert_eq!(failure(step).code, code::NOT_STOPPED);
        assert!(player.elapsed_ms < 120_000, "{}", player.elapsed_ms);
    }
}

#[test]
fn credentials_that_fail_in_a_hold_are_its_reason_and_wait_for_its_probes() {
    let (mut player, step, run) = in_run();
    fail(&player, run, Trouble::Passing);
    let (_, mut step) = player.waits(&step);
    while let Next::WaitHeld(ms, _) = step {
        player.elapsed_ms += ms;
        step = player.step(Input::Waited);
    }
    assert!(
        matches!(step, Next::RefreshCredentials { timeout_ms: 30_000, .. }),
        "{step:?}"
    );
    let mut failure = Failure::new(Kind::Credentials, code::CREDENTIALS_FAILED.into(), "x".into());
    failure.retryable = true;
    let step = player.step(Input::NoCredentials(failure));
    let Next::WaitHeld(_, hold) = step else {
        panic!("{step:?}");
    };
    assert_eq!(
        (hold.kind, hold.code.as_str()),
        (Kind::Credentials, code::CREDENTIALS_FAILED)
    );
}

#[test]
fn an_answer_without_a_state_lifts_the_hold_and_is_no_failure() {
    let (mut player, step, run) = in_run();
    fail(&player, run, Trouble::Passing);
    let step = player.endures(step, 1, stopping);
    assert!(matches!(step, Next::AskState { .. }), "{step:?}");
    let mut step = player.step(description(None));
    {
        // Two questions at a time.
        let question = &crate::operation::DESCRIBE_RTC_CLOUD_RECORDING_FILES;
        let mut account = player.call.account.lock();
        account.breaker.enter(question, run, 2, player.elapsed_ms);
        let passage = account.breaker.ask(question, run, 1, 5_000, player.elapsed_ms);
        assert!(matches!(passage, crate::breaker::Passage::Open), "{passage:?}");
        account.breaker.leave(question, run);
    }
    for _ in 0..6 {
        let (_, asks) = player.waits(&step);
        assert!(matches!(asks, Next::AskState { .. }), "{asks:?}");
        step = player.step(description(None));
    }
}

#[test]
fn a_doubt_after_an_outage_that_was_too_long_is_asked_about_once() {
    let run = Run {
        max_outage: limit(30_000),
        ..Run::new(7)
    };
    let mut player = Player::new(CallOptions {
        run: Some(run),
        wait_until_stopped: Some(limit(3_600_000)),
        timeout: limit(86_400_000),
        retry: RetryPolicy {
            max_attempts: NonZeroU32::new(10).unwrap(),
            ..RetryPolicy::DEFAULT
        },
        ..CallOptions::default()
    });
    player.step(Input::Begin);
    let mut step = player.step(signer());
    let mut questions = 0;
    for _ in 0..1_000 {
        step = match step {
            Next::Done(_) => break,
            Next::Send { .. } | Next::AskState { .. } => {
                questions += u32::from(matches!(step, Next::AskState { .. }));
                player.elapsed_ms += 5_000;
                player.step(Input::TimedOut)
            }
            Next::WaitHeld(ms, _) | Next::WaitForState(ms) | Next::Wait(ms) => {
                player.elapsed_ms += ms;
                player.step(Input::Waited)
            }
            _ => player.step(signer()),
        };
    }
    let failure = failure(step);
    assert_eq!((failure.kind, failure.outcome_unknown), (Kind::Timeout, true));
    assert!(
        questions == 1 && player.elapsed_ms < 120_000,
        "{questions} {}",
        player.elapsed_ms
    );
}
