//! Verification: a call asks the service for the state of the task after its end. If the task runs, the call doubts each further
//! "already stopped", too.
//!
//! The state is in doubt if the outcome is unknown, or if the service says "already stopped" and no attempt of this call can be the
//! reason. Only an answer resolves the doubt: without an answer, the end does not change.

use super::judge::is_repeated;
use super::until_stopped::Waiting;
use super::{AlreadyStopped, Call, End, Ending, Freshness, Input, MIN_SEND_MS, Moment, Next, Outcome, Shared, Verify};
use crate::classify::classify;
use crate::error::{Failure, Kind, Verified, code};
use crate::operation::{Invocation, Meaning, StateQuestion, TaskState};
use crate::reply::{Answer, Reply};

/// The question of a call for the state of its task.
#[derive(Debug)]
pub(super) enum Verification {
    /// The call has not asked.
    Possible,
    /// The call asks, or waits until it asks.
    UnderWay(Asking),
    /// The answer was that the task runs.
    Running,
    /// The call decides on a question, or does not ask any more.
    Done,
}

/// A question for the state of the task.
#[derive(Debug)]
pub(super) struct Asking {
    /// The call ends like this, unless the answer changes the end.
    pub(super) end: End,
    /// Whether the state is in doubt: then a task that runs is stopped again. A task that runs after an accepted stop is not, because
    /// someone may have started it.
    pub(super) is_doubtful: bool,
    /// The wait for the state, if the call asks until the task has stopped.
    pub(super) wait: Option<Waiting>,
}

/// A reply that does not tell the state of the task.
#[derive(Debug)]
pub(super) enum Untold {
    /// The service has answered, without a known state.
    Answered,
    /// A failure, and its meaning if it is a service error.
    Failed(Option<Meaning>, Failure),
}

