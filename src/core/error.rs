//! Errors as data: a kind (cause and remedy), a stable code, and a message without secrets.

use core::fmt;
use core::ops::{Deref, DerefMut};

use crate::named::named;
use crate::text::concat;

/// Stable codes of errors that are not from the service. The service's own codes are passed on verbatim.
pub mod code {
    use super::Kind;

    /// A parameter has the wrong form.
    pub const INVALID_PARAMETER: &str = "ERR_INVALID_PARAMETER";
    /// A required parameter is missing.
    pub const MISSING_PARAMETER: &str = "ERR_MISSING_PARAMETER";
    /// An option has the wrong type or is out of range.
    pub const INVALID_OPTION: &str = "ERR_INVALID_OPTION";
    /// An object has an unknown key, often a typing error.
    pub const UNKNOWN_KEY: &str = "ERR_UNKNOWN_KEY";
    /// No operation has that name.
    pub const UNKNOWN_OPERATION: &str = "ERR_UNKNOWN_OPERATION";
    /// The operation or the signature method does not take that HTTP method.
    pub const INVALID_METHOD: &str = "ERR_INVALID_METHOD";
    /// The endpoint is not a host, or is a host that a signed request must not go to.
    pub const INVALID_ENDPOINT: &str = "ERR_INVALID_ENDPOINT";
    /// The region does not have the form of a region ID.
    pub const INVALID_REGION: &str = "ERR_INVALID_REGION";
    /// The runtime lacks a function that a call needs, such as `fetch`.
    pub const UNSUPPORTED_RUNTIME: &str = "ERR_UNSUPPORTED_RUNTIME";
    /// No credentials were given, and the environment holds none.
    pub const MISSING_CREDENTIALS: &str = "ERR_MISSING_CREDENTIALS";
    /// The credentials have the wrong form.
    pub const INVALID_CREDENTIALS: &str = "ERR_INVALID_CREDENTIALS";
    /// The credentials function failed.
    pub const CREDENTIALS_FAILED: &str = "ERR_CREDENTIALS_FAILED";
    /// The credentials function did not return in time.
    pub const CREDENTIALS_TIMEOUT: &str = "ERR_CREDENTIALS_TIMEOUT";
    /// The request could not be sent, or the connection was lost.
    pub const NETWORK: &str = "ERR_NETWORK";
    /// The quota of the account has no room for the call within its time. Nothing was sent.
    pub const QUOTA: &str = "ERR_QUOTA";
    /// The run of many tasks ended before the task was settled.
    pub const RUN_ENDED: &str = "ERR_RUN_ENDED";
    /// The run of many tasks was halted: the service refused several tasks in a way in which it would refuse all, or did not answer for too
    /// long. No request for this task was sent.
    pub const RUN_HALTED: &str = "ERR_RUN_HALTED";
    /// The stop was accepted, and the service has not called the task stopped: its state was asked for.
    pub const NOT_STOPPED: &str = "ERR_NOT_STOPPED";
    /// The time of one attempt ran out.
    pub const ATTEMPT_TIMEOUT: &str = "ERR_ATTEMPT_TIMEOUT";
    /// The time of the call ran out.
    pub const TIMEOUT: &str = "ERR_TIMEOUT";
    /// The response has an HTTP error status and is not from the service, or cannot be read.
    pub const HTTP_STATUS: &str = "ERR_HTTP_STATUS";
    /// A response with a success status has an empty body.
    pub const EMPTY_REPLY: &str = "ERR_EMPTY_REPLY";
    /// A response with a success status is not a JSON object without errors.
    pub const UNREADABLE_REPLY: &str = "ERR_UNREADABLE_REPLY";
    /// A response is longer than any response of the service.
    pub const OVERSIZED_REPLY: &str = "ERR_OVERSIZED_REPLY";
    /// A response with a success status does not name its request or its task.
    pub const INCOMPLETE_REPLY: &str = "ERR_INCOMPLETE_REPLY";
    /// The response names another task than the request.
    pub const MISMATCHED_REPLY: &str = "ERR_MISMATCHED_REPLY";
    /// The response is a redirect. The service sends none, and a signed request follows none.
    pub const REDIRECTED: &str = "ERR_REDIRECTED";
    /// A fault of this package.
    pub const INTERNAL: &str = "ERR_INTERNAL";

    /// The codes above, by the kind of their errors. An error of another code has the service's code, verbatim.
    pub const BY_KIND: [(Kind, &[&str]); 8] = [
        (
            Kind::Argument,
            &[
                INVALID_PARAMETER,
                MISSING_PARAMETER,
                INVALID_OPTION,
                UNKNOWN_KEY,
                UNKNOWN_OPERATION,
                INVALID_METHOD,
                INVALID_ENDPOINT,
                INVALID_REGION,
                UNSUPPORTED_RUNTIME,
            ],
        ),
        (
            Kind::Credentials,
            &[
                MISSING_CREDENTIALS,
                INVALID_CREDENTIALS,
                CREDENTIALS_FAILED,
                CREDENTIALS_TIMEOUT,
            ],
        ),
        (Kind::Service, &[RUN_HALTED, NOT_STOPPED]),
        (Kind::Throttled, &[QUOTA]),
        (Kind::Network, &[NETWORK]),
        (Kind::Timeout, &[RUN_ENDED, ATTEMPT_TIMEOUT, TIMEOUT]),
        (
            Kind::Protocol,
            &[
                HTTP_STATUS,
                EMPTY_REPLY,
                UNREADABLE_REPLY,
                OVERSIZED_REPLY,
                INCOMPLETE_REPLY,
                MISMATCHED_REPLY,
                REDIRECTED,
            ],
        ),
        (Kind::Internal, &[INTERNAL]),
    ];
}

