//! Breaker: while everything fails for every task of a run, the run asks with one attempt at a time, or not at all.
//!
//! It works for the calls of a [`Run`], for each run and each operation by itself.
//!
//! - After [`FAILURES`] failures in a row that say nothing about a task, or [`THROTTLED`] throttled attempts, the operation is *held*: one attempt at a time goes on, a
//!   probe, 1, 2, 4 … 30 s apart. A wait that the service asks for holds at once. An answer lifts the hold. A probe that fails after
//!   [`Run::max_outage`] halts the operation.
//! - After [`REFUSALS`] refusals in a row that every task would get, the operation is *halted*, until another run begins. Before the
//!   first success of a run, [`FIRST_REFUSALS`] suffice, and no more attempts are under way at a time.
//!
//! A call that waits asks again after a second at most. So nobody has to be woken.
//!
//! A task may have failures of its own. So one that was not asked for probes before the others, and in a hold an answer such as HTTP 500
//! still costs its task an attempt.

#[cfg(test)]
mod tests;

use crate::call::Run;
use crate::classify::matches;
use crate::error::{Failure, Kind};
use crate::operation::Operation;
use crate::operation::gateway::REFUSES_ALL;

/// Failures in a row that hold. In a network that loses a third of all attempts, one attempt in 250 is the last of such a row.
const FAILURES: u32 = 5;

/// Throttled attempts in a row that hold. If the service accepts a quarter of all attempts, one in 75 is the last of such a row.
const THROTTLED: u32 = 15;

/// The longest time between probes of a hold by throttling, which may be for others on the account.
const LAST_THROTTLED_PROBE_MS: u64 = 3_000;

const REFUSALS: u32 = 10;

const FIRST_REFUSALS: u32 = 3;

const FIRST_PROBE_MS: u64 = 1_000;

const LAST_PROBE_MS: u64 = 30_000;

/// The longest wait that a reply can ask for: a `retry-after` of a day may be a mistake of a proxy.
const MAX_ASKED_MS: u64 = 120_000;

/// The time after which a probe without an end is given up: its call will never end.
const LAPSE_MS: u64 = 120_000;

/// The time after which a run that asks nothing is forgotten.
const FORGET_MS: u64 = 60_000;

/// A probe that is this late was delayed by a standstill of the machine, which is no outage.
const LATE_MS: u64 = 5_000;

/// The time after which a call that waits asks again.
const LOOK_MS: u64 = 1_000;

/// The same before the first success of a run.
const FIRST_LOOK_MS: u64 = 50;

/// A task probes this much later for each of its attempts, up to a number: its failures may be its own.
const TRIED_MS: u64 = 50;
const MAX_TRIED: u32 = 10;

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

#[derive(Debug)]
pub(crate) struct Breaker(Vec<Lane>);

