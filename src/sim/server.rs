//! The model of the service: it checks requests, executes them, and remembers nonces and counts.

use std::collections::HashSet;

use apsara_live_core::error::Verified;
use apsara_live_core::reply::Body;
use apsara_live_core::{HttpRequest, Reply};

use crate::scenario::{DateHeader, Policy, Scenario};
use crate::task::{State, Task};
use crate::wire::{action, change, description, error, nonce, part, signed_ms, success, with_message};

/// The service's clock at the beginning of every schedule, in milliseconds since 1970.
pub(crate) const EPOCH_MS: i64 = 1_800_000_000_000;

/// The largest accepted error of a timestamp, in both directions.
const WINDOW_MS: u64 = 15 * 60 * 1000;

/// 0001-01-01T00:00:00Z and 10000-01-01T00:00:00Z: no server's clock shows them.
const YEAR_1_MS: i64 = -62_135_596_800_000;
const YEAR_10000_MS: i64 = 253_402_300_800_000;

/// 2150-01-01T00:00:00Z.
const YEAR_2150_MS: i64 = 5_680_281_600_000;

/// The age of a cached header.
const OLD_MS: i64 = 12 * 60 * 60 * 1000;

pub(crate) const TASK_ID: &str = "task-1";
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
    /// The number of changes by requests of each call. Only one request in all stops the task.
    pub(crate) executions: Vec<u32>,
    misleads: bool,
    /// Whether the service has called a starting task stopped.
    pub(crate) has_misled: bool,
    describing: Policy,
    nonces: HashSet<String>,
    requests: usize,
}

/// A fault of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ServiceFault {
    None,
    /// Refuses without execution, with a time to wait.
    Throttle {
        status: u16,
        retry_after_ms: u64,
    },
    /// Answers 500, before or after the execution.
    InternalError {
        executes: bool,
    },
    /// Answers 200 with a request ID and a sign of an error, before or after the execution.
    Contradiction {
        executes: bool,
    },
}

/// The service's own view of its reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Success,
    /// The description of a task in this state.
    Described(Option<Verified>),
    /// Refused, because no RAM policy permits describing tasks.
    NoPermission,
    AlreadyStopped,
    NotFound,
    /// Refused, because the task is not running yet.
    NotRunningYet,
    ClockSkewed,
    TokenExpired,
    Throttled,
    /// The reply does not tell whether the service executed the request.
    Unclear,
}

pub(crate) struct Response {
    pub(crate) reply: Reply,
    pub(crate) verdict: Verdict,
}

