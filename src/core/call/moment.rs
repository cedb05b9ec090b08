//! When a step is taken.

use core::time::Duration;

/// Time and random number of a step. The core has no clock and no randomness of its own.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Wall clock, in milliseconds since 1970-01-01T00:00:00Z.
    pub wall_ms: i64,
    /// Milliseconds since the call began, by a monotonic clock.
    pub elapsed_ms: u64,
    /// Monotonic clock that all calls of a client share, since any moment.
    pub monotonic: Duration,
    /// 128 random bits, new for each step.
    pub random: u128,
}

impl Moment {
    /// The monotonic clock in milliseconds.
    pub(super) const fn monotonic_ms(&self) -> u64 {
        self.monotonic.as_secs() * 1_000 + self.monotonic.subsec_millis() as u64
    }
}
