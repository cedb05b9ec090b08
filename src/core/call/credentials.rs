//! Credentials of a call: a run asks for them when it may send, and asks again while their source fails.

use super::{Call, CallOptions, Freshness, Moment, Next, Shared, earlier_attempts};
use crate::error::Failure;

impl Call {
    /// Asks for other credentials. In a run, when it may send: all tasks need them.
    pub(super) fn renew_credentials(&mut self, now: Moment, account: &mut Shared) -> Next {
        if self.options.run.is_none() {
            return self.ask_credentials(Freshness::Renewed, now);
        }
        self.signer = None;
        self.send(now, account)
    }

    /// Asks for credentials in the time that the call has left.
    pub(super) fn ask_credentials(&self, freshness: Freshness, now: Moment) -> Next {
        match self.remaining_ms(now) {
            0 => self.fail(self.report().timed_out(true, &self.options)),
            left_ms => self.credentials_in(freshness, left_ms),
        }
    }

    /// Asks for credentials in a time.
    pub(super) fn credentials_in(&self, freshness: Freshness, left_ms: u64) -> Next {
        Next::RefreshCredentials {
            freshness,
            timeout_ms: match self.options.run {
                None => left_ms,
                // A function that does not return would hold up the run.
                Some(_) => left_ms.min(CallOptions::DEFAULT.timeout.as_ms()),
            },
        }
    }

    /// Goes on without credentials: a run retries what may pass.
    pub(super) fn no_credentials(&mut self, failure: Failure, now: Moment, account: &mut Shared) -> Next {
        let mut failure = self.account.masked(failure);
        self.tell(&failure, now, account);
        if self.options.run.is_some() && failure.retryable {
            return self.retry(failure, None, now, account);
        }
        if self.attempts > 0 {
            failure.message.push_str(earlier_attempts(self.outcome_unknown));
        }
        self.fail(failure)
    }
}
