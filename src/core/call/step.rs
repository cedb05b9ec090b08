//! Vocabulary of a call: the steps that it asks for, the inputs that it takes, and its end.

use core::time::Duration;
use std::sync::Arc;

use crate::error::{Failure, Verified};
use crate::http::HttpRequest;
use crate::pacer::{Pacer, Quotas};
use crate::reply::Reply;
use crate::sign::Signer;

/// The next thing that the driver has to do.
#[derive(Debug)]
pub enum Step {
    /// Get credentials, then report [`Input::Signer`] or [`Input::NoCredentials`].
    RefreshCredentials {
        /// Freshness of acceptable credentials.
        freshness: Freshness,
        /// The time left for the credentials, in milliseconds.
        timeout_ms: u64,
    },
    /// Send the request, then report [`Input::Reply`], [`Input::Lost`] or [`Input::TimedOut`].
    Send {
        /// The signed request.
        request: HttpRequest,
        /// The time left for the response, body included, in milliseconds.
        timeout_ms: u64,
    },
    /// Send a request that changes nothing and asks for the state of the task, then report as for [`Step::Send`]. In the reply,
    /// [`Fields::task_status`](crate::reply::Fields::task_status) is the `Status` of the task that `task` names.
    AskState {
        /// The signed request.
        request: HttpRequest,
        /// The time left for the response, body included, in milliseconds.
        timeout_ms: u64,
        /// The place of the task in the reply.
        task: DescribedTask,
    },
    /// Wait that many milliseconds, then report [`Input::Waited`].
    Wait(u64),
    /// Wait that many milliseconds for the quota of the account, then report [`Input::Waited`].
    WaitForPermit(u64),
    /// Nothing: the call has ended.
    Done(End),
}

/// Place of a task in a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedTask {
    /// The operation that describes the task.
    pub operation: &'static str,
    /// The member of the reply that contains the task, or a list with the task.
    pub member: &'static str,
    /// The member of the task that is its ID.
    pub id_name: &'static str,
    /// The ID.
    pub id: String,
}

/// Freshness of acceptable credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Cached credentials, until they expire.
    Any,
    /// Other credentials than the expired ones of the last attempt.
    Renewed,
}

/// A report of the driver.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "a call has one input at a time")]
pub enum Input {
    /// The call begins.
    Begin,
    /// The driver has credentials.
    Signer(Arc<Signer>),
    /// The driver has no credentials.
    NoCredentials(Failure),
    /// A response arrived in full.
    Reply(Reply),
    /// The attempt failed without a response.
    Lost(Loss),
    /// The time of the attempt ran out.
    TimedOut,
    /// The wait is over.
    Waited,
    /// The caller aborted the call.
    ///
    /// `request_sent` says whether the request of the last [`Step::Send`] had been handed to the network. A response that had
    /// arrived before the abort is reported first, as [`Input::Reply`].
    Aborted {
        /// Whether a request is under way.
        request_sent: bool,
    },
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
}

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

/// The difference between the service's clock and ours, shared by all calls of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// The milliseconds to add to the wall clock.
    pub offset_ms: i64,
}

/// State that all calls of a client share.
#[derive(Clone, Debug)]
pub struct Account {
    /// The service's clock.
    pub clock: Clock,
    /// The quotas.
    pub pacer: Pacer,
}

impl Account {
    /// Returns an account that no call has used.
    #[must_use]
    pub const fn new(quotas: Quotas) -> Self {
        Self {
            clock: Clock { offset_ms: 0 },
            pacer: Pacer::new(quotas),
        }
    }
}

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
pub struct Outcome {
    /// Whether this call stopped the task, or found it stopped.
    pub ending: Ending,
    /// The service's ID of the last request.
    pub request_id: Option<String>,
    /// The number of requests that were sent.
    pub attempts: u32,
    /// The service's code, with [`Ending::AlreadyStopped`].
    pub code: Option<String>,
    /// The state of the task afterwards, if the call asked the service for the state.
    pub verified: Option<Verified>,
}

/// A success of an action that stops no task. The driver has the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The service's ID of the last request.
    pub request_id: Option<String>,
    /// The number of requests that were sent.
    pub attempts: u32,
}

/// A call that the caller aborted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aborted {
    /// The number of requests that were sent.
    pub attempts: u32,
    /// Whether one of the requests may have stopped the task.
    pub outcome_unknown: bool,
}

/// Kind of result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The reply says that the service stopped the task; or, with [`Outcome::verified`], the task is stopped after a lost reply.
    Stopped,
    /// The service says that the task is not running.
    AlreadyStopped,
}

impl Ending {
    /// The name in JavaScript.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::AlreadyStopped => "already-stopped",
        }
    }
}
