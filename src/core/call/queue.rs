//! The quota of the account: each attempt waits until the pacer admits it.

use super::{Call, Moment, Next, Shared};
use crate::breaker::Course;
use crate::error::Failure;
use crate::operation::StateQuestion;
use crate::pacer::{Admission, Arrival};

impl Call {
    /// Asks for a permit. Returns a step if the call has to wait, or fails because the wait is too long.
    pub(super) fn queue(&mut self, remaining_ms: u64, now: Moment, account: &mut Shared) -> Option<Next> {
        match self.admit(None, remaining_ms, now, account) {
            Ok(step) => step,
            Err(ms) => {
                let failure = self.last_failure.take();
                let failure = failure.unwrap_or_else(|| self.report().quota(ms));
                Some(self.fail(failure))
            }
        }
    }

    /// Asks for a permit, for the call or for its question. Returns a step if the request has to wait, and the length of the wait if it
    /// is too long.
    pub(super) fn admit(
        &mut self,
        question: Option<&StateQuestion>,
        remaining_ms: u64,
        now: Moment,
        account: &mut Shared,
    ) -> Result<Option<Next>, u64> {
        let longest_wait_ms = match self.options.run {
            None => remaining_ms.saturating_sub(super::MIN_SEND_MS),
            Some(_) => u64::MAX,
        };
        let permit = self.permit.take();
        let Some(action) = question.map_or(self.invocation.paced_name(), |asked| Some(asked.operation.name)) else {
            return Ok(None);
        };
        match account.pacer.admit(action, permit, now.monotonic, longest_wait_ms) {
            Admission::Now(sent) => {
                self.sent = Some(sent);
                Ok(None)
            }
            Admission::Wait(ms, permit) => {
                self.permit = Some(permit);
                self.queued_since_ms = Some(now.elapsed_ms);
                Ok(Some(Next::WaitForPermit(ms)))
            }
            Admission::TooLate(ms) => Err(ms),
        }
    }

    /// Tells the pacer of the end of the request that is under way.
    pub(super) fn settle(&mut self, arrival: Arrival, now: Moment, account: &mut Shared) {
        if let Some(sent) = self.sent.take() {
            account.pacer.settle(sent, arrival, now.monotonic);
        }
    }

    /// Gives the permit of an aborted call to another attempt.
    pub(super) fn give_back(&mut self, account: &mut Shared) {
        if let Some(permit) = self.permit.take() {
            account.pacer.give_back(permit);
        }
    }

    /// Records the end of a wait for a permit.
    pub(super) fn leave_queue(&mut self, now: Moment) {
        if let Some(since_ms) = self.queued_since_ms.take()
            && self.options.run.is_some()
        {
            self.queued_ms += now.elapsed_ms.saturating_sub(since_ms);
        }
    }

    /// The service did nothing, because the quota is used up: every attempt of the action slows down.
    pub(super) fn throttled(
        &mut self,
        failure: Failure,
        retry_after_ms: Option<u64>,
        now: Moment,
        account: &mut Shared,
    ) -> Next {
        let mut wait_ms = retry_after_ms;
        if let Some(action) = self.invocation.paced_name() {
            let is_paced = account
                .pacer
                .throttled(action, retry_after_ms.unwrap_or(0), now.monotonic);
            if self.options.run.is_some() {
                // A retry takes back an attempt of a hold.
                if self.course == Course::Counts {
                    self.counted_attempts = self.counted_attempts.saturating_sub(1);
                }
                if is_paced {
                    // The pacer returns the length of the wait.
                    wait_ms = Some(0);
                }
            }
        }
        self.retry(failure, wait_ms, now, account)
    }
}
