//! Steps of a call that the quota of the account delays.

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use core::num::NonZeroU32;

use super::*;
use crate::http::Method;
use crate::operation::{Action, VERSION};
use crate::pacer::{Admission, Arrival, Quota, Sent};

const RECORDING: &str = "StopRtcCloudRecording";
const DESCRIBE: &str = "DescribeRtcCloudRecordingFiles";

/// The wait at a quota of 1 a second.
const TURN_MS: u64 = 1_031;

const PATIENT: CallOptions = CallOptions {
    timeout: limit(30_000),
    attempt_timeout: limit(60_000),
    retry: RetryPolicy {
        max_attempts: NonZeroU32::MIN.saturating_add(1),
        base_delay_ms: 1,
        max_delay_ms: 5_000,
    },
    run: Some(Run::new(0)),
    ..ONE_ATTEMPT
};

/// An account in which an action has a quota of 1 a second.
fn one_a_second(action: &str) -> Account {
    Account::new(Quotas::documented_but(vec![Quota::per_second(action, NonZeroU32::MIN)]))
}

/// The admission of another attempt that asks now.
fn other(account: &Account) -> Admission {
    let mut shared = account.lock();
    shared.pacer.admit(RECORDING, None, Duration::ZERO, u64::MAX)
}

fn settle(player: &Player, sent: Sent) {
    let mut shared = player.call.account.lock();
    shared.pacer.settle(sent, Arrival::Answered, Duration::ZERO);
}

/// A call behind another attempt.
fn behind_another(options: CallOptions) -> (Player, Next) {
    let mut player = Player::new(options);
    player.call.account = one_a_second(RECORDING);
    let Admission::Now(sent) = other(&player.call.account) else {
        panic!("the other attempt waits");
    };
    settle(&player, sent);
    player.step(Input::Begin);
    let step = player.step(signer());
    (player, step)
}

fn throttled() -> Input {
    Input::Reply(refusal("Throttling.User"))
}

#[test]
fn a_call_waits_for_its_turn() {
    let (mut player, step) = behind_another(CallOptions {
        attempt_timeout: limit(60_000),
        ..ONE_ATTEMPT
    });
    assert!(matches!(step, Next::WaitForPermit(TURN_MS)), "{step:?}");
    player.elapsed_ms = TURN_MS;
    let step = player.step(Input::Waited);
    assert!(
        matches!(step, Next::Send { timeout_ms: 28_969, .. }),
        "the wait counts: {step:?}"
    );
}

#[test]
fn a_call_without_the_time_fails_at_once() {
    let fails_at = |timeout_ms| {
        let (_, step) = behind_another(CallOptions {
            timeout: limit(timeout_ms),
            ..ONE_ATTEMPT
        });
        match step {
            Next::Done(End::Failed(failure)) => Some(failure),
            _ => None,
        }
    };
    assert!(fails_at(TURN_MS + MIN_SEND_MS).is_none());
    let failure = fails_at(TURN_MS + MIN_SEND_MS - 1).unwrap();
    assert_eq!((failure.kind, &*failure.code), (Kind::Throttled, code::QUOTA));
    assert_eq!((failure.attempts, failure.retry_after_ms), (0, Some(TURN_MS)));
    assert!(
        failure.message.ends_with("which it will have in 1031 ms"),
        "{}",
        failure.message
    );
}

#[test]
fn an_aborted_call_leaves_its_turn_to_another() {
    let (player, _) = behind_another(PATIENT);
    let account = player.call.account.clone();
    player.abort(false);
    let next = other(&account);
    assert!(matches!(next, Admission::Wait(TURN_MS, _)), "{next:?}");
}

#[test]
fn waits_that_are_free_cost_no_time() {
    let (mut player, _) = behind_another(PATIENT);
    player.elapsed_ms = 100_000;
    let step = player.step(Input::Waited);
    assert!(matches!(step, Next::Send { timeout_ms: 30_000, .. }), "{step:?}");
    // The next wait costs no time either, and throttled attempts do not count.
    for _ in 0..5 {
        let step = player.step(throttled());
        assert!(matches!(step, Next::WaitForPermit(TURN_MS)), "{step:?}");
        player.elapsed_ms += 100_000;
        let step = player.step(Input::Waited);
        assert!(matches!(step, Next::Send { timeout_ms: 30_000, .. }), "{step:?}");
    }
}

#[test]
fn a_single_call_that_is_throttled_backs_off_by_itself() {
    let mut player = Player::sent(CallOptions { run: None, ..PATIENT });
    player.call.account = Account::new(Quotas::default());
    player.random = 7;
    assert!(matches!(player.step(throttled()), Next::Wait(7)));
    player.elapsed_ms = 100;
    assert!(matches!(player.step(Input::Waited), Next::Send { .. }));
    assert_eq!(player.failure(throttled()).attempts, 2);
}

#[test]
fn without_a_quota_a_throttled_attempt_backs_off() {
    let mut player = Player::sent(PATIENT);
    player.random = 7;
    for _ in 0..5 {
        assert!(matches!(player.step(throttled()), Next::Wait(7)));
        assert!(matches!(player.step(Input::Waited), Next::Send { .. }));
    }
}

#[test]
fn a_call_that_is_dropped_leaves_its_turn_to_another() {
    for _ in 0..5 {
        let (player, _) = behind_another(PATIENT);
        let account = player.call.account.clone();
        drop(player);
        let next = account.lock().pacer.admit(RECORDING, None, Duration::ZERO, u64::MAX);
        assert!(matches!(next, Admission::Wait(TURN_MS, _)), "{next:?}");
    }
}

