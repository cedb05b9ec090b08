//! Breaker: while everything fails for every task of a run, the run asks with one attempt at a time, or not at all.
//!
//! It works for the calls of a [`Run`], for each run and each operation by itself: a [`Lane`].

mod lane;
#[cfg(test)]
mod tests;

use crate::call::Run;
use crate::classify::matches;
use crate::error::{Failure, Kind};
use crate::operation::Operation;
use crate::operation::gateway::REFUSES_ALL;
use lane::Lane;

/// The hold of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hold {
    /// The kind of the last failure.
    pub kind: Kind,
    /// The code of the last failure.
    pub code: String,
    /// The time since the hold began, in milliseconds.
    pub since_ms: u64,
    /// The time until the next attempt, in milliseconds.
    pub next_probe_ms: u64,
}

/// The breaker's answer to an attempt.
#[derive(Debug)]
pub(crate) enum Passage {
    Open,
    /// The attempt asks again after this many milliseconds.
    Wait(u64, Option<Hold>),
    /// The attempt is not to be sent, because of this failure.
    Halted(Cause),
}

/// The failure that holds or halts.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    pub(crate) kind: Kind,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) retryable: bool,
}

/// What a failure says of the tasks that follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The service has judged the task.
    None,
    /// The quota is used up. The pacer slows down, which suffices unless nothing else is answered.
    Throttled,
    /// The others fail as well, for a time.
    Passing,
    /// The others are refused as well.
    Lasting,
}

/// What becomes of a task whose attempt has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    /// The failure costs an attempt.
    Counts,
    /// The failure costs no attempt, because the operation is held.
    Held,
    /// The same, but it costs an attempt: the task has failed before, while others were answered.
    Odd,
    /// The task is not asked for again: it was the only one in a hold that has lasted for too long.
    Over,
}

#[derive(Debug)]
pub(crate) struct Breaker {
    lanes: Vec<Lane>,
    tasks: u32,
}

impl Trouble {
    pub(crate) fn of(failure: &Failure) -> Self {
        match (failure.kind, failure.retryable) {
            (Kind::Throttled, _) => Self::Throttled,
            (_, true) => Self::Passing,
            (Kind::Service, false) if !is_for_every_task(failure) => Self::None,
            (_, false) => Self::Lasting,
        }
    }
}

/// Whether the service refuses every task so.
fn is_for_every_task(failure: &Failure) -> bool {
    REFUSES_ALL.iter().any(|pattern| matches(pattern, &failure.code))
}

impl Breaker {
    pub(crate) const fn new() -> Self {
        Self {
            lanes: Vec::new(),
            tasks: 0,
        }
    }

    /// Returns a number for a task.
    pub(crate) const fn number(&mut self) -> u32 {
        self.tasks = self.tasks.wrapping_add(1);
        self.tasks
    }

    /// Asks for an attempt. `attempts` are those of the task so far, and `attempt_ms` is the limit of one. An attempt that is sent enters.
    pub(crate) fn ask(
        &mut self,
        operation: &Operation,
        run: Run,
        attempts: u32,
        attempt_ms: u64,
        now_ms: u64,
    ) -> Passage {
        if self.find(operation, run).is_none() {
            self.lanes.retain(|lane| !lane.is_forgotten(now_ms));
            self.lanes.push(Lane::of(operation, run));
        }
        match self.find(operation, run) {
            Some(lane) => lane.ask(run, attempts, attempt_ms, now_ms),
            None => Passage::Open,
        }
    }

    /// Records that an attempt is under way. `task` is its [number](Self::number).
    pub(crate) fn enter(&mut self, operation: &Operation, run: Run, task: u32, now_ms: u64) {
        if let Some(lane) = self.find(operation, run) {
            lane.enter(task, now_ms);
        }
    }

    /// Records that an attempt is no longer under way.
    pub(crate) fn leave(&mut self, operation: &Operation, run: Run) {
        if let Some(lane) = self.find(operation, run) {
            lane.leave();
        }
    }

    pub(crate) fn succeeded(&mut self, operation: &Operation, run: Run, now_ms: u64) {
        if let Some(lane) = self.find(operation, run) {
            lane.answered(now_ms);
        }
    }

    /// Records the failure of an attempt that has left. `attempts` are those of the task so far.
    pub(crate) fn failed(
        &mut self,
        operation: &Operation,
        run: Run,
        attempts: u32,
        trouble: Trouble,
        failure: &Failure,
        now_ms: u64,
    ) -> Course {
        self.find(operation, run).map_or(Course::Counts, |lane| {
            lane.failed(run, attempts, trouble, failure, now_ms)
        })
    }

    /// Whether the operation is halted, or its hold has lasted for too long.
    pub(crate) fn is_over(&mut self, operation: &Operation, run: Run, now_ms: u64) -> bool {
        self.find(operation, run).is_some_and(|lane| lane.is_over(run, now_ms))
    }

    fn find(&mut self, operation: &Operation, run: Run) -> Option<&mut Lane> {
        self.lanes.iter_mut().find(|lane| lane.is_of(operation, run))
    }
}

impl Cause {
    fn of(failure: &Failure) -> Self {
        Self {
            kind: failure.kind,
            code: failure.code.clone(),
            message: failure.message.clone(),
            retryable: failure.retryable,
        }
    }
}