/// A refusal: an argument of the caller is unusable. Nothing was sent.
///
/// The message names the argument and the expected value, and never repeats the actual value. Boxed, so that a `Result` with it is small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgumentError(Box<Refusal>);

/// Members of an [`ArgumentError`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// One of [`code`].
    pub code: &'static str,
    /// The argument: a parameter by its name on the wire, such as `TaskId`, or an option, such as `region`.
    pub path: String,
    /// The expected value.
    pub expected: String,
}

impl ArgumentError {
    /// Returns a refusal of the argument at `path`.
    #[must_use]
    pub fn new(code: &'static str, path: &str, expected: &str) -> Self {
        Self(Box::new(Refusal {
            code,
            path: path.into(),
            expected: expected.into(),
        }))
    }

    fn message(&self) -> String {
        concat(&[&self.path, ": expected ", &self.expected])
    }
}

impl Deref for ArgumentError {
    type Target = Refusal;

    fn deref(&self) -> &Refusal {
        &self.0
    }
}

impl DerefMut for ArgumentError {
    fn deref_mut(&mut self) -> &mut Refusal {
        &mut self.0
    }
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl core::error::Error for ArgumentError {}

named! {
    /// Cause and remedy.
    #[non_exhaustive]
    Kind {
        /// An argument is unusable. Nothing was sent. Fix the call.
        Argument = "argument",
        /// There are no usable credentials. Fix them.
        Credentials = "credentials",
        /// The service refused or failed. The code says why.
        Service = "service",
        /// The quota is used up. Call again later.
        Throttled = "throttled",
        /// The request or its response was lost. Call again.
        Network = "network",
        /// Time ran out. Call again, or allow more.
        Timeout = "timeout",
        /// A response is unreadable or not from the service. Look for a proxy or a gateway.
        Protocol = "protocol",
        /// A fault of this package. Report it, and call again.
        Internal = "internal",
    }
}

named! {
    /// The service's answer to the question for the state of a task.
    #[non_exhaustive]
    Verified {
        /// The task does not run.
        Stopped = "stopped",
        /// The task is about to stop.
        Stopping = "stopping",
        /// The task runs.
        Running = "running",
        /// The service does not know the task, or has forgotten it.
        NotFound = "not-found",
        /// The service refused the question, for example because no RAM policy allows it.
        Refused = "refused",
    }
}

/// End of a call without a result. Boxed for the same reason as [`ArgumentError`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(Box<FailureDetails>);

/// Members of a [`Failure`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FailureDetails {
    /// Cause and remedy.
    pub kind: Kind,
    /// The service's code verbatim, or one of [`code`].
    pub code: String,
    /// Cause and remedy in words, without secrets.
    pub message: String,
    /// The HTTP status of the response that the failure tells of, if there was one.
    pub http_status: Option<u16>,
    /// The service's ID of the request that the failure tells of, if an answer named it.
    pub request_id: Option<String>,
    /// The number of requests that were sent.
    pub attempts: u32,
    /// Whether another call may help, and does no harm.
    pub retryable: bool,
    /// Minimum delay before another call, in milliseconds, if the service asked for one.
    pub retry_after_ms: Option<u64>,
    /// Whether the service may have stopped the task nevertheless.
    pub outcome_unknown: bool,
    /// The state of the task, if the call asked the service for the state.
    pub verified: Option<Verified>,
    /// The vendor's page on this error, if the reply named one.
    pub recommend: Option<String>,
    /// The details of a refusal by RAM, with secrets masked, as in
    /// [`FieldParts::access_denied_detail`](crate::reply::FieldParts::access_denied_detail).
    pub access_denied: Option<String>,
    /// With [`code::RUN_HALTED`], the code of the failure that halted the run.
    pub halted_by: Option<String>,
    /// The runtime's message with secrets masked, if the message contained one. Then the driver must not show the runtime's own error.
    pub redacted_cause: Option<String>,
}

impl Failure {
    /// Returns a failure with only kind, code and message.
    #[must_use]
    pub fn new(kind: Kind, code: String, message: String) -> Self {
        Self(Box::new(FailureDetails {
            kind,
            code,
            message,
            http_status: None,
            request_id: None,
            attempts: 0,
            retryable: false,
            retry_after_ms: None,
            outcome_unknown: false,
            verified: None,
            recommend: None,
            access_denied: None,
            halted_by: None,
            redacted_cause: None,
        }))
    }
}

impl From<ArgumentError> for Failure {
    fn from(error: ArgumentError) -> Self {
        let kind = match error.code {
            code::MISSING_CREDENTIALS | code::INVALID_CREDENTIALS => Kind::Credentials,
            _ => Kind::Argument,
        };
        Self::new(kind, error.code.into(), error.message())
    }
}

impl Deref for Failure {
    type Target = FailureDetails;

    fn deref(&self) -> &FailureDetails {
        &self.0
    }
}

impl DerefMut for Failure {
    fn deref_mut(&mut self) -> &mut FailureDetails {
        &mut self.0
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for Failure {}
