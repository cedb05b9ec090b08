//! The question for the state of the task: conditions for asking, and effects of the answer.

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::error::Verified;
use crate::operation::{STOP_LIVE_PULL_TO_PUSH, STOP_RTC_CLOUD_TRANSCODE, StopLiveStreamMonitor};

const ONCE: CallOptions = CallOptions {
    verify: Verify::InDoubt,
    ..ONE_ATTEMPT
};

fn options() -> CallOptions {
    CallOptions {
        verify: Verify::InDoubt,
        ..CallOptions::default()
    }
}

pub(super) fn already_stopped() -> Input {
    Input::Reply(refusal("InvalidParameter.TaskId"))
}

pub(super) fn description(status: Option<&str>) -> Input {
    description_of(Some("task-1"), status)
}

fn description_of(id: Option<&str>, status: Option<&str>) -> Input {
    Input::Reply(reply(
        200,
        "",
        Body::Json(
            FieldParts {
                request_id: Some("marker-token D".into()),
                nests_error: true,
                task_id: id.map(Into::into),
                task_status: status.map(Into::into),
                ..FieldParts::UNKNOWN
            }
            .into(),
        ),
    ))
}

/// A call that asks for the state after this input.
fn asking(options: CallOptions, input: Input) -> Player {
    let mut player = Player::sent(options);
    let step = player.step(input);
    assert!(matches!(step, Next::AskState { .. }), "{step:?}");
    player
}

/// A call whose second request has been sent, and whose first may have been executed.
fn unknown() -> Player {
    let mut player = Player::sent(options());
    player.random = 1;
    assert!(matches!(player.step(Input::TimedOut), Next::Wait(1)));
    assert!(matches!(player.step(Input::Waited), Next::Send { .. }));
    player
}

pub(super) fn outcome(step: Next) -> Outcome {
    match step {
        Next::Done(End::Stopped(outcome)) => outcome,
        step => panic!("{step:?}"),
    }
}

#[test]
fn asks_the_operation_that_describes_the_task() {
    let mut player = Player::sent(ONCE);
    player.call.account.lock().clock_offset_ms = 60_000;
    player.random = 7;
    let Next::AskState {
        request,
        timeout_ms,
        task,
    } = player.step(Input::TimedOut)
    else {
        panic!("no question");
    };
    assert_eq!(timeout_ms, 5_000);
    assert_eq!(
        task,
        DescribedTask {
            operation: "DescribeRtcCloudRecordingFiles",
            member: "TaskInfo",
            id_name: "TaskId",
            status_name: "Status",
            id: "task-1".into(),
        }
    );
    assert_eq!(request.header("x-acs-action"), Some("DescribeRtcCloudRecordingFiles"));
    assert_eq!(request.url, "https://live.aliyuncs.com/?TaskId=task-1");
    let timestamp = Timestamp::from_unix_ms(NOW_MS + 60_000).unwrap().to_wire();
    assert_eq!(request.header("x-acs-date"), Some(timestamp.as_str()));
    // The second request of the call.
    let nonce = format!("{:032x}", 7 + 1);
    assert_eq!(request.header("x-acs-signature-nonce"), Some(nonce.as_str()));
    // The signature of the question is a secret, like the signature of an attempt.
    assert_eq!(player.call.redacted(signature(&request)), "[redacted]");

    let monitor = Invocation::try_from(StopLiveStreamMonitor {
        monitor_id: "m",
        ..StopLiveStreamMonitor::default()
    });
    let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
    for (status, stopped) in [("0", true), ("1", false), ("STOPPED", false)] {
        let mut player = Player::of(monitor.clone().unwrap(), endpoint.clone(), ONCE);
        player.send();
        match player.step(Input::TimedOut) {
            Next::AskState { task, .. } => assert_eq!(
                (task.operation, task.member, task.id_name, task.id.as_str()),
                (
                    "DescribeLiveStreamMonitorList",
                    "LiveStreamMonitorList",
                    "MonitorId",
                    "m"
                )
            ),
            step => panic!("{step:?}"),
        }
        let step = player.step(description_of(Some("m"), Some(status)));
        assert_eq!(matches!(step, Next::Done(End::Stopped(_))), stopped, "{status}");
    }
}

#[test]
fn a_state_proves_what_was_unknown() {
    for (status, verified) in [("STOPPED", Verified::Stopped), ("STOPPING", Verified::Stopping)] {
        let mut player = asking(ONCE, Input::TimedOut);
        assert_eq!(
            outcome(player.step(description(Some(status)))),
            Outcome {
                ending: Ending::Stopped,
                request_id: Some("[redacted] D".into()),
                attempts: 1,
                code: None,
                verified: Some(verified),
                stopped_after_ms: None,
            }
        );
    }
}

