//! Limits and defaults of attempts, deadlines, and delays between attempts.

/// Maximum span of time, in milliseconds: the limit of JavaScript's timers (2^31 - 1).
pub const MAX_SPAN_MS: u64 = 2_147_483_647;

/// Maximum number of attempts that a caller may allow.
pub const MAX_ATTEMPTS: u32 = 100;

/// Factor of the first delay after a throttled attempt.
pub const THROTTLED_FACTOR: u64 = 10;

/// Number of attempts, and delays between them.
///
/// Exponential back-off with full jitter: before retry `n`, a random time from 0 to `base_delay_ms * 2^(n-1)`, with `max_delay_ms` as
/// the cap. (Source of the name and the form: AWS Architecture Blog, "Exponential Backoff And Jitter".)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Number of attempts, the first included: 1 means no retry.
    pub max_attempts: u32,
    /// Cap of the first delay, in milliseconds. After a throttled attempt it is [`THROTTLED_FACTOR`] times as long.
    pub base_delay_ms: u64,
    /// Cap of every delay, in milliseconds.
    pub max_delay_ms: u64,
}

impl RetryPolicy {
    /// One attempt, no retry.
    pub const NEVER: Self = Self {
        max_attempts: 1,
        ..Self::DEFAULT
    };

    const DEFAULT: Self = Self {
        max_attempts: 4,
        base_delay_ms: 100,
        max_delay_ms: 5_000,
    };

    /// Returns the delay before retry number `retry` (from 1). `random` must be uniform over all its values.
    #[must_use]
    pub fn delay_ms(&self, retry: u32, throttled: bool, random: u128) -> u64 {
        let factor = if throttled { THROTTLED_FACTOR } else { 1 };
        // Two numbers below 2^32 have a product that fits.
        let first = (self.base_delay_ms.min(MAX_SPAN_MS) * factor).min(MAX_SPAN_MS);
        let doubled = first << retry.saturating_sub(1).min(31);
        let cap = doubled.min(self.max_delay_ms).min(MAX_SPAN_MS);
        // The low half is random enough. No other code needs a 128-bit division.
        let low = u64::try_from(random & u128::from(u64::MAX)).unwrap_or(0);
        low % (cap + 1)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::DEFAULT
    }
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

/// Options of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallOptions {
    /// Time limit of the call, in milliseconds.
    pub timeout_ms: u64,
    /// Time limit of one attempt, the body of its response included, in milliseconds.
    pub attempt_timeout_ms: u64,
    /// Number of attempts, and delays between them.
    pub retry: RetryPolicy,
    /// Whether a task that was already stopped is a result or an error.
    pub already_stopped: AlreadyStopped,
    /// Whether the wait for the quota of the account counts.
    pub queueing: Queueing,
    /// Whether to ask for the state of the task if the end of the call leaves it in doubt.
    pub verify: bool,
    /// Whether the provider can return other credentials, so that a retry after an expired token makes sense.
    pub credentials_source: CredentialsSource,
}

/// The wait for the quota of the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Queueing {
    /// The wait counts against the timeout. A call that would have to wait longer fails at once.
    #[default]
    Counts,
    /// The wait does not count against the timeout, and throttled attempts do not count: for one of many calls.
    Free,
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

impl Default for CallOptions {
    fn default() -> Self {
        Self {
            timeout_ms: 30_000,
            attempt_timeout_ms: 5_000,
            retry: RetryPolicy::DEFAULT,
            already_stopped: AlreadyStopped::Resolve,
            queueing: Queueing::Counts,
            verify: false,
            credentials_source: CredentialsSource::Function,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_family = "wasm")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn waits_double_up_to_the_cap() {
        let policy = RetryPolicy::default();
        for (retry, throttled, cap) in [
            (1, false, 100),
            (2, false, 200),
            (3, false, 400),
            (7, false, 5_000),
            (u32::MAX, false, 5_000),
            (1, true, 1_000),
            (3, true, 4_000),
            (4, true, 5_000),
        ] {
            assert_eq!(policy.delay_ms(retry, throttled, u128::from(cap)), cap, "{retry}");
            assert_eq!(policy.delay_ms(retry, throttled, u128::from(cap) + 1), 0, "{retry}");
        }
    }

    #[test]
    fn extreme_policies_do_not_overflow() {
        let policy = RetryPolicy {
            max_attempts: MAX_ATTEMPTS,
            base_delay_ms: u64::MAX,
            max_delay_ms: u64::MAX,
        };
        assert!(policy.delay_ms(99, true, u128::MAX) <= MAX_SPAN_MS);
        let none = RetryPolicy {
            base_delay_ms: 0,
            max_delay_ms: 0,
            ..policy
        };
        assert_eq!(none.delay_ms(1, false, 12345), 0);
    }
}
