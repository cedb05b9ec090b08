//! The breaker by itself: when it holds, when it probes, when it halts.

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::error::code;
use crate::operation::{STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};
use crate::policy::Timeout;

const OPERATION: &Operation = &STOP_RTC_CLOUD_RECORDING;

fn failure(kind: Kind, code: &str, retryable: bool) -> Failure {
    let mut failure = Failure::new(kind, code.into(), "message".into());
    failure.retryable = retryable;
    failure
}

fn lost() -> Failure {
    failure(Kind::Network, code::NETWORK, true)
}

fn throttled() -> Failure {
    failure(Kind::Throttled, "Throttling.User", true)
}

fn refused() -> Failure {
    failure(Kind::Service, "SignatureDoesNotMatch", false)
}

/// A breaker and a clock.
struct Player {
    breaker: Breaker,
    run: Run,
    now_ms: u64,
}

impl Player {
    fn new() -> Self {
        let mut run = Run::new(1);
        run.max_outage = Timeout::from_ms(100_000).unwrap();
        Self {
            breaker: Breaker::new(),
            run,
            now_ms: 5_000,
        }
    }

    fn ask(&mut self) -> Passage {
        self.breaker.ask(OPERATION, self.run, false, self.now_ms)
    }

    fn is_open(&mut self) -> bool {
        matches!(self.ask(), Passage::Open)
    }

    /// The wait of an attempt, and the time until the probe of a hold.
    fn wait(&mut self) -> (u64, Option<u64>) {
        match self.ask() {
            Passage::Wait(ms, hold) => (ms, hold.map(|hold| hold.next_probe_ms)),
            passage => panic!("{passage:?}"),
        }
    }

    fn begin(&mut self) {
        assert!(self.is_open());
        self.breaker.enter(OPERATION, self.now_ms);
    }

    fn end(&mut self, failure: &Failure) -> bool {
        self.breaker.leave(OPERATION);
        self.breaker
            .failed(OPERATION, self.run, Trouble::of(failure), failure, self.now_ms)
    }

    fn fail(&mut self, failure: &Failure) -> bool {
        self.begin();
        self.end(failure)
    }

    fn succeed(&mut self) {
        self.begin();
        self.breaker.leave(OPERATION);
        self.breaker.succeeded(OPERATION);
    }

    /// A player whose run is held by lost attempts.
    fn held() -> Self {
        let mut player = Self::new();
        for _ in 1..FAILURES {
            assert!(!player.fail(&lost()));
        }
        assert!(player.fail(&lost()));
        player
    }

    fn halted_by(&mut self) -> Option<String> {
        match self.ask() {
            Passage::Halted(cause) => Some(cause.code),
            _ => None,
        }
    }
}

#[test]
fn what_a_failure_says_of_the_other_tasks() {
    for (failure, trouble) in [
        (lost(), Trouble::Passing),
        (failure(Kind::Timeout, code::ATTEMPT_TIMEOUT, true), Trouble::Passing),
        (failure(Kind::Protocol, code::HTTP_STATUS, true), Trouble::Passing),
        (failure(Kind::Service, "InternalError", true), Trouble::Passing),
        (
            failure(Kind::Credentials, code::CREDENTIALS_FAILED, true),
            Trouble::Passing,
        ),
        (
            failure(Kind::Credentials, code::MISSING_CREDENTIALS, false),
            Trouble::Lasting,
        ),
        (failure(Kind::Internal, code::INTERNAL, false), Trouble::Lasting),
        (throttled(), Trouble::Throttled),
        (failure(Kind::Throttled, code::QUOTA, false), Trouble::Throttled),
        (refused(), Trouble::Lasting),
        (failure(Kind::Service, "Forbidden.RAM", false), Trouble::Lasting),
        (failure(Kind::Service, "NotFound.Task", false), Trouble::None),
        (failure(Kind::Service, "InvalidParameter.UserId", false), Trouble::None),
    ] {
        assert_eq!(Trouble::of(&failure), trouble, "{}", failure.code);
    }
}

#[test]
fn probes_are_further_and_further_apart() {
    let mut player = Player::held();
    for spacing_ms in [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000] {
        assert_eq!(player.wait(), (spacing_ms.min(LOOK_MS), Some(spacing_ms)));
        player.now_ms += spacing_ms - 1;
        assert_eq!(player.wait(), (1, Some(1)));
        player.now_ms += 1;
        player.begin();
        // One at a time.
        assert_eq!(player.wait(), (LOOK_MS, Some(0)));
        assert!(player.end(&lost()));
    }
}

#[test]
fn a_hold_tells_its_last_failure_and_its_age() {
    let mut player = Player::held();
    player.now_ms += 1_000;
    assert!(player.fail(&failure(Kind::Protocol, code::HTTP_STATUS, true)));
    player.now_ms += 500;
    let Passage::Wait(_, Some(hold)) = player.ask() else {
        panic!("is not held");
    };
    assert_eq!(
        (hold.kind, hold.code.as_str(), hold.since_ms, hold.next_probe_ms),
        (Kind::Protocol, code::HTTP_STATUS, 1_500, 1_500)
    );
}

#[test]
fn a_slow_probe_does_not_delay_the_next() {
    let mut player = Player::held();
    player.now_ms += 1_000;
    player.begin();
    player.now_ms += 1_500;
    player.end(&lost());
    assert_eq!(player.wait(), (500, Some(500)));
}

#[test]
fn a_task_that_was_not_asked_for_probes_first() {
    let mut player = Player::held();
    player.now_ms += 1_000;
    let tried = |player: &mut Player| player.breaker.ask(OPERATION, player.run, true, player.now_ms);
    assert!(matches!(tried(&mut player), Passage::Wait(TRIED_MS, Some(_))));
    assert!(player.is_open());
    player.now_ms += TRIED_MS;
    assert!(matches!(tried(&mut player), Passage::Open));
}