#[derive(Debug)]
struct Lane {
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
        Self(Vec::new())
    }

    /// Asks for an attempt. `attempts` are those of the task so far. An attempt that is sent enters.
    pub(crate) fn ask(&mut self, operation: &Operation, run: Run, attempts: u32, now_ms: u64) -> Passage {
        if self.find(operation, run).is_none() {
            self.0
                .retain(|lane| lane.passes > 0 || now_ms.saturating_sub(lane.seen_ms) < FORGET_MS);
            self.0.push(Lane {
                operation: operation.name,
                run: run.number,
                ..Lane::NEW
            });
        }
        let Some(lane) = self.find(operation, run) else {
            return Passage::Open;
        };
        lane.seen_ms = now_ms;
        lane.give_up(now_ms);
        if let Some(cause) = &lane.halted_by {
            return Passage::Halted(cause.clone());
        }
        if let Some(held) = &lane.held {
            let probe_at_ms = held.probe_at_ms.min(held.ends_ms(run)) + TRIED_MS * u64::from(attempts.min(MAX_TRIED));
            if lane.passes == 0 && now_ms >= probe_at_ms {
                return Passage::Open;
            }
            let wait_ms = match probe_at_ms.saturating_sub(now_ms) {
                0 => LOOK_MS,
                ms => ms.min(LOOK_MS),
            };
            return Passage::Wait(wait_ms, Some(held.seen(now_ms)));
        }
        if !lane.is_proven && lane.passes + lane.refusals >= FIRST_REFUSALS {
            return Passage::Wait(FIRST_LOOK_MS, None);
        }
        Passage::Open
    }

    /// Records that an attempt is under way.
    pub(crate) fn enter(&mut self, operation: &Operation, run: Run, now_ms: u64) {
        if let Some(lane) = self.find(operation, run) {
            lane.passes += 1;
            if let Some(held) = &mut lane.held {
                held.probed_at_ms = Some(now_ms);
            }
        }
    }

    /// Records that an attempt is no longer under way.
    pub(crate) fn leave(&mut self, operation: &Operation, run: Run) {
        if let Some(lane) = self.find(operation, run) {
            lane.passes = lane.passes.saturating_sub(1);
        }
    }

    pub(crate) fn succeeded(&mut self, operation: &Operation, run: Run, now_ms: u64) {
        if let Some(lane) = self.find(operation, run) {
            lane.is_proven = true;
            lane.refusals = 0;
            lane.lift(now_ms);
        }
    }

    /// Records the failure of an attempt that has left. Returns whether the operation is held.
    pub(crate) fn failed(
        &mut self,
        operation: &Operation,
        run: Run,
        trouble: Trouble,
        failure: &Failure,
        now_ms: u64,
    ) -> bool {
        let Some(lane) = self.find(operation, run) else {
            return false;
        };
        match trouble {
            Trouble::None => {
                lane.is_proven = true;
                lane.refusals = 0;
                lane.lift(now_ms);
            }
            Trouble::Throttled => {
                lane.failures = 0;
                lane.throttled += 1;
                lane.fail(failure, lane.throttled >= THROTTLED, 0, run, now_ms);
            }
            Trouble::Passing => {
                let asked_ms = failure.retry_after_ms.unwrap_or(0).min(MAX_ASKED_MS);
                lane.failures += 1;
                lane.fail(failure, lane.failures >= FAILURES, asked_ms, run, now_ms);
            }
            Trouble::Lasting => {
                lane.lift(now_ms);
                lane.refusals += 1;
                let most = if lane.is_proven { REFUSALS } else { FIRST_REFUSALS };
                if lane.refusals >= most {
                    lane.halted_by.get_or_insert_with(|| Cause::of(failure));
                }
            }
        }
        lane.held.is_some()
    }

    fn find(&mut self, operation: &Operation, run: Run) -> Option<&mut Lane> {
        self.0
            .iter_mut()
            .find(|lane| lane.run == run.number && lane.operation == operation.name)
    }
}

impl Lane {
    const NEW: Self = Self {
        operation: "",
        run: 0,
        seen_ms: 0,
        passes: 0,
        is_proven: false,
        failures: 0,
        throttled: 0,
        refusals: 0,
        held: None,
        halted_by: None,
    };

    /// Ends the hold. While the service has asked to wait, only the answer to a probe does.
    fn lift(&mut self, now_ms: u64) {
        self.failures = 0;
        self.throttled = 0;
        self.held
            .take_if(|held| held.probed_at_ms.is_some() || now_ms >= held.asked_until_ms);
    }

    /// Gives up a probe whose call will never end.
    fn give_up(&mut self, now_ms: u64) {
        if let Some(held) = &mut self.held
            && held
                .probed_at_ms
                .is_some_and(|probed_at_ms| now_ms.saturating_sub(probed_at_ms) >= LAPSE_MS)
        {
            held.probed_at_ms = None;
            self.passes = 0;
        }
    }

    /// Records a failure that is none of the task. One of many in a row holds, and so does a wait that the service asks for.
    fn fail(&mut self, failure: &Failure, is_one_of_many: bool, asked_ms: u64, run: Run, now_ms: u64) {
        match &mut self.held {
            Some(held) if held.probed_at_ms.is_some() && self.passes == 0 => {
                let probed_at_ms = held.probed_at_ms.take().unwrap_or(now_ms);
                let late_ms = probed_at_ms.saturating_sub(held.ends_ms(run));
                if late_ms > LATE_MS {
                    held.since_ms += late_ms;
                } else if now_ms >= held.ends_ms(run) {
                    self.halted_by = Some(Cause::of(failure));
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
            None if is_one_of_many || asked_ms > 0 => {
                self.held = Some(Held {
                    by: Cause::of(failure),
                    since_ms: now_ms,
                    probe_at_ms: now_ms + asked_ms.max(FIRST_PROBE_MS),
                    asked_until_ms: now_ms + asked_ms,
                    spacing_ms: FIRST_PROBE_MS,
                    probed_at_ms: None,
                });
            }
            None => {}
        }
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
