//! Pacer: gives each attempt a time at which the quota of the account allows it.
//!
//! The service counts a request at a time between its sending and its reply. So an attempt counts here from its sending until a
//! second after its reply, less the smallest round trip. No more attempts than the quota count at any time. This holds for
//! round trips of any length, and for any second in which the service counts.
//!
//! Steady work is spread evenly at 97 % of the quota. The rest is for round trips that take longer than the smallest one. After
//! a pause, some attempts may go at once: a bucket holds a fifth of the quota and refills at four fifths of the quota.
//!
//! Other users share the quota. Each throttled reply lowers the rate to 85 %, at most once a second, and the rate rises again by one
//! attempt a second each second (AIMD: additive increase, multiplicative decrease). The first one in half a minute lowers it to 95 %.
//!
//! An attempt gets its time when it asks, and later attempts get later times. So a late timer delays one attempt, and not the
//! attempts behind it.

mod lane;
#[cfg(test)]
mod tests;

use core::num::NonZeroU32;
use core::time::Duration;

use crate::operation::Operation;
use lane::{Lane, STEADY};

/// The largest quota that the npm package takes, in attempts per second. The documented ones are 10 to 50.
pub const MAX_QUOTA: u32 = 100_000;

/// Timers may fire this early.
const EARLY_MS: f64 = 1.0;

/// The longest step of the clock that the pacer follows. A longer step is a jump of the clock: all waits are shorter.
const MAX_STEP: Duration = Duration::from_secs(24 * 60 * 60);

/// Quotas of the account, and the times at which attempts may be sent.
#[derive(Clone, Debug)]
pub struct Pacer {
    quotas: Quotas,
    lanes: Vec<(&'static str, Lane)>,
    /// The pacer's own time, which never goes back: the sum of all steps forward of the calls' clock.
    now_ms: f64,
    /// The last reading of the calls' clock.
    clock: Duration,
}

/// Quotas of operations, in attempts a second. The default has the quotas of the vendor's pages.
///
/// ```
/// use core::num::NonZeroU32;
/// use apsara_live_core::operation::STOP_RTC_CLOUD_RECORDING;
/// use apsara_live_core::pacer::{Pacer, Quotas};
///
/// let raised = NonZeroU32::new(100).unwrap();
/// let pacer = Pacer::new(Quotas::Documented(vec![(&STOP_RTC_CLOUD_RECORDING, raised)]));
/// assert_eq!(pacer.quota(&STOP_RTC_CLOUD_RECORDING), Some(raised));
/// ```
#[derive(Clone, Debug)]
pub enum Quotas {
    /// No quota: delays no attempt.
    Unlimited,
    /// The quotas of the vendor's pages, except for operations in this list.
    Documented(Vec<(&'static Operation, NonZeroU32)>),
}

/// The time at which an attempt may be sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Permit {
    at_ms: f64,
    epoch: u32,
}

/// An admitted attempt. It counts until [`Pacer::settle`] takes it.
#[derive(Debug, PartialEq)]
#[must_use = "an attempt counts until it is settled"]
pub struct Sent {
    at_ms: f64,
}

/// Whether a request arrived at the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// The request arrived: there is a reply.
    Answered,
    /// The request may have reached the service.
    Unknown,
    /// The request was not sent.
    Never,
}

/// The pacer's answer to an attempt.
#[derive(Debug, PartialEq)]
pub enum Admission {
    /// The attempt may be sent now.
    Now(Sent),
    /// The attempt may be sent after this many milliseconds, and asks again then.
    Wait(u64, Permit),
    /// The attempt would have to wait this many milliseconds, which is too late for its call.
    TooLate(u64),
}

impl Pacer {
    /// Returns a pacer that has sent nothing.
    #[must_use]
    pub const fn new(quotas: Quotas) -> Self {
        Self {
            quotas,
            lanes: Vec::new(),
            now_ms: 0.0,
            clock: Duration::ZERO,
        }
    }

