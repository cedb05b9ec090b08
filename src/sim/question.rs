//! The question for the state of the task: the conditions for asking it, and the permitted effects of its answer.

use apsara_live_core::HttpRequest;
use apsara_live_core::call::AlreadyStopped;
use apsara_live_core::call::{DescribedTask, End, Ending};
use apsara_live_core::error::Verified;

use crate::check::{Checked, must};
use crate::exchange::MIN_SEND_MS;
use crate::record::{News, Record};
use crate::scenario::Work;
use crate::server::{TASK_ID, Verdict};
use crate::task::State;
use crate::wire::action;
use crate::world::World;

/// A question under way or answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    /// The number of attempts before it.
    pub(crate) attempts: u32,
    pub(crate) under_way: bool,
    /// The state in the answer.
    pub(crate) told: Option<Verified>,
}

impl Question {
    /// Records the next report of the driver about the question.
    pub(crate) fn learn(&mut self, news: News) {
        self.under_way = false;
        self.told = match news {
            News::Reply(Verdict::Described(state)) => state,
            News::Reply(Verdict::NotFound) => Some(Verified::NotFound),
            News::Reply(Verdict::NoPermission) => Some(Verified::Refused),
            _ => None,
        };
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

    /// Whether the call may ask: once, and again if the service says "already stopped" of a task that an answer showed running.
    fn may_ask(&self) -> bool {
        self.question.is_none_or(|question| {
            question.told == Some(Verified::Running) && question.attempts < self.sent && self.unclear == 0
        })
    }

    /// The question, if no attempt was made after it.
    pub(crate) fn last_question(&self) -> Option<Question> {
        self.question.filter(|question| question.attempts == self.sent)
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
        let wanted = self.scenario.options.verify && self.scenario.work == Work::Stop;

        let record = &mut self.records[call];
        record.must(wanted, "asks for the state, and was not told to");
        record.must(record.may_ask(), "asks for the state again");
        record.must(record.is_in_doubt(), "asks for a state that it knows");
        record.must(
            asked == (operation, member, id_name, TASK_ID) && action(&request) == operation,
            "asks for another task",
        );
        record.question = Some(Question {
            attempts: record.sent,
            under_way: true,
            told: None,
        });
        self.transmit(call, request, timeout_ms);
    }
}

/// Rules for the question at the end of a call that was not aborted.
pub(crate) fn of_question(world: &World, record: &Record, elapsed_ms: u64, end: &End) -> Checked {
    let options = &world.scenario.options;
    let asks = options.verify && world.scenario.work == Work::Stop;
    let has_time = elapsed_ms + MIN_SEND_MS <= options.timeout.as_ms();
    let could_ask = asks && record.may_ask() && has_time;
    must(
        !could_ask || !record.is_in_doubt(),
        "ends in doubt, and could have asked",
    )?;

    let (stopped, verified) = match end {
        End::Stopped(outcome) => (Some(outcome.ending), outcome.verified),
        End::Failed(failure) => (None, failure.verified),
        End::Answered(_) | End::Aborted(_) => (None, None),
    };
    let told = record.last_question().and_then(|question| question.told);
    must(verified == told, "gives another state than the service told last")?;
    let Some(question) = record.last_question() else {
        return Ok(());
    };
    let throws = options.already_stopped == AlreadyStopped::Throw;
    let as_said = match record.news {
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
            must(stopped == proved.or(as_said), "does not end as the state proves")?;
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
