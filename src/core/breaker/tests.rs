//! The breaker by itself: when it holds, when it probes, when it halts.

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::lane::*;
use super::*;
use crate::error::code;
use crate::operation::{STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};
use crate::policy::Timeout;

/// The limit of an attempt.
const ATTEMPT_MS: u64 = 5_000;

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
    task: u32,
    attempts: u32,
    now_ms: u64,
}

impl Player {
    fn new() -> Self {
        let mut run = Run::new(1);
        run.max_outage = Timeout::from_ms(100_000).unwrap();
        Self {
            breaker: Breaker::new(),
            run,
            task: 1,
            attempts: 1,
            now_ms: 5_000,
        }
    }

    fn ask(&mut self) -> Passage {
        self.breaker.ask(OPERATION, self.run, 0, ATTEMPT_MS, self.now_ms)
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
        self.breaker.enter(OPERATION, self.run, self.task, self.now_ms);
    }

    fn outcome(&mut self, failure: &Failure) -> Course {
        self.breaker.leave(OPERATION, self.run);
        self.breaker.failed(
            OPERATION,
            self.run,
            self.attempts,
            Trouble::of(failure),
            failure,
            self.now_ms,
        )
    }

    /// Another task each time. Returns whether the operation is held.
    fn end(&mut self, failure: &Failure) -> bool {
        self.task += 1;
        self.outcome(failure) == Course::Held
    }

    fn fail(&mut self, failure: &Failure) -> bool {
        self.begin();
        self.end(failure)
    }

