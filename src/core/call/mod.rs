//! State machine of one call: each step is answered, and the next step comes out. It sends nothing and waits for nothing itself.
//!
//! A retry goes back to the canonical request: every attempt has its own timestamp, nonce and signature.

mod account;
mod clock;
mod credentials;
mod diagnose;
mod end;
mod exchange;
mod hold;
mod judge;
mod moment;
mod options;
mod queue;
mod redact;
mod report;
mod secrets;
mod step;
#[cfg(test)]
mod tests;
mod until_stopped;
mod verify;

use core::mem;
use std::sync::Arc;

use crate::endpoint::Endpoint;
use crate::error::{Failure, Kind};
use crate::http::HttpRequest;
use crate::operation::{Effect, Invocation, Meaning};
use crate::pacer::{Arrival, Permit, Sent};
use crate::sign::{SignatureNonce, Signed, Signer, Stamp};
use crate::timestamp::Timestamp;

pub use crate::breaker::Hold;
use crate::breaker::{Course, Trouble};
pub use account::Account;
use account::Shared;
pub use end::{Aborted, Answered, End, Ending, Outcome};
pub use exchange::{Delivery, Exchange, Loss};
pub use moment::Moment;
pub use options::{AlreadyStopped, CallOptions, CredentialsSource, Run, Verify};
use report::{Report, earlier_attempts};
use secrets::Secrets;
pub use step::{CredentialsStep, DescribedTask, Freshness, SendStep, Step, WaitReason, WaitStep};
use step::{Input, Next};
use verify::Verification;

/// A call that has not begun; within a [`Step`], one that is under way.
///
/// A call that is dropped leaves its place in the quota to others.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of the call so far, independent of one another"
)]
pub struct Call {
    invocation: Invocation,
    endpoint: Endpoint,
    options: CallOptions,
    account: Account,
    signer: Option<Arc<Signer>>,
    attempts: u32,
    /// The number of requests that were signed: attempts and questions.
    requests: u32,
    last_attempt: Option<Attempt>,
    /// The credentials and the signatures of the requests of the call.
    secrets: Secrets,
    /// Whether the last step was [`Next::Send`]: the driver has the request, and has not reported yet.
    awaits_reply: bool,
    /// The failure of the last attempt, while another one is planned.
    last_failure: Option<Failure>,
    /// Whether an attempt may have stopped the task without the caller's knowledge.
    outcome_unknown: bool,
    clock_corrected: bool,
    credentials_renewed: bool,
    /// When the next attempt may be sent, if it has to wait.
    permit: Option<Permit>,
    /// The attempt that is under way, for the pacer.
    sent: Option<Sent>,
    /// For the breaker: the number of the task, whether an attempt is under way, and what the last failure means.
    task: Option<u32>,
    has_passed: bool,
    course: Course,
    /// The total of waits for permits that do not count against the timeout, and the start of the present wait.
    queued_ms: u64,
    queued_since_ms: Option<u64>,
    /// Attempts that count towards the limit.
    counted_attempts: u32,
    /// Whether the service says that the task is not running, or may say so, and the end is an error: only the state tells more.
    refused_as_stopped: bool,
    /// The status of the last reply to an attempt.
    last_status: Option<u16>,
    verification: Verification,
}

/// The last request that was built.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) stamp: Stamp,
    clock_offset_ms: i64,
    /// The limit that ends the attempt.
    limit: Limit,
}

/// The time limit that an attempt runs into first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    Attempt,
    Call,
}

/// Minimum time to send a request. A later request gets no response in time, and only makes the outcome unknown.
const MIN_SEND_MS: u64 = 2;

impl Call {
    /// Returns a call that has not begun.
    #[must_use]
    pub const fn new(invocation: Invocation, endpoint: Endpoint, options: CallOptions, account: Account) -> Self {
        Self {
            invocation,
            endpoint,
            options,
            account,
            signer: None,
            attempts: 0,
            requests: 0,
            last_attempt: None,
            secrets: Secrets::NONE,
            awaits_reply: false,
            last_failure: None,
            outcome_unknown: false,
            clock_corrected: false,
            credentials_renewed: false,
            permit: None,
            sent: None,
            task: None,
            has_passed: false,
            course: Course::Counts,
            queued_ms: 0,
            queued_since_ms: None,
            counted_attempts: 0,
            refused_as_stopped: false,
            last_status: None,
            verification: Verification::Possible,
        }
    }

    /// Begins the call.
    #[must_use]
    pub fn start(self, now: Moment) -> Step {
        Box::new(self).advance(Input::Begin, now)
    }

