//! The breaker of a run: each attempt of its calls waits until the breaker lets it pass.

use super::{Call, End, Moment, Next, Run, Shared};
use crate::breaker::{Passage, Trouble};
use crate::error::Failure;
use crate::operation::Operation;

impl Call {
    /// The run of the call, and its operation.
    fn run(&self) -> Option<(Run, &'static Operation)> {
        self.options.run.zip(self.invocation.operation())
    }

    /// Returns a step if the breaker does not let an attempt pass.
    pub(super) fn hold(&mut self, now: Moment, account: &mut Shared) -> Option<Next> {
        let (run, operation) = self.run()?;
        match account.breaker.ask(operation, run, self.attempts, now.monotonic_ms()) {
            Passage::Open => None,
            Passage::Wait(ms, hold) => {
                self.give_back(account);
                self.queued_since_ms = Some(now.elapsed_ms);
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
            account.breaker.enter(operation, run, now.monotonic_ms());
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
            self.is_held = account
                .breaker
                .failed(operation, run, trouble, failure, now.monotonic_ms());
        }
    }

    /// Tells the breaker of a success.
    pub(super) fn tell_success(&self, end: &End, now: Moment, account: &mut Shared) {
        if let (End::Stopped(_), Some((run, operation))) = (end, self.run()) {
            account.breaker.succeeded(operation, run, now.monotonic_ms());
        }
    }
}
