//! Pacer: gives each attempt a time at which the quota of the account allows it.
//!
//! Steady work is spread evenly at 96 % of the quota, because replies and requests do not take the same time, and the service
//! counts what arrives. After a pause, some attempts may go at once: those of a bucket that holds a fifth of the quota and is
//! refilled at four fifths of it. Together they never send more than the quota in any second.
//!
//! Other users share the quota. Each throttled reply lowers the rate to 85 %, at most once a second, and the rate rises again by one
//! attempt a second each second (AIMD: additive increase, multiplicative decrease).
//!
//! An attempt gets its time when it asks, and later ones get later times. So a timer that is late delays one attempt, and not
//! those behind it. Timers that are late together would send a crowd: the pacer counts what it has admitted in the last second,
//! and never admits more than the quota.

use crate::operation::Operation;

/// The part of the quota that steady work uses.
const STEADY: f64 = 0.96;

/// The part of the rate that is left after a throttled reply.
const CUT: f64 = 0.85;

/// Quotas above this are so dense that timers are late for most attempts: these may catch up.
const DENSE_QUOTA: u32 = 200;

/// How late an attempt of a dense quota may be and still be made up for.
const CATCH_UP_MS: f64 = 20.0;

const SECOND_MS: f64 = 1_000.0;

/// Timers may fire this early.
const EARLY_MS: f64 = 1.0;

/// Quotas of the account, and the times at which attempts may be sent.
#[derive(Clone, Debug)]
pub struct Pacer {
    quotas: Quotas,
    lanes: Vec<(&'static str, Lane)>,
    /// The latest time, which never goes back: that of the calls' clock, and `behind_ms`.
    now_ms: f64,
    /// How far the calls' clock has gone back in all.
    behind_ms: f64,
}

/// Quotas of operations, in attempts a second.
#[derive(Clone, Debug)]
pub enum Quotas {
    /// Nothing is delayed.
    Unlimited,
    /// Those of the vendor's pages, except for operations of this list.
    Documented(Vec<(&'static str, u32)>),
}

/// The time at which an attempt may be sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Permit {
    at_ms: f64,
    epoch: u32,
}

/// The pacer's answer to an attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Admission {
    /// It may be sent now.
    Now,
    /// It may be sent after that many milliseconds, and asks again then.
    Wait(u64, Permit),
    /// It could only be sent after that many milliseconds, which is too late for its call.
    TooLate(u64),
}

/// The attempts of one operation.
#[derive(Clone, Debug)]
struct Lane {
    quota: u32,
    /// Attempts a second after the last cut, and when that was.
    rate: f64,
    cut_ms: f64,
    /// The time of the last attempt that was given one.
    last_ms: f64,
    /// When steady work may go on.
    next_ms: f64,
    /// The tokens of the bucket at `last_ms`.
    tokens: f64,
    /// The last attempt that steady work alone would not have allowed.
    burst_ms: f64,
    /// The end of the wait that the service has asked for.
    held_ms: f64,
    /// Times that were given before the last hold are not valid any more.
    epoch: u32,
    /// Times of attempts that will not be sent.
    unused_ms: Vec<f64>,
    /// When the last attempts were admitted, as many as the quota, and which of them is the oldest.
    admitted_ms: Vec<f64>,
    oldest: usize,
}

impl Pacer {
    /// Returns a pacer that has sent nothing.
    #[must_use]
    pub const fn new(quotas: Quotas) -> Self {
        Self {
            quotas,
            lanes: Vec::new(),
            now_ms: f64::NEG_INFINITY,
            behind_ms: 0.0,
        }
    }