    fn succeed(&mut self) {
        self.begin();
        self.breaker.leave(OPERATION, self.run);
        self.breaker.succeeded(OPERATION, self.run, self.now_ms);
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
fn the_task_with_the_fewest_attempts_probes_first() {
    let mut player = Player::held();
    player.now_ms += 1_000;
    let ask = |player: &mut Player, attempts| {
        player
            .breaker
            .ask(OPERATION, player.run, attempts, ATTEMPT_MS, player.now_ms)
    };
    for (attempts, later_ms) in [(1, TRIED_MS), (3, 150), (10, 500), (99, 500)] {
        match ask(&mut player, attempts) {
            Passage::Wait(ms, Some(_)) => assert_eq!(ms, later_ms),
            passage => panic!("{passage:?}"),
        }
    }
    assert!(player.is_open());
    player.now_ms += 500;
    assert!(matches!(ask(&mut player, 99), Passage::Open));
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
fn a_row_of_throttled_attempts_holds() {
    let mut player = Player::new();
    player.succeed();
    for _ in 1..THROTTLED {
        assert!(!player.fail(&throttled()));
    }
    assert!(player.fail(&throttled()));
    player.now_ms += 1_000;
    assert!(player.fail(&throttled()));
    assert_eq!(player.wait(), (LOOK_MS, Some(2_000)));
    for _ in 0..3 {
        player.now_ms += 10_000;
        player.fail(&throttled());
    }
    assert_eq!(player.wait().1, Some(LAST_THROTTLED_PROBE_MS));
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
    player.breaker.succeeded(OPERATION, player.run, player.now_ms);
    assert!(player.halted_by().is_some());
}

#[test]
fn three_refusals_halt_a_run_without_a_success() {
    let mut player = Player::new();
    for under_way in 0..FIRST_REFUSALS {
        assert!(player.is_open(), "{under_way}");
        player.breaker.enter(OPERATION, player.run, player.task, 0);
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
    let other = player
        .breaker
        .ask(&STOP_LIVE_STREAM_MONITOR, player.run, 0, ATTEMPT_MS, 0);
    assert!(matches!(other, Passage::Open));
    // So do the other runs.
    for number in [0, 2] {
        player.run.number = number;
        assert!(player.is_open());
    }
    player.run.number = 1;
    assert!(player.halted_by().is_some());
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
    player.breaker.leave(OPERATION, player.run);
    assert!(player.is_open());
}

#[test]
fn while_the_service_asks_to_wait_only_the_answer_to_a_probe_lifts_the_hold() {
    let mut failure = failure(Kind::Service, "ServiceUnavailable", true);
    failure.retry_after_ms = Some(60_000);
    let mut player = Player::new();
    player.begin();
    player.begin();
    player.end(&failure);
    player.breaker.leave(OPERATION, player.run);
    player.breaker.succeeded(OPERATION, player.run, player.now_ms);
    assert_eq!(player.wait().1, Some(60_000));
    player.now_ms += 60_000;
    player.succeed();
    assert!(player.is_open());
}

#[test]
fn a_probe_that_never_ends_is_given_up() {
    let mut player = Player::held();
    player.now_ms += 1_000;
    player.begin();
    player.now_ms += ATTEMPT_MS + LAPSE_MS - 1;
    assert!(!player.is_open());
    player.now_ms += 1;
    assert!(player.is_open());
}

#[test]
fn a_standstill_is_no_outage() {
    let mut player = Player::held();
    player.now_ms += 1_000;
    assert!(player.fail(&lost()));
    player.now_ms += 1_200_000;
    assert!(player.fail(&lost()));
    assert_eq!(player.halted_by(), None);
    // The second one counts: a run has to end.
    player.now_ms += 1_200_000;
    assert!(player.fail(&lost()));
    assert_eq!(player.halted_by().as_deref(), Some(code::NETWORK));
}

#[test]
fn a_probe_that_is_a_little_late_halts() {
    let mut player = Player::held();
    player.now_ms += 1_000;
    assert!(player.fail(&lost()));
    player.now_ms = 105_000 + LATE_MS;
    assert!(player.fail(&lost()));
    assert_eq!(player.halted_by().as_deref(), Some(code::NETWORK));
}

#[test]
fn one_task_alone_ends_without_the_run() {
    let mut player = Player::held();
    player.task = 1;
    let mut course = Course::Held;
    while course == Course::Held {
        player.now_ms += 1_000;
        if player.is_open() {
            player.begin();
            course = player.outcome(&lost());
        }
    }
    assert_eq!(course, Course::Over);
    assert!(player.now_ms >= 105_000, "{}", player.now_ms);
    assert_eq!(player.halted_by(), None);
    // Another task is asked for at once, and decides.
    player.task = 2;
    player.begin();
    assert_eq!(player.outcome(&lost()), Course::Held);
    assert_eq!(player.halted_by().as_deref(), Some(code::NETWORK));
}

#[test]
fn an_answer_costs_the_task_that_failed_while_others_did_not() {
    let answer = failure(Kind::Service, "InternalError", true);
    let mut player = Player::held();
    for (earlier, attempts, failure, course) in [
        (0, FAILURES + 1, &answer, Course::Held),
        (0, FAILURES + 3, &answer, Course::Odd),
        (3, FAILURES + 3, &answer, Course::Odd),
        (3, FAILURES + 4, &lost(), Course::Held),
        (0, FAILURES + 5, &answer, Course::Held),
    ] {
        player.now_ms += 40_000;
        player.run.max_outage = Timeout::from_ms(1_000_000).unwrap();
        player.run.attempts = earlier;
        player.attempts = attempts;
        player.begin();
        assert_eq!(player.outcome(failure), course, "{earlier}, {attempts}");
    }
}

#[test]
fn throttling_that_asks_to_wait_ends_too() {
    for asked_ms in [4_000, 20_000, 40_000, 60_000, MAX_ASKED_MS] {
        let mut asked = throttled();
        asked.retry_after_ms = Some(asked_ms);
        let mut player = Player::new();
        player.succeed();
        let row = if asked_ms < LONG_WAIT_MS { THROTTLED } else { 1 };
        for at in 1..=row {
            assert_eq!(player.fail(&asked), at == row, "{asked_ms}");
        }
        let begun_ms = player.now_ms;
        // The pacer delays each probe, too.
        while player.halted_by().is_none() {
            assert!(player.now_ms < begun_ms + 100_000 + 3 * MAX_ASKED_MS, "{asked_ms}");
            player.now_ms += 1_000;
            if player.is_open() {
                player.now_ms += asked_ms;
                player.fail(&asked);
            }
        }
    }
}

#[test]
fn a_halt_outlives_a_quiet_minute() {
    let mut player = Player::new();
    for _ in 0..FIRST_REFUSALS {
        player.fail(&refused());
    }
    player.now_ms += 10 * FORGET_MS;
    player.run.number = 2;
    player.begin();
    player.run.number = 1;
    assert!(player.halted_by().is_some());
}

#[test]
fn a_run_that_asks_nothing_is_forgotten() {
    let mut player = Player::new();
    for number in 1..=100 {
        player.run.number = number;
        player.now_ms += FORGET_MS / 2;
        player.begin();
        player.breaker.leave(OPERATION, player.run);
    }
    assert!(player.breaker.lanes.len() <= 3, "{}", player.breaker.lanes.len());
}

#[test]
fn a_run_of_unknown_tasks_is_not_slow() {
    let mut player = Player::new();
    player.fail(&failure(Kind::Service, "NotFound.Task", false));
    for _ in 0..10 {
        player.begin();
    }
}
