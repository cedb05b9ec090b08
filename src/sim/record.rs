//! The record of one call: the actions of its driver, the knowledge of the caller, and the end.

use apsara_live_core::call::{Account, Call, Delivery, End, Step};
use apsara_live_core::endpoint::{Network, PlainHttp};
use apsara_live_core::error::Verified;
use apsara_live_core::operation::{
    Action, DESCRIBE_LIVE_STREAM_MONITOR_LIST, DESCRIBE_RTC_CLOUD_RECORDING_FILES, Effect, Invocation, Parameter,
    StopLiveStreamMonitor, StopRtcCloudRecording, VERSION,
};
use apsara_live_core::{ArgumentError, Endpoint};

use crate::question::Question;
use crate::scenario::{Scenario, Work};
use crate::server::{TASK_ID, Verdict};

/// The last report of the driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum News {
    None,
    Reply(Verdict),
    Lost(Delivery),
    /// The attempt timed out, at the end of the call's own time or before it.
    TimedOut {
        whole_call: bool,
    },
    NoCredentials,
}

/// A call and its record.
pub(crate) struct Record {
    /// The call before it begins.
    pub(crate) call: Option<Call>,
    /// The step that the driver works on.
    pub(crate) pending: Option<Step>,
    pub(crate) began_ms: u64,
    /// The number of steps that the call has returned. An event that belongs to an earlier step is dropped.
    pub(crate) step: u32,
    /// The number of exchanges with a fault.
    pub(crate) faults: u32,
    /// How the connection of the next request fails.
    pub(crate) refusal: Option<Delivery>,
    /// The number of requests that the driver sent.
    pub(crate) sent: u32,
    /// The question for the state of the task.
    pub(crate) question: Option<Question>,
    /// When the call began to wait until the task has stopped, after its last attempt.
    pub(crate) wait_since_ms: Option<u64>,
    /// The number of questions since then.
    pub(crate) questions: u64,
    /// Whether the last request of an attempt is under way.
    pub(crate) in_flight: bool,
    /// The number of requests that the service may have executed without the caller's knowledge.
    pub(crate) unclear: u32,
    pub(crate) news: News,
    /// The wait that the last reply asked for.
    pub(crate) retry_after_ms: Option<u64>,
    /// The end of the wait that a throttled reply asked for.
    pub(crate) not_before_ms: u64,
    /// The numbers of replies that refused the timestamp and the token.
    pub(crate) clock_refusals: u32,
    pub(crate) token_refusals: u32,
    /// The total delay of the runtime's timers.
    pub(crate) late_ms: u64,
    pub(crate) aborted: bool,
    /// The first rule that a step of the call broke.
    pub(crate) broken_rule: Option<&'static str>,
    /// The time of the end, in milliseconds since the call began, and the end.
    pub(crate) ended: Option<(u64, End)>,
    /// Whether the task was stopped when the call ended.
    pub(crate) stopped_at_end: bool,
}

impl Record {
    pub(crate) fn new(scenario: &Scenario, account: &Account) -> Self {
        let call = call(scenario, account).unwrap_or_else(|error| panic!("{error}"));
        Self {
            call: Some(call),
            pending: None,
            began_ms: 0,
            step: 0,
            faults: 0,
            refusal: None,
            sent: 0,
            question: None,
            wait_since_ms: None,
            questions: 0,
            in_flight: false,
            unclear: 0,
            news: News::None,
            retry_after_ms: None,
            not_before_ms: 0,
            clock_refusals: 0,
            token_refusals: 0,
            late_ms: 0,
            aborted: false,
            broken_rule: None,
            ended: None,
            stopped_at_end: false,
        }
    }

    /// Records that the driver sends an attempt.
    pub(crate) fn count_attempt(&mut self, work: Work, now_ms: u64) {
        self.must(
            now_ms >= self.not_before_ms,
            "asks again before the time that the service gave",
        );
        self.must(
            work != Work::ChangeEachTime || self.unclear == 0,
            "sends an action again that may have been executed",
        );
        let proved = self
            .question
            .is_none_or(|question| question.told == Some(Verified::Running));
        self.must(proved, "stops a task again that was not seen running");
        self.must(
            self.news != News::Reply(Verdict::Success),
            "stops a task again whose stop was accepted",
        );
        self.wait_since_ms = None;
        self.questions = 0;
        self.sent += 1;
        self.in_flight = true;
        self.retry_after_ms = None;
    }

    /// Records a step of the wait until the task has stopped.
    pub(crate) fn begin_wait(&mut self, now_ms: u64) {
        self.wait_since_ms.get_or_insert(now_ms);
    }

    pub(crate) fn is_asking(&self) -> bool {
        self.question.is_some_and(|question| question.under_way)
    }

    /// Records the next report of the driver about the request under way.
    pub(crate) fn learn(&mut self, news: News) {
        // A question changes nothing.
        if let Some(question) = self.question.as_mut().filter(|question| question.under_way) {
            return question.learn(news);
        }
        // A wait goes on with the credentials that it has.
        if self.wait_since_ms.is_some() {
            return;
        }
        self.news = news;
        self.in_flight = false;
        let executed_or_not = matches!(
            news,
            News::Reply(Verdict::Unclear) | News::Lost(Delivery::Unknown) | News::TimedOut { .. }
        );
        self.unclear += u32::from(executed_or_not);
        self.clock_refusals += u32::from(news == News::Reply(Verdict::ClockSkewed));
        self.token_refusals += u32::from(news == News::Reply(Verdict::TokenExpired));
    }

    pub(crate) fn must(&mut self, held: bool, rule: &'static str) {
        if !held {
            self.broken_rule.get_or_insert(rule);
        }
    }
}

fn call(scenario: &Scenario, account: &Account) -> Result<Call, ArgumentError> {
    let invocation = invocation(scenario)?;
    let endpoint = if scenario.regional {
        Endpoint::of_region("cn-shanghai", Network::Public, invocation.action())?
    } else {
        Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback)?
    };
    Ok(Call::new(invocation, endpoint, scenario.options, account.clone()))
}

fn invocation(scenario: &Scenario) -> Result<Invocation, ArgumentError> {
    match (scenario.work, scenario.recording) {
        (Work::Stop, true) => Invocation::try_from(StopRtcCloudRecording { task_id: TASK_ID }),
        (Work::Stop, false) => Invocation::try_from(StopLiveStreamMonitor {
            monitor_id: TASK_ID,
            ..StopLiveStreamMonitor::default()
        }),
        (Work::Describe, recording) => {
            let operation = if recording {
                &DESCRIBE_RTC_CLOUD_RECORDING_FILES
            } else {
                &DESCRIBE_LIVE_STREAM_MONITOR_LIST
            };
            let is_id = |name| matches!(name, "TaskId" | "MonitorId");
            Invocation::new(operation, &|parameter: &Parameter| {
                is_id(parameter.name).then(|| TASK_ID.into())
            })
        }
        (Work::ChangeOnce | Work::ChangeEachTime, _) => Invocation::of_action(Action {
            name: "StartRtcCloudRecording".into(),
            version: VERSION.into(),
            method: scenario.http_method,
            effect: if scenario.work == Work::ChangeOnce {
                Effect::ChangesOnce
            } else {
                Effect::ChangesEachTime
            },
            parameters: vec![("AppId".into(), "app-1".into())],
            in_form: 0,
        }),
    }
}
