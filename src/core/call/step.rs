//! Steps of a call: each is answered once, by what can answer it.

use std::sync::Arc;

use crate::error::Failure;
use crate::http::{HttpRequest, MAX_BODY_BYTES, MAX_LONG_BODY_BYTES};
use crate::operation::Effect;
use crate::pacer::Arrival;
use crate::reply::Reply;
#[cfg(feature = "json")]
use crate::reply::read::Expected;
use crate::sign::Signer;

use super::{Call, Delivery, End, Exchange, Loss, Moment};
use crate::breaker::Hold;

/// The next thing that the driver has to do.
///
/// A step owns its call: only the answer that the step waits for moves the call on, and it does so once.
///
/// ```compile_fail,E0599
/// use apsara_live_core::call::{Exchange, Moment, WaitStep};
///
/// // A wait does not end by a response.
/// fn end(step: WaitStep, now: Moment) {
///     let _ = step.end(Exchange::TimedOut, now);
/// }
/// ```
///
/// ```compile_fail,E0382
/// use apsara_live_core::call::{Exchange, Moment, SendStep};
///
/// // A request does not end twice.
/// fn end(step: SendStep, now: Moment) {
///     let _ = step.end(Exchange::TimedOut, now);
///     let _ = step.end(Exchange::TimedOut, now);
/// }
/// ```
#[derive(Debug)]
pub enum Step {
    /// Get credentials.
    RefreshCredentials(CredentialsStep),
    /// Send a request.
    Send(SendStep),
    /// Wait.
    Wait(WaitStep),
    /// Nothing: the call has ended.
    Done(End),
}

/// A call that needs credentials.
#[derive(Debug)]
#[must_use = "a call that is dropped has not ended"]
pub struct CredentialsStep {
    call: Box<Call>,
    freshness: Freshness,
    timeout_ms: u64,
}

/// A call with a request that is to be sent.
#[derive(Debug)]
#[must_use = "a call that is dropped has not ended"]
pub struct SendStep {
    call: Box<Call>,
    request: HttpRequest,
    timeout_ms: u64,
    task: Option<DescribedTask>,
    is_question: bool,
}

/// A call that waits.
#[derive(Debug)]
#[must_use = "a call that is dropped has not ended"]
pub struct WaitStep {
    call: Box<Call>,
    ms: u64,
    reason: WaitReason,
    hold: Option<Hold>,
}

/// The reason of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitReason {
    /// The attempt before has failed.
    Retry,
    /// The quota of the account has no room, or a run waits for its first answers.
    Quota,
    /// Attempts fail for every task of the run: [`WaitStep::hold`].
    Held,
    /// The stop is accepted, and the call asks for the state of the task after the wait:
    /// [`CallOptions::wait_until_stopped`](super::CallOptions::wait_until_stopped).
    Stopping,
}

impl Step {
    pub(super) fn new(call: Box<Call>, next: Next) -> Self {
        match next {
            Next::RefreshCredentials { freshness, timeout_ms } => Self::RefreshCredentials(CredentialsStep {
                call,
                freshness,
                timeout_ms,
            }),
            Next::Send {
                request,
                timeout_ms,
                task,
            } => Self::Send(SendStep {
                call,
                request,
                timeout_ms,
                task,
                is_question: false,
            }),
            Next::AskState {
                request,
                timeout_ms,
                task,
            } => Self::Send(SendStep {
                call,
                request,
                timeout_ms,
                task: Some(task),
                is_question: true,
            }),
            Next::Wait(ms) => Self::Wait(WaitStep {
                call,
                ms,
                reason: WaitReason::Retry,
                hold: None,
            }),
            Next::WaitForState(ms) => Self::Wait(WaitStep {
                call,
                ms,
                reason: WaitReason::Stopping,
                hold: None,
            }),
            Next::WaitForPermit(ms) => Self::Wait(WaitStep {
                call,
                ms,
                reason: WaitReason::Quota,
                hold: None,
            }),
            Next::WaitHeld(ms, hold) => Self::Wait(WaitStep {
                call,
                ms,
                reason: WaitReason::Held,
                hold: Some(hold),
            }),
            Next::Done(end) => Self::Done(end),
        }
    }

    /// Ends the call, because the caller aborts it.
    ///
    /// `request_sent` says whether the request of a [`SendStep`] had been handed to the network. A response that had arrived before the
    /// abort is reported by [`SendStep::end`].
    #[must_use]
    pub fn abort(self, request_sent: bool, now: Moment) -> End {
        let (call, request_sent) = match self {
            Self::Done(end) => return end,
            Self::RefreshCredentials(step) => (step.call, false),
            Self::Wait(step) => (step.call, false),
            Self::Send(step) => (step.call, request_sent),
        };
        call.abort(request_sent, now)
    }
}

impl CredentialsStep {
    /// Freshness of acceptable credentials.
    #[must_use]
    pub const fn freshness(&self) -> Freshness {
        self.freshness
    }

    /// The time left for the credentials, in milliseconds.
    #[must_use]
    pub const fn timeout_ms(&self) -> u64 {
        self.timeout_ms
    }

