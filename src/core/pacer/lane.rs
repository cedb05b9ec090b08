//! Lane of one action: the times at which its attempts may be sent.

use super::{Arrival, EARLY_MS, Quota};

/// The share of the quota for steady work.
const STEADY: f64 = 0.97;

/// The factor of the rate after a throttled reply.
const CUT: f64 = 0.85;

/// The same after a stretch without one: a single refusal is more likely an accident than the work of others.
const FIRST_CUT: f64 = 0.95;

/// The length of such a stretch, in periods.
const CLEAN_PERIODS: f64 = 30.0;

/// In quotas of a second above this limit, timers are late for most attempts. Late attempts may catch up.
const DENSE_QUOTA: u32 = 200;

/// The largest delay that an attempt of a dense quota may catch up.
const CATCH_UP_MS: f64 = 20.0;

/// The longest wait that one throttled reply imposes on all attempts, as in the vendor's clients (`MAX_DELAY_TIME` of
/// @darabonba/typescript). Then one attempt tries again: a `retry-after` of a day may be a mistake of a proxy.
const MAX_HOLD_MS: f64 = 120_000.0;

/// An upper limit of the rounding error of the tokens.
const ROUNDING: f64 = 1e-6;

/// The number of round trips after which the lane uses their minimum.
const ROUND_TRIPS: f64 = 8.0;

/// The smallest of `n` round trips is above the shortest possible one by at most this factor times their mean excess, divided by `n`.
const UNSEEN: f64 = 32.0;

/// Whether the time of an attempt has come.
#[derive(Clone, Copy)]
pub(super) enum Turn {
    Now,
    /// At this time.
    Later(f64),
    /// Its time is no longer valid: it gets another one.
    Anew,
}

/// The attempts of one action.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    pub(super) action: String,
    quota: u32,
    period_ms: f64,
    /// Attempts a period after the last cut, and the time of the cut.
    rate: f64,
    cut_ms: f64,
    /// The latest time that an attempt got.
    last_ms: f64,
    /// The next time for steady work.
    next_ms: f64,
    /// The tokens of the bucket at `last_ms`.
    tokens: f64,
    /// The time of the last attempt beyond steady work.
    burst_ms: f64,
    /// The end of the wait that the service has asked for.
    held_ms: f64,
    /// The number of restarts: times from before the last one are no longer valid.
    pub(super) epoch: u32,
    /// The sum of the delays of all times that were given.
    pub(super) delay_ms: f64,
    /// Times of attempts that will not be sent.
    unused_ms: Vec<f64>,
    /// The number of attempts without a reply.
    under_way: usize,
    /// The number of attempts of which nothing will be known, since the last time that the lane has seen.
    abandoned: usize,
    /// The times of the replies of the last period, the oldest first.
    settled_ms: Vec<f64>,
    /// The smallest round trip, the sum of all, and their number.
    least_trip_ms: f64,
    trips_ms: f64,
    trips: f64,
}

impl Lane {
    pub(super) fn new(quota: Quota) -> Self {
        let period_ms = f64::from(quota.period_ms.get());
        let action = quota.action;
        let quota = quota.attempts.get();
        Self {
            action,
            quota,
            period_ms,
            rate: f64::from(quota) * STEADY,
            cut_ms: f64::NEG_INFINITY,
            last_ms: f64::NEG_INFINITY,
            next_ms: f64::NEG_INFINITY,
            tokens: 0.0,
            burst_ms: f64::NEG_INFINITY,
            held_ms: f64::NEG_INFINITY,
            epoch: 0,
            delay_ms: 0.0,
            unused_ms: Vec::new(),
            under_way: 0,
            abandoned: 0,
            settled_ms: Vec::new(),
            least_trip_ms: f64::INFINITY,
            trips_ms: 0.0,
            trips: 0.0,
        }
    }

