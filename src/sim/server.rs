//! The model of the service: what it does with a request that arrives, and what it remembers of it.

use std::collections::HashSet;

use apsara_live_core::{HttpRequest, HttpResponse, Timestamp};

use crate::scenario::{Scenario, Task};

/// The service's clock at the beginning of every schedule, in milliseconds since 1970.
pub(crate) const EPOCH_MS: i64 = 1_800_000_000_000;

/// How far a timestamp may be off, in both directions.
const WINDOW_MS: u64 = 15 * 60 * 1000;

pub(crate) const TASK_ID: &str = "task-1";
pub(crate) const FIRST_TOKEN: &str = "marker-token-0";

pub(crate) struct Server {
    recording: bool,
    dated: bool,
    token_ends_ms: Option<u64>,
    pub(crate) task: Task,
    /// The call whose request stopped the task.
    pub(crate) stopped_by: Option<usize>,
    nonces: HashSet<String>,
}

/// What the service is made to do with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
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
}

impl Server {
    pub(crate) fn new(scenario: &Scenario) -> Self {
        Self {
            recording: scenario.recording,
            dated: scenario.dated,
            token_ends_ms: scenario.token_ends_ms,
            task: scenario.task,
            stopped_by: None,
            nonces: HashSet::new(),
        }
    }

    pub(crate) const fn is_stopped(&self) -> bool {
        matches!(self.task, Task::Stopping | Task::Stopped)
    }

    /// Somebody else stops the task.
    pub(crate) fn stop(&mut self) {
        if matches!(self.task, Task::Running | Task::Recovering) {
            self.task = Task::Stopped;
        }
    }

    pub(crate) fn answer(&mut self, call: usize, request: &HttpRequest, now_ms: u64, trouble: Trouble) -> HttpResponse {
        let mut response = self.reply(call, request, now_ms, trouble);
        if self.dated {
            response.headers.push(("date".into(), http_date(now_ms)));
        }
        response
    }

    fn reply(&mut self, call: usize, request: &HttpRequest, now_ms: u64, trouble: Trouble) -> HttpResponse {
        // The vendor does not document the order of its checks. With this one a copy is always known for what it is; with another,
        // a copy that arrives just after the token's end is refused for that, and no client can tell it from a first refusal.
        if !self
            .nonces
            .insert(part(request, "x-acs-signature-nonce", "SignatureNonce"))
        {
            return error(400, "SignatureNonceUsed");
        }
        let signed = part(request, "x-acs-date", "Timestamp")
            .parse::<Timestamp>()
            .unwrap_or_else(|_| panic!("no timestamp"));
        let clock_ms = server_ms(now_ms);
        if signed.unix_ms().abs_diff(clock_ms) > WINDOW_MS {
            return error(400, "InvalidTimeStamp.Expired");
        }
        let expired = self.token_ends_ms.is_some_and(|end_ms| now_ms >= end_ms);
        if expired && part(request, "x-acs-security-token", "SecurityToken") == FIRST_TOKEN {
            return error(400, "InvalidSecurityToken.Expired");
        }
        match trouble {
            Trouble::None => self.execute(call),
            Trouble::Throttle { status, retry_after_ms } => {
                let mut response = error(status, "Throttling.User");
                response
                    .headers
                    .push(("x-acs-retry-after".into(), retry_after_ms.to_string()));
                response
            }
            Trouble::InternalError { executes } => {
                if executes {
                    self.execute(call);
                }
                error(500, "InternalError")
            }
        }
    }

    fn execute(&mut self, call: usize) -> HttpResponse {
        match (self.task, self.recording) {
            (Task::Running | Task::Recovering, recording) => {
                self.task = Task::Stopped;
                self.stopped_by = Some(call);
                success(recording.then_some(TASK_ID))
            }
            (Task::Stopping | Task::Stopped, true) => error(400, "InvalidParameter.TaskId"),
            (Task::Stopping | Task::Stopped, false) => error(400, "StreamMonitorAlreadyStop"),
            (Task::Missing, true) => error(400, "NotFound.Task"),
            (Task::Missing, false) => error(404, "StreamMonitorNotExist"),
        }
    }
}

pub(crate) const fn server_ms(now_ms: u64) -> i64 {
    EPOCH_MS + now_ms.cast_signed()
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

pub(crate) fn success(task_id: Option<&str>) -> HttpResponse {
    let task = task_id.map_or_else(String::new, |id| format!(r#","TaskId":"{id}""#));
    response(200, &format!(r#"{{"RequestId":"R"{task}}}"#))
}

pub(crate) fn error(status: u16, code: &str) -> HttpResponse {
    response(status, &format!(r#"{{"RequestId":"R","Code":"{code}","Message":"m"}}"#))
}

pub(crate) fn response(status: u16, body: &str) -> HttpResponse {
    HttpResponse {
        status,
        body: body.into(),
        ..HttpResponse::default()
    }
}

/// 2027-01-15 is the day of [`EPOCH_MS`]; no schedule lasts until midnight.
fn http_date(now_ms: u64) -> String {
    let timestamp = Timestamp::from_unix_ms(server_ms(now_ms)).map_or_else(String::new, |t| t.to_string());
    format!("Fri, 15 Jan 2027 {} GMT", &timestamp[11..19])
}
