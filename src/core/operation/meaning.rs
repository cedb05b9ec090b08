//! What an error of the service means for the outcome.

/// Meaning of a service error for a caller who wants the task stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Meaning {
    /// The task exists and is not running.
    AlreadyStopped,
    /// The service did nothing. The task may have stopped before: only its state tells.
    MaybeStopped,
    /// The account and the endpoint have no such task.
    NotFound,
    /// The service did nothing, because the quota was used up.
    Throttled,
    /// The service or a gateway failed. It may or may not have stopped the task.
    Ambiguous,
    /// A request with the same nonce had arrived before. That copy may have stopped the task.
    NonceUsed,
    /// The service did nothing, because the timestamp is too far from its own clock.
    ClockSkewed,
    /// The service did nothing, because the security token has expired.
    TokenExpired,
    /// The service did nothing, because it does not know the AccessKey. Of temporary credentials, it may say so when they have expired.
    KeyNotFound,
    /// The service did nothing, and the same request would be refused again.
    Refused,
}
