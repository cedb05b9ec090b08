//! Effects of requests, which decide whether a request may be repeated.

/// Effect of a request that the service executes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The request stops a task. A second request finds the task stopped.
    Stops,
    /// The request changes nothing.
    Reads,
    /// The request changes something, and a second request changes nothing more.
    ChangesOnce,
    /// The request changes something, and a second request may repeat the change.
    ChangesEachTime,
}

impl Effect {
    /// Whether a call may repeat a request whose outcome is unknown.
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::ChangesEachTime)
    }

    /// Whether a lost reply makes the outcome unknown.
    #[must_use]
    pub const fn changes(self) -> bool {
        !matches!(self, Self::Reads)
    }
}
