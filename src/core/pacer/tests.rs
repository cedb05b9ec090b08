//! Times that the pacer gives. The simulation plays many calls at once.

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::operation::{STOP_LIVE_STREAM_MONITOR, STOP_RTC_CLOUD_RECORDING};

fn pacer(quota: u32) -> Pacer {
    Pacer::new(Quotas::Documented(vec![("StopRtcCloudRecording", quota)]))
}

/// The wait of an attempt that asks now.
fn wait(pacer: &mut Pacer, now_ms: f64) -> u64 {
    match pacer.admit(&STOP_RTC_CLOUD_RECORDING, None, now_ms, u64::MAX) {
        Admission::Now => 0,
        Admission::Wait(ms, _) | Admission::TooLate(ms) => ms,
    }
}

/// The waits of attempts that ask at the same time.
fn waits(pacer: &mut Pacer, now_ms: f64, count: usize) -> Vec<u64> {
    (0..count).map(|_| wait(pacer, now_ms)).collect()
}

#[test]
fn a_fifth_of_the_quota_goes_at_once() {
    let mut pacer = pacer(50);
    assert_eq!(waits(&mut pacer, 0.0, 11), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25]);
    // The bucket fills up while nothing is sent.
    assert_eq!(waits(&mut pacer, 10_000.0, 11), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25]);
}

#[test]
fn steady_work_uses_96_percent() {
    let mut pacer = pacer(50);
    let times = waits(&mut pacer, 0.0, 1_000);
    let late = times.iter().filter(|ms| (10_000..20_000).contains(*ms)).count();
    assert_eq!(late, 480);
    for begin in &times {
        let second = times.iter().filter(|ms| (*begin..begin + 1_000).contains(ms)).count();
        assert!(second <= 50, "{second} attempts from {begin} ms");
    }
}

#[test]
fn each_operation_has_its_own_quota() {
    let mut pacer = Pacer::new(Quotas::Documented(Vec::new()));
    let mut at_once = |operation| {
        let admitted = |pacer: &mut Pacer| pacer.admit(operation, None, 0.0, u64::MAX) == Admission::Now;
        (0..100).filter(|_| admitted(&mut pacer)).count()
    };
    assert_eq!(at_once(&STOP_RTC_CLOUD_RECORDING), 10);
    assert_eq!(at_once(&STOP_LIVE_STREAM_MONITOR), 2);
}

#[test]
fn without_quotas_nothing_waits() {
    let mut pacer = Pacer::new(Quotas::Unlimited);
    assert_eq!(waits(&mut pacer, 0.0, 1_000), [0; 1_000]);
    pacer.throttled(&STOP_RTC_CLOUD_RECORDING, 1_000, 0.0);
    assert_eq!(wait(&mut pacer, 0.0), 0);
    assert_eq!(pacer.rate(&STOP_RTC_CLOUD_RECORDING, 0.0), None);
}

#[test]
fn a_small_quota_has_no_burst() {
    let mut pacer = pacer(1);
    assert_eq!(waits(&mut pacer, 0.0, 3), [0, 1_042, 2_084]);
}

#[test]
fn a_permit_that_comes_too_late_is_not_taken() {
    let mut pacer = pacer(1);
    assert_eq!(wait(&mut pacer, 0.0), 0);
    for _ in 0..3 {
        let late = pacer.admit(&STOP_RTC_CLOUD_RECORDING, None, 0.0, 1_041);
        assert_eq!(late, Admission::TooLate(1_042));
    }
    assert_eq!(wait(&mut pacer, 0.0), 1_042);
}

#[test]
fn a_permit_that_comes_just_in_time_is_taken() {
    let mut pacer = pacer(1);
    assert_eq!(wait(&mut pacer, 0.0), 0);
    let just = pacer.admit(&STOP_RTC_CLOUD_RECORDING, None, 0.0, 1_042);
    assert!(matches!(just, Admission::Wait(1_042, _)), "{just:?}");
}

#[test]
fn the_rate_follows_a_clock_that_goes_back() {
    let mut pacer = pacer(50);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    assert_eq!(pacer.rate(recording, 0.0), Some(48.0));
    pacer.throttled(recording, 0, 10_000.0);
    wait(&mut pacer, 0.0);
    let rate = |now_ms| pacer.rate(recording, now_ms).map(|rate| format!("{rate:.1}"));
    assert_eq!([0.0, 500.0].map(rate), ["40.8", "41.3"].map(|rate| Some(rate.into())));
}

#[test]
fn a_permit_is_for_one_time() {
    let mut pacer = pacer(1);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    wait(&mut pacer, 0.0);
    let Admission::Wait(1_042, permit) = pacer.admit(recording, None, 0.0, u64::MAX) else {
        panic!("it does not wait");
    };
    let mut ask = |now_ms| pacer.admit(recording, Some(permit), now_ms, 0);
    assert_eq!(ask(1_000.0), Admission::Wait(42, permit));
    assert_eq!(ask(1_041.0), Admission::Now);
    assert_eq!(ask(5_000.0), Admission::Now);
}

#[test]
fn a_throttled_reply_cuts_the_rate_once_a_second() {
    let mut pacer = pacer(50);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    wait(&mut pacer, 0.0);
    let mut rate_after = |now_ms| {
        pacer.throttled(recording, 0, now_ms);
        format!("{:.1}", pacer.rate(recording, now_ms).unwrap())
    };
    assert_eq!(rate_after(0.0), "40.8");
    assert_eq!(rate_after(500.0), "41.3");
    assert_eq!(rate_after(1_000.0), "35.5");
    assert_eq!(pacer.rate(recording, 60_000.0), Some(48.0));
    for second in 0..100_u32 {
        pacer.throttled(recording, 0, 100_000.0 + f64::from(second) * 1_000.0);
    }
    let slowest = pacer.rate(recording, 199_000.0).unwrap();
    assert!((1.0..7.0).contains(&slowest), "{slowest}");
}

