//! Replies to attempts: each ends the call, or leads to another attempt.

use super::{
    AlreadyStopped, Answered, Call, CredentialsSource, Effect, End, Ending, Meaning, Moment, Next, Outcome, Shared,
};
use crate::classify::classify;
use crate::error::code;
use crate::http::Method;
use crate::operation::StateQuestion;
use crate::reply::{Answer, Fields, Reply};
use crate::sign::Signer;

impl Call {
    pub(super) fn judge(&mut self, reply: Reply, now: Moment, account: &mut Shared) -> Next {
        self.last_status = Some(reply.status);
        match reply.answer(self.invocation.effect()) {
            Answer::Success(fields) if self.is_about_another_task(fields) => {
                let code = match fields.task_id() {
                    None => code::INCOMPLETE_REPLY,
                    Some(_) => code::MISMATCHED_REPLY,
                };
                self.unreadable(code, &reply, now, account)
            }
            Answer::Success(fields) if is_repeated(self.invocation.method(), fields, &reply, account) => {
                self.unreadable(code::UNREADABLE_REPLY, &reply, now, account)
            }
            Answer::Success(fields) if self.invocation.effect() == Effect::Stops => {
                self.stopped(Ending::Stopped, fields, &reply)
            }
            Answer::Success(fields) => {
                let request_id = self.request_id(fields, &reply);
                let attempts = self.attempts;
                Next::Done(End::Answered(Answered {
                    request_id,
                    attempts,
                    reply: reply.into(),
                }))
            }
            // A code that repeats a secret is not a code of the service.
            Answer::ServiceError(fields) if self.report().reveals(fields.code()) => {
                self.unreadable(code::HTTP_STATUS, &reply, now, account)
            }
            Answer::ServiceError(fields) => self.service_error(fields, &reply, now, account),
            Answer::Unreadable(code) => self.unreadable(code, &reply, now, account),
        }
    }

    /// Whether the operation's replies repeat or describe the task, but this one does not.
    fn is_about_another_task(&self, fields: &Fields) -> bool {
        let repeated = self.invocation.operation().and_then(|operation| {
            operation
                .reply_repeats
                .or_else(|| Some(StateQuestion::answered_by(operation)?.id))
        });
        let sent = repeated.and_then(|name| self.invocation.parameter(name));
        sent.is_some_and(|sent| fields.task_id() != Some(sent))
    }

    fn unreadable(&mut self, code: &'static str, reply: &Reply, now: Moment, account: &mut Shared) -> Next {
        self.doubt();
        let mut failure = self.report().unreadable(code, reply);
        failure.retry_after_ms = reply.retry_after_ms;
        self.tell(&failure, now, account);
        self.retry(failure, reply.retry_after_ms, now, account)
    }

    fn service_error(&mut self, fields: &Fields, reply: &Reply, now: Moment, account: &mut Shared) -> Next {
        let meaning = classify(self.invocation.operation(), reply.status, fields);
        if meaning == Meaning::AlreadyStopped {
            let throws = self.options.already_stopped == AlreadyStopped::Throw;
            if !throws || self.outcome_unknown {
                return self.stopped(Ending::AlreadyStopped, fields, reply);
            }
        }
        self.refused_as_stopped = matches!(meaning, Meaning::AlreadyStopped | Meaning::MaybeStopped);
        let mut failure = self.report().service(meaning, fields, reply);
        failure.retry_after_ms = reply.retry_after_ms;
        match meaning {
            Meaning::Throttled => {
                self.tell(&failure, now, account);
                self.throttled(failure, reply.retry_after_ms, now, account)
            }
            Meaning::Ambiguous => {
                self.doubt();
                self.tell(&failure, now, account);
                self.retry(failure, reply.retry_after_ms, now, account)
            }
            Meaning::NonceUsed => {
                self.doubt();
                self.retry(failure, Some(0), now, account)
            }
            Meaning::ClockSkewed => self.clock_skewed(failure, reply.date_ms, now, account),
            Meaning::TokenExpired | Meaning::KeyNotFound if self.may_renew(meaning) && self.may_try_again() => {
                self.credentials_renewed = true;
                self.last_failure = Some(failure);
                self.renew_credentials(now, account)
            }
            _ => {
                self.tell(&failure, now, account);
                self.fail(failure)
            }
        }
    }

    /// Whether other credentials may help. A permanent AccessKey that is not found is not found again.
    pub(super) fn may_renew(&self, meaning: Meaning) -> bool {
        let credentials = self.signer.as_deref().map(Signer::credentials);
        let temporary = credentials.is_some_and(|credentials| credentials.security_token().is_some());
        !self.credentials_renewed
            && self.options.credentials_source == CredentialsSource::Function
            && (meaning == Meaning::TokenExpired || temporary)
    }

    fn stopped(&self, ending: Ending, fields: &Fields, reply: &Reply) -> Next {
        Next::Done(End::Stopped(Outcome {
            request_id: self.request_id(fields, reply),
            code: fields
                .code()
                .filter(|_| ending == Ending::AlreadyStopped)
                .map(Into::into),
            ..Outcome::new(ending, self.attempts)
        }))
    }

    fn request_id(&self, fields: &Fields, reply: &Reply) -> Option<String> {
        reply.request_id_or(fields).map(|id| self.redacted(id))
    }
}

/// Whether an earlier success has this ID. A cache, such as a browser's, takes a signed `GET` for a repeated one: the signature is in headers,
/// and so is the action. A description in a cache would answer a stop.
pub(super) fn is_repeated(method: Method, fields: &Fields, reply: &Reply, account: &mut Shared) -> bool {
    let id = reply.request_id_or(fields).unwrap_or_default();
    method == Method::Get && !account.answered.remember(id)
}
