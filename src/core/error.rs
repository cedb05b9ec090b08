//! What can go wrong, as data: a kind that says who erred, a stable code, and a message that holds no secret.

use core::fmt;
use core::ops::{Deref, DerefMut};

use crate::text::concat;

/// The stable codes of errors that did not come from the service. The service's own codes are passed on verbatim.
pub mod code {
    /// A parameter is not of the form that the operation takes.
    pub const INVALID_PARAMETER: &str = "ERR_INVALID_PARAMETER";
    /// A required parameter is missing.
    pub const MISSING_PARAMETER: &str = "ERR_MISSING_PARAMETER";
    /// An option is of the wrong type or out of range.
    pub const INVALID_OPTION: &str = "ERR_INVALID_OPTION";
    /// A key that means nothing here; often a typing error.
    pub const UNKNOWN_KEY: &str = "ERR_UNKNOWN_KEY";
    /// There is no operation of that name.
    pub const UNKNOWN_OPERATION: &str = "ERR_UNKNOWN_OPERATION";
    /// The operation does not take that method.
    pub const INVALID_METHOD: &str = "ERR_INVALID_METHOD";
    /// The endpoint is not a host, or not one that a signed request may be sent to.
    pub const INVALID_ENDPOINT: &str = "ERR_INVALID_ENDPOINT";
    /// The region is not of the form of a region ID.
    pub const INVALID_REGION: &str = "ERR_INVALID_REGION";
    /// The runtime lacks something that a call needs, such as `fetch`.
    pub const UNSUPPORTED_RUNTIME: &str = "ERR_UNSUPPORTED_RUNTIME";
    /// No credentials were given, and the environment holds none.
    pub const MISSING_CREDENTIALS: &str = "ERR_MISSING_CREDENTIALS";
    /// The credentials are not of the form that the service takes.
    pub const INVALID_CREDENTIALS: &str = "ERR_INVALID_CREDENTIALS";
    /// The credentials function failed.
    pub const CREDENTIALS_FAILED: &str = "ERR_CREDENTIALS_FAILED";
    /// The credentials function did not answer in time.
    pub const CREDENTIALS_TIMEOUT: &str = "ERR_CREDENTIALS_TIMEOUT";
    /// The request could not be sent, or the connection was lost.
    pub const NETWORK: &str = "ERR_NETWORK";
    /// An attempt took longer than it may.
    pub const ATTEMPT_TIMEOUT: &str = "ERR_ATTEMPT_TIMEOUT";
    /// The whole call took longer than it may.
    pub const TIMEOUT: &str = "ERR_TIMEOUT";
    /// The service answered with an HTTP error status and without a code.
    pub const HTTP_STATUS: &str = "ERR_HTTP_STATUS";
    /// A reply with a success status whose body is empty.
    pub const EMPTY_REPLY: &str = "ERR_EMPTY_REPLY";
    /// A reply with a success status that is neither JSON nor XML of the documented form.
    pub const UNREADABLE_REPLY: &str = "ERR_UNREADABLE_REPLY";
    /// A reply that is longer than any the service gives.
    pub const OVERSIZED_REPLY: &str = "ERR_OVERSIZED_REPLY";
    /// A reply with a success status that does not say which request, or which task, it is about.
    pub const INCOMPLETE_REPLY: &str = "ERR_INCOMPLETE_REPLY";
    /// The reply speaks of another task than the request.
    pub const MISMATCHED_REPLY: &str = "ERR_MISMATCHED_REPLY";
    /// A redirect. The service gives none, and a signed request follows none.
    pub const REDIRECTED: &str = "ERR_REDIRECTED";
    /// A fault of this package.
    pub const INTERNAL: &str = "ERR_INTERNAL";
}

/// A refusal before anything was sent: something the caller gave is not usable.
///
/// The message names the path and what was expected, and never repeats the value. Boxed, so that a result that may be one costs a
/// pointer to hand on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgumentError(Box<Refusal>);

/// What an [`ArgumentError`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// One of [`code`].
    pub code: &'static str,
    /// The path of what was refused, such as `params.taskId`.
    pub path: String,
    /// What was expected there.
    pub expected: String,
}

impl ArgumentError {
    /// A refusal of what stands at `path`.
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

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl core::error::Error for ArgumentError {}

/// Who erred, and what the caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The caller gave something unusable. Mend the call; nothing was sent.
    Argument,
    /// There are no usable credentials. Mend the credentials; nothing was sent.
    Credentials,
    /// The service refused, or failed. The code says why.
    Service,
    /// The service was asked too often. Ask again later.
    Throttled,
    /// The request or its reply was lost on the way. Ask again.
    Network,
    /// Time ran out. Ask again, or allow more.
    Timeout,
    /// Something answered that is not the service, or not in its language. Look at what stands in between.
    Protocol,
    /// A fault of this package. Report it; asking again works.
    Internal,
}

impl Kind {
    /// The kind's name in JavaScript.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Argument => "argument",
            Self::Credentials => "credentials",
            Self::Service => "service",
            Self::Throttled => "throttled",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::Protocol => "protocol",
            Self::Internal => "internal",
        }
    }
}

/// The end of a call that cannot say that the task is stopped. Boxed for the same reason as [`ArgumentError`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(Box<FailureDetails>);

/// What a [`Failure`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureDetails {
    /// Who erred.
    pub kind: Kind,
    /// The service's code verbatim, or one of [`code`].
    pub code: String,
    /// What happened, for a person. Holds no secret.
    pub message: String,
    /// The HTTP status of the last response, if there was one.
    pub http_status: Option<u16>,
    /// The service's ID of the last request, if a reply named it.
    pub request_id: Option<String>,
    /// How many requests were sent.
    pub attempts: u32,
    /// Whether asking again may help.
    pub retryable: bool,
    /// Before how many milliseconds asking again is of no use, where the service said so.
    pub retry_after_ms: Option<u64>,
    /// Whether the task may have been stopped all the same.
    pub outcome_unknown: bool,
    /// The vendor's page on this error, where the reply named one.
    pub recommend: Option<String>,
    /// The runtime's message without secrets, where it repeated one: then it must not be shown as it is.
    pub redacted_cause: Option<String>,
}

impl Failure {
    /// A failure of which nothing is known but its kind, code and message.
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
            recommend: None,
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
