//! Plan of a schedule of the breaker: a run, and what fails for all of its tasks.

use fastrand::Rng;

/// What fails, for every task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    NoSuchHost,
    NeverSent,
    /// The connection is lost, and the request may have been executed.
    Lost,
    /// There is no response, and the request may have been executed.
    Hangs,
    Unavailable {
        retry_after_ms: Option<u64>,
    },
    Throttled {
        retry_after_ms: Option<u64>,
    },
    NoCredentials,
    /// The service refuses the AccessKey. This does not pass.
    Refused,
}

/// A schedule.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) tasks: usize,
    pub(crate) concurrency: usize,
    /// Whether the documented quota counts.
    pub(crate) is_paced: bool,
    pub(crate) trip_ms: u64,
    pub(crate) trouble: Trouble,
    pub(crate) from_ms: u64,
    pub(crate) until_ms: u64,
    pub(crate) max_outage_ms: u64,
    /// Percentage of exchanges that are lost at any time.
    pub(crate) noise: u32,
    /// The first tasks get an error of the service, always.
    pub(crate) broken: usize,
    /// The tasks of another account after these: the service refuses each for itself.
    pub(crate) unknown: usize,
    /// The call that its caller drops, and the time.
    pub(crate) dropped: Option<(usize, u64)>,
}

impl Plan {
    pub(crate) fn draw(rng: &mut Rng) -> Self {
        let long_ms = rng.u64(5_000..120_000);
        let retry_after_ms = [None, None, Some(1_000), Some(long_ms), Some(100_000)][rng.usize(0..5)];
        let trouble = match rng.u8(0..9) {
            0 => Trouble::NoSuchHost,
            1 => Trouble::NeverSent,
            2 => Trouble::Lost,
            3 => Trouble::Hangs,
            4 => Trouble::Throttled { retry_after_ms },
            5 => Trouble::NoCredentials,
            6 => Trouble::Refused,
            _ => Trouble::Unavailable { retry_after_ms },
        };
        let lasts_ms = [2_000, 20_000, 20_000, 60_000, 60_000, 300_000][rng.usize(0..6)];
        let from_ms = [0, rng.u64(0..3_000)][rng.usize(0..2)];
        let tasks = [1, 3, 10, 30, 90][rng.usize(0..5)];
        let some = |rng: &mut Rng, percent: u32, value: usize| if rng.u32(0..100) < percent { value } else { 0 };
        Self {
            tasks,
            concurrency: [1, 4, 16, 64][rng.usize(0..4)],
            is_paced: rng.u8(0..4) > 0,
            trip_ms: rng.u64(2..200),
            trouble,
            from_ms,
            until_ms: match trouble {
                Trouble::Refused => u64::MAX,
                // Without an end.
                _ if rng.u8(0..10) == 0 => u64::MAX,
                _ => from_ms + rng.u64(lasts_ms / 2..lasts_ms),
            },
            max_outage_ms: [900_000, 900_000, 900_000, 30_000][rng.usize(0..4)],
            noise: [0, 0, 5, 30][rng.usize(0..4)],
            broken: some(rng, 20, tasks / [1, 2, 5][rng.clone().usize(0..3)]),
            unknown: some(rng, 10, tasks.min(7)),
            dropped: (rng.u8(0..8) == 0).then(|| (rng.usize(0..tasks), rng.u64(0..90_000))),
        }
    }

    /// Whether only the trouble fails, and passes in time.
    pub(crate) fn is_plain(&self) -> bool {
        self.noise == 0 && self.broken == 0 && self.unknown == 0 && self.dropped.is_none()
    }

    /// Whether every task must be stopped that does not fail by itself.
    pub(crate) fn must_stop_the_rest(&self) -> bool {
        let passes = self.trouble != Trouble::Refused
            && self.until_ms - self.from_ms < self.max_outage_ms / 2
            && self.max_outage_ms > 60_000;
        // A long row of them looks like an outage.
        let has_others = self.broken < self.concurrency.min(10) && self.tasks > self.broken + self.unknown + 1;
        passes && has_others && self.noise == 0 && self.dropped.is_none()
    }

    /// Whether every task must be stopped.
    pub(crate) fn must_stop_all(&self) -> bool {
        let lasts_ms = self.until_ms - self.from_ms;
        let passes = self.trouble != Trouble::Refused && lasts_ms < self.max_outage_ms;
        self.is_plain() && passes
    }
}