impl Server {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        Self {
            recording: scenario.recording,
            date: scenario.date,
            token_expires_ms: scenario.token_expires_ms,
            task: Task::new(scenario),
            executions: vec![0; scenario.begin_ms.len()],
            misleads: scenario.misleads,
            has_misled: false,
            describing: scenario.describing,
            nonces: HashSet::new(),
            requests: 0,
        }
    }

    pub(crate) fn respond(&mut self, call: usize, request: &HttpRequest, now_ms: u64, fault: ServiceFault) -> Response {
        self.requests += 1;
        self.task.settle(now_ms);
        let mut response = self.judge(call, request, now_ms, fault);
        response.reply.date_ms = self.date_ms(self.date, now_ms);
        response
    }

    fn date_ms(&self, date: DateHeader, now_ms: u64) -> Option<i64> {
        match date {
            // A header has no fractions of seconds.
            DateHeader::Right => Some(server_ms(now_ms) / 1000 * 1000),
            DateHeader::Missing => None,
            DateHeader::Year1 => Some(YEAR_1_MS),
            DateHeader::Year10000 => Some(YEAR_10000_MS),
            DateHeader::Year2150 => Some(YEAR_2150_MS),
            DateHeader::Old => Some(server_ms(now_ms) / 1000 * 1000 - OLD_MS),
            DateHeader::Random => {
                let all = [
                    DateHeader::Year1,
                    DateHeader::Year10000,
                    DateHeader::Year2150,
                    DateHeader::Missing,
                    DateHeader::Right,
                ];
                self.date_ms(all[self.requests % all.len()], now_ms)
            }
        }
    }

    fn judge(&mut self, call: usize, request: &HttpRequest, now_ms: u64, fault: ServiceFault) -> Response {
        // The vendor does not document the order of its checks. This order always recognises a copy. With another
        // order, the expired token could refuse a copy that arrives late, and no client could tell this from a first refusal.
        if !self.nonces.insert(nonce(request)) {
            return error(400, "SignatureNonceUsed", Verdict::Unclear);
        }
        if signed_ms(request).abs_diff(server_ms(now_ms)) > WINDOW_MS {
            let code = ["InvalidTimeStamp.Expired", "IllegalTimestamp"][self.requests % 2];
            return error(400, code, Verdict::ClockSkewed);
        }
        let expired = self.token_expires_ms.is_some_and(|end_ms| now_ms >= end_ms);
        if expired && part(request, "x-acs-security-token", "SecurityToken") == FIRST_TOKEN {
            // Of an expired token, the service may also say that it does not know the AccessKey.
            let (status, code) = [
                (400, "InvalidSecurityToken.Expired"),
                (404, "InvalidAccessKeyId.NotFound"),
            ][self.requests % 2];
            return error(status, code, Verdict::TokenExpired);
        }
        match fault {
            ServiceFault::None => self.execute(call, request, now_ms),
            ServiceFault::Throttle { status, retry_after_ms } => {
                let mut response = error(status, "Throttling.User", Verdict::Throttled);
                response.reply.retry_after_ms = (retry_after_ms > 0).then_some(retry_after_ms);
                response
            }
            ServiceFault::InternalError { executes } => {
                if executes {
                    self.execute(call, request, now_ms);
                }
                error(500, "InternalError", Verdict::Unclear)
            }
            ServiceFault::Contradiction { executes } => {
                if executes {
                    self.execute(call, request, now_ms);
                }
                self.contradiction(request)
            }
        }
    }

    fn contradiction(&self, request: &HttpRequest) -> Response {
        if self.requests.is_multiple_of(2) {
            let code = ["InvalidParameter.TaskId", "Throttling.User"][self.requests / 2 % 2];
            return error(200, code, Verdict::Unclear);
        }
        let stops = action(request).starts_with("Stop");
        let mut reply = if action(request).starts_with("Describe") {
            description(TASK_ID, self.task.status(self.recording).0)
        } else {
            success(self.recording.then_some(TASK_ID))
        };
        if let Body::Json(fields) = &mut reply.body {
            // A description may contain an error.
            change(fields, |parts| {
                parts.nests_error = true;
                parts.mentions_error = !stops || self.requests % 4 == 1;
            });
        }
        let verdict = Verdict::Unclear;
        Response { reply, verdict }
    }

    fn execute(&mut self, call: usize, request: &HttpRequest, now_ms: u64) -> Response {
        let action = action(request);
        if action.starts_with("Stop") {
            return self.stop(call, now_ms);
        }
        if action.starts_with("Describe") {
            return self.describe(request);
        }
        self.executions[call] += 1;
        Response {
            reply: success(None),
            verdict: Verdict::Success,
        }
    }

    fn stop(&mut self, call: usize, now_ms: u64) -> Response {
        match (self.task.state, self.recording) {
            (State::Running | State::Recovering, recording) => {
                self.task.stop(now_ms);
                self.executions[call] += 1;
                Response {
                    reply: success(recording.then_some(TASK_ID)),
                    verdict: Verdict::Success,
                }
            }
            (State::Starting, recording) if self.misleads => {
                self.has_misled = true;
                self.not_running(recording)
            }
            (State::Starting, true) => {
                let message = "Task state is STARTING, please check the TaskId.";
                with_message(error(400, "InvalidParameter.TaskId", Verdict::NotRunningYet), message)
            }
            (State::Starting, false) => error(401, "IllegalOperation", Verdict::NotRunningYet),
            (State::Stopping | State::Stopped, recording) => self.not_running(recording),
            (State::Missing, true) => error(400, "NotFound.Task", Verdict::NotFound),
            (State::Missing, false) => error(404, "StreamMonitorNotExist", Verdict::NotFound),
        }
    }

    fn not_running(&self, recording: bool) -> Response {
        if recording {
            let message = NOT_RUNNING[self.requests % NOT_RUNNING.len()];
            return with_message(error(400, "InvalidParameter.TaskId", Verdict::AlreadyStopped), message);
        }
        error(400, "StreamMonitorAlreadyStop", Verdict::AlreadyStopped)
    }

    fn describe(&self, request: &HttpRequest) -> Response {
        let id = part(request, "", if self.recording { "TaskId" } else { "MonitorId" });
        if self.describing == Policy::Denies {
            return error(403, "NoPermission", Verdict::NoPermission);
        }
        if self.recording && self.task.state == State::Missing {
            return error(400, "NotFound.Task", Verdict::NotFound);
        }
        let (status, state) = if id == TASK_ID {
            self.task.status(self.recording)
        } else {
            ("", Some(Verified::NotFound))
        };
        Response {
            reply: description(&id, status),
            verdict: Verdict::Described(state),
        }
    }
}

pub(crate) const fn server_ms(now_ms: u64) -> i64 {
    EPOCH_MS + now_ms.cast_signed()
}
