//! Times of single attempts. The simulation plays many calls at once.

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::operation::{STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};

fn pacer(quota: u32) -> Pacer {
    let quota = NonZeroU32::new(quota).unwrap();
    Pacer::new(Quotas::Documented(vec![(&STOP_RTC_CLOUD_RECORDING, quota)]))
}

const fn at(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// The wait of an attempt that asks now. Without a wait, its reply comes at once.
fn wait(pacer: &mut Pacer, now_ms: u64) -> u64 {
    match pacer.admit(&STOP_RTC_CLOUD_RECORDING, None, at(now_ms), u64::MAX) {
        Admission::Now(sent) => {
            pacer.settle(&STOP_RTC_CLOUD_RECORDING, sent, Arrival::Answered, at(now_ms));
            0
        }
        Admission::Wait(ms, _) | Admission::TooLate(ms) => ms,
    }
}

/// The waits of attempts that ask at the same time.
fn waits(pacer: &mut Pacer, now_ms: u64, count: usize) -> Vec<u64> {
    (0..count).map(|_| wait(pacer, now_ms)).collect()
}

#[test]
fn a_fifth_of_the_quota_goes_at_once() {
    let mut pacer = pacer(50);
    assert_eq!(waits(&mut pacer, 0, 11), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25]);
    // The bucket fills up while nothing is sent.
    assert_eq!(waits(&mut pacer, 10_000, 11), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25]);
}

#[test]
fn steady_work_uses_97_percent() {
    let mut pacer = pacer(50);
    let times = waits(&mut pacer, 0, 1_000);
    let late = times.iter().filter(|ms| (10_000..20_000).contains(*ms)).count();
    assert_eq!(late, 485);
    for begin in &times {
        let second = times.iter().filter(|ms| (*begin..begin + 1_000).contains(ms)).count();
        assert!(second <= 50, "{second} attempts from {begin} ms");
    }
}

#[test]
fn each_operation_has_its_own_quota() {
    let mut pacer = Pacer::new(Quotas::default());
    let mut at_once = |operation| {
        let admitted = |pacer: &mut Pacer| matches!(pacer.admit(operation, None, at(0), u64::MAX), Admission::Now(_));
        (0..100).filter(|_| admitted(&mut pacer)).count()
    };
    assert_eq!(at_once(&STOP_RTC_CLOUD_RECORDING), 10);
    assert_eq!(at_once(&STOP_LIVE_STREAM_MONITOR), 2);
}

#[test]
fn without_quotas_nothing_waits() {
    let mut pacer = Pacer::new(Quotas::Unlimited);
    assert_eq!(waits(&mut pacer, 0, 1_000), [0; 1_000]);
    pacer.throttled(&STOP_RTC_CLOUD_RECORDING, 1_000, at(0));
    assert_eq!(wait(&mut pacer, 0), 0);
    assert_eq!(pacer.rate(&STOP_RTC_CLOUD_RECORDING, at(0)), None);
}

#[test]
fn a_small_quota_has_no_burst() {
    let mut pacer = pacer(1);
    assert_eq!(waits(&mut pacer, 0, 3), [0, 1_031, 2_062]);
}

#[test]
fn a_permit_that_comes_too_late_is_not_taken() {
    let mut pacer = pacer(1);
    assert_eq!(wait(&mut pacer, 0), 0);
    for _ in 0..3 {
        let late = pacer.admit(&STOP_RTC_CLOUD_RECORDING, None, at(0), 1_030);
        assert_eq!(late, Admission::TooLate(1_031));
    }
    assert_eq!(wait(&mut pacer, 0), 1_031);
}

#[test]
fn a_permit_that_comes_just_in_time_is_taken() {
    let mut pacer = pacer(1);
    assert_eq!(wait(&mut pacer, 0), 0);
    let just = pacer.admit(&STOP_RTC_CLOUD_RECORDING, None, at(0), 1_031);
    assert!(matches!(just, Admission::Wait(1_031, _)), "{just:?}");
}

#[test]
fn the_rate_follows_a_clock_that_goes_back() {
    let mut pacer = pacer(50);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    assert_eq!(pacer.rate(recording, at(0)), Some(48.5));
    pacer.throttled(recording, 0, at(10_000));
    wait(&mut pacer, 0);
    let rate = |now_ms| pacer.rate(recording, at(now_ms)).map(|rate| format!("{rate:.1}"));
    assert_eq!([0, 500].map(rate), ["46.1", "46.6"].map(|rate| Some(rate.into())));
}

#[test]
fn a_permit_is_for_one_time() {
    let mut pacer = pacer(1);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    wait(&mut pacer, 0);
    let Admission::Wait(1_031, permit) = pacer.admit(recording, None, at(0), u64::MAX) else {
        panic!("it does not wait");
    };
    let mut ask = |now_ms, longest_ms| pacer.admit(recording, Some(permit), at(now_ms), longest_ms);
    assert_eq!(ask(1_000, 0), Admission::Wait(31, permit));
    assert!(matches!(ask(1_030, 0), Admission::Now(_)));
    // The permit is used, and its attempt is under way.
    assert_eq!(ask(5_000, 0), Admission::TooLate(1_000));
    assert!(matches!(ask(5_000, 1_000), Admission::Wait(1_000, _)));
}