    /// Asks for an attempt. `permit` is the permit from an earlier question of the attempt.
    ///
    /// `clock` is the time by a monotonic clock that all calls share. Should that clock go back, the pacer goes on from there.
    pub fn admit(
        &mut self,
        operation: &Operation,
        permit: Option<Permit>,
        clock: Duration,
        longest_wait_ms: u64,
    ) -> Admission {
        let now_ms = self.tick(clock);
        let now = Admission::Now(Sent { at_ms: now_ms });
        let Some(lane) = self.lane(operation) else {
            return now;
        };
        let permit = permit.filter(|permit| permit.epoch == lane.epoch);
        if let Some(permit) = permit {
            let early_ms = permit.at_ms - now_ms;
            if early_ms >= EARLY_MS {
                return Admission::Wait(ceil(early_ms), permit);
            }
            if lane.has_room(now_ms) {
                lane.admit();
                return now;
            }
        }
        let at_ms = match permit {
            Some(permit) => lane.next_room(permit.at_ms, now_ms),
            None => lane.next(now_ms),
        };
        let wait_ms = ceil(at_ms - now_ms);
        if wait_ms > longest_wait_ms {
            return Admission::TooLate(wait_ms);
        }
        match permit {
            Some(_) => lane.defer(at_ms),
            None => lane.take(at_ms),
        }
        if wait_ms == 0 {
            lane.admit();
            return now;
        }
        let epoch = lane.epoch;
        Admission::Wait(wait_ms, Permit { at_ms, epoch })
    }

    /// Records the end of an attempt: its reply, or the lack of a reply.
    #[expect(clippy::needless_pass_by_value, reason = "an attempt is settled once")]
    pub fn settle(&mut self, operation: &Operation, sent: Sent, arrival: Arrival, clock: Duration) {
        let now_ms = self.tick(clock);
        if let Some(lane) = self.lane(operation) {
            lane.settle(sent.at_ms, arrival, now_ms);
        }
    }

    /// Notes that nothing will be known of an attempt: it may arrive until the pacer sees another time.
    #[expect(clippy::needless_pass_by_value, reason = "an attempt is settled once")]
    pub fn abandon(&mut self, operation: &Operation, sent: Sent) {
        let Sent { .. } = sent;
        if let Some(lane) = self.lane(operation) {
            lane.abandon();
        }
    }

    /// Takes back the permit of an attempt that will not be sent, for the next that asks.
    pub fn give_back(&mut self, operation: &Operation, permit: Permit) {
        let now_ms = self.now_ms;
        if let Some(lane) = self.lane(operation)
            && permit.epoch == lane.epoch
        {
            lane.give_back(permit.at_ms, now_ms);
        }
    }

    /// Slows down: the service refused an attempt because the quota is used up, and may have asked to wait.
    pub fn throttled(&mut self, operation: &Operation, retry_after_ms: u64, clock: Duration) {
        let now_ms = self.tick(clock);
        if let Some(lane) = self.lane(operation) {
            lane.throttled(to_f64(retry_after_ms), now_ms);
        }
    }

    /// The attempts a second that an operation has now; `None` without a quota.
    #[must_use]
    pub fn rate(&self, operation: &Operation, clock: Duration) -> Option<f64> {
        let quota = self.quota(operation)?;
        let lane = self.lanes.iter().find(|(name, _)| *name == operation.name);
        let now_ms = self.own_ms(clock);
        Some(lane.map_or(f64::from(quota.get()) * STEADY, |(_, lane)| lane.rate(now_ms)))
    }

    /// The quota of an operation, in attempts a second; `None` without one.
    #[must_use]
    pub fn quota(&self, operation: &Operation) -> Option<NonZeroU32> {
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

    /// Reads the clock, and returns the pacer's own time.
    fn tick(&mut self, clock: Duration) -> f64 {
        self.now_ms = self.own_ms(clock);
        self.clock = clock;
        self.now_ms
    }

    fn own_ms(&self, clock: Duration) -> f64 {
        let step = clock.saturating_sub(self.clock).min(MAX_STEP);
        self.now_ms + step.as_secs_f64() * 1_000.0
    }
}

impl Default for Quotas {
    fn default() -> Self {
        Self::Documented(Vec::new())
    }
}

impl Quotas {
    fn of(&self, operation: &Operation) -> Option<NonZeroU32> {
        match self {
            Self::Unlimited => None,
            Self::Documented(others) => {
                let own = others.iter().find(|(other, _)| other.name == operation.name);
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
