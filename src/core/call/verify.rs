//! Verification: where the end of a call leaves the state of the task in doubt, the service is asked for it, once.
//!
//! There is doubt where the outcome is unknown, and where the service says "already stopped" and no attempt of this call can be the
//! reason. Only the answer ends a doubt: without one, the call ends as it would have.

use super::{
    Answered, Attempt, Call, Clock, DescribedTask, End, Ending, Input, Limit, MIN_SEND_MS, Moment, Outcome, Step,
};
use crate::classify::{Meaning, classify};
use crate::error::{Kind, Verified};
use crate::operation::{StateQuestion, TaskState};
use crate::reply::{Answer, Reply};
use crate::sign::{SignatureNonce, Signed, Stamp};
use crate::timestamp::Timestamp;

/// The question of a call for the state of its task.
#[derive(Debug)]
pub(super) enum Verification {
    /// It has not been asked.
    Possible,
    /// It has been asked. The call has this end unless the answer gives it another.
    UnderWay { end: End, question: &'static StateQuestion },
    /// It is not asked any more.
    Done,
}

impl Call {
    /// Asks for the state of the task if the end of the call leaves it in doubt; else ends the call.
    pub(super) fn verify(&mut self, end: End, now: Moment, clock: Clock) -> Step {
        match self.question(&end, now, clock) {
            Some((question, step)) => {
                self.verification = Verification::UnderWay { end, question };
                step
            }
            None => Step::Done(end),
        }
    }

    fn question(&mut self, end: &End, now: Moment, clock: Clock) -> Option<(&'static StateQuestion, Step)> {
        let possible = self.options.verify && matches!(self.verification, Verification::Possible);
        let remaining_ms = self.remaining_ms(now);
        if !possible || !self.leaves_doubt(end) || remaining_ms < MIN_SEND_MS {
            return None;
        }
        let (question, invocation) = self.invocation.state_question()?;
        let stamp = Stamp {
            timestamp: Timestamp::from_unix_ms(now.wall_ms.saturating_add(clock.offset_ms))?,
            nonce: SignatureNonce::from_random(now.random),
        };
        let Signed { request, signature, .. } = self.signer.as_ref()?.signed(&invocation, &self.endpoint, &stamp);
        self.last_attempt = Some(Attempt {
            stamp,
            signature,
            clock_offset_ms: clock.offset_ms,
            limit: Limit::Attempt,
        });
        let step = Step::AskState {
            request,
            timeout_ms: remaining_ms.min(self.options.attempt_timeout_ms),
            task: DescribedTask {
                operation: question.operation.name,
                member: question.member,
                id_name: question.id,
                id: invocation.parameter(question.id)?.into(),
            },
        };
        Some((question, step))
    }

    fn leaves_doubt(&self, end: &End) -> bool {
        match end {
            End::Stopped(outcome) => outcome.ending == Ending::AlreadyStopped && !self.outcome_unknown,
            End::Failed(failure) => {
                // Without credentials there is no question, and after a fault of this package no trust in the answer.
                let unknown = failure.outcome_unknown && !matches!(failure.kind, Kind::Credentials | Kind::Internal);
                unknown || self.refused_as_stopped
            }
            End::Answered(Answered { .. }) | End::Aborted(_) => false,
        }
    }

    /// Ends the call, or sends the request again, after the question.
    pub(super) fn verified(
        &mut self,
        end: End,
        question: &'static StateQuestion,
        input: Input,
        now: Moment,
        clock: Clock,
    ) -> Step {
        let reply = match input {
            Input::Reply(reply) => reply,
            Input::Aborted { .. } => return self.abort(false),
            _ => return Step::Done(end),
        };
        let verified = state(question, &reply);
        match (end, verified) {
            (end, Some(Verified::Running)) => self.stop_again(end, question, now, clock),
            (End::Failed(failure), Some(Verified::Stopped | Verified::Stopping)) if failure.outcome_unknown => {
                Step::Done(End::Stopped(Outcome {
                    ending: Ending::Stopped,
                    request_id: reply.request_id().map(|id| self.redacted(id)),
                    attempts: self.attempts,
                    code: None,
                    verified,
                }))
            }
            (End::Failed(mut failure), verified) => {
                failure.verified = verified;
                Step::Done(End::Failed(failure))
            }
            (End::Stopped(outcome), verified) => Step::Done(End::Stopped(Outcome { verified, ..outcome })),
            (end, _) => Step::Done(end),
        }
    }

    /// The task runs: what was said or hoped of it is wrong.
    fn stop_again(&mut self, end: End, question: &StateQuestion, now: Moment, clock: Clock) -> Step {
        let mut failure = match end {
            End::Failed(failure) => failure,
            End::Stopped(Outcome { code, request_id, .. }) => {
                let code = code.unwrap_or_default();
                let mut failure = self.report().still_running(&code, question.operation.name);
                failure.request_id = request_id;
                failure
            }
            end => return Step::Done(end),
        };
        failure.verified = Some(Verified::Running);
        failure.retryable = true;
        self.retry(failure, Some(0), now, clock)
    }
}

/// The state that a reply tells.
fn state(question: &StateQuestion, reply: &Reply) -> Option<Verified> {
    match reply.answer(question.operation.effect) {
        Answer::Success(fields) => match fields.task_status.as_deref()? {
            "" => Some(Verified::NotFound),
            status => question.state(status).map(|state| match state {
                TaskState::Running => Verified::Running,
                TaskState::Stopping => Verified::Stopping,
                TaskState::Stopped => Verified::Stopped,
            }),
        },
        Answer::ServiceError(fields) => match classify(Some(question.operation), reply.status, fields) {
            Meaning::NotFound => Some(Verified::NotFound),
            Meaning::Refused => Some(Verified::Refused),
            _ => None,
        },
        Answer::Unreadable(_) => None,
    }
}
