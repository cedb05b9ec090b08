//! The question for the state of the task: the conditions for asking it, and the permitted effects of its answer.

use apsara_live_core::Failure;
use apsara_live_core::HttpRequest;
use apsara_live_core::call::{AlreadyStopped, CallOptions, DescribedTask, End, Ending, Verify};
use apsara_live_core::error::{Kind, Verified, code};
use apsara_live_core::policy::Timeout;

use crate::check::{Checked, must};
use crate::exchange::MIN_SEND_MS;
use crate::record::{News, Record};
use crate::scenario::Work;
use crate::server::{TASK_ID, Verdict};
use crate::task::State;
use crate::wire::action;
use crate::world::World;

/// The core leaves this time for the answer to the last question of a wait; or the service asks for a longer wait than there is time.
const LAST_MS: u64 = 2_000 + MIN_SEND_MS;

/// A question under way or answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    /// The number of attempts before it.
    pub(crate) attempts: u32,
    pub(crate) under_way: bool,
    /// The state in the answer; in a wait, in the last answer.
    pub(crate) told: Option<Verified>,
    /// The state of the task when the last question arrived.
    pub(crate) found: Option<State>,
    /// Whether an answer was that the task is stopping or stopped: then a task that runs has been started again.
    was_stopping: bool,
}

impl Question {
    /// Records the next report of the driver about the question.
    pub(crate) fn learn(&mut self, news: News) {
        self.under_way = false;
        let told = match news {
            News::Reply(Verdict::Described(state)) => state,
            News::Reply(Verdict::NotFound) => Some(Verified::NotFound),
            News::Reply(Verdict::NoPermission) => Some(Verified::Refused),
            _ => None,
        };
        self.told = told.or(self.told);
        self.was_stopping |= matches!(told, Some(Verified::Stopping | Verified::Stopped));
    }
}

impl Record {
    /// Whether the caller cannot know the state of the task: also if the service says "already stopped" although no attempt may have
    /// stopped the task.
    fn is_in_doubt(&self) -> bool {
        match self.news {
            News::Reply(Verdict::AlreadyStopped) => self.unclear == 0,
            News::Reply(Verdict::Success) | News::NoCredentials | News::None => false,
            _ => self.unclear > 0,
        }
    }

    /// Whether the service said that the task is stopped.
    pub(crate) const fn is_accepted(&self) -> bool {
        matches!(self.news, News::Reply(Verdict::Success | Verdict::AlreadyStopped))
    }

    /// Whether the call has a reason to ask after its last attempt: doubt, or an accepted stop if the options say so. It asks once, and
    /// again if the service says "already stopped" of a task that an answer showed running.
    fn may_ask(&self, options: &CallOptions) -> bool {
        let is_new = self.question.is_none_or(|question| question.attempts < self.sent);
        let was_running = self
            .question
            .is_none_or(|question| question.told == Some(Verified::Running) && self.unclear == 0);
        let waits = options.wait_until_stopped.is_some();
        let in_doubt = self.is_in_doubt() && was_running && (waits || options.verify != Verify::Never);
        let accepted = self.is_accepted() && (waits || options.verify == Verify::Always);
        is_new && (in_doubt || accepted)
    }

    /// The question, if no attempt was made after it.
    pub(crate) fn last_question(&self) -> Option<Question> {
        self.question.filter(|question| question.attempts == self.sent)
    }

    /// Records the state in which a question finds the task.
    pub(crate) const fn found(&mut self, state: State) {
        if let Some(question) = &mut self.question {
            question.found = Some(state);
        }
    }
}

impl World {
    pub(crate) fn ask(&mut self, call: usize, request: HttpRequest, timeout_ms: u64, task: &DescribedTask) {
        let (operation, member, id_name) = if self.scenario.recording {
            ("DescribeRtcCloudRecordingFiles", "TaskInfo", "TaskId")
        } else {
            ("DescribeLiveStreamMonitorList", "LiveStreamMonitorList", "MonitorId")
        };
        let asked = (task.operation, task.member, task.id_name, task.id.as_str());
        let options = &self.scenario.options;
        let record = &mut self.records[call];
        record.must(
            self.scenario.work == Work::Stop,
            "asks for the state of a task that it does not stop",
        );
        let before = record.last_question();
        record.must(
            before.is_some() && record.wait_since_ms.is_some() || record.may_ask(options),
            "asks for the state, and has no reason",
        );
        record.must(
            asked == (operation, member, id_name, TASK_ID) && action(&request) == operation,
            "asks for another task",
        );
        if let Some(wait) = options.wait_until_stopped {
            record.begin_wait(self.now_ms);
            record.questions += 1;
            // 0.5, 1, 2, 4 and 8 s, the last one, and one after a renewal of the token.
            record.must(record.questions <= 8 + wait.as_ms() / 10_000, "asks too often");
        }
        record.question = Some(Question {
            attempts: record.sent,
            under_way: true,
            told: before.and_then(|question| question.told),
            found: None,
            was_stopping: before.is_some_and(|question| question.was_stopping),
        });
        self.transmit(call, request, timeout_ms);
    }
}

