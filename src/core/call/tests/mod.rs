//! A driver for single steps of a call. The simulation plays whole calls.

mod actions;
mod held_questions;
mod limits;
mod messages;
mod quota;
mod until_stopped;
mod verify;

use core::time::Duration;

use super::*;
use crate::credentials::Credentials;
use crate::endpoint::{Network, PlainHttp};
use crate::error::code;
use crate::operation::{STOP_RTC_CLOUD_RECORDING, StopRtcCloudRecording};
use crate::pacer::Quotas;
use crate::policy::{RetryPolicy, Timeout};
use crate::reply::{Body, FieldParts, Reply};
use crate::sign::SignatureMethod;

const NOW_MS: i64 = 1_800_000_000_000;

const ONE_ATTEMPT: CallOptions = CallOptions {
    retry: RetryPolicy::NEVER,
    ..CallOptions::DEFAULT
};

const fn limit(ms: u64) -> Timeout {
    Timeout::from_ms(ms).unwrap()
}

struct Player {
    call: Call,
    elapsed_ms: u64,
    random: u128,
}

impl Player {
    fn new(options: CallOptions) -> Self {
        let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
        Self::of_endpoint(endpoint, options)
    }

    fn of_endpoint(endpoint: Endpoint, options: CallOptions) -> Self {
        let invocation = Invocation::try_from(StopRtcCloudRecording { task_id: "task-1" }).unwrap();
        Self::of(invocation, endpoint, options)
    }

    fn of(invocation: Invocation, endpoint: Endpoint, options: CallOptions) -> Self {
        Self {
            call: Call::new(invocation, endpoint, options, Account::new(Quotas::UNLIMITED)),
            elapsed_ms: 0,
            random: 0,
        }
    }

    /// A call whose first request has been sent.
    fn sent(options: CallOptions) -> Self {
        let mut player = Self::new(options);
        player.send();
        player
    }

    fn send(&mut self) {
        self.step(Input::Begin);
        assert!(matches!(self.step(signer()), Next::Send { .. }));
    }

    fn step(&mut self, input: Input) -> Next {
        let now = self.now();
        self.call.next(input, now)
    }

    fn abort(self, request_sent: bool) -> Aborted {
        let now = self.now();
        match Box::new(self.call).abort(request_sent, now) {
            End::Aborted(aborted) => aborted,
            end => panic!("{end:?}"),
        }
    }

    fn now(&self) -> Moment {
        Moment {
            wall_ms: NOW_MS,
            elapsed_ms: self.elapsed_ms,
            monotonic: Duration::from_millis(self.elapsed_ms),
            random: self.random,
        }
    }

    fn failure(&mut self, input: Input) -> Failure {
        failure(self.step(input))
    }
}

fn signature(request: &HttpRequest) -> &str {
    let authorization = request.header("authorization").unwrap();
    authorization.split_once("Signature=").unwrap().1
}

fn failure(step: Next) -> Failure {
    match step {
        Next::Done(End::Failed(failure)) => {
            assert!(has_code_of_kind(&failure), "{failure:?}");
            failure
        }
        step => panic!("{step:?}"),
    }
}

/// Whether the code is one of this package for the kind, or a code of the service where the kind has such codes.
fn has_code_of_kind(failure: &Failure) -> bool {
    let is_service = matches!(failure.kind, Kind::Service | Kind::Throttled) && !failure.code.starts_with("ERR_");
    let own = code::BY_KIND.iter().find(|(kind, _)| *kind == failure.kind);
    is_service || own.is_some_and(|(_, codes)| codes.contains(&failure.code.as_str()))
}

fn signer() -> Input {
    let credentials = Credentials::new("marker-id", "marker-secret", Some("marker-token")).unwrap();
    Input::Signer(Arc::new(Signer::new(SignatureMethod::Acs3HmacSha256, credentials)))
}

fn lost(delivery: Delivery, reason: &str) -> Input {
    let reason = reason.into();
    Input::Lost(Loss { reason, delivery })
}

fn fields(code: &str) -> FieldParts {
    FieldParts {
        request_id: Some("R".into()),
        code: Some(code.into()),
        ..FieldParts::UNKNOWN
    }
}

fn reply(status: u16, text: &str, body: Body) -> Reply {
    Reply {
        text: text.into(),
        ..Reply::new(status, body)
    }
}

fn refusal(code: &str) -> Reply {
    reply(400, "", Body::Json(fields(code).into()))
}
