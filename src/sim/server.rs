//! The model of the service: what it does with a request that arrives, and what it remembers of it.

use std::collections::HashSet;

use apsara_live_core::reply::{Body, Fields};
use apsara_live_core::{HttpRequest, Reply, Timestamp};

use crate::scenario::{DateHeader, Scenario, Task};

/// The service's clock at the beginning of every schedule, in milliseconds since 1970.
pub(crate) const EPOCH_MS: i64 = 1_800_000_000_000;

/// How far a timestamp may be off, in both directions.
const WINDOW_MS: u64 = 15 * 60 * 1000;

/// 0001-01-01T00:00:00Z and 10000-01-01T00:00:00Z: no server's clock shows them.
const YEAR_1_MS: i64 = -62_135_596_800_000;
const YEAR_10000_MS: i64 = 253_402_300_800_000;

/// 2020-01-01T00:00:00Z.
const OLD_MS: i64 = 1_577_836_800_000;

pub(crate) const TASK_ID: &str = "task-1";
pub(crate) const REQUEST_ID: &str = "request-1";
pub(crate) const FIRST_TOKEN: &str = "marker-token-0";

/// The messages that the service's pages and replies pair with a task that is not running.
const NOT_RUNNING: [&str; 4] = [
    "",
    "Task is not running or recovering, please check the TaskId.",
    "The task must be in the RUNNING or RECOVERING state.",
    "The task is STOPPED, not RUNNING or RECOVERING.",
];

pub(crate) struct Server {
    recording: bool,
    date: DateHeader,
    token_expires_ms: Option<u64>,
    pub(crate) task: Task,
    /// The call whose request stopped the task.
    pub(crate) stopped_by: Option<usize>,
    nonces: HashSet<String>,
    requests: usize,
}

/// A fault of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ServiceFault {
    None,
    /// Refuses before doing anything, with a time to wait.
    Throttle {
        status: u16,
        retry_after_ms: u64,
    },
    /// Answers 500 before, or after, doing it.
    InternalError {
        executes: bool,
    },
    /// Answers 200, a request ID and a sign of an error, before or after doing it.
    Contradiction {
        executes: bool,
    },
}

/// The service's own view of its reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Success,
    AlreadyStopped,
    NotFound,
    /// Refused, because the task is not running yet.
    NotRunningYet,
    ClockSkewed,
    TokenExpired,
    Throttled,
    /// The reply does not tell whether a request was executed.
    Unclear,
}

pub(crate) struct Answer {
    pub(crate) reply: Reply,
    pub(crate) verdict: Verdict,
}

