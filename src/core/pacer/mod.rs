//! Pacer: gives each attempt a time at which the quota of the account allows it.
//!
//! A quota is a number of attempts in a period: a second, for some actions a minute. The service counts a request at a time between
//! its sending and its reply. So an attempt counts here from its sending until a period after its reply, less the smallest round trip.
//! No more attempts than the quota count at any time. This holds for round trips of any length, and for any period in which the
//! service counts.
//!
//! Steady work is spread evenly at 97 % of the quota. The rest is for round trips that take longer than the smallest one. After
//! a pause, some attempts may go at once: a bucket holds a fifth of the quota and refills at four fifths of the quota.
//!
//! Other users share the quota. Each throttled reply lowers the rate to 85 %, at most once a period, and the rate rises again each
//! period by one attempt, or by a hundredth of the quota if that is more (AIMD: additive increase, multiplicative decrease). The first
//! throttled reply in 30 periods lowers it to 95 %.
//!
//! An attempt gets its time when it asks, and later attempts get later times. So a late timer delays one attempt, and not the
//! attempts behind it, while there is room. Where an attempt finds no room at its time, all times that were given are delayed by what is missing, so that they
//! keep their order and their distances.

mod lane;
#[cfg(test)]
mod tests;

use core::num::NonZeroU32;
use core::time::Duration;

use crate::operation::OPERATIONS;
use lane::{Lane, Turn};

/// The largest quota that the npm package takes, in attempts per second. The documented ones are at most 1,000.
pub const MAX_QUOTA: u32 = 100_000;

/// Timers may fire this early.
const EARLY_MS: f64 = 1.0;

/// The longest step of the clock that the pacer follows. A longer step is a jump of the clock: all waits are shorter.
const MAX_STEP: Duration = Duration::from_secs(24 * 60 * 60);

/// The times at which attempts may be sent, by the quotas of the account.
#[derive(Clone, Debug)]
pub struct Pacer {
    /// The lanes of the actions that have a quota. Of lanes of the same action, the first counts.
    lanes: Vec<Lane>,
    /// The pacer's own time, which never goes back: the sum of all steps forward of the calls' clock.
    now_ms: f64,
    /// The last reading of the calls' clock.
    clock: Duration,
}

/// Quotas of an account. The default has the quotas of the vendor's pages for the operations of the table.
///
/// ```
/// use core::num::NonZeroU32;
/// use core::time::Duration;
/// use apsara_live_core::pacer::{Pacer, Quota, Quotas};
///
/// let raised = Quota::per_second("StopRtcCloudRecording", NonZeroU32::new(100).unwrap());
/// let pacer = Pacer::new(Quotas::documented_but(vec![raised]));
/// assert_eq!(pacer.rate("StopRtcCloudRecording", Duration::ZERO), Some(97.0));
/// assert_eq!(pacer.rate("StopLiveStreamMonitor", Duration::ZERO), Some(9.7));
/// assert_eq!(pacer.rate("DescribeCasters", Duration::ZERO), None);
/// ```
#[derive(Clone, Debug)]
pub struct Quotas(
    /// Of quotas of the same action, the last counts.
    Vec<Quota>,
);

/// The quota of an action: a number of attempts in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The name of the action. The version of the API is [`VERSION`](crate::operation::VERSION).
    pub action: String,
    /// The most attempts in any period.
    pub attempts: NonZeroU32,
    /// The length of the period, in milliseconds.
    pub period_ms: NonZeroU32,
}

/// The time at which an attempt may be sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Permit {
    /// Without the delays of the lane, which move all times that were given.
    at_ms: f64,
    epoch: u32,
    lane: usize,
}

/// An admitted attempt. It counts until [`Pacer::settle`] takes it.
#[derive(Debug, PartialEq)]
#[must_use = "an attempt counts until it is settled"]
pub struct Sent {
    at_ms: f64,
    lane: usize,
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
    pub fn new(mut quotas: Quotas) -> Self {
        let mut lanes = Vec::new();
        while let Some(quota) = quotas.0.pop() {
            lanes.push(Lane::new(quota));
        }
        Self {
            lanes,
            now_ms: 0.0,
            clock: Duration::ZERO,
        }
    }

