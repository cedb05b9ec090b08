//! Ends of a call.

use core::fmt;

use crate::error::{Failure, Verified};
use crate::named::named;
use crate::reply::Reply;

/// The end of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The task is stopped.
    Stopped(Outcome),
    /// The service has executed the request, and the action stops no task.
    Answered(Answered),
    /// The call failed.
    Failed(Failure),
    /// The caller aborted the call.
    Aborted(Aborted),
}

/// A task that is stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// Whether this call stopped the task, or found it stopped.
    pub ending: Ending,
    /// The service's ID of the request that decided the outcome. This is the stop, also after a wait. If the reply to the stop was lost, and
    /// the state told that it had succeeded, this is the question for the state.
    pub request_id: Option<String>,
    /// The number of requests that were sent.
    pub attempts: u32,
    /// The service's code, with [`Ending::AlreadyStopped`].
    pub code: Option<String>,
    /// The state of the task afterwards, if the call asked the service for the state.
    pub verified: Option<Verified>,
    /// The time from the reply to the stop to the answer that the task is stopped, in milliseconds, with
    /// [`CallOptions::wait_until_stopped`](super::CallOptions::wait_until_stopped).
    pub stopped_after_ms: Option<u64>,
}

impl Outcome {
    /// Returns an outcome without further facts.
    #[must_use]
    pub const fn new(ending: Ending, attempts: u32) -> Self {
        Self {
            ending,
            request_id: None,
            attempts,
            code: None,
            verified: None,
            stopped_after_ms: None,
        }
    }
}

/// A success of an action that stops no task.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answered {
    /// The service's ID of the last request.
    pub request_id: Option<String>,
    /// The number of requests that were sent.
    pub attempts: u32,
    /// The reply, with its texts as the service wrote them.
    pub reply: Box<Reply>,
}

impl Answered {
    /// Returns the end of a call with this reply.
    #[must_use]
    pub fn new(reply: Reply, attempts: u32) -> Self {
        Self {
            request_id: None,
            attempts,
            reply: reply.into(),
        }
    }
}

/// Does not show the reply, which may repeat a secret of the request.
impl fmt::Debug for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answered")
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// A call that the caller aborted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Aborted {
    /// The number of requests that were sent.
    pub attempts: u32,
    /// Whether one of the requests may have stopped the task.
    pub outcome_unknown: bool,
    /// Whether the call asked for the state of a task whose stop was accepted, or was lost and proved by the state.
    pub accepted: bool,
    /// The service's ID of the reply after which the call asked for the state, or of the proof.
    pub request_id: Option<String>,
    /// The last known state of the task.
    pub verified: Option<Verified>,
}

impl Aborted {
    /// Returns the end of an aborted call.
    #[must_use]
    pub const fn new(attempts: u32, outcome_unknown: bool) -> Self {
        Self {
            attempts,
            outcome_unknown,
            accepted: false,
            request_id: None,
            verified: None,
        }
    }
}

named! {
    /// Kind of result.
    Ending {
        /// The reply says that the service stopped the task; or, with [`Outcome::verified`], the task is stopped after a lost reply.
        Stopped = "stopped",
        /// The service says that the task is not running.
        AlreadyStopped = "already-stopped",
    }
}