/// Rules for the question at the end of a call that was not aborted.
pub(crate) fn of_question(world: &World, record: &Record, elapsed_ms: u64, end: &End) -> Checked {
    let options = &world.scenario.options;
    let now_ms = record.began_ms + elapsed_ms;
    let wait_ms = options.wait_until_stopped.map(Timeout::as_ms);
    let has_time = match (record.wait_since_ms, wait_ms) {
        (Some(since_ms), Some(wait_ms)) => now_ms + MIN_SEND_MS <= since_ms + wait_ms,
        (None, Some(_)) => true,
        _ => elapsed_ms + MIN_SEND_MS <= options.timeout.as_ms(),
    };
    must(
        world.scenario.work != Work::Stop || !has_time || !record.may_ask(options),
        "ends without a question that it had a reason for",
    )?;

    let (stopped, verified) = match end {
        End::Stopped(outcome) => (Some(outcome.ending), outcome.verified),
        End::Failed(failure) => (None, failure.verified),
        End::Answered(_) | End::Aborted(_) => (None, None),
    };
    let told = record.last_question().and_then(|question| question.told);
    must(verified == told, "gives another state than the service told last")?;
    if let (End::Failed(failure), true) = (end, is_not_stopped(end)) {
        return of_not_stopped(world, record, now_ms, failure);
    }
    let Some(question) = record.last_question() else {
        return Ok(());
    };
    let throws = options.already_stopped == AlreadyStopped::Throw;
    let as_said = match record.news {
        News::Reply(Verdict::Success) => Some(Ending::Stopped),
        News::Reply(Verdict::AlreadyStopped) if !throws || record.unclear > 0 => Some(Ending::AlreadyStopped),
        _ => None,
    };
    match question.told {
        Some(Verified::Running) => {
            let again_ms = record.not_before_ms.max(record.began_ms + elapsed_ms);
            let out_of_time = again_ms + MIN_SEND_MS > record.began_ms + options.timeout.as_ms();
            let tried_enough = record.sent == options.retry.max_attempts.get() || out_of_time;
            must(
                tried_enough,
                "gives up a task that runs, and could have stopped it again",
            )?;
            must(stopped.is_none(), "calls a task stopped that was seen running")
        }
        Some(Verified::Stopped | Verified::Stopping) => {
            let proved = (record.unclear > 0).then_some(Ending::Stopped);
            must(stopped == as_said.or(proved), "does not end as the state proves")?;
            if world.scenario.restart_ms.is_some() {
                return Ok(());
            }
            must(
                world.server.task.is_stopped(),
                "gives a state of a stopped task, and it is not",
            )?;
            let settled = world.server.task.state == State::Stopped || !world.scenario.recording;
            must(
                question.told == Some(Verified::Stopping) || settled,
                "gives another state than the task has",
            )
        }
        Some(_) | None => must(stopped == as_said, "ends otherwise than without a question"),
    }
}

/// Whether a call fails although the service said that the task is stopped.
pub(crate) fn is_not_stopped(end: &End) -> bool {
    matches!(end, End::Failed(failure) if failure.code == code::NOT_STOPPED)
}

/// Whether the state proves a stop whose reply was lost.
pub(crate) fn is_proved(record: &Record) -> bool {
    record.unclear > 0 && record.last_question().is_some_and(|question| question.was_stopping)
}

/// Rules for a call whose stop was accepted, and whose task was not seen stopped.
fn of_not_stopped(world: &World, record: &Record, now_ms: u64, failure: &Failure) -> Checked {
    let told = record.last_question().and_then(|question| question.told);
    let is_final = matches!(told, Some(Verified::NotFound | Verified::Refused));
    let was_stopping = record.last_question().is_some_and(|question| question.was_stopping);
    must(
        record.is_accepted() || is_proved(record),
        "says that a stop was accepted, and it was not",
    )?;
    must(failure.kind == Kind::Service, "is no failure of the service")?;
    must(failure.outcome_unknown, "hides that the task may have stopped")?;
    must(
        failure.retryable != is_final,
        "is retryable, and would end so again, or is not",
    )?;
    must(told != Some(Verified::Stopped), "fails, and the task was seen stopped")?;
    let Some(wait) = world.scenario.options.wait_until_stopped else {
        return must(told == Some(Verified::Running), "fails, and was not told to wait");
    };
    must(
        told != Some(Verified::Running) || !record.is_in_doubt() || was_stopping,
        "does not stop a task again that was called stopped by mistake",
    )?;
    let ends_ms = record
        .wait_since_ms
        .map_or(u64::MAX, |since_ms| since_ms + wait.as_ms());
    must(
        told == Some(Verified::Refused) || now_ms + LAST_MS >= ends_ms,
        "gives up before the time is up",
    )
}

/// The promise of the wait: the task was stopped when the service answered the last question.
pub(crate) fn of_stopped_after_wait(
    world: &World,
    record: &Record,
    now_ms: u64,
    stopped_after_ms: Option<u64>,
) -> Checked {
    let question = record.last_question();
    must(
        question.and_then(|question| question.told) == Some(Verified::Stopped),
        "calls a task stopped that the service did not call so",
    )?;
    let is_stopped = match question.and_then(|question| question.found) {
        Some(State::Stopped) => true,
        // A monitor has no state between running and stopped.
        Some(State::Stopping) => !world.scenario.recording,
        _ => false,
    };
    must(is_stopped, "calls a task stopped that was not")?;
    let waited_ms = record.wait_since_ms.map(|since_ms| now_ms - since_ms);
    must(stopped_after_ms == waited_ms, "miscounts the time of the wait")
}
