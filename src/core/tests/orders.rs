//! Random orders of answers: after a request whose fate the driver did not learn, no end says that the outcome is known.
//!
//! A step takes one answer, and only an answer of its kind: others do not compile. So the orders vary what each answer says, its time,
//! and the moment at which the caller aborts.
#![cfg(not(target_family = "wasm"))]
#![allow(clippy::disallowed_macros, reason = "tests are not in the wasm")]

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use apsara_live_core::call::{Account, Call, CallOptions, Delivery, End, Exchange, Loss, Moment, Step, Verify};
use apsara_live_core::endpoint::{Endpoint, PlainHttp};
use apsara_live_core::error::{Failure, Kind, Verified, code};
use apsara_live_core::http::Method;
use apsara_live_core::operation::{Action, Effect, Invocation, StopRtcCloudRecording, VERSION};
use apsara_live_core::pacer::Quotas;
use apsara_live_core::policy::Timeout;
use apsara_live_core::reply::{Body, FieldParts, Reply};
use apsara_live_core::sign::{SignatureMethod, Signer};
use apsara_live_core::{ArgumentError, Credentials};
use proptest::collection::vec;
use proptest::prelude::*;

/// One turn: the answer to a step, whatever its kind.
#[derive(Clone, Debug)]
struct Turn {
    /// The time that it takes.
    ms: u64,
    /// What the driver learns of a request.
    fate: Fate,
    /// Whether there are credentials.
    has_credentials: bool,
    random: u128,
}

#[derive(Clone, Debug)]
enum Fate {
    /// The service says what it did.
    Told(&'static str, u16),
    /// A success of this task.
    Success(&'static str),
    /// A reply without the service's word, by its body.
    Unclear(u16, Body),
    NeverSent,
    Lost,
    TimedOut,
    /// The caller aborts, with or without the request under way.
    Aborted(bool),
    /// The answer to a question: the ID of a task, and its `Status`.
    Status(&'static str, &'static str),
}

/// The fate of a request to a service that executes it, as far as the driver knows.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Known {
    /// Not executed, or not sent.
    NotExecuted,
    Executed,
    /// Perhaps executed.
    No,
}

/// Codes with which the service says that it executed nothing.
const REFUSALS: [&str; 6] = [
    "NoPermission",
    "Throttling.User",
    "NotFound.Task",
    "InvalidTimeStamp.Expired",
    "InvalidSecurityToken.Expired",
    ALREADY_STOPPED,
];

const ALREADY_STOPPED: &str = "InvalidParameter.TaskId";

fn fate() -> impl Strategy<Value = Fate> {
    let unclear = (
        prop::sample::select(&[200, 302, 400, 404, 429, 500, 503][..]),
        prop::sample::select(vec![Body::Foreign, Body::Empty, Body::Oversized]),
    );
    prop_oneof![
        4 => prop::sample::select(&REFUSALS[..]).prop_map(|code| Fate::Told(code, 400)),
        1 => prop::sample::select(&["InternalError", "ServiceUnavailable", "SignatureNonceUsed"][..])
            .prop_map(|code| Fate::Told(code, 500)),
        1 => Just(Fate::Success("task-1")),
        1 => Just(Fate::Success("task-2")),
        2 => unclear.prop_map(|(status, body)| Fate::Unclear(status, body)),
        3 => Just(Fate::NeverSent),
        2 => Just(Fate::Lost),
        2 => Just(Fate::TimedOut),
        1 => any::<bool>().prop_map(Fate::Aborted),
        1 => Just(Fate::Told(ALREADY_STOPPED, 400)),
        2 => (
            prop::sample::select(&["task-1", "task-1", "task-1", "task-2"][..]),
            prop::sample::select(&["RUNNING", "STOPPED", "STOPPING", "", "?"][..]),
        )
            .prop_map(|(id, status)| Fate::Status(id, status)),
    ]
}

fn turn() -> impl Strategy<Value = Turn> {
    let ms = prop_oneof![4 => 0..200_u64, 1 => 0..6_000_u64, 1 => Just(40_000)];
    (ms, fate(), prop::bool::weighted(0.9), any::<u128>()).prop_map(|(ms, fate, has_credentials, random)| Turn {
        ms,
        fate,
        has_credentials,
        random,
    })
}

impl Fate {
    /// Whether the service executed the request of an attempt.
    fn known(&self) -> Known {
        match self {
            Self::Told(code, _) if REFUSALS.contains(code) => Known::NotExecuted,
            Self::Success("task-1") | Self::Status("task-1", _) => Known::Executed,
            Self::NeverSent | Self::Aborted(false) => Known::NotExecuted,
            _ => Known::No,
        }
    }

