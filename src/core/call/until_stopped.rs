//! Wait until the task has stopped: after an accepted stop, the call asks for the state of the task until the service says that the
//! task is stopped, or the time of the wait is up.
//!
//! The wait has a time of its own. In a run, waits for the quota and for the end of a hold do not count, as for the call.

use core::mem;

use super::verify::{Asking, Untold};
use super::{Call, End, Ending, Freshness, Input, MIN_SEND_MS, Moment, Next, Shared};
use crate::breaker::Course;
use crate::error::{Failure, Verified};
use crate::operation::{Meaning, StateQuestion};
use crate::policy::Timeout;

/// The first and the longest wait between two questions.
const FIRST_MS: u64 = 500;
const LONGEST_MS: u64 = 10_000;

/// The last question is asked this long before the time is up: its answer needs time.
const LAST_MS: u64 = 1_000;

/// A wait for the state of a task.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    since_ms: u64,
    /// The waits of the call that did not count when this wait began.
    queued_ms: u64,
    /// The wait before the next question.
    next_ms: u64,
    pub(super) has_asked: bool,
    /// The time of the last question.
    pub(super) asked_ms: u64,
}

impl Call {
    /// Returns the wait that begins after this end of the stop, if the caller wants one.
    pub(super) fn waiting(&self, end: &End, now: Moment) -> Option<Waiting> {
        self.options.wait_until_stopped?;
        let was_stopped = matches!(end, End::Stopped(outcome) if outcome.ending == Ending::AlreadyStopped);
        Some(Waiting {
            since_ms: now.elapsed_ms,
            queued_ms: self.queued_ms,
            next_ms: if was_stopped { 0 } else { FIRST_MS },
            has_asked: false,
            asked_ms: now.elapsed_ms,
        })
    }

    /// The time that the wait has left.
    pub(super) fn left_ms(&self, wait: &Waiting, now: Moment) -> u64 {
        let limit_ms = self.options.wait_until_stopped.map_or(0, Timeout::as_ms);
        let queued_ms = self.queued_ms - wait.queued_ms;
        let waited_ms = now.elapsed_ms.saturating_sub(wait.since_ms).saturating_sub(queued_ms);
        limit_ms.saturating_sub(waited_ms)
    }

    /// Waits before the next question, or ends the call, because the time is up.
    #[inline(never)]
    pub(super) fn poll(&mut self, mut asking: Asking, retry_after_ms: Option<u64>, now: Moment) -> Next {
        // "already stopped" is an error for the caller. It was asked about once, and is not waited for.
        let is_error = matches!(&asking.end, End::Failed(failure) if !failure.outcome_unknown);
        if let Some(wait) = asking.wait.as_mut().filter(|_| !is_error) {
            let left_ms = self.left_ms(wait, now);
            let ms = wait.next_ms.min(left_ms.saturating_sub(LAST_MS));
            wait.next_ms = (wait.next_ms * 2).clamp(FIRST_MS, LONGEST_MS);
            // The last question has been asked if there is no time for another wait.
            let is_due = ms > 0 || !wait.has_asked;
            let ms = ms.max(retry_after_ms.unwrap_or(0));
            if is_due && ms.saturating_add(MIN_SEND_MS) <= left_ms {
                return self.under_way(asking, Next::WaitForState(ms));
            }
        }
        Next::Done(self.not_stopped(asking.end))
    }

    /// Goes on after the answer to a question of a wait.
    pub(super) fn told(&mut self, mut asking: Asking, told: Verified, now: Moment, account: &mut Shared) -> Next {
        self.tell_answer(now, account);
        match (&mut asking.end, told) {
            (End::Stopped(outcome), Verified::Stopped) => {
                let since_ms = asking.wait.map_or(0, |wait| wait.since_ms);
                outcome.stopped_after_ms = Some(now.elapsed_ms.saturating_sub(since_ms));
                Next::Done(asking.end)
            }
            // Another question would be refused, too.
            (End::Stopped(_), Verified::Refused) => Next::Done(self.not_stopped(asking.end)),
            // A task that was just stopped is known: the reply may be about another one.
            (End::Stopped(_), _) => self.poll(asking, None, now),
            _ => Next::Done(asking.end),
        }
    }

    /// Goes on after a reply that does not tell the state.
    pub(super) fn untold(
        &mut self,
        asking: Asking,
        question: &StateQuestion,
        untold: Untold,
        now: Moment,
        account: &mut Shared,
    ) -> Next {
        let Some(wait) = &asking.wait else {
            return Next::Done(asking.end);
        };
        let Untold::Failed(meaning, failure) = untold else {
            self.tell_answer(now, account);
            return self.poll(asking, None, now);
        };
        let mut retry_after_ms = failure.retry_after_ms;
        match meaning {
            Some(Meaning::Throttled) => {
                let action = question.operation.name;
                account
                    .pacer
                    .throttled(action, retry_after_ms.unwrap_or(0), now.monotonic);
                // The pacer returns the length of the wait.
                retry_after_ms = retry_after_ms.filter(|_| self.options.run.is_none());
            }
            Some(meaning @ (Meaning::TokenExpired | Meaning::KeyNotFound)) if self.may_renew(meaning) => {
                self.credentials_renewed = true;
                let next = self.credentials_in(Freshness::Renewed, self.left_ms(wait, now));
                return self.under_way(asking, next);
            }
            _ => {}
        }
        self.unasked(asking, &failure, retry_after_ms, now, account)
    }

    /// Goes on without a reply to the question.
    pub(super) fn unanswered(&mut self, asking: Asking, input: Input, now: Moment, account: &mut Shared) -> Next {
        if asking.wait.is_none() {
            return Next::Done(asking.end);
        }
        let failure = match input {
            Input::Lost(loss) => self.report().lost(&loss),
            Input::NoCredentials(failure) => self.account.masked(failure),
            _ => self.report().timed_out(false, &self.options),
        };
        self.unasked(asking, &failure, None, now, account)
    }

    /// Tells the breaker of a question that has failed, and asks again.
    fn unasked(
        &mut self,
        mut asking: Asking,
        failure: &Failure,
        retry_after_ms: Option<u64>,
        now: Moment,
        account: &mut Shared,
    ) -> Next {
        self.tell(failure, now, account);
        // An outage that has ended the stop is not waited for once more.
        if asking.is_doubtful && self.is_run_over(now, account) {
            return Next::Done(self.not_stopped(asking.end));
        }
        match (mem::replace(&mut self.course, Course::Counts), &mut asking.wait) {
            // The breaker returns the length of the wait, which does not count, and neither does a probe.
            (Course::Held, Some(wait)) => {
                self.queued_ms += now.elapsed_ms.saturating_sub(wait.asked_ms);
                self.ask(asking, now, account)
            }
            (Course::Over, _) => Next::Done(self.not_stopped(asking.end)),
            _ => self.poll(asking, retry_after_ms, now),
        }
    }
}