#[test]
fn a_throttled_reply_cuts_the_rate_once_a_second() {
    let mut pacer = pacer(50);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    wait(&mut pacer, 0);
    let mut rate_after = |now_ms| {
        pacer.throttled(recording, 0, at(now_ms));
        format!("{:.1}", pacer.rate(recording, at(now_ms)).unwrap())
    };
    assert_eq!(rate_after(0), "46.1");
    assert_eq!(rate_after(500), "46.6");
    assert_eq!(rate_after(1_000), "40.0");
    // After half a minute without one, a throttled reply costs less.
    assert_eq!(rate_after(30_999), "41.2");
    assert_eq!(rate_after(60_999), "46.1");
    assert_eq!(pacer.rate(recording, at(70_000)), Some(48.5));
    for second in 0..100 {
        pacer.throttled(recording, 0, at(100_000 + second * 1_000));
    }
    let slowest = pacer.rate(recording, at(199_000)).unwrap();
    assert!((1.0..7.0).contains(&slowest), "{slowest}");
}

#[test]
fn the_wait_of_the_service_holds_every_attempt() {
    let mut pacer = pacer(50);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    waits(&mut pacer, 0, 10);
    let Admission::Wait(25, permit) = pacer.admit(recording, None, at(0), u64::MAX) else {
        panic!("it does not wait");
    };
    pacer.throttled(recording, 2_000, at(10));
    let again = pacer.admit(recording, Some(permit), at(35), u64::MAX);
    assert!(matches!(again, Admission::Wait(1_996, _)), "{again:?}");
    assert_eq!(wait(&mut pacer, 35), 2_017);
    // A shorter wait does not end a longer one.
    pacer.throttled(recording, 100, at(40));
    assert!(wait(&mut pacer, 40) > 1_900);
}

#[test]
fn no_reply_holds_the_attempts_for_more_than_two_minutes() {
    for asked_ms in [120_000, 120_001, 86_400_000, u64::MAX] {
        let mut pacer = pacer(50);
        pacer.throttled(&STOP_RTC_CLOUD_RECORDING, asked_ms, at(0));
        let waited_ms = wait(&mut pacer, 0);
        assert!((120_000..121_000).contains(&waited_ms), "{asked_ms}: {waited_ms}");
    }
}

#[test]
fn a_dense_quota_catches_up() {
    let late_by_10_ms = |quota| {
        let mut pacer = pacer(quota);
        let mut now_ms = 100_000;
        // Uses up the bucket, and the second behind it.
        while wait(&mut pacer, now_ms) < 3_000 {}
        now_ms += 3_010;
        (0..100).filter(|_| wait(&mut pacer, now_ms) == 0).count()
    };
    assert!(late_by_10_ms(1_000) >= 9);
    let catch_up = |quota| format!("{}", Lane::new(NonZeroU32::new(quota).unwrap()).catch_up_ms());
    assert_eq!([200, 201].map(catch_up), ["0", "20"]);
}

#[test]
fn a_clock_that_goes_back_delays_nothing() {
    let mut pacer = pacer(50);
    waits(&mut pacer, 3_600_000, 11);
    assert_eq!(waits(&mut pacer, 0, 2), [50, 75]);
}

/// The permits of attempts that ask at the same time, after attempts whose replies come at once.
fn crowd(pacer: &mut Pacer, now_ms: u64, count: usize) -> Vec<Permit> {
    let ask = |pacer: &mut Pacer| match pacer.admit(&STOP_RTC_CLOUD_RECORDING, None, at(now_ms), u64::MAX) {
        Admission::Now(sent) => {
            pacer.settle(&STOP_RTC_CLOUD_RECORDING, sent, Arrival::Answered, at(now_ms));
            None
        }
        Admission::Wait(_, permit) => Some(permit),
        Admission::TooLate(_) => None,
    };
    (0..count).filter_map(|_| ask(pacer)).collect()
}

#[test]
fn timers_that_are_late_together_send_no_more_than_the_quota() {
    let mut pacer = pacer(50);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    let permits = crowd(&mut pacer, 0, 100);
    assert_eq!(permits.len(), 90);
    // The program stood still for an hour.
    let now_ms = 3_600_000;
    let mut late = permits
        .iter()
        .map(|permit| pacer.admit(recording, Some(*permit), at(now_ms), u64::MAX));
    let sent = late
        .by_ref()
        .take_while(|admission| matches!(admission, Admission::Now(_)))
        .count();
    assert_eq!(sent, 50);
    let rest: Vec<_> = late
        .map(|admission| match admission {
            Admission::Wait(ms, _) => ms,
            other => panic!("{other:?}"),
        })
        .collect();
    // The first delayed attempt is not in the list.
    assert_eq!(rest[..2], [1_021, 1_042]);
    assert_eq!(rest.len(), 39);
}

