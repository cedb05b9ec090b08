//! Counts of the situations that the schedules contained: a rule is proved only in situations that occurred.

use std::fmt;

use apsara_live_core::call::{Delivery, End, Ending, Step};
use apsara_live_core::error::Verified;

use crate::network::ReplyFate;
use crate::question::is_not_stopped;
use crate::record::{News, Record};
use crate::scenario::Work;
use crate::server::Verdict;
use crate::task::State;
use crate::world::World;

macro_rules! seen {
    ($($name:ident = $text:literal,)*) => {
        /// A situation that a schedule can contain.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Seen { $($name,)* }

        const TEXTS: &[&str] = &[$($text,)*];
    };
}

seen! {
    Stopped = "stopped",
    AlreadyStopped = "already stopped",
    AlreadyStoppedAfterDoubt = "already stopped after an unknown outcome",
    ProvedStopped = "stopped, as the state proves",
    AlreadyStoppedProved = "already stopped, and the state proves it",
    AlreadyStoppedNotProved = "already stopped, and the state is not told",
    StoppedAfterWait = "waited until stopped",
    AlreadyStoppedAfterWait = "already stopped, waited until stopped",
    ProvedAfterWait = "stopped, as the state proves, waited until stopped",
    VerifiedAfterStop = "stopped, and asked always",
    NotStoppedStopping = "not stopped in time, is stopping",
    NotStoppedRunning = "not stopped in time, runs",
    NotStoppedUntold = "not stopped in time, state not told",
    NotStoppedForgotten = "not stopped, not found",
    NotStoppedRefused = "not stopped, no permission",
    RunsAfterStop = "accepted, and runs",
    Restarted = "started again",
    AbortedWhileWaiting = "abort while waiting until stopped",
    Misled = "called stopped, and about to run",
    StoppedAgain = "seen running, and stopped again",
    StillRunning = "failed, still running",
    RefusedWithState = "failed as already stopped, with the state",
    UnknownWithState = "failed, outcome unknown, with the state",
    UnknownDespiteQuestion = "failed, outcome unknown, asked in vain",
    Described = "described",
    DescribedAgain = "described after a loss",
    DescribeFailed = "failed to describe after a loss",
    ChangedOnce = "changed, idempotent",
    ChangedTwice = "changed twice, idempotent",
    ChangedEachTime = "changed",
    ChangedAtRetry = "changed by a second attempt",
    ChangedUnknown = "changed without knowing, not idempotent",
    NotChangedUnknown = "not changed and not known, not idempotent",
    FailedForCertain = "failed, not executed",
    FailedUnknown = "failed, outcome unknown",
    AbortedForCertain = "aborted, not executed",
    AbortedUnknown = "aborted, outcome unknown",
    ResentByRuntime = "resent by the runtime",
    AnsweredThenRefused = "answered, then refused",
    AllNeverSent = "failed, no attempt was sent",
    EndedBeforeAbort = "ended before its abort",
    AbortedBeforeBegin = "abort before the first step",
    AbortedBeforeCredentials = "abort before credentials",
    AbortedBeforeSend = "abort before sending",
    AbortedBeforeAsking = "abort before asking for the state",
    AbortedWhileAsking = "abort while asking for the state",
    AbortedBeforeWait = "abort before a wait",
    AbortedInFlight = "abort in flight",
    AbortedDuringWait = "abort during a wait",
    ConnectionLost = "connection lost",
    NeverSent = "never sent",
    NoSuchHost = "no such host",
    AttemptTimedOut = "attempt timed out",
    CallTimedOut = "call timed out",
    NoCredentials = "no credentials",
    Success = "reply: success",
    ToldRunning = "reply: runs",
    ToldStopping = "reply: is stopping",
    ToldStopped = "reply: is stopped",
    ToldNotFound = "reply: is not among the tasks",
    ToldOtherState = "reply: is in an unknown state",
    NoPermission = "reply: no permission to describe",
    QuestionWhileRunning = "question: arrives while the task runs",
    QuestionWhileRecovering = "question: arrives while the task is recovering",
    QuestionWhileStopping = "question: arrives while the task is stopping",
    QuestionWhileStopped = "question: arrives while the task is stopped",
    QuestionWhileStarting = "question: arrives while the task starts",
    QuestionWhileMissing = "question: arrives for no task",
    QuestionNotAllowed = "question: no permission",
    QuestionOfMissing = "question: not found",
    QuestionThrottled = "question: throttled",
    QuestionClockSkewed = "question: clock skewed",
    QuestionTokenExpired = "question: token expired",
    QuestionUnclear = "question: unclear",
    QuestionLost = "question: connection lost",
    QuestionNeverSent = "question: never sent",
    QuestionTimedOut = "question: timed out",
    QuestionAtTheEnd = "question: call timed out",
    TaskNotRunning = "reply: task not running",
    NotFound = "reply: not found",
    NotRunningYet = "reply: not running yet",
    ClockSkewed = "reply: clock skewed",
    TokenExpired = "reply: token expired",
    Throttled = "reply: throttled",
    Unclear = "reply: unclear",
    Contradiction = "contradictory success",
    UnclearRefusalAfterExecution = "unclear 4xx after execution",
    Xml = "XML",
    RequestIdInHeader = "request ID in the header",
    NoRequestId = "no request ID",
    Empty = "empty body",
    Oversized = "oversized body",
    Cut = "cut body",
    RedirectOrOpaque = "redirect",
    SuccessPage = "page with 2xx",
    ErrorPage = "page with 4xx",
    FailurePage = "page with 5xx",
    ClosedByClient = "gateway error 408, 425 or 499",
    GatewayError = "gateway error 5xx",
    SecretAsCode = "secret as code",
    OtherTask = "other task",
    Unchanged = "reply unchanged",
    ClockLearnt = "clock learnt",
}

