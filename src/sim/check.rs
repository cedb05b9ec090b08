//! Rules that hold in every schedule.

use apsara_live_core::Failure;
use apsara_live_core::call::AlreadyStopped;
use apsara_live_core::call::{Aborted, Answered, End, Ending, Outcome};
use apsara_live_core::error::{Kind, Verified, code};
use apsara_live_core::policy::Timeout;

use crate::question::{is_not_stopped, is_proved, of_question, of_stopped_after_wait};
use crate::record::{News, Record};
use crate::scenario::{MAX_OFFSET_MS, Work};
use crate::server::{FIRST_TOKEN, Verdict};
use crate::wire::{DESCRIPTION_ID, REQUEST_ID};
use crate::world::{SECRET, World};

pub(crate) type Checked = Result<(), &'static str>;

/// Returns the first broken rule.
pub(crate) fn violation(world: &World) -> Option<String> {
    if world.repeated_nonce {
        return Some("a nonce was used twice".into());
    }
    if world.has_wrong_clock() {
        return Some(format!(
            "the calls share a wrong clock: {} ms",
            world.account.clock_offset_ms()
        ));
    }
    if world.account.clock_offset_ms().unsigned_abs() > MAX_OFFSET_MS {
        return Some(format!(
            "the calls learnt another day: {} ms",
            world.account.clock_offset_ms()
        ));
    }
    world.records.iter().enumerate().find_map(|(call, record)| {
        let what = of_call(world, call, record).err()?;
        Some(format!("call {call}: {what}: {:?}", record.ended))
    })
}

fn of_call(world: &World, call: usize, record: &Record) -> Checked {
    let options = &world.scenario.options;
    if let Some(rule) = record.broken_rule {
        return Err(rule);
    }
    let (elapsed_ms, end) = record.ended.as_ref().ok_or("never ended")?;
    let wait_ms = options.wait_until_stopped.map_or(0, Timeout::as_ms);
    must(
        record.sent <= options.retry.max_attempts.get(),
        "more attempts than allowed",
    )?;
    must(
        *elapsed_ms <= options.timeout.as_ms() + wait_ms + record.late_ms,
        "longer than the deadline",
    )?;
    must(record.clock_refusals <= 2, "corrects the clock more than once")?;
    must(record.token_refusals <= 2, "renews the credentials more than once")?;
    must(
        record.aborted == matches!(end, End::Aborted(_)),
        "does not end as aborted exactly if it was",
    )?;
    must(!shows_secret(world, end), "shows a secret")?;
    let executions = world.server.executions[call];
    must(
        world.scenario.work != Work::ChangeEachTime || executions <= 1,
        "had an action executed more than once",
    )?;
    if !record.aborted {
        of_question(world, record, *elapsed_ms, end)?;
    }
    let stops = world.scenario.work == Work::Stop;
    match end {
        End::Stopped(outcome) if stops => of_outcome(world, call, record, outcome, *elapsed_ms),
        End::Answered(answered) if !stops => of_answered(world, call, record, answered),
        End::Stopped(_) | End::Answered(_) => Err("ended as another action"),
        End::Failed(failure) => of_failure(world, call, record, failure, *elapsed_ms),
        End::Aborted(aborted) => of_aborted(world, call, record, aborted),
    }
}

