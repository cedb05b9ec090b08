//! A call as a state machine: what happened goes in, what to do next comes out. It sends nothing and waits for nothing itself.
//!
//! A retry goes back to the canonical request: every attempt has a timestamp, a nonce and a signature of its own.

use std::sync::Arc;

use crate::classify::{Meaning, classify};
use crate::endpoint::Endpoint;
use crate::error::{Failure, Kind, code};
use crate::operation::Invocation;
use crate::policy::{AlreadyStopped, CallOptions};
use crate::report::Report;
use crate::response::{Answer, Fields, Head, Reply, answer};
use crate::sign::{SignatureNonce, Signer, Stamp};
use crate::timestamp::Timestamp;

pub use crate::step::{Clock, Ending, Freshness, Input, Moment, Outcome, Step};

/// A call under way.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of the call so far, independent of one another"
)]
pub struct Call {
    invocation: Invocation,
    endpoint: Endpoint,
    options: CallOptions,
    signer: Option<Arc<Signer>>,
    attempts: u32,
    /// The stamp of the last attempt, and the clock offset that it was made with.
    stamp: Option<(Stamp, i64)>,
    /// The last failure, for when the next attempt cannot be begun.
    last: Option<Failure>,
    /// Whether an attempt may have stopped the task without our knowing.
    ambiguous: bool,
    clock_corrected: bool,
    credentials_renewed: bool,
    ended: bool,
}

impl Call {
    /// A call that has not begun.
    #[must_use]
    pub const fn new(invocation: Invocation, endpoint: Endpoint, options: CallOptions) -> Self {
        Self {
            invocation,
            endpoint,
            options,
            signer: None,
            attempts: 0,
            stamp: None,
            last: None,
            ambiguous: false,
            clock_corrected: false,
            credentials_renewed: false,
            ended: false,
        }
    }

    /// How many requests were sent so far.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Why the last attempt failed, if it did and another follows.
    #[must_use]
    pub const fn failure(&self) -> Option<&Failure> {
        self.last.as_ref()
    }

    /// Whether the task may have been stopped without our knowing, so far.
    #[must_use]
    pub const fn outcome_unknown(&self) -> bool {
        self.ambiguous
    }

    /// Takes the next step. After [`Step::Done`] there is none: whatever comes then, nothing is sent any more.
    pub fn advance(&mut self, input: Input, now: Moment, clock: &mut Clock) -> Step {
        let step = if self.ended {
            self.fail(self.report().internal("has ended"))
        } else {
            self.take(input, now, clock)
        };
        self.ended = matches!(step, Step::Done(_));
        step
    }

    fn take(&mut self, input: Input, now: Moment, clock: &mut Clock) -> Step {
        match input {
            Input::Begin => self.ask_credentials(Freshness::Any, now),
            Input::Signer(signer) => {
                self.signer = Some(signer);
                self.send(now, *clock)
            }
            Input::NoCredentials(failure) => self.fail(failure),
            Input::Response(reply) => self.judge(reply, now, clock),
            Input::Lost(reason) => {
                self.ambiguous = true;
                let failure = self.report().lost(&reason);
                self.retry(failure, None, now, *clock)
            }
            Input::TimedOut => {
                self.ambiguous = true;
                let whole = now.elapsed_ms >= self.options.timeout_ms;
                let failure = self.report().timed_out(whole, &self.options);
                self.retry(failure, None, now, *clock)
            }
            Input::Waited => self.send(now, *clock),
            Input::Aborted => self.fail(self.report().internal("was aborted")),
        }
    }

    const fn remaining_ms(&self, now: Moment) -> u64 {
        self.options.timeout_ms.saturating_sub(now.elapsed_ms)
    }

    fn ask_credentials(&self, freshness: Freshness, now: Moment) -> Step {
        Step::RefreshCredentials {
            freshness,
            timeout_ms: self.remaining_ms(now),
        }
    }

    fn send(&mut self, now: Moment, clock: Clock) -> Step {
        let remaining_ms = self.remaining_ms(now);
        if remaining_ms == 0 {
            let failure = self.last.take();
            let failure = failure.unwrap_or_else(|| self.report().timed_out(true, &self.options));
            return self.fail(failure);
        }
        let timestamp = Timestamp::from_unix_ms(now.wall_ms.saturating_add(clock.offset_ms));
        let (Some(timestamp), Some(signer)) = (timestamp, &self.signer) else {
            return self.fail(self.report().internal("no credentials, or no usable clock"));
        };
        let stamp = Stamp {
            timestamp,
            nonce: SignatureNonce::from_random(now.random),
        };
        let request = signer.sign(&self.invocation, &self.endpoint, &stamp);
        self.attempts += 1;
        self.stamp = Some((stamp, clock.offset_ms));
        Step::Send {
            request,
            timeout_ms: remaining_ms.min(self.options.attempt_timeout_ms),
        }
    }

    fn judge(&mut self, Reply { head, body }: Reply, now: Moment, clock: &mut Clock) -> Step {
        match answer(head.status, body) {
            Answer::Success(fields) => match self.mismatch(&fields) {
                None => self.end(Ending::Stopped, fields, head),
                Some(code) => self.unreadable(code, head, now, *clock),
            },
            Answer::Unreadable { code } => self.unreadable(code, head, now, *clock),
            Answer::Error(fields) => {
                let operation = self.invocation.operation();
                let meaning = classify(operation, head.status, fields.code.as_deref());
                self.error(meaning, fields, head, now, clock)
            }
        }
    }