#[test]
fn any_other_answer_leaves_the_failure_as_it_is() {
    let refused = |status, code: &str| Input::Reply(reply(status, "", Body::Json(fields(code).into())));
    for (answer, verified) in [
        (description(Some("RUNNING")), Some(Verified::Running)),
        (description(Some("RECOVERING")), Some(Verified::Running)),
        (description(Some("")), Some(Verified::NotFound)),
        (description(Some("STARTING")), None),
        (description(None), None),
        (description_of(Some("task-2"), Some("STOPPED")), None),
        (description_of(Some("task-2"), None), None),
        (description_of(None, Some("STOPPED")), None),
        (refused(400, "NotFound.Task"), Some(Verified::NotFound)),
        (refused(403, "NoPermission"), Some(Verified::Refused)),
        (refused(403, "marker-secret"), None),
        (refused(400, "Throttling.User"), None),
        (refused(500, "InternalError"), None),
        (refused(400, "InvalidTimeStamp.Expired"), None),
        (Input::Reply(reply(403, "", Body::Foreign)), None),
        (lost(Delivery::Unknown, ""), None),
        (lost(Delivery::NoSuchHost, ""), None),
        (Input::TimedOut, None),
    ] {
        let shown = format!("{answer:?}");
        let mut expected = Player::sent(ONE_ATTEMPT).failure(Input::TimedOut);
        expected.verified = verified;
        assert!(expected.retryable && expected.outcome_unknown);
        assert_eq!(asking(ONCE, Input::TimedOut).failure(answer), expected, "{shown}");
    }
}

#[test]
fn the_word_already_stopped_is_verified() {
    for (answer, verified) in [
        (description(Some("STOPPED")), Some(Verified::Stopped)),
        (description(Some("")), Some(Verified::NotFound)),
        (Input::TimedOut, None),
    ] {
        let outcome = outcome(asking(ONCE, already_stopped()).step(answer));
        assert_eq!(outcome.ending, Ending::AlreadyStopped);
        assert_eq!(outcome.request_id.as_deref(), Some("R"));
        assert_eq!(outcome.code.as_deref(), Some("InvalidParameter.TaskId"));
        assert_eq!((outcome.attempts, outcome.verified), (1, verified));
    }
    // The caller asked for an error, so the error stays.
    let throws = CallOptions {
        already_stopped: AlreadyStopped::Throw,
        ..ONCE
    };
    for (status, verified) in [("STOPPED", Verified::Stopped), ("STOPPING", Verified::Stopping)] {
        let failure = asking(throws, already_stopped()).failure(description(Some(status)));
        assert_eq!(failure.code, "InvalidParameter.TaskId");
        assert_eq!((failure.verified, failure.retryable), (Some(verified), false));
    }
}

#[test]
fn a_task_that_runs_is_not_already_stopped() {
    let failure = asking(ONCE, already_stopped()).failure(description(Some("RUNNING")));
    assert_eq!(
        failure.message,
        "StopRtcCloudRecording was answered InvalidParameter.TaskId, but the task is running"
    );
    assert_eq!(
        (failure.kind, failure.code.as_str()),
        (Kind::Service, "InvalidParameter.TaskId")
    );
    assert_eq!(
        (failure.http_status, failure.request_id.as_deref()),
        (Some(400), Some("R"))
    );
    assert_eq!(failure.verified, Some(Verified::Running));
    assert!(failure.retryable && !failure.outcome_unknown);
    assert_eq!(failure.attempts, 1);
}

#[test]
fn a_task_that_runs_is_stopped_again() {
    for already_stopped_is in [AlreadyStopped::Resolve, AlreadyStopped::Throw] {
        let mut player = asking(
            CallOptions {
                already_stopped: already_stopped_is,
                ..options()
            },
            already_stopped(),
        );
        assert!(matches!(player.step(description(Some("RUNNING"))), Next::Send { .. }));
        let failure = player.call.failure().unwrap();
        assert_eq!(failure.verified, Some(Verified::Running));
        // The call asks once, and the next failure describes the next attempt.
        player.call.options.retry = RetryPolicy::NEVER;
        let failure = player.failure(Input::TimedOut);
        assert_eq!((failure.attempts, failure.verified), (2, None));
        assert!(failure.outcome_unknown);
    }
    // Refused, after an attempt whose outcome is unknown.
    let mut player = unknown();
    player.step(Input::Reply(refusal("NoPermission")));
    assert!(matches!(player.step(description(Some("RUNNING"))), Next::Send { .. }));
    // No time is left.
    let mut player = unknown();
    player.step(Input::Reply(refusal("NoPermission")));
    player.elapsed_ms = 29_999;
    let failure = player.failure(description(Some("RUNNING")));
    assert_eq!(
        (failure.code.as_str(), failure.verified),
        ("NoPermission", Some(Verified::Running))
    );
}