    /// Attempts a period.
    pub(super) fn rate(&self, now_ms: f64) -> f64 {
        let quota = f64::from(self.quota);
        let rise = (quota / 100.0).max(1.0);
        // Without a cut, the last cut is infinitely long ago.
        (quota * STEADY).min(self.rate + rise * (now_ms - self.cut_ms) / self.period_ms)
    }

    fn spacing_ms(&self, at_ms: f64) -> f64 {
        self.period_ms / self.rate(at_ms)
    }

    /// The tokens of the bucket, which holds a fifth of the quota and refills at four fifths of the quota.
    fn tokens(&self, at_ms: f64) -> f64 {
        let quota = self.rate(at_ms) / STEADY;
        (self.tokens + (at_ms - self.last_ms) * quota * 0.8 / self.period_ms).min(quota / 5.0)
    }

    /// The turn of an attempt that was given the time `planned_ms`.
    pub(super) fn turn(&mut self, planned_ms: f64, epoch: u32, now_ms: f64) -> Turn {
        if epoch != self.epoch {
            return Turn::Anew;
        }
        let at_ms = planned_ms + self.delay_ms;
        if at_ms - now_ms >= EARLY_MS {
            return Turn::Later(at_ms);
        }
        if self.has_room(now_ms) {
            return Turn::Now;
        }
        let room_ms = self.full_until_ms(now_ms);
        if now_ms - at_ms > self.period_ms {
            // The program stood still. To delay all by that would leave the quota unused.
            self.restart(room_ms - self.spacing_ms(room_ms));
            return Turn::Anew;
        }
        Turn::Later(room_ms)
    }

    /// Delays all times that were given, so that the time `planned_ms` is at `at_ms`.
    pub(super) fn delay(&mut self, planned_ms: f64, at_ms: f64) {
        let by_ms = at_ms - (planned_ms + self.delay_ms);
        self.delay_ms += by_ms;
        self.last_ms += by_ms;
        self.next_ms += by_ms;
        for unused_ms in &mut self.unused_ms {
            *unused_ms += by_ms;
        }
    }

    /// The earliest time of another attempt.
    pub(super) fn next(&mut self, now_ms: f64) -> f64 {
        let free_ms = self.full_until_ms(now_ms).max(self.held_ms);
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
        let by_bucket_ms = base_ms + missing * self.period_ms / (quota * 0.8);
        // In the period after a burst, only the bucket counts: the burst and steady work together would exceed the quota.
        let steady_ms = base_ms
            .max(self.next_ms - self.catch_up_ms())
            .max(self.burst_ms + self.period_ms);
        by_bucket_ms.min(steady_ms)
    }

    /// Gives a time to an attempt.
    pub(super) fn take(&mut self, at_ms: f64) {
        if let Some(place) = self
            .unused_ms
            .iter()
            .position(|unused_ms| unused_ms.total_cmp(&at_ms).is_eq())
        {
            self.unused_ms.swap_remove(place);
            return;
        }
        let steady_ms = self.next_ms - self.catch_up_ms();
        // An attempt that waited for its token is not a burst.
        if at_ms < steady_ms && self.tokens(at_ms) > 1.0 + ROUNDING {
            self.burst_ms = at_ms;
        }
        self.tokens = (self.tokens(at_ms) - 1.0).max(0.0);
        self.next_ms = self.next_ms.max(at_ms) + self.spacing_ms(at_ms);
        self.last_ms = at_ms;
    }

    pub(super) fn catch_up_ms(&self) -> f64 {
        if self.quota > DENSE_QUOTA { CATCH_UP_MS } else { 0.0 }
    }

