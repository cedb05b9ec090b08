//! The breaker of one operation in one run: when it holds, when it probes, when it halts.
//!
//! - After [`FAILURES`] failures in a row that say nothing about a task, or [`THROTTLED`] throttled attempts, the operation is *held*: one attempt at a time goes on, a
//!   probe, 1, 2, 4 … 30 s apart. A wait that the service asks for holds at once. An answer lifts the hold. A failure in a hold costs
//!   its task no attempt. A probe that fails after [`Run::max_outage`] halts the operation; if all probes were of one task, it ends that
//!   task alone.
//! - After [`REFUSALS`] refusals in a row that every task would get, the operation is *halted*, until another run begins. Before the
//!   first success of a run, [`FIRST_REFUSALS`] suffice, and no more attempts are under way at a time.
//!
//! A waiting call asks again after at most one second, so that the breaker has to wake no call.
//!
//! A task may have failures of its own. So the task with the fewest attempts probes first, and if a task has failed while others were
//! answered, an answer such as HTTP 500 costs it an attempt in a hold, too.

use super::{Cause, Course, Hold, Passage, Trouble};
use crate::call::Run;
use crate::error::{Failure, Kind};
use crate::operation::Operation;

/// Failures in a row that hold. In a network that loses a third of all attempts, one attempt in 250 is the last of such a row.
pub(super) const FAILURES: u32 = 5;

/// Throttled attempts in a row that hold. If the service accepts a quarter of all attempts, one in 75 is the last of such a row.
pub(super) const THROTTLED: u32 = 15;

/// The wait after a throttled attempt that holds at once. The pacer alone would ask a row of attempts, each after such a wait.
pub(super) const LONG_WAIT_MS: u64 = 5_000;

/// The longest time between probes of a hold by throttling, which may be for others on the account.
pub(super) const LAST_THROTTLED_PROBE_MS: u64 = 3_000;

pub(super) const REFUSALS: u32 = 10;

pub(super) const FIRST_REFUSALS: u32 = 3;

pub(super) const FIRST_PROBE_MS: u64 = 1_000;

pub(super) const LAST_PROBE_MS: u64 = 30_000;

/// The longest wait that a reply can ask for: a `retry-after` of a day may be a mistake of a proxy.
pub(super) const MAX_ASKED_MS: u64 = 120_000;

/// The time after the longest attempt at which a probe without an end is given up: its call will never end.
pub(super) const LAPSE_MS: u64 = 120_000;

/// The time after which a run that asks nothing is forgotten, and the same for one that is held or halted.
pub(super) const FORGET_MS: u64 = 60_000;
pub(super) const FORGET_HALT_MS: u64 = 3_600_000;

/// A probe that is this late was delayed by a standstill of the machine, which is no outage.
pub(super) const LATE_MS: u64 = 5_000;

/// The time after which a call that waits asks again.
pub(super) const LOOK_MS: u64 = 1_000;

/// The same before the first success of a run.
pub(super) const FIRST_LOOK_MS: u64 = 50;

/// A task probes this much later for each of its attempts, up to a number: its failures may be its own.
pub(super) const TRIED_MS: u64 = 50;
pub(super) const MAX_TRIED: u32 = 10;

/// The breaker of one operation in one run.
#[derive(Debug)]
pub(super) struct Lane {
    operation: &'static str,
    run: u32,
    /// The time of the last question.
    seen_ms: u64,
    /// Attempts under way.
    passes: u32,
    /// Whether an attempt of the run has succeeded.
    is_proven: bool,
    /// In a row.
    failures: u32,
    throttled: u32,
    refusals: u32,
    held: Option<Held>,
    halted_by: Option<Cause>,
}

#[derive(Debug)]
struct Held {
    by: Cause,
    since_ms: u64,
    probe_at_ms: u64,
    spacing_ms: u64,
    /// The end of the wait that the service has asked for.
    asked_until_ms: u64,
    /// The time at which the probe was sent that is under way.
    probed_at_ms: Option<u64>,
    /// The task of the last probe, and whether another one has probed.
    prober: Option<u32>,
    has_others: bool,
    has_stood_still: bool,
}