/// A call ends as stopped only if the task is stopped. Exception: the service called a starting task stopped, and no reply to the
/// question contradicted it.
fn of_outcome(world: &World, call: usize, record: &Record, outcome: &Outcome, elapsed_ms: u64) -> Checked {
    let proved = outcome.ending == Ending::Stopped && record.news != News::Reply(Verdict::Success);
    if world.scenario.options.wait_until_stopped.is_some() {
        let now_ms = record.began_ms + elapsed_ms;
        of_stopped_after_wait(world, record, now_ms, outcome.stopped_after_ms)?;
    } else {
        must(outcome.stopped_after_ms.is_none(), "counts a wait, and did not wait")?;
    }
    let is_restarted = world.scenario.restart_ms.is_some();
    let misled = outcome.ending == Ending::AlreadyStopped && world.server.has_misled;
    must(
        record.stopped_at_end || misled || is_restarted,
        "says that it is stopped, and it is not",
    )?;
    must(outcome.attempts == record.sent, "miscounts its attempts")?;
    let request_id = if proved { DESCRIPTION_ID } else { REQUEST_ID };
    must(names(outcome.request_id.as_deref(), request_id), "has no request ID")?;
    must(!world.breaks_every_reply(), "ended well while everything failed")?;
    if proved {
        let stopped = matches!(outcome.verified, Some(Verified::Stopped | Verified::Stopping));
        must(stopped && record.unclear > 0, "treats a reply as a proof without one")?;
        return must(outcome.code.is_none(), "has another code");
    }
    let mine = world.server.executions[call] > 0;
    let (verdict, code) = match outcome.ending {
        Ending::Stopped => (Verdict::Success, None),
        Ending::AlreadyStopped if world.scenario.recording => {
            (Verdict::AlreadyStopped, Some("InvalidParameter.TaskId"))
        }
        Ending::AlreadyStopped => (Verdict::AlreadyStopped, Some("StreamMonitorAlreadyStop")),
    };
    must(
        outcome.ending != Ending::Stopped || mine,
        "says that it stopped what another stopped",
    )?;
    must(
        record.news == News::Reply(verdict),
        "ended well without the service's word",
    )?;
    must(outcome.code.as_deref() == code, "has another code")?;
    let throws = world.scenario.options.already_stopped == AlreadyStopped::Throw;
    must(
        outcome.ending == Ending::Stopped || !throws || record.unclear > 0,
        "ended well although an error was asked for",
    )
}

fn of_answered(world: &World, call: usize, record: &Record, answered: &Answered) -> Checked {
    let (said, request_id) = match world.scenario.work {
        Work::Describe => (
            matches!(record.news, News::Reply(Verdict::Described(_))),
            DESCRIPTION_ID,
        ),
        _ => (record.news == News::Reply(Verdict::Success), REQUEST_ID),
    };
    let executed = world.server.executions[call] > 0;
    must(said, "ended well without the service's word")?;
    must(
        executed || world.scenario.work == Work::Describe,
        "claims a stop that it did not make",
    )?;
    must(answered.attempts == record.sent, "miscounts its attempts")?;
    must(names(answered.request_id.as_deref(), request_id), "has no request ID")?;
    must(!world.breaks_every_reply(), "ended well while everything failed")
}

/// `outcome_unknown` is true exactly if the caller cannot know the outcome. The first rule does not use the model of the caller's
/// knowledge: requests that arrive after the end of the call have been played to the end.
fn of_knowledge(world: &World, call: usize, record: &Record, outcome_unknown: bool) -> Checked {
    if world.scenario.work == Work::Describe {
        return must(
            !outcome_unknown,
            "changes nothing, and says that the outcome is unknown",
        );
    }
    let mine = world.server.executions[call] > 0;
    must(outcome_unknown || !mine, "says that it did not stop it, and it did")?;
    must(
        outcome_unknown || record.unclear == 0,
        "says that it did not stop it, and cannot know",
    )?;
    must(
        !outcome_unknown || record.unclear > 0 || record.is_accepted(),
        "says that the outcome is unknown, and no request can have been executed",
    )
}

fn of_aborted(world: &World, call: usize, record: &Record, aborted: &Aborted) -> Checked {
    must(aborted.attempts == record.sent, "miscounts its attempts")?;
    let is_accepted = record.news == News::Reply(Verdict::Success);
    must(aborted.accepted || !is_accepted, "misses an accepted stop")?;
    must(
        !aborted.accepted || is_accepted || is_proved(record),
        "tells of a stop that was not accepted",
    )?;
    let id = aborted.request_id.as_deref();
    must(
        !aborted.accepted || names(id, REQUEST_ID) || names(id, DESCRIPTION_ID),
        "has no request ID",
    )?;
    of_knowledge(world, call, record, aborted.outcome_unknown)
}