#[test]
fn an_answer_lifts_a_hold_and_begins_the_row_anew() {
    let answers: [fn(&mut Player); 3] = [
        Player::succeed,
        |player| assert!(!player.fail(&failure(Kind::Service, "NotFound.Task", false))),
        |player| assert!(!player.fail(&refused())),
    ];
    for answer in answers {
        let mut player = Player::held();
        player.now_ms += 1_000;
        answer(&mut player);
        for _ in 1..FAILURES {
            assert!(!player.fail(&lost()));
        }
        assert!(player.fail(&lost()));
    }
}

#[test]
fn attempts_from_before_a_hold_do_not_move_its_probe() {
    let mut player = Player::new();
    player.succeed();
    for _ in 0..=FAILURES {
        player.begin();
    }
    for _ in 0..FAILURES {
        player.end(&lost());
    }
    player.now_ms += 1_000;
    assert_eq!(player.wait(), (LOOK_MS, Some(0)), "one is still under way");
    assert!(player.end(&lost()));
    assert!(player.is_open());
}

#[test]
fn ten_throttled_attempts_hold_and_nine_do_not() {
    let mut player = Player::new();
    player.succeed();
    for _ in 1..THROTTLED {
        assert!(!player.fail(&throttled()));
    }
    assert!(player.fail(&throttled()));
    // The pacer waits as the service asks.
    let mut asked = throttled();
    asked.retry_after_ms = Some(90_000);
    player.now_ms += 1_000;
    assert!(player.fail(&asked));
    assert_eq!(player.wait(), (LOOK_MS, Some(2_000)));
}

#[test]
fn a_wait_that_the_service_asks_for_holds_at_once() {
    for (asked_ms, held_ms) in [(1, 1_000), (20_000, 20_000), (u64::MAX, MAX_ASKED_MS)] {
        let mut player = Player::new();
        player.run.max_outage = Timeout::from_ms(1_000_000).unwrap();
        let mut failure = failure(Kind::Protocol, code::HTTP_STATUS, true);
        failure.retry_after_ms = Some(asked_ms);
        player.begin();
        player.begin();
        assert!(player.end(&failure));
        assert_eq!(player.wait(), (held_ms.min(LOOK_MS), Some(held_ms)));
        // So does the one of an attempt from before.
        player.now_ms += 500;
        player.end(&failure);
        assert_eq!(player.wait().1, Some((held_ms - 500).max(asked_ms.min(MAX_ASKED_MS))));
    }
}

#[test]
fn an_outage_that_lasts_halts_after_a_last_probe() {
    let mut player = Player::held();
    let begun_ms = player.now_ms;
    let mut probes = 0;
    while player.now_ms < begun_ms + 100_000 {
        match player.ask() {
            Passage::Open => {
                probes += 1;
                assert!(player.fail(&lost()));
            }
            Passage::Wait(ms, _) => player.now_ms += ms,
            Passage::Halted(cause) => panic!("{cause:?} after {}", player.now_ms - begun_ms),
        }
    }
    assert_eq!((player.now_ms - begun_ms, probes), (100_000, 7));
    assert!(player.fail(&lost()));
    assert_eq!(player.halted_by().as_deref(), Some(code::NETWORK));
    // A late success changes nothing.
    player.breaker.succeeded(OPERATION);
    assert!(player.halted_by().is_some());
}

#[test]
fn three_refusals_halt_a_run_without_a_success() {
    let mut player = Player::new();
    for under_way in 0..FIRST_REFUSALS {
        assert!(player.is_open(), "{under_way}");
        player.breaker.enter(OPERATION, 0);
    }
    assert_eq!(player.wait(), (FIRST_LOOK_MS, None));
    player.end(&refused());
    assert_eq!(
        player.wait(),
        (FIRST_LOOK_MS, None),
        "a refusal counts as one under way"
    );
    player.end(&refused());
    assert_eq!(player.halted_by(), None);
    player.end(&failure(Kind::Service, "NoPermission", false));
    assert_eq!(player.halted_by().as_deref(), Some("NoPermission"));
    // The other operation goes on.
    let other = player.breaker.ask(&STOP_LIVE_STREAM_MONITOR, player.run, false, 0);
    assert!(matches!(other, Passage::Open));
    // So does the next run; a call of the same run or of an earlier one does not.
    player.run.number = 0;
    assert!(player.halted_by().is_some());
    player.run.number = 2;
    assert!(player.is_open());
}

#[test]
fn attempts_of_an_earlier_run_count_in_the_next() {
    let mut player = Player::new();
    player.begin();
    player.run.number = 2;
    player.begin();
    player.begin();
    assert_eq!(player.wait(), (FIRST_LOOK_MS, None));
}

#[test]
fn ten_refusals_in_a_row_halt_a_run_with_a_success() {
    let mut player = Player::new();
    player.succeed();
    for _ in 1..REFUSALS {
        player.fail(&refused());
    }
    player.fail(&failure(Kind::Service, "NotFound.Task", false));
    for _ in 1..REFUSALS {
        player.fail(&refused());
    }
    player.succeed();
    for _ in 1..REFUSALS {
        player.fail(&refused());
    }
    assert_eq!(player.halted_by(), None);
    player.fail(&refused());
    assert_eq!(player.halted_by().as_deref(), Some("SignatureDoesNotMatch"));
}

#[test]
fn a_dropped_probe_makes_room_for_another() {
    let mut player = Player::held();
    player.now_ms += 1_000;
    player.begin();
    assert!(!player.is_open());
    player.breaker.leave(OPERATION);
    assert!(player.is_open());
}