#[test]
fn a_task_that_runs_is_not_already_stopped_however_often_the_service_says_so() {
    let mut player = asking(options(), already_stopped());
    for _ in 1..options().retry.max_attempts.get() {
        assert!(matches!(player.step(description(Some("RUNNING"))), Next::Send { .. }));
        assert!(matches!(player.step(already_stopped()), Next::AskState { .. }));
    }
    let failure = player.failure(description(Some("RUNNING")));
    assert_eq!(failure.attempts, options().retry.max_attempts.get());
    assert_eq!(failure.verified, Some(Verified::Running));
    assert!(failure.retryable && !failure.outcome_unknown);
}

#[test]
fn the_wait_of_a_throttled_attempt_holds_for_the_next_one() {
    let mut player = unknown();
    player.elapsed_ms = 20_000;
    let mut throttled = refusal("Throttling.User");
    throttled.retry_after_ms = Some(10_000);
    let step = player.step(Input::Reply(throttled));
    assert!(matches!(step, Next::AskState { .. }), "{step:?}");
    let failure = player.failure(description(Some("RUNNING")));
    assert_eq!(failure.kind, Kind::Throttled);
    assert_eq!(failure.verified, Some(Verified::Running));
    assert_eq!((failure.attempts, failure.retry_after_ms), (2, Some(10_000)));
}

#[test]
fn does_not_ask_without_doubt() {
    let ends = |player: &mut Player, input| {
        let step = player.step(input);
        assert!(matches!(step, Next::Done(_)), "{step:?}");
    };
    // The caller did not ask for verification.
    ends(&mut Player::sent(ONE_ATTEMPT), Input::TimedOut);
    ends(&mut Player::sent(ONE_ATTEMPT), already_stopped());
    // The service confirmed the stop, or did nothing.
    let mut said = fields("");
    (said.code, said.task_id) = (None, Some("task-1".into()));
    let success = Input::Reply(reply(200, "", Body::Json(said.into())));
    let outcome = outcome(Player::sent(ONCE).step(success));
    assert_eq!((outcome.ending, outcome.verified), (Ending::Stopped, None));
    ends(&mut Player::sent(ONCE), Input::Reply(refusal("NoPermission")));
    ends(&mut Player::sent(ONCE), lost(Delivery::NeverSent, ""));
    // An earlier attempt explains "already stopped".
    ends(&mut unknown(), already_stopped());
}

#[test]
fn does_not_ask_without_credentials_or_after_a_fault_of_its_own() {
    let mut player = unknown();
    player.step(Input::Reply(refusal("InvalidSecurityToken.Expired")));
    let no_credentials = Failure::new(Kind::Credentials, code::CREDENTIALS_FAILED.into(), "x".into());
    assert!(player.failure(Input::NoCredentials(no_credentials)).outcome_unknown);

    let mut player = unknown();
    player.step(Input::TimedOut);
    player.call.account.lock().clock_offset_ms = i64::MAX;
    let failure = player.failure(Input::Waited);
    assert_eq!(failure.kind, Kind::Internal);
    assert!(failure.outcome_unknown);
}

#[test]
fn asks_only_in_time() {
    for (elapsed_ms, asks) in [(29_998, true), (29_999, false), (30_000, false)] {
        let mut player = Player::sent(ONCE);
        player.elapsed_ms = elapsed_ms;
        match player.step(Input::TimedOut) {
            Next::AskState { timeout_ms, .. } => assert!(asks && timeout_ms == 2),
            step => assert!(!asks && failure(step).outcome_unknown),
        }
    }
}

#[test]
fn an_abort_ends_the_question() {
    let throws = CallOptions {
        already_stopped: AlreadyStopped::Throw,
        ..ONCE
    };
    let inputs: [(CallOptions, fn() -> Input); 3] = [
        (ONCE, || Input::TimedOut),
        (ONCE, already_stopped),
        (throws, already_stopped),
    ];
    for (options, input) in inputs {
        for request_sent in [true, false] {
            let aborted = asking(options, input()).abort(request_sent);
            assert_eq!((aborted.attempts, aborted.outcome_unknown), (1, true));
        }
    }
}

