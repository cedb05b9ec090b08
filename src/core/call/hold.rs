//! The breaker of a run: each attempt of its calls waits until the breaker lets it pass.

use super::verify::Verification;
use super::{Call, End, Moment, Next, Run, Shared};
use crate::breaker::{Passage, Trouble};
use crate::error::Failure;
use crate::operation::Operation;

impl Call {
    /// The run of the call, and the operation of the present request: the question for the state of the task has its own breaker, because
    /// what fails for questions must not delay the stops.
    fn run(&self) -> Option<(Run, &'static Operation)> {
        let run = self.options.run?;
        let operation = self.invocation.operation()?;
        match (&self.verification, operation.state_question) {
            (Verification::UnderWay(_) | Verification::Done, Some(question)) => Some((run, question.operation)),
            _ => Some((run, operation)),
        }
    }

    /// Returns a step if the breaker does not let an attempt pass.
    pub(super) fn hold(&mut self, now: Moment, account: &mut Shared) -> Option<Next> {
        let (run, operation) = self.run()?;
        self.task.get_or_insert_with(|| account.breaker.number());
        let attempt_ms = self.options.attempt_timeout.as_ms();
        match account
            .breaker
            .ask(operation, run, self.attempts, attempt_ms, now.monotonic_ms())
        {
            Passage::Open => None,
            Passage::Wait(ms, hold) => {
                self.give_back(account);
                self.queued_since_ms = Some(now.elapsed_ms);
                if hold.is_some() && self.signer.take().is_some() {
                    // They may expire during the hold.
                    self.credentials_renewed = false;
                }
                Some(match hold {
                    Some(hold) => Next::WaitHeld(ms, hold),
                    None => Next::WaitForPermit(ms),
                })
            }
            Passage::Halted(by) => {
                self.give_back(account);
                let failure = self.last_failure.take();
                let failure = failure.unwrap_or_else(|| self.report().halted(by));
                Some(self.fail(failure))
            }
        }
    }

    /// Tells the breaker that the attempt is under way.
    pub(super) fn enter(&mut self, now: Moment, account: &mut Shared) {
        if let Some((run, operation)) = self.run() {
            self.has_passed = true;
            account
                .breaker
                .enter(operation, run, self.task.unwrap_or(0), now.monotonic_ms());
        }
    }

    /// Tells the breaker that no attempt is under way any more.
    pub(super) fn leave(&mut self, account: &mut Shared) {
        if let Some((run, operation)) = self.run().filter(|_| self.has_passed) {
            self.has_passed = false;
            account.breaker.leave(operation, run);
        }
    }

    /// Tells the breaker of a failure of the attempt.
    pub(super) fn tell(&mut self, failure: &Failure, now: Moment, account: &mut Shared) {
        self.tell_of(Trouble::of(failure), failure, now, account);
    }

    /// Tells the breaker of a failure whose meaning for the other tasks is known.
    pub(super) fn tell_of(&mut self, trouble: Trouble, failure: &Failure, now: Moment, account: &mut Shared) {
        if let Some((run, operation)) = self.run() {
            self.course = account
                .breaker
                .failed(operation, run, self.attempts, trouble, failure, now.monotonic_ms());
        }
    }

    /// Tells the breaker of a success.
    pub(super) fn tell_success(&self, end: &End, now: Moment, account: &mut Shared) {
        if matches!(end, End::Stopped(_)) {
            self.tell_answer(now, account);
        }
    }

    /// Whether the run does not stop its other tasks any more.
    pub(super) fn is_run_over(&self, now: Moment, account: &mut Shared) -> bool {
        let stops = self.options.run.zip(self.invocation.operation());
        stops.is_some_and(|(run, operation)| account.breaker.is_over(operation, run, now.monotonic_ms()))
    }

    /// Tells the breaker of an answer of the service.
    pub(super) fn tell_answer(&self, now: Moment, account: &mut Shared) {
        if let Some((run, operation)) = self.run() {
            account.breaker.succeeded(operation, run, now.monotonic_ms());
        }
    }
}