    /// What keeps a readable reply with a success status from being a success.
    fn mismatch(&self, fields: &Fields) -> Option<&'static str> {
        let repeated = self.invocation.operation().reply_repeats;
        let sent = repeated.and_then(|name| self.invocation.parameter(name));
        match (&fields.request_id, sent, &fields.task_id) {
            (None, ..) | (_, Some(_), None) => Some(code::INCOMPLETE_REPLY),
            (_, Some(sent), Some(read)) if sent != read => Some(code::MISMATCHED_REPLY),
            _ => None,
        }
    }

    fn unreadable(&mut self, code: &'static str, head: Head, now: Moment, clock: Clock) -> Step {
        self.ambiguous = true;
        let wait_ms = head.retry_after_ms;
        let failure = self.report().unreadable(code, head);
        self.retry(failure, wait_ms, now, clock)
    }

    fn error(&mut self, meaning: Meaning, fields: Fields, head: Head, now: Moment, clock: &mut Clock) -> Step {
        if meaning == Meaning::AlreadyStopped {
            let throws = self.options.already_stopped == AlreadyStopped::Throw;
            if !throws || self.ambiguous {
                return self.end(Ending::AlreadyStopped, fields, head);
            }
        }
        let (wait_ms, date_ms) = (head.retry_after_ms, head.date_ms);
        let mut failure = self.report().service(meaning, fields, head);
        failure.retry_after_ms = wait_ms;
        match meaning {
            Meaning::Throttled => self.retry(failure, wait_ms, now, *clock),
            Meaning::Ambiguous => {
                self.ambiguous = true;
                self.retry(failure, wait_ms, now, *clock)
            }
            Meaning::NonceUsed => {
                self.ambiguous = true;
                self.retry(failure, Some(0), now, *clock)
            }
            Meaning::ClockSkewed if self.correct(clock, date_ms, now) => {
                failure.retryable = true;
                self.retry(failure, Some(0), now, *clock)
            }
            Meaning::TokenExpired if !self.credentials_renewed && self.may_try_again() => {
                self.credentials_renewed = true;
                self.last = Some(failure);
                self.ask_credentials(Freshness::Renewed, now)
            }
            _ => self.fail(failure),
        }
    }

    /// Learns the service's clock, once a call, and says whether another attempt will carry another timestamp.
    ///
    /// The offset that counts is the one of this attempt: where a call beside this one has learnt meanwhile, there is nothing to
    /// learn, only to try again.
    fn correct(&mut self, clock: &mut Clock, date_ms: Option<i64>, now: Moment) -> bool {
        let Some((_, used_ms)) = self.stamp.as_ref().filter(|_| !self.clock_corrected) else {
            return false;
        };
        self.clock_corrected = true;
        if clock.offset_ms == *used_ms {
            let Some(server_ms) = date_ms else {
                return false;
            };
            clock.offset_ms = server_ms.saturating_sub(now.wall_ms);
        }
        // The service allows 15 minutes; a difference of seconds is not why it refused.
        clock.offset_ms.abs_diff(*used_ms) >= 60_000
    }

    const fn may_try_again(&self) -> bool {
        self.attempts < self.options.retry.max_attempts
    }

    /// Another attempt after `wait_ms`, or after the policy's own wait, if there is one left and it fits before the deadline.
    fn retry(&mut self, mut failure: Failure, wait_ms: Option<u64>, now: Moment, clock: Clock) -> Step {
        if !self.may_try_again() {
            return self.fail(failure);
        }
        let throttled = failure.kind == Kind::Throttled;
        let wait_ms = wait_ms.unwrap_or_else(|| self.options.retry.delay_ms(self.attempts, throttled, now.random));
        if wait_ms >= self.remaining_ms(now) {
            failure.retry_after_ms = Some(wait_ms);
            return self.fail(failure);
        }
        self.last = Some(failure);
        if wait_ms == 0 {
            return self.send(now, clock);
        }
        Step::Wait(wait_ms)
    }

    fn end(&self, ending: Ending, fields: Fields, head: Head) -> Step {
        Step::Done(Ok(Outcome {
            ending,
            task_id: self.invocation.operation().reply_repeats.and_then(|name| {
                let asked_for = || self.invocation.parameter(name).map(Into::into);
                fields.task_id.or_else(asked_for)
            }),
            request_id: fields.request_id.or(head.request_id),
            attempts: self.attempts,
            code: fields.code.filter(|_| ending == Ending::AlreadyStopped),
        }))
    }

    fn fail(&self, mut failure: Failure) -> Step {
        failure.attempts = self.attempts;
        failure.outcome_unknown = self.ambiguous;
        Step::Done(Err(failure))
    }

    fn report(&self) -> Report<'_> {
        Report {
            invocation: &self.invocation,
            endpoint: &self.endpoint,
            signer: self.signer.as_deref(),
            stamp: self.stamp.as_ref().map(|(stamp, _)| stamp),
        }
    }
}
