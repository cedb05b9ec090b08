//! Options of a call.

use crate::policy::{RetryPolicy, Timeout};

/// Options of a call. Begin with the defaults:
///
/// ```
/// use core::num::NonZeroU32;
/// use core::time::Duration;
/// use apsara_live_core::call::{CallOptions, Verify};
///
/// let mut options = CallOptions::default();
/// options.timeout = Duration::from_secs(10).try_into()?;
/// options.retry.max_attempts = NonZeroU32::MIN;
/// options.verify = Verify::Always;
/// # Ok::<(), apsara_live_core::ArgumentError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallOptions {
    /// Time limit of the call: 30 seconds.
    pub timeout: Timeout,
    /// Time limit of one attempt, the body of its response included: 5 seconds.
    pub attempt_timeout: Timeout,
    /// Number of attempts, and delays between them.
    pub retry: RetryPolicy,
    /// Whether a task that was already stopped is a result or an error.
    pub already_stopped: AlreadyStopped,
    /// The run of many calls that the call belongs to. Outside a run, the wait for the quota of the account counts against the timeout, and a
    /// call that would have to wait longer fails at once.
    pub run: Option<Run>,
    /// When to ask for the state of the task.
    pub verify: Verify,
    /// Time limit of the wait after a stop: the call asks for the state of the task until it is stopped. The wait begins at the end of the
    /// stop, and does not count against [`timeout`](Self::timeout).
    pub wait_until_stopped: Option<Timeout>,
    /// Whether the provider can return other credentials, so that a retry after an expired token makes sense.
    pub credentials_source: CredentialsSource,
}

/// End of a call whose task is not running.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlreadyStopped {
    /// A result: the task is stopped, as the caller wanted.
    #[default]
    Resolve,
    /// An error, unless an earlier attempt of the same call may have stopped the task.
    Throw,
}

/// When a call asks for the state of its task, once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verify {
    /// Never.
    #[default]
    Never,
    /// If the end of the call leaves the state in doubt.
    InDoubt,
    /// After every stop, too.
    Always,
}

const MAX_OUTAGE: Timeout = Timeout::from_ms(15 * 60 * 1000).unwrap();

/// A run of many calls, each for a task of its own. Give them a long timeout.
///
/// Waits for the quota do not count against the timeouts of the calls, and throttled attempts do not count as attempts. While attempts
/// fail for every task, the calls wait together and send one attempt at a time ([`WaitReason::Held`](super::WaitReason::Held)); these
/// attempts do not count either. After refusals that every task would get, the other calls fail with
/// [`RUN_HALTED`](crate::error::code::RUN_HALTED).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Run {
    /// The number of the run: the calls with this number wait, and are halted, together.
    pub number: u32,
    /// The longest time without an answer of the service, after which the run is halted: 15 minutes.
    pub max_outage: Timeout,
    /// Attempts of earlier calls for the task.
    pub attempts: u32,
}

impl Run {
    /// Returns a run with the default limits.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self {
            number,
            max_outage: MAX_OUTAGE,
            attempts: 0,
        }
    }
}

impl Default for Run {
    fn default() -> Self {
        Self::new(0)
    }
}

/// Source of the credentials of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CredentialsSource {
    /// A function, whose next result may differ.
    #[default]
    Function,
    /// A constant.
    Constant,
}

impl CallOptions {
    pub(super) const DEFAULT: Self = Self {
        timeout: Timeout::from_ms(30_000).unwrap(),
        attempt_timeout: Timeout::from_ms(5_000).unwrap(),
        retry: RetryPolicy::DEFAULT,
        already_stopped: AlreadyStopped::Resolve,
        run: None,
        verify: Verify::Never,
        wait_until_stopped: None,
        credentials_source: CredentialsSource::Function,
    };
}

impl Default for CallOptions {
    fn default() -> Self {
        Self::DEFAULT
    }
}
