//! Limits of time, and the policy of retries.

use core::num::NonZeroU32;
use core::time::Duration;

use crate::error::{ArgumentError, code};

/// Maximum span of time, in milliseconds: the limit of JavaScript's timers (2^31 - 1).
pub const MAX_SPAN_MS: u64 = 2_147_483_647;

/// Maximum number of attempts that the npm package lets a caller allow.
pub const MAX_ATTEMPTS: u32 = 100;

/// Factor of the first delay after a throttled attempt.
pub const THROTTLED_FACTOR: u64 = 10;

/// Time limit: from 1 millisecond to [`MAX_SPAN_MS`].
///
/// ```
/// use core::time::Duration;
/// use apsara_live_core::policy::Timeout;
///
/// let timeout = Timeout::try_from(Duration::from_secs(30))?;
/// assert_eq!(timeout.as_ms(), 30_000);
/// assert!(Timeout::try_from(Duration::ZERO).is_err());
/// # Ok::<(), apsara_live_core::ArgumentError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timeout(u64);

impl Timeout {
    /// Returns a limit in milliseconds; `None` if it is out of range.
    #[must_use]
    pub const fn from_ms(ms: u64) -> Option<Self> {
        match ms {
            1..=MAX_SPAN_MS => Some(Self(ms)),
            _ => None,
        }
    }

    /// The limit in milliseconds.
    #[must_use]
    pub const fn as_ms(self) -> u64 {
        self.0
    }
}

/// Takes whole milliseconds.
impl TryFrom<Duration> for Timeout {
    type Error = ArgumentError;

    fn try_from(span: Duration) -> Result<Self, ArgumentError> {
        let ms = u64::try_from(span.as_millis()).ok();
        let refused = || ArgumentError::new(code::INVALID_OPTION, "timeout", "a time from 1 to 2147483647 ms");
        ms.and_then(Self::from_ms).ok_or_else(refused)
    }
}

/// Number of attempts, and delays between them.
///
/// Exponential back-off with full jitter: before retry `n`, a random time from 0 to `base_delay_ms * 2^(n-1)`, with `max_delay_ms` as
/// the cap. (Source of the name and the form: AWS Architecture Blog, "Exponential Backoff And Jitter".)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Number of attempts, the first included: 1 means no retry.
    pub max_attempts: NonZeroU32,
    /// Cap of the first delay, in milliseconds. After a throttled attempt it is [`THROTTLED_FACTOR`] times as long.
    pub base_delay_ms: u64,
    /// Cap of every delay, in milliseconds. [`MAX_SPAN_MS`] caps both.
    pub max_delay_ms: u64,
}

impl RetryPolicy {
    /// One attempt, no retry.
    pub const NEVER: Self = Self {
        max_attempts: NonZeroU32::MIN,
        ..Self::DEFAULT
    };

    pub(crate) const DEFAULT: Self = Self {
        max_attempts: NonZeroU32::MIN.saturating_add(3),
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
    fn a_timeout_is_within_the_limits() {
        let of = |span| {
            Timeout::try_from(span)
                .map(Timeout::as_ms)
                .map_err(|error: ArgumentError| error.to_string())
        };
        let refused = Err("timeout: expected a time from 1 to 2147483647 ms".into());
        for (span, timeout) in [
            (Duration::ZERO, refused.clone()),
            (Duration::from_micros(999), refused.clone()),
            (Duration::from_millis(1), Ok(1)),
            (Duration::from_millis(MAX_SPAN_MS), Ok(MAX_SPAN_MS)),
            (Duration::from_millis(MAX_SPAN_MS + 1), refused.clone()),
            (Duration::MAX, refused),
        ] {
            assert_eq!(of(span), timeout, "{span:?}");
        }
    }

    #[test]
    fn extreme_policies_do_not_overflow() {
        let policy = RetryPolicy {
            max_attempts: NonZeroU32::MAX,
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