impl Lane {
    pub(super) const fn of(operation: &Operation, run: Run) -> Self {
        Self {
            operation: operation.name,
            run: run.number,
            seen_ms: 0,
            passes: 0,
            is_proven: false,
            failures: 0,
            throttled: 0,
            refusals: 0,
            held: None,
            halted_by: None,
        }
    }

    pub(super) fn is_of(&self, operation: &Operation, run: Run) -> bool {
        self.run == run.number && self.operation == operation.name
    }

    /// Asks for an attempt.
    pub(super) fn ask(&mut self, run: Run, attempts: u32, attempt_ms: u64, now_ms: u64) -> Passage {
        self.seen_ms = now_ms;
        self.give_up(attempt_ms, now_ms);
        if let Some(cause) = &self.halted_by {
            return Passage::Halted(cause.clone());
        }
        if let Some(held) = &self.held {
            let probe_at_ms = held.probe_at_ms.min(held.ends_ms(run)) + TRIED_MS * u64::from(attempts.min(MAX_TRIED));
            if self.passes == 0 && now_ms >= probe_at_ms {
                return Passage::Open;
            }
            let wait_ms = match probe_at_ms.saturating_sub(now_ms) {
                0 => LOOK_MS,
                ms => ms.min(LOOK_MS),
            };
            return Passage::Wait(wait_ms, Some(held.seen(now_ms)));
        }
        if !self.is_proven && self.passes + self.refusals >= FIRST_REFUSALS {
            return Passage::Wait(FIRST_LOOK_MS, None);
        }
        Passage::Open
    }

    pub(super) fn enter(&mut self, task: u32, now_ms: u64) {
        self.passes += 1;
        if let Some(held) = &mut self.held {
            held.probed_at_ms = Some(now_ms);
            held.has_others |= held.prober.replace(task).is_some_and(|prober| prober != task);
        }
    }

    pub(super) const fn leave(&mut self) {
        self.passes = self.passes.saturating_sub(1);
    }

    /// Records that the service has judged a task.
    pub(super) fn answered(&mut self, now_ms: u64) {
        self.is_proven = true;
        self.refusals = 0;
        self.lift(now_ms);
    }

    pub(super) fn failed(
        &mut self,
        run: Run,
        attempts: u32,
        trouble: Trouble,
        failure: &Failure,
        now_ms: u64,
    ) -> Course {
        match trouble {
            Trouble::None => {
                self.answered(now_ms);
                Course::Counts
            }
            Trouble::Throttled => {
                self.failures = 0;
                self.throttled += 1;
                let holds = self.throttled >= THROTTLED || failure.retry_after_ms >= Some(LONG_WAIT_MS);
                self.fail(failure, holds, run, now_ms)
            }
            Trouble::Passing => {
                self.failures += 1;
                let holds = self.failures >= FAILURES || failure.retry_after_ms.is_some();
                let is_answered = matches!(failure.kind, Kind::Service | Kind::Protocol);
                // More attempts than failures since the last answer to another task.
                let is_odd = is_answered && attempts.saturating_add(run.attempts) > self.failures;
                match self.fail(failure, holds, run, now_ms) {
                    Course::Held if is_odd => Course::Odd,
                    course => course,
                }
            }
            Trouble::Lasting => {
                self.lift(now_ms);
                self.refusals += 1;
                let most = if self.is_proven { REFUSALS } else { FIRST_REFUSALS };
                if self.refusals >= most {
                    self.halted_by.get_or_insert_with(|| Cause::of(failure));
                }
                Course::Counts
            }
        }
    }

    /// Whether the operation is halted, or its hold has lasted for too long.
    pub(super) fn is_over(&self, run: Run, now_ms: u64) -> bool {
        self.halted_by.is_some() || self.held.as_ref().is_some_and(|held| now_ms >= held.ends_ms(run))
    }

