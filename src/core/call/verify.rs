//! Verification: if the end of a call leaves the state of the task in doubt, the call asks the service for the state, once. If the
//! task runs, the call doubts each further "already stopped", too.
//!
//! The state is in doubt if the outcome is unknown, or if the service says "already stopped" and no attempt of this call can be the
//! reason. Only an answer resolves the doubt: without an answer, the end does not change.

use super::{Call, DescribedTask, End, Ending, Input, MIN_SEND_MS, Moment, Next, Outcome, Shared};
use crate::classify::classify;
use crate::error::{Kind, Verified};
use crate::operation::{Invocation, Meaning, StateQuestion, TaskState};
use crate::reply::{Answer, Reply};

/// The question of a call for the state of its task.
#[derive(Debug)]
pub(super) enum Verification {
    /// The call has not asked.
    Possible,
    /// The call has asked. It ends like this, unless the answer changes the end.
    UnderWay(End),
    /// The answer was that the task runs.
    Running,
    /// The call does not ask any more.
    Done,
}

impl Call {
    /// Asks for the state of the task if the end of the call leaves it in doubt; else ends the call.
    pub(super) fn verify(&mut self, end: End, now: Moment, account: &mut Shared) -> Next {
        let in_doubt = match self.verification {
            Verification::Possible => self.leaves_doubt(&end),
            Verification::Running => self.leaves_doubt(&end) && !self.outcome_unknown,
            Verification::UnderWay(_) | Verification::Done => false,
        };
        if self.options.verify && in_doubt {
            return self.ask(end, now, account);
        }
        Next::Done(end)
    }

    fn leaves_doubt(&self, end: &End) -> bool {
        match end {
            End::Stopped(outcome) => outcome.ending == Ending::AlreadyStopped && !self.outcome_unknown,
            End::Failed(failure) => {
                // Cannot sign a question without credentials; after an internal fault, do not trust its answer.
                let unknown = failure.outcome_unknown && !matches!(failure.kind, Kind::Credentials | Kind::Internal);
                unknown || self.refused_as_stopped
            }
            End::Answered(_) | End::Aborted(_) => false,
        }
    }

    /// Asks within the quota of the describing operation. A question for which the call has no time is left out.
    fn ask(&mut self, mut end: End, now: Moment, account: &mut Shared) -> Next {
        self.leave_queue(now);
        match self.question(now, account) {
            Ok(Some(step)) => {
                self.verification = Verification::UnderWay(end);
                return step;
            }
            Ok(None) => {}
            Err(_) => {
                if let End::Failed(failure) = &mut end {
                    failure
                        .message
                        .push_str("; the quota has no room for a question about its state");
                }
            }
        }
        Next::Done(end)
    }

    /// Returns the length of the wait for the quota if it is too long.
    fn question(&mut self, now: Moment, account: &mut Shared) -> Result<Option<Next>, u64> {
        let remaining_ms = self.remaining_ms(now);
        let Some((question, invocation)) = self.invocation.state_question().filter(|_| remaining_ms >= MIN_SEND_MS)
        else {
            return Ok(None);
        };
        if let Some(wait) = self.admit(question.operation, remaining_ms, now, account)? {
            return Ok(Some(wait));
        }
        Ok(self.asked(question, &invocation, remaining_ms, now, account))
    }

    fn asked(
        &mut self,
        question: &'static StateQuestion,
        invocation: &Invocation,
        remaining_ms: u64,
        now: Moment,
        account: &Shared,
    ) -> Option<Next> {
        let request = self.signed(Some(invocation), now, account.clock_offset_ms)?;
        Some(Next::AskState {
            request,
            timeout_ms: remaining_ms.min(self.options.attempt_timeout.as_ms()),
            task: DescribedTask {
                operation: question.operation.name,
                member: question.member,
                id_name: question.id,
                id: invocation.parameter(question.id)?.into(),
            },
        })
    }

    /// Ends the call, or sends the request again, after the question.
    pub(super) fn answered(&mut self, mut end: End, input: &Input, now: Moment, account: &mut Shared) -> Next {
        if matches!(input, Input::Waited) {
            return self.ask(end, now, account);
        }
        let question = self
            .invocation
            .operation()
            .and_then(|operation| operation.state_question);
        let verified = match (input, question) {
            (Input::Reply(reply), Some(question)) => self.state(question, reply),
            _ => None,
        };
        if verified == Some(Verified::Running) {
            return self.stop_again(end, now, account);
        }
        match (&mut end, input) {
            (End::Stopped(outcome), _) => outcome.verified = verified,
            (End::Failed(failure), Input::Reply(reply))
                if failure.outcome_unknown && matches!(verified, Some(Verified::Stopped | Verified::Stopping)) =>
            {
                end = End::Stopped(Outcome {
                    ending: Ending::Stopped,
                    request_id: reply.request_id().map(|id| self.redacted(id)),
                    attempts: self.attempts,
                    code: None,
                    verified,
                });
            }
            (End::Failed(failure), _) => failure.verified = verified,
            _ => {}
        }
        Next::Done(end)
    }

    /// Retries or fails, because the task runs: "already stopped" was wrong, or no attempt stopped it.
    fn stop_again(&mut self, end: End, now: Moment, account: &mut Shared) -> Next {
        let mut failure = match end {
            End::Failed(failure) => failure,
            End::Stopped(outcome) => {
                let mut failure = self.report().still_running(outcome);
                failure.http_status = self.last_status;
                failure
            }
            end => return Next::Done(end),
        };
        self.verification = Verification::Running;
        // The next attempt has an end of its own.
        self.refused_as_stopped = false;
        failure.verified = Some(Verified::Running);
        failure.retryable = true;
        // The `retry-after` of a throttled attempt also delays the next attempt.
        let wait_ms = failure.retry_after_ms.unwrap_or(0);
        self.retry(failure, Some(wait_ms), now, account)
    }

    /// Returns the state in a reply.
    fn state(&self, question: &StateQuestion, reply: &Reply) -> Option<Verified> {
        match reply.answer(question.operation.effect) {
            Answer::Success(fields) => match fields.task_status()? {
                "" => Some(Verified::NotFound),
                status => question.state(status).map(|state| match state {
                    TaskState::Running => Verified::Running,
                    TaskState::Stopping => Verified::Stopping,
                    TaskState::Stopped => Verified::Stopped,
                }),
            },
            // A code that repeats a secret is not a code of the service.
            Answer::ServiceError(fields) if self.report().reveals(fields.code()) => None,
            Answer::ServiceError(fields) => match classify(Some(question.operation), reply.status, fields) {
                Meaning::NotFound => Some(Verified::NotFound),
                Meaning::Refused => Some(Verified::Refused),
                _ => None,
            },
            Answer::Unreadable(_) => None,
        }
    }
}