#[test]
fn a_running_task_is_not_asked_about_after_an_attempt_that_was_never_sent() {
    let throws = CallOptions {
        already_stopped: AlreadyStopped::Throw,
        retry: RetryPolicy {
            max_attempts: core::num::NonZeroU32::MIN.saturating_add(1),
            ..RetryPolicy::NEVER
        },
        ..ONCE
    };
    let mut player = asking(throws, already_stopped());
    assert!(matches!(player.step(description(Some("RUNNING"))), Next::Send { .. }));
    let failure = player.failure(lost(Delivery::NeverSent, "refused"));
    assert_eq!((failure.kind, failure.outcome_unknown), (Kind::Network, false));
}

/// A call that stops a transcoding, whose code may say that the task had stopped.
fn transcoding(options: CallOptions) -> Player {
    let invocation = Invocation::new(&STOP_RTC_CLOUD_TRANSCODE, &|_| Some("task-1".into()));
    let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
    let mut player = Player::of(invocation.unwrap(), endpoint, options);
    player.send();
    player
}

#[test]
fn only_the_state_tells_whether_a_refused_task_had_stopped() {
    let refused = || Input::Reply(refusal("InvalidParameter.TaskId"));
    // Without a question, the code is an error.
    let mut player = transcoding(CallOptions::default());
    assert!(matches!(player.step(refused()), Next::Done(End::Failed(failure)) if !failure.outcome_unknown));

    for (status, ending) in [("STOPPED", Some(Ending::AlreadyStopped)), ("PAUSED", None)] {
        let mut player = transcoding(ONCE);
        assert!(matches!(player.step(refused()), Next::AskState { .. }), "{status}");
        match (player.step(description(Some(status))), ending) {
            (Next::Done(End::Stopped(outcome)), Some(ending)) => assert_eq!(
                (outcome.ending, outcome.code.as_deref(), outcome.verified),
                (ending, Some("InvalidParameter.TaskId"), Some(Verified::Stopped))
            ),
            (Next::Done(End::Failed(failure)), None) => assert_eq!(
                (failure.code.as_str(), failure.verified),
                ("InvalidParameter.TaskId", None)
            ),
            (step, _) => panic!("{status}: {step:?}"),
        }
    }

    let throws = CallOptions {
        already_stopped: AlreadyStopped::Throw,
        ..ONCE
    };
    let mut player = transcoding(throws);
    assert!(matches!(player.step(refused()), Next::AskState { .. }));
    let step = player.step(description(Some("STOPPED")));
    assert!(matches!(step, Next::Done(End::Failed(failure)) if failure.verified == Some(Verified::Stopped)));
}

#[test]
fn a_refused_task_that_runs_is_stopped_again() {
    let mut player = transcoding(options());
    assert!(matches!(
        player.step(Input::Reply(refusal("InvalidParameter.TaskId"))),
        Next::AskState { .. }
    ));
    assert!(matches!(player.step(description(Some("STARTING"))), Next::Send { .. }));
}

#[test]
fn other_refusals_ask_nothing() {
    for code in [
        "NotFound.Task",
        "Forbidden",
        "CodeTaskHasStopped",
        "StreamMonitorAlreadyStop",
    ] {
        let step = transcoding(ONCE).step(Input::Reply(refusal(code)));
        assert!(matches!(step, Next::Done(End::Failed(_))), "{code}: {step:?}");
    }
}

/// A description is no reply to a stop, and no news: caches know neither the signature nor the action of a `GET`, which are in headers.
#[test]
fn a_description_from_a_cache_answers_nothing() {
    let relay = || {
        let invocation = Invocation::new(&STOP_LIVE_PULL_TO_PUSH, &|_| Some("task-1".into()));
        let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
        let mut player = Player::of(invocation.unwrap(), endpoint, options());
        player.random = 1;
        player.send();
        player
    };
    let cached = |status: &str| {
        let said = FieldParts {
            code: None,
            task_id: Some("task-1".into()),
            task_status: Some(status.into()),
            ..fields("")
        };
        Input::Reply(reply(200, "", Body::Json(said.into())))
    };
    let refused = || Input::Reply(refusal("CodeTaskHasStopped"));

    let mut player = relay();
    assert!(matches!(player.step(refused()), Next::AskState { .. }));
    assert!(matches!(player.step(cached("1")), Next::Send { .. }));
    let step = player.step(cached("1"));
    assert!(matches!(step, Next::Wait(1)), "{step:?}");
    assert_eq!(player.call.failure().unwrap().code, code::UNREADABLE_REPLY);

    let account = {
        let mut player = relay();
        assert!(matches!(player.step(refused()), Next::AskState { .. }));
        let stopped = outcome(player.step(cached("3")));
        assert_eq!(stopped.verified, Some(Verified::Stopped));
        player.call.account.clone()
    };
    let mut player = relay();
    player.call.account = account;
    assert!(matches!(player.step(refused()), Next::AskState { .. }));
    assert_eq!(outcome(player.step(cached("3"))).verified, None);
}