#[test]
fn a_permit_that_is_given_back_is_for_the_next_attempt() {
    let mut pacer = pacer(50);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    let permits = crowd(&mut pacer, 0, 1_000);
    assert!(wait(&mut pacer, 0) > 20_000);
    pacer.give_back(recording, permits[500]);
    pacer.give_back(recording, permits[1]);
    pacer.give_back(recording, permits[0]);
    assert_eq!(waits(&mut pacer, 30, 2), [20, 10_486]);
    assert!(wait(&mut pacer, 30) > 20_000);
    // Permits from before a hold are not valid, either.
    pacer.give_back(recording, permits[600]);
    pacer.throttled(recording, 0, at(30));
    pacer.give_back(recording, permits[700]);
    assert_eq!(waits(&mut pacer, 30, 2), [27, 53]);
    pacer.throttled(recording, 1_000, at(31));
    assert_eq!(wait(&mut pacer, 31), 1_022);
    pacer.give_back(&STOP_LIVE_STREAM_MONITOR, permits[800]);
}

#[test]
fn a_clock_that_goes_back_keeps_permits() {
    let mut pacer = pacer(1);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    wait(&mut pacer, 3_600_000);
    let Admission::Wait(1_031, permit) = pacer.admit(recording, None, at(3_600_000), u64::MAX) else {
        panic!("it does not wait");
    };
    let mut ask = |now_ms| pacer.admit(recording, Some(permit), at(now_ms), u64::MAX);
    assert_eq!(ask(0), Admission::Wait(1_031, permit));
    assert!(matches!(ask(1_031), Admission::Now(_)));
}

/// Asks, and settles the attempt after a round trip of `trip_ms`.
fn round_trip(pacer: &mut Pacer, now_ms: u64, trip_ms: u64) {
    let Admission::Now(sent) = pacer.admit(&STOP_RTC_CLOUD_RECORDING, None, at(now_ms), u64::MAX) else {
        panic!("it waits");
    };
    pacer.settle(&STOP_RTC_CLOUD_RECORDING, sent, Arrival::Answered, at(now_ms + trip_ms));
}

#[test]
fn an_attempt_counts_until_a_second_after_its_reply_less_the_smallest_round_trip() {
    let wait_after = |trips: u64, trip_ms: u64| {
        let mut pacer = pacer(1);
        for trip in 0..trips {
            round_trip(&mut pacer, trip * 10_000, 100);
        }
        let Admission::Now(sent) = pacer.admit(&STOP_RTC_CLOUD_RECORDING, None, at(100_000), u64::MAX) else {
            panic!("it waits");
        };
        let settled_ms = 100_000 + trip_ms;
        pacer.settle(&STOP_RTC_CLOUD_RECORDING, sent, Arrival::Answered, at(settled_ms));
        wait(&mut pacer, settled_ms)
    };
    // Few round trips prove nothing.
    assert_eq!([0, 6].map(|trips| wait_after(trips, 500)), [1_000, 1_000]);
    assert_eq!([7, 8].map(|trips| wait_after(trips, 100)), [931, 931]);
    // Round trips that differ much prove nothing, either.
    assert_eq!(wait_after(9, 500), 1_000);
    assert_eq!(wait_after(9, 104), 927);
}

#[test]
fn an_attempt_that_was_not_sent_does_not_count() {
    let wait_after = |arrival| {
        let mut pacer = pacer(1);
        let Admission::Now(sent) = pacer.admit(&STOP_RTC_CLOUD_RECORDING, None, at(0), u64::MAX) else {
            panic!("it waits");
        };
        pacer.settle(&STOP_RTC_CLOUD_RECORDING, sent, arrival, at(5_000));
        wait(&mut pacer, 5_000)
    };
    let arrivals = [Arrival::Answered, Arrival::Unknown, Arrival::Never];
    assert_eq!(arrivals.map(wait_after), [1_000, 1_000, 0]);
}

#[test]
fn permits_that_were_given_back_are_forgotten_when_they_are_past() {
    let mut pacer = pacer(50);
    for round in 0..200 {
        let now_ms = round * 10_000;
        for permit in crowd(&mut pacer, now_ms, 30) {
            pacer.give_back(&STOP_RTC_CLOUD_RECORDING, permit);
        }
    }
    let lane = pacer.lane(&STOP_RTC_CLOUD_RECORDING).unwrap();
    assert!(lane.unused() <= 20, "{}", lane.unused());
}

#[test]
fn a_clock_that_jumps_to_the_end_of_time_disables_nothing() {
    let mut pacer = pacer(1);
    for clock in [Duration::MAX, Duration::ZERO, Duration::MAX] {
        let ask = |pacer: &mut Pacer| pacer.admit(&STOP_RTC_CLOUD_RECORDING, None, clock, u64::MAX);
        let first = ask(&mut pacer);
        assert!(!matches!(ask(&mut pacer), Admission::Now(_)), "after {first:?}");
    }
}