#[test]
fn a_request_that_is_dropped_counts_until_a_second_after_the_next_one_asks() {
    let mut player = Player::new(PATIENT);
    let account = one_a_second(RECORDING);
    player.call.account = account.clone();
    player.send();
    drop(player);
    let wait_at = |s| account.lock().pacer.admit(RECORDING, None, Duration::from_secs(s), 0);
    assert_eq!(wait_at(60), Admission::TooLate(1_000));
    assert!(matches!(wait_at(61), Admission::Now(_)));
}

#[test]
fn nonces_of_a_call_differ_where_random_numbers_do_not() {
    let mut player = Player::sent(CallOptions {
        retry: RetryPolicy::default(),
        ..PATIENT
    });
    let mut nonces = Vec::new();
    for _ in 0..3 {
        nonces.push(player.call.last_attempt.as_ref().unwrap().stamp.nonce.clone());
        player.step(lost(Delivery::NeverSent, ""));
        player.step(Input::Waited);
    }
    assert!(
        nonces[0] != nonces[1] && nonces[1] != nonces[2] && nonces[0] != nonces[2],
        "{nonces:?}"
    );
}

/// A call that wants to ask for the state of its task, behind another question.
fn asking_behind_another(options: CallOptions) -> (Player, Next) {
    let describes = DESCRIBE;
    let mut player = Player::new(CallOptions {
        verify: Verify::InDoubt,
        ..options
    });
    player.call.account = one_a_second(describes);
    player.send();
    let mut shared = player.call.account.lock();
    let Admission::Now(sent) = shared.pacer.admit(describes, None, Duration::ZERO, 0) else {
        panic!("the other question waits");
    };
    shared.pacer.settle(sent, Arrival::Answered, Duration::ZERO);
    drop(shared);
    let step = player.step(Input::Reply(refusal("InvalidParameter.TaskId")));
    (player, step)
}

#[test]
fn a_question_waits_for_the_quota_of_its_own_operation() {
    for run in [None, Some(Run::new(0))] {
        let (mut player, step) = asking_behind_another(CallOptions { run, ..PATIENT });
        assert!(matches!(step, Next::WaitForPermit(TURN_MS)), "{step:?}");
        player.elapsed_ms = TURN_MS;
        let step = player.step(Input::Waited);
        let left_ms = if run.is_some() { 30_000 } else { 28_969 };
        assert!(
            matches!(step, Next::AskState { timeout_ms, .. } if timeout_ms == left_ms),
            "{step:?}"
        );
        let account = player.call.account.clone();
        player.step(Input::TimedOut);
        let now = Duration::from_millis(TURN_MS);
        let mut shared = account.lock();
        let next = shared.pacer.admit(DESCRIBE, None, now, u64::MAX);
        assert!(matches!(next, Admission::Wait(..)), "the question counts: {next:?}");
    }
}

#[test]
fn a_question_without_the_time_is_left_out() {
    let options = CallOptions {
        timeout: limit(1_000),
        ..ONE_ATTEMPT
    };
    let (_, step) = asking_behind_another(options);
    let Next::Done(End::Stopped(outcome)) = step else {
        panic!("{step:?}");
    };
    assert_eq!((outcome.ending, outcome.verified), (Ending::AlreadyStopped, None));
    let throws = CallOptions {
        already_stopped: AlreadyStopped::Throw,
        ..options
    };
    let failure = failure(asking_behind_another(throws).1);
    let said = "; the quota has no room for a question about its state";
    assert!(failure.message.ends_with(said), "{failure:?}");
}

#[test]
fn an_abort_gives_the_permit_of_a_question_back() {
    let (player, _) = asking_behind_another(PATIENT);
    let account = player.call.account.clone();
    player.abort(false);
    let mut shared = account.lock();
    let next = shared.pacer.admit(DESCRIBE, None, Duration::ZERO, u64::MAX);
    assert!(matches!(next, Admission::Wait(TURN_MS, _)), "{next:?}");
}

/// A call of an action behind another call of the same name, and its first step.
fn action_behind_another(version: &str) -> (Player, Next) {
    let account = one_a_second("StartCaster");
    let begun = || {
        let action = Action {
            name: "StartCaster".into(),
            version: version.into(),
            method: Method::Post,
            effect: Effect::ChangesEachTime,
            parameters: Vec::new(),
            in_form: 0,
        };
        let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
        let mut player = Player::of(Invocation::of_action(action).unwrap(), endpoint, CallOptions::default());
        player.call.account = account.clone();
        player.step(Input::Begin);
        let step = player.step(signer());
        (player, step)
    };
    let (mut before, step) = begun();
    assert!(matches!(step, Next::Send { .. }), "{step:?}");
    before.step(Input::TimedOut);
    begun()
}

#[test]
fn an_action_with_a_quota_waits_for_its_turn() {
    let (mut player, step) = action_behind_another(VERSION);
    assert!(matches!(step, Next::WaitForPermit(TURN_MS)), "{step:?}");
    player.elapsed_ms = TURN_MS;
    assert!(matches!(player.step(Input::Waited), Next::Send { .. }));
    // The retry waits as long as the service asks.
    player.random = 1;
    let mut refused = refusal("Throttling.User");
    refused.retry_after_ms = Some(5_000);
    assert!(matches!(player.step(Input::Reply(refused)), Next::Wait(5_000)));
    let mut shared = player.call.account.lock();
    let now = Duration::from_millis(TURN_MS);
    let next = shared.pacer.admit("StartCaster", None, now, 0);
    assert!(matches!(next, Admission::TooLate(5_000..)), "{next:?}");
}

#[test]
fn an_action_of_another_version_has_no_quota() {
    let (_, step) = action_behind_another("2014-05-26");
    assert!(matches!(step, Next::Send { .. }), "{step:?}");
}
