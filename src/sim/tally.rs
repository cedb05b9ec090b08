//! A count of everything that the schedules had in them: a rule that is never put to the test holds for no reason.

use std::fmt;

use apsara_live_core::call::{End, Ending, Step};

use crate::network::ReplyFate;
use crate::record::{News, Record};
use crate::server::Verdict;

macro_rules! seen {
    ($($name:ident = $text:literal,)*) => {
        /// Something that a schedule can have in it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Seen { $($name,)* }

        const TEXTS: &[&str] = &[$($text,)*];
    };
}

seen! {
    Stopped = "stopped",
    AlreadyStopped = "already stopped",
    AlreadyStoppedAfterDoubt = "already stopped after an unknown outcome",
    FailedForCertain = "failed, not executed",
    FailedUnknown = "failed, outcome unknown",
    AbortedForCertain = "aborted, not executed",
    AbortedUnknown = "aborted, outcome unknown",
    AllNeverSent = "failed, no attempt was sent",
    EndedBeforeAbort = "ended before its abort",
    AbortedBeforeBegin = "abort before the first step",
    AbortedBeforeCredentials = "abort before credentials",
    AbortedBeforeSend = "abort before sending",
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
            Step::RefreshCredentials { .. } => Self::AbortedBeforeCredentials,
            Step::Send { .. } | Step::AskState { .. } => Self::AbortedBeforeSend,
            Step::Wait(_) | Step::WaitForPermit(_) | Step::Done(_) => Self::AbortedBeforeWait,
        }
    }

    pub(crate) const fn of_verdict(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Success => Self::Success,
            Verdict::AlreadyStopped => Self::TaskNotRunning,
            Verdict::NotFound => Self::NotFound,
            Verdict::NotRunningYet => Self::NotRunningYet,
            Verdict::ClockSkewed => Self::ClockSkewed,
            Verdict::TokenExpired => Self::TokenExpired,
            Verdict::Throttled => Self::Throttled,
            Verdict::Unclear => Self::Unclear,
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

/// How often each thing was seen.
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

    pub(crate) fn count_end(&mut self, record: &Record, abort_due: bool) {
        let Some((_, end)) = &record.ended else { return };
        self.count(match end {
            End::Stopped(outcome) if outcome.ending == Ending::Stopped => Seen::Stopped,
            End::Stopped(_) if record.unclear > 0 => Seen::AlreadyStoppedAfterDoubt,
            End::Stopped(_) | End::Answered(_) => Seen::AlreadyStopped,
            End::Failed(failure) if failure.outcome_unknown => Seen::FailedUnknown,
            End::Failed(_) => Seen::FailedForCertain,
            End::Aborted(aborted) if aborted.outcome_unknown => Seen::AbortedUnknown,
            End::Aborted(_) => Seen::AbortedForCertain,
        });
        if matches!(record.news, News::Lost(_)) && record.sent > 0 && record.unclear == 0 {
            self.count(Seen::AllNeverSent);
        }
        if abort_due && !record.aborted {
            self.count(Seen::EndedBeforeAbort);
        }
    }

    /// What was never seen.
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