    /// Ends the hold. While the service has asked to wait, only the answer to a probe does.
    fn lift(&mut self, now_ms: u64) {
        self.failures = 0;
        self.throttled = 0;
        self.held
            .take_if(|held| held.probed_at_ms.is_some() || now_ms >= held.asked_until_ms);
    }

    pub(super) const fn is_forgotten(&self, now_ms: u64) -> bool {
        let forget_ms = if self.held.is_some() || self.halted_by.is_some() {
            FORGET_HALT_MS
        } else {
            FORGET_MS
        };
        self.passes == 0 && now_ms.saturating_sub(self.seen_ms) >= forget_ms
    }

    /// Gives up a probe whose call will never end.
    fn give_up(&mut self, attempt_ms: u64, now_ms: u64) {
        if let Some(held) = &mut self.held
            && held
                .probed_at_ms
                .is_some_and(|probed_at_ms| now_ms.saturating_sub(probed_at_ms) >= attempt_ms.saturating_add(LAPSE_MS))
        {
            held.probed_at_ms = None;
            self.passes = 0;
        }
    }

    /// Records a failure that is none of the task, and whether it holds the operation.
    fn fail(&mut self, failure: &Failure, holds: bool, run: Run, now_ms: u64) -> Course {
        let mut course = Course::Held;
        let asked_ms = failure.retry_after_ms.unwrap_or(0).min(MAX_ASKED_MS);
        match &mut self.held {
            Some(held) if held.probed_at_ms.is_some() && self.passes == 0 => {
                let probed_at_ms = held.probed_at_ms.take().unwrap_or(now_ms);
                let due_ms = held.ends_ms(run).max(held.asked_until_ms);
                let late_ms = probed_at_ms.saturating_sub(due_ms);
                // Once: a run has to end.
                if late_ms > LATE_MS && !held.has_stood_still {
                    held.has_stood_still = true;
                    held.since_ms += late_ms;
                } else if now_ms >= held.ends_ms(run) {
                    if held.has_others {
                        self.halted_by = Some(Cause::of(failure));
                    } else {
                        course = Course::Over;
                    }
                }
                let last_ms = match failure.kind {
                    Kind::Throttled => LAST_THROTTLED_PROBE_MS,
                    _ => LAST_PROBE_MS,
                };
                held.by = Cause::of(failure);
                held.spacing_ms = (held.spacing_ms * 2).min(last_ms);
                held.ask(now_ms + asked_ms);
                held.probe_at_ms = held.asked_until_ms.max(probed_at_ms + held.spacing_ms);
            }
            // An attempt from before the hold.
            Some(held) => held.ask(now_ms + asked_ms),
            None if holds => {
                self.held = Some(Held {
                    by: Cause::of(failure),
                    since_ms: now_ms,
                    probe_at_ms: now_ms + asked_ms.max(FIRST_PROBE_MS),
                    asked_until_ms: now_ms + asked_ms,
                    spacing_ms: FIRST_PROBE_MS,
                    probed_at_ms: None,
                    prober: None,
                    has_others: false,
                    has_stood_still: false,
                });
            }
            None => course = Course::Counts,
        }
        course
    }
}

impl Held {
    /// Waits until a time, as the service asks.
    fn ask(&mut self, until_ms: u64) {
        self.asked_until_ms = self.asked_until_ms.max(until_ms);
        self.probe_at_ms = self.probe_at_ms.max(until_ms);
    }

    /// The time of the last probe.
    const fn ends_ms(&self, run: Run) -> u64 {
        self.since_ms + run.max_outage.as_ms()
    }

    fn seen(&self, now_ms: u64) -> Hold {
        Hold {
            kind: self.by.kind,
            code: self.by.code.clone(),
            since_ms: now_ms.saturating_sub(self.since_ms),
            next_probe_ms: self.probe_at_ms.saturating_sub(now_ms),
        }
    }
}