    /// Asks for an attempt of an action. `permit` is the permit from an earlier question of the attempt.
    ///
    /// `clock` is the time by a monotonic clock that all calls share. Should that clock go back, the pacer goes on from there.
    pub fn admit(&mut self, action: &str, permit: Option<Permit>, clock: Duration, longest_wait_ms: u64) -> Admission {
        let now_ms = self.tick(clock);
        let place = self.place(action);
        let now = Admission::Now(Sent {
            at_ms: now_ms,
            lane: place,
        });
        let Some(lane) = self.lanes.get_mut(place) else {
            return now;
        };
        let turn = permit.map_or(Turn::Anew, |permit| lane.turn(permit.at_ms, permit.epoch, now_ms));
        let at_ms = match turn {
            Turn::Now => now_ms,
            Turn::Later(at_ms) => at_ms,
            Turn::Anew => lane.next(now_ms),
        };
        let wait_ms = ceil(at_ms - now_ms);
        let held = permit.filter(|_| !matches!(turn, Turn::Anew));
        if wait_ms > longest_wait_ms {
            if let Some(permit) = held {
                // It waited for a time that others have delayed.
                if lane.has_room(now_ms) {
                    lane.admit();
                    return now;
                }
                lane.give_back(permit.at_ms + lane.delay_ms, now_ms);
            }
            return Admission::TooLate(wait_ms);
        }
        match (turn, held) {
            (Turn::Later(at_ms), Some(permit)) => lane.delay(permit.at_ms, at_ms),
            (Turn::Anew, _) => lane.take(at_ms),
            _ => {}
        }
        if wait_ms == 0 {
            lane.admit();
            return now;
        }
        let permit = Permit {
            at_ms: at_ms - lane.delay_ms,
            epoch: lane.epoch,
            lane: place,
        };
        Admission::Wait(wait_ms, permit)
    }

    /// Records the end of an attempt: its reply, or the lack of a reply.
    #[expect(clippy::needless_pass_by_value, reason = "an attempt is settled once")]
    pub fn settle(&mut self, sent: Sent, arrival: Arrival, clock: Duration) {
        let now_ms = self.tick(clock);
        if let Some(lane) = self.lanes.get_mut(sent.lane) {
            lane.settle(sent.at_ms, arrival, now_ms);
        }
    }

    /// Notes that nothing will be known of an attempt: it may arrive until the pacer sees another time.
    #[expect(clippy::needless_pass_by_value, reason = "an attempt is settled once")]
    pub fn abandon(&mut self, sent: Sent) {
        if let Some(lane) = self.lanes.get_mut(sent.lane) {
            lane.abandon();
        }
    }

    /// Takes back the permit of an attempt that will not be sent, for the next that asks.
    pub fn give_back(&mut self, permit: Permit) {
        let now_ms = self.now_ms;
        if let Some(lane) = self.lanes.get_mut(permit.lane)
            && permit.epoch == lane.epoch
        {
            lane.give_back(permit.at_ms + lane.delay_ms, now_ms);
        }
    }

    /// Slows down: the service refused an attempt because the quota is used up, and may have asked to wait. Returns whether the action has
    /// a quota here.
    pub fn throttled(&mut self, action: &str, retry_after_ms: u64, clock: Duration) -> bool {
        let now_ms = self.tick(clock);
        let place = self.place(action);
        let Some(lane) = self.lanes.get_mut(place) else {
            return false;
        };
        lane.throttled(to_f64(retry_after_ms), now_ms);
        true
    }

    /// The attempts a period that an action has now; `None` without a quota.
    #[must_use]
    pub fn rate(&self, action: &str, clock: Duration) -> Option<f64> {
        let lane = self.lanes.get(self.place(action))?;
        Some(lane.rate(self.own_ms(clock)))
    }

    /// Returns the place of the action's lane. Without a quota, it is the place behind the last lane.
    fn place(&self, action: &str) -> usize {
        let found = self.lanes.iter().position(|lane| lane.action == action);
        found.unwrap_or(self.lanes.len())
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

impl Quotas {
    /// No quota: delays no attempt.
    pub const UNLIMITED: Self = Self(Vec::new());

    /// Returns these quotas, and no others.
    #[must_use]
    pub const fn only(quotas: Vec<Quota>) -> Self {
        Self(quotas)
    }

    /// Returns these quotas, and the quotas of the vendor's pages for the other operations of the table.
    #[must_use]
    pub fn documented_but(own: Vec<Quota>) -> Self {
        let mut quotas: Vec<_> = OPERATIONS
            .iter()
            .map(|operation| Quota::per_second(operation.name, operation.quota))
            .collect();
        quotas.extend(own);
        Self(quotas)
    }
}

impl Default for Quotas {
    fn default() -> Self {
        Self::documented_but(Vec::new())
    }
}

impl Quota {
    /// Returns a quota of so many attempts in any second.
    #[must_use]
    pub fn per_second(action: &str, attempts: NonZeroU32) -> Self {
        const SECOND_MS: NonZeroU32 = NonZeroU32::new(1_000).unwrap();
        Self {
            action: action.into(),
            attempts,
            period_ms: SECOND_MS,
        }
    }

    /// Returns a quota of so many attempts in any minute.
    #[must_use]
    pub fn per_minute(action: &str, attempts: NonZeroU32) -> Self {
        const MINUTE_MS: NonZeroU32 = NonZeroU32::new(60_000).unwrap();
        Self {
            action: action.into(),
            attempts,
            period_ms: MINUTE_MS,
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