impl Server {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        Self {
            recording: scenario.recording,
            date: scenario.date,
            token_expires_ms: scenario.token_expires_ms,
            task: scenario.task,
            stopped_by: None,
            nonces: HashSet::new(),
            requests: 0,
        }
    }

    pub(crate) const fn is_stopped(&self) -> bool {
        matches!(self.task, Task::Stopping | Task::Stopped)
    }

    /// Another client stops the task.
    pub(crate) fn stop(&mut self) {
        if matches!(self.task, Task::Running | Task::Recovering) {
            self.task = Task::Stopped;
        }
    }

    pub(crate) fn answer(&mut self, call: usize, request: &HttpRequest, now_ms: u64, fault: ServiceFault) -> Answer {
        self.requests += 1;
        let mut answer = self.judge(call, request, now_ms, fault);
        answer.reply.date_ms = self.date_ms(self.date, now_ms);
        answer
    }

    fn date_ms(&self, date: DateHeader, now_ms: u64) -> Option<i64> {
        match date {
            // A header has no fractions of seconds.
            DateHeader::Right => Some(server_ms(now_ms) / 1000 * 1000),
            DateHeader::Missing => None,
            DateHeader::Year1 => Some(YEAR_1_MS),
            DateHeader::Year10000 => Some(YEAR_10000_MS),
            DateHeader::Old => Some(OLD_MS),
            DateHeader::Random => {
                let all = [
                    DateHeader::Year1,
                    DateHeader::Year10000,
                    DateHeader::Missing,
                    DateHeader::Right,
                ];
                self.date_ms(all[self.requests % all.len()], now_ms)
            }
        }
    }

    fn judge(&mut self, call: usize, request: &HttpRequest, now_ms: u64, fault: ServiceFault) -> Answer {
        // The vendor does not document the order of its checks. With this one a copy is always known for what it is; with another,
        // a copy that arrives just after the token's end is refused for that, and no client can tell it from a first refusal.
        if !self
            .nonces
            .insert(part(request, "x-acs-signature-nonce", "SignatureNonce"))
        {
            return error(400, "SignatureNonceUsed", Verdict::Unclear);
        }
        if signed_ms(request).abs_diff(server_ms(now_ms)) > WINDOW_MS {
            let code = ["InvalidTimeStamp.Expired", "IllegalTimestamp"][self.requests % 2];
            return error(400, code, Verdict::ClockSkewed);
        }
        let expired = self.token_expires_ms.is_some_and(|end_ms| now_ms >= end_ms);
        if expired && part(request, "x-acs-security-token", "SecurityToken") == FIRST_TOKEN {
            return error(400, "InvalidSecurityToken.Expired", Verdict::TokenExpired);
        }
        match fault {
            ServiceFault::None => self.execute(call),
            ServiceFault::Throttle { status, retry_after_ms } => {
                let mut answer = error(status, "Throttling.User", Verdict::Throttled);
                answer.reply.retry_after_ms = (retry_after_ms > 0).then_some(retry_after_ms);
                answer
            }
            ServiceFault::InternalError { executes } => {
                if executes {
                    self.execute(call);
                }
                error(500, "InternalError", Verdict::Unclear)
            }
            ServiceFault::Contradiction { executes } => {
                if executes {
                    self.execute(call);
                }
                self.contradiction()
            }
        }
    }

    fn contradiction(&self) -> Answer {
        if self.requests.is_multiple_of(2) {
            let code = ["InvalidParameter.TaskId", "Throttling.User"][self.requests / 2 % 2];
            return error(200, code, Verdict::Unclear);
        }
        let mut reply = success(self.recording.then_some(TASK_ID));
        if let Body::Json(fields) = &mut reply.body {
            fields.mentions_error = true;
        }
        let verdict = Verdict::Unclear;
        Answer { reply, verdict }
    }

    fn execute(&mut self, call: usize) -> Answer {
        match (self.task, self.recording) {
            (Task::Running | Task::Recovering, recording) => {
                self.task = Task::Stopped;
                self.stopped_by = Some(call);
                Answer {
                    reply: success(recording.then_some(TASK_ID)),
                    verdict: Verdict::Success,
                }
            }
            (Task::Starting, true) => {
                let message = "Task state is STARTING, please check the TaskId.";
                with_message(error(400, "InvalidParameter.TaskId", Verdict::NotRunningYet), message)
            }
            (Task::Starting, false) => error(401, "IllegalOperation", Verdict::NotRunningYet),
            (Task::Stopping | Task::Stopped, true) => {
                let message = NOT_RUNNING[self.requests % NOT_RUNNING.len()];
                with_message(error(400, "InvalidParameter.TaskId", Verdict::AlreadyStopped), message)
            }
            (Task::Stopping | Task::Stopped, false) => error(400, "StreamMonitorAlreadyStop", Verdict::AlreadyStopped),
            (Task::Missing, true) => error(400, "NotFound.Task", Verdict::NotFound),
            (Task::Missing, false) => error(404, "StreamMonitorNotExist", Verdict::NotFound),
        }
    }
}

pub(crate) const fn server_ms(now_ms: u64) -> i64 {
    EPOCH_MS + now_ms.cast_signed()
}

/// The timestamp of a request, in milliseconds since 1970.
pub(crate) fn signed_ms(request: &HttpRequest) -> i64 {
    let text = part(request, "x-acs-date", "Timestamp");
    let timestamp = text.parse::<Timestamp>();
    timestamp.unwrap_or_else(|_| panic!("no timestamp: {text}")).unix_ms()
}

/// A part of a signed request, by the name of its header or of its form parameter.
pub(crate) fn part(request: &HttpRequest, header: &str, parameter: &str) -> String {
    let form = || {
        let pairs = request
            .body
            .as_deref()
            .unwrap_or_default()
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        pairs
            .filter(|(name, _)| *name == parameter)
            .map(|(_, value)| value.replace("%3A", ":"))
            .next()
    };
    request.header(header).map(Into::into).or_else(form).unwrap_or_default()
}

pub(crate) fn success(task_id: Option<&str>) -> Reply {
    let fields = Fields {
        request_id: Some(REQUEST_ID.into()),
        task_id: task_id.map(Into::into),
        ..Fields::default()
    };
    reply(200, Body::Json(fields))
}

pub(crate) fn error(status: u16, code: &str, verdict: Verdict) -> Answer {
    let fields = Fields {
        request_id: Some(REQUEST_ID.into()),
        code: Some(code.into()),
        message: Some("message".into()),
        ..Fields::default()
    };
    Answer {
        reply: reply(status, Body::Json(fields)),
        verdict,
    }
}

fn with_message(mut answer: Answer, message: &str) -> Answer {
    if let Body::Json(fields) = &mut answer.reply.body {
        fields.message = Some(message.into());
    }
    answer
}

pub(crate) fn reply(status: u16, body: Body) -> Reply {
    Reply {
        status,
        request_id: None,
        retry_after_ms: None,
        date_ms: None,
        text: String::new(),
        body,
    }
}