    /// Asks for an attempt. `permit` is what the attempt got when it asked before.
    ///
    /// `clock_ms` is the time by a monotonic clock that all calls share. Should that clock go back, the pacer goes on from there.
    pub fn admit(
        &mut self,
        operation: &Operation,
        permit: Option<Permit>,
        clock_ms: f64,
        longest_wait_ms: u64,
    ) -> Admission {
        let now_ms = self.tick(clock_ms);
        let Some(lane) = self.lane(operation) else {
            return Admission::Now;
        };
        if let Some(permit) = permit
            && permit.epoch == lane.epoch
        {
            let early_ms = permit.at_ms - now_ms;
            if early_ms >= EARLY_MS {
                return Admission::Wait(ceil(early_ms), permit);
            }
            if lane.has_room(now_ms) {
                lane.admit(now_ms);
                return Admission::Now;
            }
            lane.restart(lane.full_until_ms());
        }
        let at_ms = lane.next(now_ms);
        let wait_ms = ceil(at_ms - now_ms);
        if wait_ms > longest_wait_ms {
            return Admission::TooLate(wait_ms);
        }
        lane.take(at_ms);
        if wait_ms == 0 {
            lane.admit(now_ms);
            return Admission::Now;
        }
        let epoch = lane.epoch;
        Admission::Wait(wait_ms, Permit { at_ms, epoch })
    }

    /// Takes back the permit of an attempt that will not be sent, for the next that asks.
    pub fn give_back(&mut self, operation: &Operation, permit: Permit) {
        if let Some(lane) = self.lane(operation)
            && permit.epoch == lane.epoch
        {
            lane.unused_ms.push(permit.at_ms);
        }
    }

    /// Learns that the service refused an attempt because the quota is used up, and for how long it asked to wait.
    pub fn throttled(&mut self, operation: &Operation, retry_after_ms: u64, clock_ms: f64) {
        let now_ms = self.tick(clock_ms);
        if let Some(lane) = self.lane(operation) {
            lane.throttled(to_f64(retry_after_ms), now_ms);
        }
    }

    /// The attempts a second that an operation has now; `None` without a quota.
    #[must_use]
    pub fn rate(&self, operation: &Operation, clock_ms: f64) -> Option<f64> {
        let quota = self.quota(operation)?;
        let lane = self.lanes.iter().find(|(name, _)| *name == operation.name);
        let now_ms = self.now_ms.max(clock_ms + self.behind_ms);
        Some(lane.map_or(f64::from(quota) * STEADY, |(_, lane)| lane.rate(now_ms)))
    }

    /// The quota of an operation, in attempts a second; `None` without one.
    #[must_use]
    pub fn quota(&self, operation: &Operation) -> Option<u32> {
        self.quotas.of(operation)
    }

    fn lane(&mut self, operation: &Operation) -> Option<&mut Lane> {
        let known = self.lanes.iter().position(|(name, _)| *name == operation.name);
        let place = known.unwrap_or(self.lanes.len());
        if known.is_none() {
            self.lanes.push((operation.name, Lane::new(self.quotas.of(operation)?)));
        }
        self.lanes.get_mut(place).map(|(_, lane)| lane)
    }

    /// Returns the pacer's own time.
    fn tick(&mut self, clock_ms: f64) -> f64 {
        let back_ms = self.now_ms - (clock_ms + self.behind_ms);
        self.behind_ms += back_ms.max(0.0);
        self.now_ms = clock_ms + self.behind_ms;
        self.now_ms
    }
}

impl Quotas {
    fn of(&self, operation: &Operation) -> Option<u32> {
        match self {
            Self::Unlimited => None,
            Self::Documented(others) => {
                let own = others.iter().find(|(name, _)| *name == operation.name);
                Some(own.map_or(operation.quota, |(_, quota)| *quota))
            }
        }
    }
}

impl Lane {
    fn new(quota: u32) -> Self {
        Self {
            quota,
            rate: f64::from(quota) * STEADY,
            cut_ms: f64::NEG_INFINITY,
            last_ms: f64::NEG_INFINITY,
            next_ms: f64::NEG_INFINITY,
            tokens: 0.0,
            burst_ms: f64::NEG_INFINITY,
            held_ms: f64::NEG_INFINITY,
            epoch: 0,
            unused_ms: Vec::new(),
            admitted_ms: Vec::new(),
            oldest: 0,
        }
    }

    /// Attempts a second.
    fn rate(&self, now_ms: f64) -> f64 {
        let most = f64::from(self.quota) * STEADY;
        // Never cut, it is as long ago as can be.
        most.min(self.rate + (now_ms - self.cut_ms) / SECOND_MS)
    }

