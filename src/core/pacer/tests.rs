//! Times of single attempts. The simulation plays many calls at once.

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

const RECORDING: &str = "StopRtcCloudRecording";
const MONITOR: &str = "StopLiveStreamMonitor";

fn pacer(quota: u32) -> Pacer {
    of_quota(Quota::per_second(RECORDING, NonZeroU32::new(quota).unwrap()))
}

fn of_quota(quota: Quota) -> Pacer {
    Pacer::new(Quotas::documented_but(vec![quota]))
}

const fn at(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// The wait of an attempt that asks now. Without a wait, its reply comes at once.
fn wait(pacer: &mut Pacer, now_ms: u64) -> u64 {
    match pacer.admit(RECORDING, None, at(now_ms), u64::MAX) {
        Admission::Now(sent) => {
            pacer.settle(sent, Arrival::Answered, at(now_ms));
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
    let mut at_once = |action| {
        let admitted = |pacer: &mut Pacer| matches!(pacer.admit(action, None, at(0), u64::MAX), Admission::Now(_));
        (0..100).filter(|_| admitted(&mut pacer)).count()
    };
    assert_eq!(at_once(RECORDING), 10);
    assert_eq!(at_once(MONITOR), 2);
}

#[test]
fn an_action_without_an_operation_has_the_quota_that_the_caller_gives() {
    let mut pacer = of_quota(Quota::per_minute("DescribeCasters", NonZeroU32::new(10).unwrap()));
    let mut at_once = |action| {
        let admitted = |pacer: &mut Pacer| matches!(pacer.admit(action, None, at(0), u64::MAX), Admission::Now(_));
        (0..100).filter(|_| admitted(&mut pacer)).count()
    };
    assert_eq!(
        ["DescribeCasters", "StartCaster", RECORDING].map(&mut at_once),
        [2, 100, 10]
    );
}

#[test]
fn a_quota_of_a_minute_is_kept_in_any_minute() {
    let mut pacer = of_quota(Quota::per_minute(RECORDING, NonZeroU32::new(30).unwrap()));
    let times = waits(&mut pacer, 0, 300);
    assert_eq!(times[..8], [0, 0, 0, 0, 0, 0, 2_500, 5_000]);
    for begin in &times {
        let minute = times.iter().filter(|ms| (*begin..begin + 60_000).contains(ms)).count();
        assert!(minute <= 30, "{minute} attempts from {begin} ms");
    }
    let late = times.iter().filter(|ms| (120_000..420_000).contains(*ms)).count();
    assert_eq!(late, 145);
    // The replies of a minute count, also when timers are late together.
    let permits = crowd(&mut pacer, 3_600_000, 40);
    let mut admitted = permits
        .iter()
        .map(|permit| pacer.admit(RECORDING, Some(*permit), at(7_200_000), u64::MAX));
    assert_eq!(
        admitted
            .by_ref()
            .take_while(|next| matches!(next, Admission::Now(_)))
            .count(),
        30
    );
}

#[test]
fn a_throttled_reply_cuts_the_rate_once_a_minute_where_the_quota_counts_in_minutes() {
    let mut pacer = of_quota(Quota::per_minute(RECORDING, NonZeroU32::new(6_000).unwrap()));
    let mut rate_after = |now_ms| {
        pacer.throttled(RECORDING, 0, at(now_ms));
        format!("{:.0}", pacer.rate(RECORDING, at(now_ms)).unwrap())
    };
    assert_eq!(rate_after(0), "5529");
    assert_eq!(rate_after(59_000), "5588");
    // It rises by a hundredth of the quota each minute.
    assert_eq!(rate_after(60_000), "4751");
    // After half an hour without one, a throttled reply costs less.
    let _ = rate_after(120_000);
    assert_eq!(rate_after(120_000 + 1_799_999), "4947");
    let mut pacer = of_quota(Quota::per_minute(RECORDING, NonZeroU32::MIN));
    pacer.throttled(RECORDING, 0, at(0));
    assert_eq!(pacer.rate(RECORDING, at(0)), Some(0.97));
}

#[test]
fn without_quotas_nothing_waits() {
    let mut pacer = Pacer::new(Quotas::UNLIMITED);
    assert_eq!(waits(&mut pacer, 0, 1_000), [0; 1_000]);
    pacer.throttled(RECORDING, 1_000, at(0));
    assert_eq!(wait(&mut pacer, 0), 0);
    assert_eq!(pacer.rate(RECORDING, at(0)), None);
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
        let late = pacer.admit(RECORDING, None, at(0), 1_030);
        assert_eq!(late, Admission::TooLate(1_031));
    }
    assert_eq!(wait(&mut pacer, 0), 1_031);
}

#[test]
fn a_permit_that_comes_just_in_time_is_taken() {
    let mut pacer = pacer(1);
    assert_eq!(wait(&mut pacer, 0), 0);
    let just = pacer.admit(RECORDING, None, at(0), 1_031);
    assert!(matches!(just, Admission::Wait(1_031, _)), "{just:?}");
}

#[test]
fn the_rate_follows_a_clock_that_goes_back() {
    let mut pacer = pacer(50);
    let recording = RECORDING;
    assert_eq!(pacer.rate(recording, at(0)), Some(48.5));
    pacer.throttled(recording, 0, at(10_000));
    wait(&mut pacer, 0);
    let rate = |now_ms| pacer.rate(recording, at(now_ms)).map(|rate| format!("{rate:.1}"));
    assert_eq!([0, 500].map(rate), ["46.1", "46.6"].map(|rate| Some(rate.into())));
}

#[test]
fn a_permit_is_for_one_time() {
    let mut pacer = pacer(1);
    let recording = RECORDING;
    wait(&mut pacer, 0);
    let Admission::Wait(1_031, permit) = pacer.admit(recording, None, at(0), u64::MAX) else {
        panic!("it does not wait");
    };
    let mut ask = |now_ms, longest_ms| pacer.admit(recording, Some(permit), at(now_ms), longest_ms);
    assert_eq!(ask(1_000, 31), Admission::Wait(31, permit));
    assert!(matches!(ask(1_030, 0), Admission::Now(_)));
    // The permit is used, and its attempt is under way.
    assert_eq!(ask(5_000, 0), Admission::TooLate(1_000));
    assert!(matches!(ask(5_000, 1_000), Admission::Wait(1_000, _)));
}

#[test]
fn a_throttled_reply_cuts_the_rate_once_a_second() {
    let mut pacer = pacer(50);
    let recording = RECORDING;
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
    let recording = RECORDING;
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
        pacer.throttled(RECORDING, asked_ms, at(0));
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
    let catch_up = |quota| {
        format!(
            "{}",
            Lane::new(Quota::per_second(RECORDING, NonZeroU32::new(quota).unwrap())).catch_up_ms()
        )
    };
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
    let ask = |pacer: &mut Pacer| match pacer.admit(RECORDING, None, at(now_ms), u64::MAX) {
        Admission::Now(sent) => {
            pacer.settle(sent, Arrival::Answered, at(now_ms));
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
    let recording = RECORDING;
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
fn an_attempt_that_finds_no_room_delays_those_behind_it() {
    let mut pacer = pacer(1);
    let ask = |pacer: &mut Pacer, permit, now_ms, longest_ms| pacer.admit(RECORDING, permit, at(now_ms), longest_ms);
    let waits = |admission, ms| match admission {
        Admission::Wait(wait_ms, permit) if wait_ms == ms => permit,
        other => panic!("{other:?} in place of {ms}"),
    };
    let Admission::Now(slow) = ask(&mut pacer, None, 0, 0) else {
        panic!("the first waits");
    };
    let second = waits(ask(&mut pacer, None, 0, u64::MAX), 1_031);
    let third = waits(ask(&mut pacer, None, 0, u64::MAX), 2_062);
    // The reply to the first is not there yet.
    let second = waits(ask(&mut pacer, Some(second), 1_031, u64::MAX), 1_000);
    pacer.settle(slow, Arrival::Answered, at(1_031));
    let Admission::Now(second) = ask(&mut pacer, Some(second), 2_031, 0) else {
        panic!("it waits");
    };
    pacer.settle(second, Arrival::Answered, at(2_040));
    assert_eq!(ask(&mut pacer, Some(third), 2_062, 999), Admission::TooLate(1_000));
    // The time of the third is for the next.
    waits(ask(&mut pacer, None, 2_062, u64::MAX), 1_000);
    waits(ask(&mut pacer, None, 2_062, u64::MAX), 2_031);
}

#[test]
fn an_attempt_that_cannot_wait_delays_no_other() {
    let mut pacer = pacer(1);
    let ask = |pacer: &mut Pacer, permit, now_ms, longest_ms| pacer.admit(RECORDING, permit, at(now_ms), longest_ms);
    let Admission::Now(slow) = ask(&mut pacer, None, 0, 0) else {
        panic!("the first waits");
    };
    let [
        Admission::Wait(_, second),
        Admission::Wait(_, third),
        Admission::Wait(_, fourth),
    ] = [0; 3].map(|now_ms| ask(&mut pacer, None, now_ms, u64::MAX))
    else {
        panic!("a burst");
    };
    assert_eq!(ask(&mut pacer, Some(second), 1_031, 500), Admission::TooLate(1_000));
    pacer.settle(slow, Arrival::Answered, at(1_050));
    let Admission::Now(third) = ask(&mut pacer, Some(third), 2_062, 438) else {
        panic!("it is delayed");
    };
    // Others have delayed the fourth, and there is room at its time.
    let Admission::Wait(_, fifth) = ask(&mut pacer, None, 2_062, u64::MAX) else {
        panic!("a burst");
    };
    assert!(matches!(ask(&mut pacer, Some(fifth), 2_063, 0), Admission::TooLate(_)));
    pacer.settle(third, Arrival::Never, at(2_100));
    assert!(matches!(ask(&mut pacer, Some(fourth), 2_100, 100), Admission::Now(_)));
}

#[test]
fn a_permit_that_is_given_back_is_for_the_next_attempt() {
    let mut pacer = pacer(50);
    let recording = RECORDING;
    let permits = crowd(&mut pacer, 0, 1_000);
    assert!(wait(&mut pacer, 0) > 20_000);
    pacer.give_back(permits[500]);
    pacer.give_back(permits[1]);
    pacer.give_back(permits[0]);
    assert_eq!(waits(&mut pacer, 30, 2), [20, 10_486]);
    assert!(wait(&mut pacer, 30) > 20_000);
    // Permits from before a hold are not valid, either.
    pacer.give_back(permits[600]);
    pacer.throttled(recording, 0, at(30));
    pacer.give_back(permits[700]);
    assert_eq!(waits(&mut pacer, 30, 2), [27, 53]);
    pacer.throttled(recording, 1_000, at(31));
    assert_eq!(wait(&mut pacer, 31), 1_022);
}

#[test]
fn a_clock_that_goes_back_keeps_permits() {
    let mut pacer = pacer(1);
    let recording = RECORDING;
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
    let Admission::Now(sent) = pacer.admit(RECORDING, None, at(now_ms), u64::MAX) else {
        panic!("it waits");
    };
    pacer.settle(sent, Arrival::Answered, at(now_ms + trip_ms));
}

#[test]
fn an_attempt_counts_until_a_second_after_its_reply_less_the_smallest_round_trip() {
    let wait_after = |trips: u64, trip_ms: u64| {
        let mut pacer = pacer(1);
        for trip in 0..trips {
            round_trip(&mut pacer, trip * 10_000, 100);
        }
        let Admission::Now(sent) = pacer.admit(RECORDING, None, at(100_000), u64::MAX) else {
            panic!("it waits");
        };
        let settled_ms = 100_000 + trip_ms;
        pacer.settle(sent, Arrival::Answered, at(settled_ms));
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
        let Admission::Now(sent) = pacer.admit(RECORDING, None, at(0), u64::MAX) else {
            panic!("it waits");
        };
        pacer.settle(sent, arrival, at(5_000));
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
            pacer.give_back(permit);
        }
    }
    let lane = &pacer.lanes[0];
    assert!(lane.unused() <= 20, "{}", lane.unused());
}

#[test]
fn a_clock_that_jumps_to_the_end_of_time_disables_nothing() {
    let mut pacer = pacer(1);
    for clock in [Duration::MAX, Duration::ZERO, Duration::MAX] {
        let ask = |pacer: &mut Pacer| pacer.admit(RECORDING, None, clock, u64::MAX);
        let first = ask(&mut pacer);
        assert!(!matches!(ask(&mut pacer), Admission::Now(_)), "after {first:?}");
    }
}
