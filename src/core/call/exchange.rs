//! How a request ended.

use crate::reply::Reply;

/// The end of a request.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "a call has one at a time")]
pub enum Exchange {
    /// A response arrived in full.
    Reply(Reply),
    /// There is no response.
    Lost(Loss),
    /// The time ran out.
    TimedOut,
}

/// An attempt that failed without a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The runtime's message.
    pub reason: String,
    /// Whether the request may have reached the service.
    pub delivery: Delivery,
}

/// Whether a request may have reached the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The request may have reached the service.
    Unknown,
    /// It was certainly never sent, for example because the connection was refused.
    NeverSent,
    /// It was never sent, because its host does not exist.
    NoSuchHost,
    /// It was never sent, because the runtime sends no request of the caller any more. Another attempt would not be sent either: the call ends.
    NotAllowed,
}