    pub(super) fn throttled(&mut self, retry_after_ms: f64, now_ms: f64) {
        let held_ms = now_ms + retry_after_ms.min(MAX_HOLD_MS);
        let cut = now_ms - self.cut_ms >= self.period_ms;
        if !cut && held_ms <= self.held_ms.max(now_ms) {
            return;
        }
        if cut {
            let is_first = now_ms - self.cut_ms >= CLEAN_PERIODS * self.period_ms;
            let factor = if is_first { FIRST_CUT } else { CUT };
            self.rate = (self.rate(now_ms) * factor).max(1.0);
            self.cut_ms = now_ms;
        }
        self.held_ms = self.held_ms.max(held_ms);
        self.restart(self.held_ms);
    }

    /// Waiting attempts ask again, and get times after this time.
    fn restart(&mut self, at_ms: f64) {
        self.epoch += 1;
        self.last_ms = at_ms;
        self.next_ms = at_ms + self.spacing_ms(at_ms);
        self.tokens = 0.0;
        self.unused_ms.clear();
    }

    /// Takes back the time of an attempt that will not be sent.
    pub(super) fn give_back(&mut self, at_ms: f64, now_ms: f64) {
        self.unused_ms.retain(|unused_ms| *unused_ms >= now_ms);
        if at_ms >= now_ms {
            self.unused_ms.push(at_ms);
        }
    }

    #[cfg(test)]
    pub(super) const fn unused(&self) -> usize {
        self.unused_ms.len()
    }

    pub(super) fn has_room(&mut self, now_ms: f64) -> bool {
        for _ in 0..core::mem::take(&mut self.abandoned) {
            self.settle(now_ms, Arrival::Unknown, now_ms);
        }
        let counts = |settled_ms: &f64| self.counts_until_ms(*settled_ms) > now_ms;
        let past = self.settled_ms.iter().position(counts).unwrap_or(self.settled_ms.len());
        self.settled_ms.drain(..past);
        self.under_way + self.settled_ms.len() < self.quota as usize
    }

    /// The time at which the last period has room for another attempt.
    pub(super) fn full_until_ms(&mut self, now_ms: f64) -> f64 {
        if self.has_room(now_ms) {
            return now_ms;
        }
        // While all attempts are under way, each counts at least until this time after its reply.
        let oldest_ms = self.settled_ms.first().copied().unwrap_or(now_ms);
        self.counts_until_ms(oldest_ms).max(now_ms + EARLY_MS)
    }

    /// The time until which the service may count an attempt that was settled at a given time.
    ///
    /// A request lies between its sending and its reply when the service counts it. Every later request takes a part of the
    /// smallest round trip to get there, and every reply took the rest to come back. So the service counts two requests at least
    /// a period apart if the later one is sent a period after the reply of the earlier one, less the smallest round trip.
    fn counts_until_ms(&self, settled_ms: f64) -> f64 {
        settled_ms - self.least_trip_ms() + self.period_ms
    }

    /// A lower limit of all round trips, estimated from the measured ones.
    fn least_trip_ms(&self) -> f64 {
        if self.trips < ROUND_TRIPS {
            return 0.0;
        }
        let excess_ms = self.trips_ms / self.trips - self.least_trip_ms;
        (self.least_trip_ms - excess_ms * UNSEEN / self.trips).max(0.0)
    }

    /// Records an attempt that is sent now.
    pub(super) const fn admit(&mut self) {
        self.under_way += 1;
    }

    pub(super) const fn abandon(&mut self) {
        self.abandoned += 1;
    }

    /// Records the end of an attempt that was sent at a given time.
    pub(super) fn settle(&mut self, sent_ms: f64, arrival: Arrival, now_ms: f64) {
        self.under_way = self.under_way.saturating_sub(1);
        match arrival {
            Arrival::Answered => {
                let trip_ms = now_ms - sent_ms;
                self.least_trip_ms = self.least_trip_ms.min(trip_ms);
                self.trips_ms += trip_ms;
                self.trips += 1.0;
                self.settled_ms.push(now_ms);
            }
            // The request may arrive now.
            Arrival::Unknown => self.settled_ms.push(now_ms + self.least_trip_ms()),
            Arrival::Never => {}
        }
    }
}
