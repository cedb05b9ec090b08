//! How often and how long: attempts, deadlines, and the waits between attempts.

/// The longest time span that is taken, in milliseconds: the longest that timers of JavaScript hold (2^31 - 1).
pub const MAX_SPAN_MS: u64 = 2_147_483_647;

/// The most attempts that may be asked for.
pub const MAX_ATTEMPTS: u32 = 100;

/// How much longer the first wait is after a throttled attempt than after another one.
pub const THROTTLED_FACTOR: u64 = 10;

/// How often an attempt is followed by another, and after which waits.
///
/// The waits are exponential with full jitter: before retry `n`, a random time from 0 to `base_delay_ms * 2^(n-1)`, with
/// `max_delay_ms` as the cap. (Source of the name and the form: AWS Architecture Blog, "Exponential Backoff And Jitter".)
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Attempts in all, the first included: 1 means no retry.
    pub max_attempts: u32,
    /// The cap of the first wait, in milliseconds; after a throttled attempt it is [`THROTTLED_FACTOR`] times as long.
    pub base_delay_ms: u64,
    /// The cap of every wait, in milliseconds.
    pub max_delay_ms: u64,
}

impl RetryPolicy {
    /// One attempt and no more.
    pub const NEVER: Self = Self {
        max_attempts: 1,
        ..Self::DEFAULT
    };

    const DEFAULT: Self = Self {
        max_attempts: 4,
        base_delay_ms: 100,
        max_delay_ms: 5_000,
    };

    /// The wait before retry number `retry` (from 1), out of a random number that is uniform over all its values.
    #[must_use]
    pub fn delay_ms(&self, retry: u32, throttled: bool, random: u128) -> u64 {
        let base = if throttled {
            self.base_delay_ms.saturating_mul(THROTTLED_FACTOR)
        } else {
            self.base_delay_ms
        };
        let doubled = base.saturating_mul(1 << retry.saturating_sub(1).min(31));
        let cap = doubled.min(self.max_delay_ms).min(MAX_SPAN_MS);
        // The low half is random enough, and 128-bit division is code that nothing else needs.
        let low = u64::try_from(random & u128::from(u64::MAX)).unwrap_or(0);
        low % (cap + 1)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// What a call does when the service says that the task is not running.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlreadyStopped {
    /// It ends well: what the caller wanted is so.
    #[default]
    Resolve,
    /// It ends as an error, unless an earlier attempt of the same call may have been the one that stopped the task.
    Throw,
}

/// How a call behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallOptions {
    /// The time that the whole call may take, in milliseconds.
    pub timeout_ms: u64,
    /// The time that one attempt may take, its body included, in milliseconds.
    pub attempt_timeout_ms: u64,
    /// How often to ask.
    pub retry: RetryPolicy,
    /// What "already stopped" is.
    pub already_stopped: AlreadyStopped,
}

impl Default for CallOptions {
    fn default() -> Self {
        Self {
            timeout_ms: 30_000,
            attempt_timeout_ms: 5_000,
            retry: RetryPolicy::DEFAULT,
            already_stopped: AlreadyStopped::Resolve,
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