    /// Goes on with credentials.
    #[must_use]
    pub fn signer(self, signer: Arc<Signer>, now: Moment) -> Step {
        self.call.advance(Input::Signer(signer), now)
    }

    /// Goes on without credentials.
    #[must_use]
    pub fn failed(self, failure: Failure, now: Moment) -> Step {
        self.call.advance(Input::NoCredentials(failure), now)
    }
}

impl SendStep {
    /// The signed request.
    #[must_use]
    pub const fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// The time left for the response, body included, in milliseconds.
    #[must_use]
    pub const fn timeout_ms(&self) -> u64 {
        self.timeout_ms
    }

    /// Whether the request is no attempt, but asks for the state of the task that the call stops.
    #[must_use]
    pub const fn is_question(&self) -> bool {
        self.is_question
    }

    /// The task that the reply describes, if it describes one: [`Fields::task_id`](crate::reply::Fields::task_id) of the reply is the ID
    /// of the task that it is about, and [`Fields::task_status`](crate::reply::Fields::task_status) is the `Status` of the task.
    #[must_use]
    pub const fn described_task(&self) -> Option<&DescribedTask> {
        self.task.as_ref()
    }

    /// Maximum length of the body of the response, in bytes.
    #[must_use]
    pub fn max_body_bytes(&self) -> usize {
        if !self.is_question && self.call.invocation.effect() == Effect::Stops {
            MAX_BODY_BYTES
        } else {
            MAX_LONG_BODY_BYTES
        }
    }

    /// What [`Reply::read`] needs to know of the request, and the time of the response by the wall clock.
    #[cfg(feature = "json")]
    #[must_use]
    pub fn expected(&self, wall_ms: i64) -> Expected<'_> {
        Expected {
            max_body_bytes: self.max_body_bytes(),
            task: self.described_task(),
            wall_ms,
        }
    }

    /// The failure of the attempt before this one.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        self.call.failure()
    }

    /// Returns a text from the response on one line, short, with secrets masked.
    #[must_use]
    pub fn redacted(&self, text: &str) -> String {
        self.call.redacted(text)
    }

    /// Goes on with the end of the request.
    #[must_use]
    pub fn end(self, exchange: Exchange, now: Moment) -> Step {
        self.call.advance(exchange.into(), now)
    }
}

impl WaitStep {
    /// How long to wait, in milliseconds.
    #[must_use]
    pub const fn ms(&self) -> u64 {
        self.ms
    }

    /// The reason.
    #[must_use]
    pub const fn reason(&self) -> WaitReason {
        self.reason
    }

    /// The hold of the run, with [`WaitReason::Held`].
    #[must_use]
    pub const fn hold(&self) -> Option<&Hold> {
        self.hold.as_ref()
    }

    /// The failure of the last attempt.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        self.call.failure()
    }

    /// Goes on after the wait.
    #[must_use]
    pub fn over(self, now: Moment) -> Step {
        self.call.advance(Input::Waited, now)
    }
}

impl From<Exchange> for Input {
    fn from(exchange: Exchange) -> Self {
        match exchange {
            Exchange::Reply(reply) => Self::Reply(reply),
            Exchange::Lost(loss) => Self::Lost(loss),
            Exchange::TimedOut => Self::TimedOut,
        }
    }
}

/// The next step, apart from its call.
#[derive(Debug)]
pub(super) enum Next {
    RefreshCredentials {
        freshness: Freshness,
        timeout_ms: u64,
    },
    Send {
        request: HttpRequest,
        timeout_ms: u64,
        task: Option<DescribedTask>,
    },
    AskState {
        request: HttpRequest,
        timeout_ms: u64,
        task: DescribedTask,
    },
    Wait(u64),
    WaitForPermit(u64),
    WaitForState(u64),
    WaitHeld(u64, Hold),
    Done(End),
}

/// The answer to a step.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "a call has one input at a time")]
pub(super) enum Input {
    Begin,
    Signer(Arc<Signer>),
    NoCredentials(Failure),
    Reply(Reply),
    Lost(Loss),
    TimedOut,
    Waited,
}

impl Input {
    /// Whether the request of the attempt arrived; `None` if the attempt has not ended.
    pub(super) const fn arrival(&self) -> Option<Arrival> {
        match self {
            Self::Reply(_) => Some(Arrival::Answered),
            Self::Lost(loss) if !matches!(loss.delivery, Delivery::Unknown) => Some(Arrival::Never),
            Self::Lost(_) | Self::TimedOut => Some(Arrival::Unknown),
            Self::NoCredentials(_) => Some(Arrival::Never),
            Self::Begin | Self::Signer(_) | Self::Waited => None,
        }
    }
}

/// Place of a task in a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DescribedTask {
    /// The operation that describes the task.
    pub operation: &'static str,
    /// The member of the reply that contains the task, or a list with the task; empty if the reply is the task.
    pub member: &'static str,
    /// The member of the task that is its ID.
    pub id_name: &'static str,
    /// The member of the task that is its state.
    pub status_name: &'static str,
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
