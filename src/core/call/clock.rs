//! Clock of the service: a refusal of the timestamp tells the offset of the local clock, and the next attempt uses that offset.

use super::{Call, Moment, Next, Shared};
use crate::error::Failure;
use crate::text::concat;
use crate::timestamp::Timestamp;

/// Minimum clock offset that explains a refused timestamp. The service allows 15 minutes.
const MIN_SKEW_MS: u64 = 60_000;

/// Maximum clock offset that a call learns. A larger offset is more likely a wrong `Date` than a wrong clock, and a request that is
/// signed for another year could be replayed in that year.
const MAX_SKEW_MS: u64 = 24 * 60 * 60 * 1000;

impl Call {
    /// Sends the request again with the time of the service. Ends the call if that time is unknown or does not explain the refusal.
    pub(super) fn clock_skewed(
        &mut self,
        mut failure: Failure,
        date_ms: Option<i64>,
        now: Moment,
        account: &mut Shared,
    ) -> Next {
        if self.correct(account, date_ms, now) {
            failure.retryable = true;
            return self.retry(failure, Some(0), now, account);
        }
        if let Some(date_ms) = date_ms.filter(|ms| !is_learnable(*ms, now)) {
            let [date, clock] = [date_ms, now.wall_ms]
                .map(|ms| Timestamp::from_unix_ms(ms).map(Timestamp::to_wire).unwrap_or_default());
            failure.message = concat(&[
                &failure.message,
                "; set the clock: it shows ",
                &clock,
                ", and the Date of the response ",
                &date,
                ", more than 24 hours apart",
            ]);
        }
        self.tell(&failure, now, account);
        self.fail(failure)
    }

    /// Learns the service's clock, once a call. Returns whether another attempt will carry another timestamp.
    ///
    /// Compares with the offset of this attempt: if a concurrent call has learnt a new offset, a retry suffices.
    fn correct(&mut self, account: &mut Shared, date_ms: Option<i64>, now: Moment) -> bool {
        let Some(last) = self.last_attempt.as_ref().filter(|_| !self.clock_corrected) else {
            return false;
        };
        self.clock_corrected = true;
        let offset_ms = &mut account.clock_offset_ms;
        if *offset_ms == last.clock_offset_ms {
            let Some(server_ms) = date_ms.filter(|ms| is_learnable(*ms, now)) else {
                return false;
            };
            *offset_ms = server_ms.saturating_sub(now.wall_ms);
        }
        offset_ms.abs_diff(last.clock_offset_ms) >= MIN_SKEW_MS
    }
}

const fn is_learnable(date_ms: i64, now: Moment) -> bool {
    date_ms.abs_diff(now.wall_ms) <= MAX_SKEW_MS
}
