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

mod lane;
#[cfg(test)]
mod tests;

use crate::operation::Operation;
use lane::{Lane, STEADY};

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
            lane.give_back(permit.at_ms);
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