impl Seen {
    pub(crate) const fn of_abort_before(step: &Step) -> Self {
        match step {
            Step::RefreshCredentials(_) => Self::AbortedBeforeCredentials,
            Step::Send(step) if step.is_question() => Self::AbortedBeforeAsking,
            Step::Send(_) => Self::AbortedBeforeSend,
            Step::Wait(_) | Step::Done(_) => Self::AbortedBeforeWait,
        }
    }

    /// The state in which the question finds the task.
    pub(crate) const fn of_state(state: State) -> Self {
        match state {
            State::Missing => Self::QuestionWhileMissing,
            State::Starting => Self::QuestionWhileStarting,
            State::Running => Self::QuestionWhileRunning,
            State::Recovering => Self::QuestionWhileRecovering,
            State::Stopping => Self::QuestionWhileStopping,
            State::Stopped => Self::QuestionWhileStopped,
        }
    }

    /// Returns the situation of the driver's next report, about an attempt or about the question.
    pub(crate) const fn of_news(news: News, asking: bool) -> Self {
        match news {
            News::Reply(Verdict::NoPermission) if asking => Self::QuestionNotAllowed,
            News::Reply(Verdict::NotFound) if asking => Self::QuestionOfMissing,
            News::Reply(Verdict::Throttled) if asking => Self::QuestionThrottled,
            News::Reply(Verdict::ClockSkewed) if asking => Self::QuestionClockSkewed,
            News::Reply(Verdict::TokenExpired) if asking => Self::QuestionTokenExpired,
            News::Reply(Verdict::Unclear) if asking => Self::QuestionUnclear,
            News::Lost(Delivery::Unknown) if asking => Self::QuestionLost,
            News::Lost(_) if asking => Self::QuestionNeverSent,
            News::TimedOut { whole_call: false } if asking => Self::QuestionTimedOut,
            News::TimedOut { whole_call: true } if asking => Self::QuestionAtTheEnd,
            News::Reply(verdict) => Self::of_verdict(verdict),
            News::Lost(Delivery::Unknown) => Self::ConnectionLost,
            News::Lost(Delivery::NeverSent | Delivery::NotAllowed) => Self::NeverSent,
            News::Lost(Delivery::NoSuchHost) => Self::NoSuchHost,
            News::TimedOut { whole_call: true } => Self::CallTimedOut,
            News::TimedOut { whole_call: false } => Self::AttemptTimedOut,
            News::None | News::NoCredentials => Self::NoCredentials,
        }
    }