    const fn failure(&self) -> Option<&Failure> {
        self.last_failure.as_ref()
    }

    fn redacted(&self, text: &str) -> String {
        self.report().clean(text)
    }

    fn advance(mut self: Box<Self>, input: Input, now: Moment) -> Step {
        let next = self.next(input, now);
        Step::new(self, next)
    }

    fn abort(mut self: Box<Self>, request_sent: bool, now: Moment) -> End {
        let account = self.account.clone();
        let account = &mut *account.lock();
        let arrival = if request_sent { Arrival::Unknown } else { Arrival::Never };
        self.settle(arrival, now, account);
        self.leave(account);
        self.give_back(account);
        // A question changes nothing.
        let sent = request_sent && self.awaits_reply;
        let mut aborted = Aborted::new(
            self.attempts - u32::from(self.awaits_reply && !sent),
            self.outcome_unknown || (sent && self.invocation.effect().changes()),
        );
        if let Verification::UnderWay(asking) = &mut self.verification {
            // Nothing tells yet whether the task has stopped.
            aborted.outcome_unknown = true;
            if let End::Stopped(outcome) = &mut asking.end {
                aborted.accepted = outcome.ending == Ending::Stopped;
                aborted.request_id = outcome.request_id.take();
                aborted.verified = outcome.verified;
            }
        }
        End::Aborted(aborted)
    }

    fn next(&mut self, input: Input, now: Moment) -> Next {
        let account = self.account.clone();
        let account = &mut *account.lock();
        if let Some(arrival) = input.arrival() {
            self.settle(arrival, now, account);
            self.leave(account);
        }
        let next = match mem::replace(&mut self.verification, Verification::Done) {
            Verification::UnderWay(asking) => self.answered(asking, input, now, account),
            before => {
                self.verification = before;
                match self.take(input, now, account) {
                    Next::Done(end) => {
                        self.tell_success(&end, now, account);
                        self.verify(end, now, account)
                    }
                    next => next,
                }
            }
        };
        self.awaits_reply = matches!(next, Next::Send { .. });
        next
    }

    fn take(&mut self, input: Input, now: Moment, account: &mut Shared) -> Next {
        match input {
            // A call of a run asks when it may send: while the source of the credentials fails, one question at a time.
            Input::Begin if self.options.run.is_some() => self.send(now, account),
            Input::Begin => self.ask_credentials(Freshness::Any, now),
            Input::Signer(signer) => {
                self.signer = Some(signer);
                match self.sent {
                    Some(_) => self.transmit(now, account),
                    None => self.send(now, account),
                }
            }
            Input::NoCredentials(failure) => self.no_credentials(failure, now, account),
            Input::Reply(reply) => self.judge(reply, now, account),
            Input::Lost(loss) => self.lost(&loss, now, account),
            Input::TimedOut => {
                self.doubt();
                let whole = self.last_attempt.as_ref().is_none_or(|last| last.limit == Limit::Call);
                let failure = self.report().timed_out(whole, &self.options);
                self.tell(&failure, now, account);
                self.retry(failure, None, now, account)
            }
            Input::Waited => {
                self.leave_queue(now);
                self.send(now, account)
            }
        }
    }

    const fn remaining_ms(&self, now: Moment) -> u64 {
        let spent_ms = now.elapsed_ms.saturating_sub(self.queued_ms);
        self.options.timeout.as_ms().saturating_sub(spent_ms)
    }

    /// Sends the request as soon as the breaker and the quota allow, and there are credentials.
    fn send(&mut self, now: Moment, account: &mut Shared) -> Next {
        let remaining_ms = self.remaining_ms(now);
        if remaining_ms < MIN_SEND_MS {
            return self.out_of_time();
        }
        if let Some(step) = self.hold(now, account) {
            return step;
        }
        if let Some(step) = self.queue(remaining_ms, now, account) {
            return step;
        }
        self.enter(now, account);
        match self.signer {
            Some(_) => self.transmit(now, account),
            None if self.credentials_renewed => self.ask_credentials(Freshness::Renewed, now),
            None => self.ask_credentials(Freshness::Any, now),
        }
    }

    fn out_of_time(&mut self) -> Next {
        let failure = self.last_failure.take();
        let failure = failure.unwrap_or_else(|| self.report().timed_out(true, &self.options));
        self.fail(failure)
    }

