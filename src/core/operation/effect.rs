//! What a request changes: the reason to send it again, or not to.

/// What the service changes when it executes a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It stops a task. A second request finds the task stopped.
    Stops,
    /// Nothing.
    Reads,
    /// Something, and a second request changes nothing more.
    ChangesOnce,
    /// Something, and a second request may change it again.
    ChangesEachTime,
}

impl Effect {
    /// Whether a request may be sent again while it is unknown what became of the last one.
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::ChangesEachTime)
    }

    /// Whether a lost reply leaves open what the service did.
    #[must_use]
    pub const fn changes(self) -> bool {
        !matches!(self, Self::Reads)
    }
}
