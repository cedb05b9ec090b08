//! What a call takes and gives: the steps it asks for, what happened, and how it ends.

use std::sync::Arc;

use crate::error::Failure;
use crate::http::HttpRequest;
use crate::response::Reply;
use crate::sign::Signer;

/// What to do next.
#[derive(Debug)]
pub enum Step {
    /// Get credentials, and come back with [`Input::Signer`] or [`Input::NoCredentials`].
    RefreshCredentials {
        /// Which credentials will do.
        freshness: Freshness,
        /// The time that is left for it, in milliseconds.
        timeout_ms: u64,
    },
    /// Send the request, and come back with [`Input::Response`], [`Input::Lost`] or [`Input::TimedOut`].
    Send {
        /// The signed request.
        request: HttpRequest,
        /// The time that is left for it, body included, in milliseconds.
        timeout_ms: u64,
    },
    /// Wait that many milliseconds, and come back with [`Input::Waited`].
    Wait(u64),
    /// The call has ended.
    Done(Result<Outcome, Failure>),
}

/// Which credentials will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Those at hand, as long as they have not expired.
    Any,
    /// Others than those of the last attempt, which the service called expired.
    Renewed,
}

/// What happened.
#[derive(Debug)]
pub enum Input {
    /// The call begins.
    Begin,
    /// There are credentials.
    Signer(Arc<Signer>),
    /// There are none.
    NoCredentials(Failure),
    /// A response arrived.
    Response(Reply),
    /// The request could not be sent, or the response did not arrive in full. The text says what the runtime said.
    Lost(String),
    /// The time of the attempt ran out.
    TimedOut,
    /// The wait is over.
    Waited,
    /// The caller wants no more of it. What is under way is dropped.
    Aborted,
}

/// When a step is taken, and a random number for it: everything that the core may not find out by itself.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The wall clock, in milliseconds after 1970-01-01T00:00:00Z.
    pub wall_ms: i64,
    /// Milliseconds since the call began, by a clock that nobody sets.
    pub elapsed_ms: u64,
    /// 128 random bits, new for each step.
    pub random: u128,
}

/// The difference between the service's clock and ours; one for all calls of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// What has to be added to the wall clock, in milliseconds.
    pub offset_ms: i64,
}

/// A call that ended well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Whether this call stopped the task, or found it stopped.
    pub ending: Ending,
    /// The `TaskId` of the reply, where the operation has one.
    pub task_id: Option<String>,
    /// The service's ID of the last request.
    pub request_id: Option<String>,
    /// How many requests were sent.
    pub attempts: u32,
    /// The service's code, where the task was stopped before.
    pub code: Option<String>,
}

/// How the task came to be stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The service stopped it and said so.
    Stopped,
    /// The service says that it is not running.
    AlreadyStopped,
}

impl Ending {
    /// The outcome's name in JavaScript.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::AlreadyStopped => "already-stopped",
        }
    }
}