    fn exchange(&self) -> Exchange {
        let fields = FieldParts {
            request_id: Some("R".into()),
            task_id: None,
            code: None,
            message: None,
            recommend: None,
            access_denied_detail: None,
            mentions_error: false,
            nests_error: false,
            task_status: None,
        };
        let text = |text: &str| Some(text.to_owned());
        let lost = |delivery| {
            let reason = "lost".into();
            Exchange::Lost(Loss { reason, delivery })
        };
        let (status, fields) = match self {
            Self::Told(code, status) => (
                *status,
                FieldParts {
                    code: text(code),
                    ..fields
                },
            ),
            Self::Success(id) => (
                200,
                FieldParts {
                    task_id: text(id),
                    ..fields
                },
            ),
            Self::Status(id, status) => (
                200,
                FieldParts {
                    task_id: text(id),
                    task_status: text(status),
                    ..fields
                },
            ),
            Self::Unclear(status, body) => return Exchange::Reply(Reply::new(*status, body.clone())),
            Self::NeverSent => return lost(Delivery::NeverSent),
            Self::Lost => return lost(Delivery::Unknown),
            Self::TimedOut | Self::Aborted(_) => return Exchange::TimedOut,
        };
        Exchange::Reply(Reply::new(status, Body::Json(fields.into())))
    }
}

fn invocation(effect: Effect) -> Result<Invocation, ArgumentError> {
    if effect == Effect::Stops {
        return Invocation::try_from(StopRtcCloudRecording { task_id: "task-1" });
    }
    Invocation::of_action(Action {
        name: "StartRtcCloudRecording".into(),
        version: VERSION.into(),
        method: Method::Post,
        effect,
        parameters: Vec::new(),
        in_form: 0,
    })
}

/// What the driver knows at the end of a call.
struct Played {
    end: End,
    /// Attempts that were sent, and the ones among them that the service may have executed.
    sent: u32,
    unknown: u32,
    executed: bool,
    /// The last word on the task is that it was stopped already, and no state contradicts it.
    already_stopped: bool,
    resent_in_doubt: bool,
}

fn play(effect: Effect, options: CallOptions, answers: &[Turn]) -> Played {
    let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
    let credentials = Credentials::new("id", "secret", Some("token")).unwrap();
    let signer = Arc::new(Signer::new(SignatureMethod::default(), credentials));
    let call = Call::new(
        invocation(effect).unwrap(),
        endpoint,
        options,
        Account::new(Quotas::default()),
    );
    let mut elapsed_ms = 0;
    let moment = |elapsed_ms, random| Moment {
        wall_ms: 1_800_000_000_000,
        elapsed_ms,
        monotonic: Duration::from_millis(elapsed_ms),
        random,
    };
    let mut step = call.start(moment(0, 0));
    let (mut sent, mut unknown, mut executed, mut resent_in_doubt) = (0, 0, false, false);
    let (mut already_stopped, mut is_proved) = (false, false);
    let last = Turn {
        ms: 0,
        fate: Fate::Aborted(true),
        has_credentials: true,
        random: 0,
    };
    for answer in answers.iter().chain(std::iter::repeat(&last)) {
        if let Step::Done(end) = step {
            return Played {
                end,
                sent,
                unknown,
                executed,
                already_stopped,
                resent_in_doubt,
            };
        }
        let waited_ms = if let Step::Wait(wait) = &step { wait.ms() } else { 0 };
        elapsed_ms += answer.ms + waited_ms;
        let now = moment(elapsed_ms, answer.random);
        if let (Step::Send(send), Fate::Status("task-1", status)) = (&step, &answer.fate)
            && send.is_question()
        {
            is_proved |= matches!(*status, "STOPPED" | "STOPPING");
            already_stopped &= is_proved || *status != "RUNNING";
        }
        if let Step::Send(send) = &step
            && !send.is_question()
        {
            already_stopped = matches!(answer.fate, Fate::Told(ALREADY_STOPPED, _));
            is_proved = false;
            resent_in_doubt |= unknown > 0;
            let known = answer.fate.known();
            sent += u32::from(!matches!(answer.fate, Fate::Aborted(false)));
            unknown += u32::from(known == Known::No);
            executed |= known == Known::Executed;
        }
        step = match (step, &answer.fate) {
            (step, Fate::Aborted(request_sent)) => Step::Done(step.abort(*request_sent, now)),
            (Step::RefreshCredentials(step), _) if answer.has_credentials => step.signer(signer.clone(), now),
            (Step::RefreshCredentials(step), _) => {
                let none = Failure::new(Kind::Credentials, code::CREDENTIALS_FAILED.into(), "none".into());
                step.failed(none, now)
            }
            (Step::Send(step), fate) => step.end(fate.exchange(), now),
            (Step::Wait(step), _) => step.over(now),
            (Step::Done(end), _) => Step::Done(end),
        };
    }
    unreachable!("the last answer aborts")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn no_end_hides_a_request_of_unknown_fate(
        effect in prop::sample::select(&[Effect::Stops, Effect::Stops, Effect::ChangesOnce, Effect::ChangesEachTime, Effect::Reads][..]),
        attempts in 1..5_u32,
        verify in prop::sample::select(&[Verify::Never, Verify::InDoubt, Verify::Always][..]),
        wait_ms in prop::sample::select(&[None, Some(700), Some(60_000)][..]),
        answers in vec(turn(), 0..14),
    ) {
        let mut options = CallOptions::default();
        options.retry.max_attempts = NonZeroU32::new(attempts).unwrap();
        options.verify = verify;
        options.wait_until_stopped = wait_ms.and_then(Timeout::from_ms);
        let Played { end, sent, unknown, executed, already_stopped, resent_in_doubt } = play(effect, options, &answers);
        // An accepted stop ends otherwise only while its call asks for the state of the task.
        let doubt = (unknown > 0 || executed) && effect.changes();
        match &end {
            End::Failed(failure) => {
                let is_accepted = failure.code == code::NOT_STOPPED;
                prop_assert_eq!(failure.outcome_unknown, doubt || is_accepted, "{:?}", failure);
                prop_assert_eq!(failure.attempts, sent);
            }
            End::Aborted(aborted) => {
                prop_assert_eq!(aborted.outcome_unknown, doubt || already_stopped);
                prop_assert_eq!(aborted.attempts, sent);
            }
            End::Stopped(outcome) => {
                let proved = matches!(outcome.verified, Some(Verified::Stopped | Verified::Stopping));
                prop_assert!(effect == Effect::Stops && sent > 0);
                prop_assert!(wait_ms.is_none() || outcome.verified == Some(Verified::Stopped), "{:?}", outcome);
                prop_assert!(executed || proved || outcome.code.is_some(), "{:?}", outcome);
            }
            End::Answered(_) => prop_assert!(effect != Effect::Stops && sent > 0),
        }
        // A second request of unknown fate may repeat the change.
        prop_assert!(!(resent_in_doubt && effect == Effect::ChangesEachTime));
    }
}
