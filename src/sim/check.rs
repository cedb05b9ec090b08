//! What must hold in every schedule, and a tally that shows that the schedules had everything in them.

use std::collections::BTreeMap;
use std::fmt;

use apsara_live_core::Failure;
use apsara_live_core::call::{Ending, Outcome};

use crate::scenario::Task;
use crate::server::FIRST_TOKEN;
use crate::world::{Record, SECRET, World};

/// The first thing that does not hold.
pub(crate) fn violation(world: &World) -> Option<String> {
    if world.repeated_nonce {
        return Some("a nonce was used twice".into());
    }
    world.records.iter().enumerate().find_map(|(call, record)| {
        let what = of_call(world, call, record).err()?;
        Some(format!("call {call}: {what}"))
    })
}

fn of_call(world: &World, call: usize, record: &Record) -> Result<(), String> {
    let options = &world.scenario.options;
    let (elapsed_ms, result) = record.ended.as_ref().ok_or("never ended")?;
    let must = |held: bool, what: &str| {
        if held {
            Ok(())
        } else {
            Err(format!("{what}: {result:?}"))
        }
    };

    must(record.sent <= options.retry.max_attempts, "more attempts than allowed")?;
    must(*elapsed_ms <= options.timeout_ms, "longer than the deadline")?;
    must(
        !record.overlong_attempt,
        "an attempt was given more time than the call has",
    )?;
    must(!record.sent_after_abort, "sent something after the abort")?;
    must(!record.impatient, "asked again before the time that the service gave")?;
    if record.aborted {
        return Ok(());
    }
    match result {
        Ok(outcome) => of_outcome(world, call, record, outcome),
        Err(failure) => of_failure(world, call, record, failure),
    }
    .map_err(|what| format!("{what}: {result:?}"))
}

fn of_outcome(world: &World, call: usize, record: &Record, outcome: &Outcome) -> Result<(), &'static str> {
    must(record.stopped_at_end, "says that it is stopped, and it is not")?;
    must(outcome.attempts == record.sent, "miscounts its attempts")?;
    let mine = world.server.stopped_by == Some(call);
    must(
        outcome.ending != Ending::Stopped || mine,
        "says that it stopped what another stopped",
    )?;
    must(!world.breaks_every_reply(), "ended well while everything failed")
}

fn of_failure(world: &World, call: usize, record: &Record, failure: &Failure) -> Result<(), &'static str> {
    // Requests that arrive after the call has ended have been played to the end, too.
    let mine = world.server.stopped_by == Some(call);
    must(
        failure.outcome_unknown || !mine,
        "says that it did not stop it, and it did",
    )?;
    must(failure.attempts == record.sent, "miscounts its attempts")?;
    must(
        !world.scenario.must_end_well(),
        "failed, although the faults passed in time",
    )?;
    must(
        failure.retryable || is_definite(world),
        "says that asking again is of no use, and it is",
    )?;
    let shown = format!("{failure:?}");
    let secrets = [SECRET, FIRST_TOKEN, "marker-token"];
    let signatures = world.signatures.iter().map(String::as_str);
    let leak = secrets
        .into_iter()
        .chain(signatures)
        .any(|secret| shown.contains(secret));
    must(!leak, "shows a secret")
}

/// Whether something in the schedule may rightly end in an error for good.
fn is_definite(world: &World) -> bool {
    let scenario = &world.scenario;
    scenario.task == Task::Missing
        || scenario.skew_ms != 0
        || scenario.token_ends_ms.is_some()
        || scenario.options.already_stopped == apsara_live_core::policy::AlreadyStopped::Throw
}

fn must(held: bool, what: &'static str) -> Result<(), &'static str> {
    if held { Ok(()) } else { Err(what) }
}

/// How often what ended how.
#[derive(Default)]
pub(crate) struct Tally(BTreeMap<&'static str, u64>);

/// What 10,000 schedules must have had.
const SEEN: [&str; 8] = [
    "stopped",
    "already-stopped",
    "already-stopped after a lost answer",
    "aborted",
    "failed for certain",
    "failed, outcome unknown",
    "throttled",
    "clock corrected",
];

impl Tally {
    pub(crate) fn count(&mut self, world: &World) {
        for record in &world.records {
            let what = match &record.ended {
                _ if record.aborted => "aborted",
                Some((_, Ok(outcome))) if outcome.ending == Ending::Stopped => "stopped",
                Some((_, Ok(outcome))) if outcome.attempts > 1 => "already-stopped after a lost answer",
                Some((_, Ok(_))) => "already-stopped",
                Some((_, Err(failure))) if failure.outcome_unknown => "failed, outcome unknown",
                Some((_, Err(failure))) if failure.code.starts_with("Throttling") => "throttled",
                _ => "failed for certain",
            };
            *self.0.entry(what).or_default() += 1;
        }
        if world.corrected_clock() {
            *self.0.entry("clock corrected").or_default() += 1;
        }
    }

    pub(crate) fn never_seen(&self) -> Option<&'static str> {
        SEEN.into_iter().find(|what| !self.0.contains_key(what))
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<_> = self.0.iter().map(|(what, count)| format!("{count} {what}")).collect();
        f.write_str(&parts.join(", "))
    }
}