    const fn of_verdict(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Success => Self::Success,
            Verdict::Described(Some(Verified::Running)) => Self::ToldRunning,
            Verdict::Described(Some(Verified::Stopping)) => Self::ToldStopping,
            Verdict::Described(Some(Verified::Stopped)) => Self::ToldStopped,
            Verdict::Described(Some(Verified::NotFound)) => Self::ToldNotFound,
            Verdict::Described(_) => Self::ToldOtherState,
            Verdict::NoPermission => Self::NoPermission,
            Verdict::AlreadyStopped => Self::TaskNotRunning,
            Verdict::NotFound => Self::NotFound,
            Verdict::NotRunningYet => Self::NotRunningYet,
            Verdict::ClockSkewed => Self::ClockSkewed,
            Verdict::TokenExpired => Self::TokenExpired,
            Verdict::Throttled => Self::Throttled,
            Verdict::Unclear => Self::Unclear,
        }
    }

    const fn of_answer(work: Work, record: &Record) -> Self {
        match work {
            Work::Stop | Work::Describe => Self::Described,
            Work::ChangeOnce => Self::ChangedOnce,
            Work::ChangeEachTime if record.sent > 1 => Self::ChangedAtRetry,
            Work::ChangeEachTime => Self::ChangedEachTime,
        }
    }

    pub(crate) const fn of_reply(fate: ReplyFate) -> Self {
        match fate {
            ReplyFate::Delivered | ReplyFate::Lost(_) | ReplyFate::Silence => Self::Unchanged,
            ReplyFate::Xml => Self::Xml,
            ReplyFate::RequestIdInHeader => Self::RequestIdInHeader,
            ReplyFate::NoRequestId => Self::NoRequestId,
            ReplyFate::Empty => Self::Empty,
            ReplyFate::Oversized => Self::Oversized,
            ReplyFate::Cut => Self::Cut,
            ReplyFate::Page(0..=199 | 300..=399) | ReplyFate::Intercepted(0..=199 | 300..=399) => {
                Self::RedirectOrOpaque
            }
            ReplyFate::Page(200..=299) | ReplyFate::Intercepted(200..=299) => Self::SuccessPage,
            ReplyFate::Page(400..=499) | ReplyFate::Intercepted(400..=499) => Self::ErrorPage,
            ReplyFate::Page(_) | ReplyFate::Intercepted(_) => Self::FailurePage,
            ReplyFate::GatewayError(400..=499) => Self::ClosedByClient,
            ReplyFate::GatewayError(_) => Self::GatewayError,
            ReplyFate::SecretAsCode => Self::SecretAsCode,
            ReplyFate::OtherTask => Self::OtherTask,
        }
    }
}

/// The number of times that each situation occurred.
pub(crate) struct Tally([u64; TEXTS.len()]);

impl Tally {
    pub(crate) const fn new() -> Self {
        Self([0; TEXTS.len()])
    }

    pub(crate) const fn count(&mut self, seen: Seen) {
        self.0[seen as usize] += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }

    pub(crate) fn count_end(&mut self, world: &World, call: usize, record: &Record) {
        let Some((_, end)) = &record.ended else { return };
        let waits = world.scenario.options.wait_until_stopped.is_some();
        let accepted = record.news == News::Reply(Verdict::Success);
        self.count(match end {
            End::Stopped(outcome) if waits && outcome.ending == Ending::AlreadyStopped => Seen::AlreadyStoppedAfterWait,
            End::Stopped(_) if waits && accepted => Seen::StoppedAfterWait,
            End::Stopped(_) if waits => Seen::ProvedAfterWait,
            End::Stopped(outcome) if accepted && outcome.verified.is_some() => Seen::VerifiedAfterStop,
            End::Failed(failure) if is_not_stopped(end) => match failure.verified {
                Some(Verified::Running) if waits => Seen::NotStoppedRunning,
                Some(Verified::Running) => Seen::RunsAfterStop,
                Some(Verified::NotFound) => Seen::NotStoppedForgotten,
                Some(Verified::Refused) => Seen::NotStoppedRefused,
                None => Seen::NotStoppedUntold,
                _ => Seen::NotStoppedStopping,
            },
            End::Stopped(outcome) if outcome.ending == Ending::Stopped && outcome.verified.is_some() => {
                Seen::ProvedStopped
            }
            End::Stopped(outcome) if outcome.ending == Ending::Stopped => Seen::Stopped,
            End::Stopped(_) if record.unclear > 0 => Seen::AlreadyStoppedAfterDoubt,
            End::Stopped(outcome) if outcome.verified.is_some() => Seen::AlreadyStoppedProved,
            End::Stopped(_) if record.question.is_some() => Seen::AlreadyStoppedNotProved,
            End::Stopped(_) => Seen::AlreadyStopped,
            End::Answered(_) => Seen::of_answer(world.scenario.work, record),
            End::Failed(failure) if failure.verified == Some(Verified::Running) => Seen::StillRunning,
            End::Failed(failure) if failure.outcome_unknown && failure.verified.is_some() => Seen::UnknownWithState,
            End::Failed(failure) if failure.verified.is_some() => Seen::RefusedWithState,
            End::Failed(failure) if failure.outcome_unknown && record.last_question().is_some() => {
                Seen::UnknownDespiteQuestion
            }
            End::Failed(failure) if failure.outcome_unknown => Seen::FailedUnknown,
            End::Failed(_) => Seen::FailedForCertain,
            End::Aborted(aborted) if aborted.outcome_unknown => Seen::AbortedUnknown,
            End::Aborted(_) => Seen::AbortedForCertain,
        });
        let failed = matches!(end, End::Failed(_));
        let executions = world.server.executions[call];
        let also = [
            (
                matches!(record.news, News::Lost(_)) && record.sent > 0 && record.unclear == 0,
                Seen::AllNeverSent,
            ),
            (
                call == 0 && world.scenario.abort.is_some() && !record.aborted,
                Seen::EndedBeforeAbort,
            ),
            (matches!(end, End::Stopped(_)) && !record.stopped_at_end, Seen::Misled),
            (
                record.question.is_some() && record.last_question().is_none(),
                Seen::StoppedAgain,
            ),
        ];
        let of_work = match world.scenario.work {
            Work::Stop => [(false, Seen::Stopped); 2],
            Work::Describe => [
                (failed && record.unclear > 0, Seen::DescribeFailed),
                (!failed && !record.aborted && record.unclear > 0, Seen::DescribedAgain),
            ],
            Work::ChangeOnce => [(executions > 1, Seen::ChangedTwice), (false, Seen::ChangedTwice)],
            Work::ChangeEachTime => [
                (failed && executions > 0, Seen::ChangedUnknown),
                (failed && record.unclear > 0 && executions == 0, Seen::NotChangedUnknown),
            ],
        };
        for (_, seen) in also.into_iter().chain(of_work).filter(|(seen, _)| *seen) {
            self.count(seen);
        }
    }

    /// Returns the situations that never occurred.
    pub(crate) fn missing(&self) -> Option<&'static str> {
        let mut counts = TEXTS.iter().zip(self.0);
        counts.find(|(_, count)| *count == 0).map(|(text, _)| *text)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (text, count) in TEXTS.iter().zip(self.0) {
            writeln!(f, "{count:>12}  {text}")?;
        }
        Ok(())
    }
}