impl Call {
    /// Asks for the state of the task if the options say so for this end; else ends the call.
    pub(super) fn verify(&mut self, end: End, now: Moment, account: &mut Shared) -> Next {
        let is_doubtful = match self.verification {
            Verification::Possible => self.leaves_doubt(&end),
            Verification::Running => self.leaves_doubt(&end) && !self.outcome_unknown,
            Verification::UnderWay(_) | Verification::Done => false,
        };
        let wait = self.waiting(&end, now);
        let is_stopped = matches!(end, End::Stopped(_));
        let asks = match self.options.verify {
            _ if wait.is_some() => is_doubtful || is_stopped,
            Verify::Always => is_doubtful || is_stopped,
            Verify::InDoubt => is_doubtful,
            Verify::Never => false,
        };
        if !asks {
            return Next::Done(end);
        }
        let asking = Asking { end, is_doubtful, wait };
        self.verification = Verification::Done;
        match wait {
            Some(_) if is_stopped => self.poll(asking, None, now),
            _ => self.ask(asking, now, account),
        }
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
    pub(super) fn ask(&mut self, mut asking: Asking, now: Moment, account: &mut Shared) -> Next {
        self.leave_queue(now);
        // A question of a wait is held as an attempt is. With the credentials that it has asked for, it has passed.
        if asking.wait.is_some()
            && self.sent.is_none()
            && let Some(step) = self.hold(now, account)
        {
            return match step {
                Next::Done(_) => Next::Done(self.not_stopped(asking.end)),
                step => self.under_way(asking, step),
            };
        }
        match self.question(&mut asking, now, account) {
            Ok(Some(step)) => return self.under_way(asking, step),
            Ok(None) => {}
            Err(_) => {
                if let End::Failed(failure) = &mut asking.end {
                    failure
                        .message
                        .push_str("; the quota has no room for a question about its state");
                }
            }
        }
        Next::Done(match asking.wait {
            Some(_) => self.not_stopped(asking.end),
            None => asking.end,
        })
    }

    #[inline(never)]
    pub(super) fn under_way(&mut self, asking: Asking, step: Next) -> Next {
        self.verification = Verification::UnderWay(asking);
        step
    }

    /// Returns the length of the wait for the quota if it is too long.
    fn question(&mut self, asking: &mut Asking, now: Moment, account: &mut Shared) -> Result<Option<Next>, u64> {
        let remaining_ms = match &asking.wait {
            Some(wait) => self.left_ms(wait, now),
            None => self.remaining_ms(now),
        };
        let Some((question, invocation)) = self.invocation.state_question().filter(|_| remaining_ms >= MIN_SEND_MS)
        else {
            return Ok(None);
        };
        // The credentials of this question have arrived.
        if self.sent.is_some() {
            return Ok(self.asked(&invocation, remaining_ms, now, account));
        }
        if let Some(wait) = self.admit(Some(question), remaining_ms, now, account)? {
            return Ok(Some(wait));
        }
        if let Some(wait) = &mut asking.wait {
            wait.has_asked = true;
            wait.asked_ms = now.elapsed_ms;
            self.enter(now, account);
            // A hold has dropped the credentials.
            if self.signer.is_none() {
                return Ok(Some(self.credentials_in(Freshness::Any, remaining_ms)));
            }
        }
        Ok(self.asked(&invocation, remaining_ms, now, account))
    }

    fn asked(&mut self, invocation: &Invocation, remaining_ms: u64, now: Moment, account: &Shared) -> Option<Next> {
        let request = self.signed(Some(invocation), now, account.clock_offset_ms)?;
        Some(Next::AskState {
            request,
            timeout_ms: remaining_ms.min(self.options.attempt_timeout.as_ms()),
            task: invocation.described_task()?,
        })
    }

    /// Ends the call, asks again, or sends the request again, after the question.
    pub(super) fn answered(&mut self, mut asking: Asking, input: Input, now: Moment, account: &mut Shared) -> Next {
        let reply = match input {
            Input::Waited => return self.ask(asking, now, account),
            Input::Signer(signer) => {
                self.signer = Some(signer);
                return self.ask(asking, now, account);
            }
            Input::Reply(reply) => reply,
            input => return self.unanswered(asking, input, now, account),
        };
        let question = self
            .invocation
            .operation()
            .and_then(|operation| operation.state_question);
        let Some(question) = question else {
            return Next::Done(asking.end);
        };
        let verified = match self.state(question, &reply, account) {
            Ok(verified) => verified,
            Err(untold) => return self.untold(asking, question, untold, now, account),
        };
        if verified == Verified::Running && asking.is_doubtful {
            return self.stop_again(asking.end, now, account);
        }
        let is_stopped = matches!(verified, Verified::Stopped | Verified::Stopping);
        asking.is_doubtful &= !is_stopped;
        match &mut asking.end {
            End::Stopped(outcome) => outcome.verified = Some(verified),
            End::Failed(failure) if failure.outcome_unknown && is_stopped => {
                asking.end = End::Stopped(Outcome {
                    request_id: reply.request_id().map(|id| self.redacted(id)),
                    verified: Some(verified),
                    ..Outcome::new(Ending::Stopped, self.attempts)
                });
            }
            // The code alone does not say that the task had stopped.
            End::Failed(failure)
                if self.refused_as_stopped && is_stopped && self.options.already_stopped == AlreadyStopped::Resolve =>
            {
                asking.end = End::Stopped(Outcome {
                    request_id: reply.request_id().map(|id| self.redacted(id)),
                    code: Some(core::mem::take(&mut failure.code)),
                    verified: Some(verified),
                    ..Outcome::new(Ending::AlreadyStopped, self.attempts)
                });
            }
            End::Failed(failure) => failure.verified = Some(verified),
            End::Answered(_) | End::Aborted(_) => {}
        }
        if asking.wait.is_some() {
            return self.told(asking, verified, now, account);
        }
        Next::Done(match verified {
            Verified::Running => self.not_stopped(asking.end),
            _ => asking.end,
        })
    }

    /// Retries or fails, because the task runs: "already stopped" was wrong, or no attempt stopped it.
    fn stop_again(&mut self, end: End, now: Moment, account: &mut Shared) -> Next {
        let mut failure = match end {
            End::Failed(failure) => failure,
            End::Stopped(mut outcome) => {
                outcome.verified = Some(Verified::Running);
                let code = outcome.code.clone().unwrap_or_default();
                let mut failure = self.report().not_stopped(code, outcome);
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

    /// Returns the end of a call whose stop was accepted, and whose task is not stopped for all that the service has told.
    #[inline(never)]
    pub(super) fn not_stopped(&self, end: End) -> End {
        let End::Stopped(outcome) = end else {
            return end;
        };
        let mut failure = self.report().not_stopped(code::NOT_STOPPED.into(), outcome);
        failure.attempts = self.attempts;
        // The service may have stopped the task since the last answer.
        failure.outcome_unknown = true;
        End::Failed(failure)
    }

    /// Returns the state in a reply, or what else the reply says.
    fn state(&self, question: &StateQuestion, reply: &Reply, account: &mut Shared) -> Result<Verified, Untold> {
        let unreadable = |code| {
            let mut failure = self.report().unreadable(code, reply);
            failure.retry_after_ms = reply.retry_after_ms;
            Err(Untold::Failed(None, failure))
        };
        match reply.answer(question.operation.effect) {
            // The state of an earlier time tells nothing about this one.
            Answer::Success(fields) if is_repeated(question.operation.method(), fields, reply, account) => {
                unreadable(code::UNREADABLE_REPLY)
            }
            // Another task tells nothing about this one.
            Answer::Success(fields) if fields.task_id() != self.invocation.parameter(question.id) => {
                Err(Untold::Answered)
            }
            Answer::Success(fields) => match fields.task_status() {
                Some("") => Ok(Verified::NotFound),
                status => match status.and_then(|status| question.state(status)) {
                    Some(TaskState::Running) => Ok(Verified::Running),
                    Some(TaskState::Stopping) => Ok(Verified::Stopping),
                    Some(TaskState::Stopped) => Ok(Verified::Stopped),
                    None => Err(Untold::Answered),
                },
            },
            // A code that repeats a secret is not a code of the service.
            Answer::ServiceError(fields) if self.report().reveals(fields.code()) => unreadable(code::HTTP_STATUS),
            Answer::ServiceError(fields) => match classify(Some(question.operation), reply.status, fields) {
                Meaning::NotFound => Ok(Verified::NotFound),
                Meaning::Refused => Ok(Verified::Refused),
                meaning => {
                    let mut failure = self.report().service(meaning, fields, reply);
                    failure.retry_after_ms = reply.retry_after_ms;
                    Err(Untold::Failed(Some(meaning), failure))
                }
            },
            Answer::Unreadable(code) => unreadable(code),
        }
    }
}