    fn transmit(&mut self, now: Moment, account: &Shared) -> Next {
        let remaining_ms = self.remaining_ms(now);
        if remaining_ms < MIN_SEND_MS {
            return self.out_of_time();
        }
        let Some(request) = self.signed(None, now, account.clock_offset_ms) else {
            return self.fail(self.report().internal("no credentials, or no usable clock"));
        };
        self.attempts += 1;
        self.counted_attempts += 1;
        Next::Send {
            request,
            timeout_ms: remaining_ms.min(self.options.attempt_timeout.as_ms()),
            task: self.invocation.described_task(),
        }
    }

    /// Signs the request of the call, or its question. `None` without credentials or a usable clock.
    fn signed(&mut self, question: Option<&Invocation>, now: Moment, clock_offset_ms: i64) -> Option<HttpRequest> {
        let stamp = Stamp {
            timestamp: Timestamp::from_unix_ms(now.wall_ms.saturating_add(clock_offset_ms))?,
            // Distinct within the call, even if the driver's random numbers are not.
            nonce: SignatureNonce::from_random(now.random.wrapping_add(self.requests.into())),
        };
        let signer = self.signer.as_ref()?;
        let invocation = question.unwrap_or(&self.invocation);
        let Signed { request, signature, .. } = signer.signed(invocation, &self.endpoint, &stamp);
        self.account.remember(signer, now.monotonic);
        self.secrets.remember_credentials(signer.credentials());
        self.secrets.remember(&signature);
        self.requests += 1;
        self.last_attempt = Some(Attempt {
            stamp,
            clock_offset_ms,
            limit: if self.remaining_ms(now) <= self.options.attempt_timeout.as_ms() {
                Limit::Call
            } else {
                Limit::Attempt
            },
        });
        Some(request)
    }

    /// Records that the service may have executed a request without a reply that says so.
    fn doubt(&mut self) {
        self.outcome_unknown |= self.invocation.effect().changes();
    }

    fn lost(&mut self, loss: &Loss, now: Moment, account: &mut Shared) -> Next {
        if loss.delivery == Delivery::Unknown {
            self.doubt();
        }
        let failure = self.report().lost(loss);
        if loss.delivery == Delivery::NotAllowed {
            self.tell_of(Trouble::Lasting, &failure, now, account);
            return self.fail(failure);
        }
        self.tell(&failure, now, account);
        self.retry(failure, None, now, account)
    }

    /// Whether a second request does no harm.
    const fn is_harmless_again(&self) -> bool {
        self.invocation.effect().is_idempotent() || !self.outcome_unknown
    }

    const fn may_try_again(&self) -> bool {
        self.is_harmless_again() && self.counted_attempts < self.options.retry.max_attempts.get()
    }

    fn retry(&mut self, failure: Failure, mut wait_ms: Option<u64>, now: Moment, account: &mut Shared) -> Next {
        match mem::replace(&mut self.course, Course::Counts) {
            Course::Counts => {}
            // The breaker returns the length of the wait.
            Course::Odd => wait_ms = Some(0),
            Course::Held => {
                wait_ms = Some(0);
                self.counted_attempts = self.counted_attempts.saturating_sub(1);
            }
            Course::Over => return self.fail(failure),
        }
        if !self.may_try_again() {
            return self.fail(failure);
        }
        let throttled = failure.kind == Kind::Throttled;
        let wait_ms = wait_ms.unwrap_or_else(|| self.options.retry.delay_ms(self.attempts, throttled, now.random));
        if wait_ms.saturating_add(MIN_SEND_MS) > self.remaining_ms(now) {
            return self.fail(failure);
        }
        self.last_failure = Some(failure);
        if wait_ms == 0 {
            return self.send(now, account);
        }
        Next::Wait(wait_ms)
    }

    fn fail(&self, mut failure: Failure) -> Next {
        failure.attempts = self.attempts;
        failure.outcome_unknown = self.outcome_unknown;
        // Another call might repeat the change.
        failure.retryable &= self.is_harmless_again();
        Next::Done(End::Failed(failure))
    }

    // A dozen inlined copies would be 0.4 % of the compressed wasm.
    #[inline(never)]
    fn report(&self) -> Report<'_> {
        Report {
            invocation: &self.invocation,
            endpoint: &self.endpoint,
            signer: self.signer.as_deref(),
            attempt: self.last_attempt.as_ref(),
            account: &self.account,
            secrets: &self.secrets,
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if self.sent.is_none() && self.permit.is_none() && !self.has_passed {
            return;
        }
        let account = self.account.clone();
        let account = &mut *account.lock();
        self.leave(account);
        self.give_back(account);
        if let Some(sent) = self.sent.take() {
            account.pacer.abandon(sent);
        }
    }
}