    /// The tokens of the bucket, which holds a fifth of the quota and is refilled at four fifths of it.
    fn tokens(&self, at_ms: f64) -> f64 {
        let quota = self.rate(at_ms) / STEADY;
        (self.tokens + (at_ms - self.last_ms) * quota * 0.8 / SECOND_MS).min(quota / 5.0)
    }

    /// The earliest time of another attempt.
    fn next(&self, now_ms: f64) -> f64 {
        let free_ms = now_ms.max(self.held_ms).max(self.full_until_ms());
        let unused = self.unused_ms.iter().copied().filter(|unused_ms| *unused_ms >= free_ms);
        if let Some(unused_ms) = unused.reduce(f64::min) {
            return unused_ms;
        }
        let base_ms = free_ms.max(self.last_ms);
        let missing = 1.0 - self.tokens(base_ms);
        if missing <= 0.0 {
            return base_ms;
        }
        let quota = self.rate(base_ms) / STEADY;
        let by_bucket_ms = base_ms + missing * SECOND_MS / (quota * 0.8);
        // In the second behind a burst only the bucket counts: the burst and steady work would be more than the quota.
        let steady_ms = base_ms
            .max(self.next_ms - self.catch_up_ms())
            .max(self.burst_ms + SECOND_MS);
        by_bucket_ms.min(steady_ms)
    }

    /// Gives a time to an attempt.
    fn take(&mut self, at_ms: f64) {
        if let Some(place) = self
            .unused_ms
            .iter()
            .position(|unused_ms| unused_ms.total_cmp(&at_ms).is_eq())
        {
            self.unused_ms.swap_remove(place);
            return;
        }
        let steady_ms = self.next_ms - self.catch_up_ms();
        if at_ms < steady_ms {
            self.burst_ms = at_ms;
        }
        self.tokens = (self.tokens(at_ms) - 1.0).max(0.0);
        self.next_ms = self.next_ms.max(at_ms) + SECOND_MS / self.rate(at_ms);
        self.last_ms = at_ms;
    }

    fn catch_up_ms(&self) -> f64 {
        if self.quota > DENSE_QUOTA { CATCH_UP_MS } else { 0.0 }
    }

    fn throttled(&mut self, retry_after_ms: f64, now_ms: f64) {
        let held_ms = now_ms + retry_after_ms;
        let cut = now_ms - self.cut_ms >= SECOND_MS;
        if !cut && held_ms <= self.held_ms.max(now_ms) {
            return;
        }
        if cut {
            self.rate = (self.rate(now_ms) * CUT).max(1.0);
            self.cut_ms = now_ms;
        }
        self.held_ms = self.held_ms.max(held_ms);
        self.restart(self.held_ms);
    }

    /// Attempts that wait ask again, and get times after this one.
    fn restart(&mut self, at_ms: f64) {
        self.epoch += 1;
        self.last_ms = at_ms;
        self.next_ms = at_ms + SECOND_MS / self.rate(at_ms);
        self.tokens = 0.0;
        self.unused_ms.clear();
    }

    fn has_room(&self, now_ms: f64) -> bool {
        self.full_until_ms() <= now_ms
    }

    /// When the last second will have room for another attempt.
    fn full_until_ms(&self) -> f64 {
        match self.admitted_ms.get(self.oldest) {
            Some(oldest_ms) if self.admitted_ms.len() == self.quota as usize => oldest_ms + SECOND_MS,
            _ => f64::NEG_INFINITY,
        }
    }

    /// Notes an attempt that is sent now.
    fn admit(&mut self, now_ms: f64) {
        if self.admitted_ms.len() < self.quota as usize {
            self.admitted_ms.push(now_ms);
            return;
        }
        if let Some(oldest_ms) = self.admitted_ms.get_mut(self.oldest) {
            *oldest_ms = now_ms;
        }
        self.oldest += 1;
        if self.oldest == self.admitted_ms.len() {
            self.oldest = 0;
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast keeps within the range, and no wait is negative"
)]
fn ceil(ms: f64) -> u64 {
    ms.ceil() as u64
}

#[expect(clippy::cast_precision_loss, reason = "spans of time are far below 2^53")]
const fn to_f64(ms: u64) -> f64 {
    ms as f64
}

#[cfg(test)]
mod tests {
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
}
