//! Plan of a schedule: the quota, the callers, the network, the timers, and the trouble.

use crate::shared_quota::{Limit, WINDOWS, Window};

/// The largest delay of timers while the program does not stand still.
const PUNCTUAL_US: u64 = 20_000;

/// One schedule.
#[derive(Debug)]
pub(super) struct Plan {
    /// `None`: quotas are switched off.
    pub(super) quota: Option<Limit>,
    pub(super) callers: usize,
    pub(super) duration_us: u64,
    /// The largest delay of timers.
    pub(super) lateness_us: u64,
    /// The shortest round trip, and the largest addition to it.
    pub(super) trip_us: u64,
    pub(super) jitter_us: u64,
    /// Whether attempts that find no open connection have longer round trips.
    pub(super) cold: bool,
    /// The window in which the service counts.
    pub(super) window: Window,
    /// Percentage of attempts that get no reply or are not sent.
    pub(super) lost: u32,
    /// The longest pause of a caller between attempts.
    pub(super) pause_us: u64,
    /// The share of the quota that other users ask for, in percent.
    pub(super) others: u32,
    /// Percentage of attempts that are aborted while they wait.
    pub(super) aborts: u32,
    /// Percentage of attempts that cannot wait long.
    pub(super) impatient: u32,
    /// The number of events in a thousand before which the clock jumps.
    pub(super) jumps: u32,
}

impl Plan {
    pub(super) fn draw(rng: &mut fastrand::Rng) -> Self {
        let dense = rng.u32(0..10) == 0;
        let quota = if dense {
            rng.u32(201..=2_000)
        } else {
            rng.u32(1..=rng.clone().u32(1..=200))
        };
        let sometimes = |rng: &mut fastrand::Rng, most: u32| if rng.bool() { 0 } else { rng.u32(1..=most) };
        let calm = rng.u32(0..3) == 0;
        let lateness_us = rng.u64(0..=PUNCTUAL_US);
        let trip_us = rng.u64(500..60_000);
        let jitter_us = [0, 20_000, rng.u64(0..=150_000)][rng.usize(0..3)];
        // Enough callers to keep the quota busy: some wait for a reply or for a late timer, and some for a permit.
        let busy = 3 + (u64::from(quota) * (lateness_us + trip_us + jitter_us)).div_ceil(1_000_000);
        let own = Limit {
            requests: quota,
            period_ms: if rng.u32(0..5) == 0 { 60_000 } else { 1_000 },
        };
        let mut plan = Self {
            quota: (rng.u32(0..50) > 0).then_some(own),
            callers: usize::try_from(busy).unwrap_or(0) + rng.usize(0..30),
            duration_us: (4_000 + 20_000 / u64::from(quota)) * u64::from(own.period_ms),
            lateness_us,
            trip_us,
            jitter_us,
            cold: false,
            window: WINDOWS[rng.usize(0..WINDOWS.len())],
            lost: 0,
            pause_us: 0,
            others: 0,
            aborts: 0,
            impatient: 0,
            jumps: 0,
        };
        if !calm {
            plan.others = sometimes(rng, 90);
            plan.cold = rng.bool();
            plan.lost = sometimes(rng, 20);
            plan.aborts = sometimes(rng, 40);
            plan.impatient = sometimes(rng, 40);
            plan.jumps = sometimes(rng, 20);
            plan.pause_us = u64::from(sometimes(rng, 3_000_000));
            // The program stands still at times.
            plan.lateness_us *= [1, 1, 10, 100][rng.usize(0..4)];
        }
        plan
    }

    pub(super) fn is_calm(&self) -> bool {
        let punctual = self.lateness_us <= PUNCTUAL_US;
        punctual
            && self.others == 0
            && !self.cold
            && self.lost == 0
            && self.aborts == 0
            && self.impatient == 0
            && self.jumps == 0
            && self.pause_us == 0
    }

    /// The plan without everything that disturbs it.
    #[cfg(test)]
    pub(super) fn undisturbed(self) -> Self {
        Self {
            lost: 0,
            others: 0,
            aborts: 0,
            impatient: 0,
            jumps: 0,
            pause_us: 0,
            ..self
        }
    }
}