fn of_failure(world: &World, call: usize, record: &Record, failure: &Failure, elapsed_ms: u64) -> Checked {
    of_knowledge(world, call, record, failure.outcome_unknown)?;
    must(failure.attempts == record.sent, "miscounts its attempts")?;
    must(
        !world.scenario.must_end_well(),
        "failed, although the faults passed in time",
    )?;
    must(failure.code != code::INTERNAL, "failed for a fault of its own")?;
    let from_reply = failure.http_status.is_some();
    must(
        failure.retry_after_ms == record.retry_after_ms.filter(|_| from_reply),
        "gives another wait than the service",
    )?;
    let out_of_time = elapsed_ms + 2 > world.scenario.options.timeout.as_ms();
    must(failure.code != code::TIMEOUT || out_of_time, "had time left")?;
    if is_not_stopped(&End::Failed(failure.clone())) {
        return Ok(());
    }
    of_last_news(world, record, failure)
}

/// The failure describes the last attempt, and is `retryable` exactly if another call may help.
fn of_last_news(world: &World, record: &Record, failure: &Failure) -> Checked {
    // Another call stops a running task. It may repeat a change that an earlier request made.
    let running = failure.verified == Some(Verified::Running);
    let repeats = world.scenario.work == Work::ChangeEachTime && record.unclear > 0;
    let is_retryable = |retryable: bool| failure.retryable == ((retryable || running) && !repeats);
    let is = |kind: Kind, retryable: bool| failure.kind == kind && is_retryable(retryable);
    let throws = world.scenario.options.already_stopped == AlreadyStopped::Throw;
    let right = match record.news {
        News::Lost(_) => is(Kind::Network, true),
        News::None | News::TimedOut { whole_call: true } => is(Kind::Timeout, true) && failure.code == code::TIMEOUT,
        News::TimedOut { whole_call: false } => is(Kind::Timeout, true) && failure.code == code::ATTEMPT_TIMEOUT,
        News::NoCredentials => failure.kind == Kind::Credentials,
        News::Reply(Verdict::Success | Verdict::Described(_)) => false,
        News::Reply(Verdict::AlreadyStopped) => (throws || running) && is(Kind::Service, false),
        News::Reply(Verdict::NotFound | Verdict::NotRunningYet | Verdict::NoPermission) => is(Kind::Service, false),
        // Another call helps if this call learnt the clock.
        News::Reply(Verdict::ClockSkewed) => failure.kind == Kind::Service,
        // The call may have run out of time before it could ask for other credentials.
        News::Reply(Verdict::TokenExpired) => is(Kind::Service, false) || failure.code == code::TIMEOUT,
        News::Reply(Verdict::Throttled) => is(Kind::Throttled, true),
        News::Reply(Verdict::Unclear) => is(Kind::Service, true) || is(Kind::Protocol, true),
    };
    must(right, "is not the failure of the last attempt")
}

/// Each response has an ID of its own, which begins with the ID of its kind.
fn names(request_id: Option<&str>, kind: &str) -> bool {
    request_id.is_some_and(|id| id.starts_with(kind))
}

fn shows_secret(world: &World, end: &End) -> bool {
    let shown = match end {
        // The reply is the service's own.
        End::Answered(answered) => format!("{:?}", answered.request_id),
        end => format!("{end:?}"),
    };
    let signatures = world.signatures.iter().map(String::as_str);
    let mut secrets = ["marker-id", SECRET, FIRST_TOKEN, "marker-token"]
        .into_iter()
        .chain(signatures);
    secrets.any(|secret| shown.contains(secret))
}

pub(crate) fn must(held: bool, what: &'static str) -> Checked {
    if held { Ok(()) } else { Err(what) }
}