#[test]
fn the_wait_of_the_service_holds_every_attempt() {
    let mut pacer = pacer(50);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    waits(&mut pacer, 0.0, 10);
    let Admission::Wait(25, permit) = pacer.admit(recording, None, 0.0, u64::MAX) else {
        panic!("it does not wait");
    };
    pacer.throttled(recording, 2_000, 10.0);
    let Admission::Wait(1_999, _) = pacer.admit(recording, Some(permit), 35.0, u64::MAX) else {
        panic!("it keeps a permit of before");
    };
    assert_eq!(wait(&mut pacer, 35.0), 2_022);
    // A shorter wait does not end a longer one.
    pacer.throttled(recording, 100, 40.0);
    assert!(wait(&mut pacer, 40.0) > 1_900);
}

#[test]
fn no_reply_holds_the_attempts_for_more_than_two_minutes() {
    for asked_ms in [120_000, 120_001, 86_400_000, u64::MAX] {
        let mut pacer = pacer(50);
        pacer.throttled(&STOP_RTC_CLOUD_RECORDING, asked_ms, 0.0);
        let waited_ms = wait(&mut pacer, 0.0);
        assert!((120_000..121_000).contains(&waited_ms), "{asked_ms}: {waited_ms}");
    }
}

#[test]
fn a_dense_quota_catches_up() {
    let late_by_10_ms = |quota| {
        let mut pacer = pacer(quota);
        let mut now_ms = 100_000.0;
        // Uses up the bucket, and the second behind it.
        while wait(&mut pacer, now_ms) < 3_000 {}
        now_ms += 3_010.0;
        (0..100).filter(|_| wait(&mut pacer, now_ms) == 0).count()
    };
    assert!(late_by_10_ms(1_000) >= 9);
    let catch_up = |quota| format!("{}", Lane::new(quota).catch_up_ms());
    assert_eq!([200, 201].map(catch_up), ["0", "20"]);
}

#[test]
fn a_clock_that_goes_back_delays_nothing() {
    let mut pacer = pacer(50);
    waits(&mut pacer, 3_600_000.0, 11);
    assert_eq!(waits(&mut pacer, 0.0, 2), [50, 75]);
}

/// Attempts that asked at the same time, with their permits.
fn crowd(pacer: &mut Pacer, now_ms: f64, count: usize) -> Vec<Permit> {
    let ask = |pacer: &mut Pacer| match pacer.admit(&STOP_RTC_CLOUD_RECORDING, None, now_ms, u64::MAX) {
        Admission::Wait(_, permit) => Some(permit),
        _ => None,
    };
    (0..count).filter_map(|_| ask(pacer)).collect()
}

#[test]
fn timers_that_are_late_together_send_no_more_than_the_quota() {
    let mut pacer = pacer(50);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    let permits = crowd(&mut pacer, 0.0, 100);
    assert_eq!(permits.len(), 90);
    // The program stood still for an hour.
    let now_ms = 3_600_000.0;
    let mut late = permits
        .iter()
        .map(|permit| pacer.admit(recording, Some(*permit), now_ms, u64::MAX));
    let sent = late
        .by_ref()
        .take_while(|admission| *admission == Admission::Now)
        .count();
    assert_eq!(sent, 50);
    let rest: Vec<_> = late
        .map(|admission| match admission {
            Admission::Wait(ms, _) => ms,
            other => panic!("{other:?}"),
        })
        .collect();
    // The first that was put off is not in the list.
    assert_eq!(rest[..2], [1_042, 1_063]);
    assert_eq!(rest.len(), 39);
}

#[test]
fn a_permit_that_is_given_back_is_for_the_next_attempt() {
    let mut pacer = pacer(50);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    let permits = crowd(&mut pacer, 0.0, 1_000);
    assert!(wait(&mut pacer, 0.0) > 20_000);
    pacer.give_back(recording, permits[500]);
    pacer.give_back(recording, permits[1]);
    pacer.give_back(recording, permits[0]);
    assert_eq!(waits(&mut pacer, 30.0, 2), [20, 10_762]);
    assert!(wait(&mut pacer, 30.0) > 20_000);
    // Neither are permits of before a hold.
    pacer.give_back(recording, permits[600]);
    pacer.throttled(recording, 0, 30.0);
    pacer.give_back(recording, permits[700]);
    assert_eq!(waits(&mut pacer, 30.0, 2), [30, 59]);
    pacer.throttled(recording, 1_000, 31.0);
    assert_eq!(wait(&mut pacer, 31.0), 1_029);
    pacer.give_back(&STOP_LIVE_STREAM_MONITOR, permits[800]);
}

#[test]
fn a_clock_that_goes_back_keeps_permits() {
    let mut pacer = pacer(1);
    let recording = &STOP_RTC_CLOUD_RECORDING;
    wait(&mut pacer, 3_600_000.0);
    let Admission::Wait(1_042, permit) = pacer.admit(recording, None, 3_600_000.0, u64::MAX) else {
        panic!("it does not wait");
    };
    let mut ask = |now_ms| pacer.admit(recording, Some(permit), now_ms, u64::MAX);
    assert_eq!(ask(0.0), Admission::Wait(1_042, permit));
    assert_eq!(ask(1_042.0), Admission::Now);
}
