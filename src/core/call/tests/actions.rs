//! Calls of actions that stop no task: retries, and unknown outcomes.

#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::http::Method;
use crate::operation::{Action, DESCRIBE_RTC_CLOUD_RECORDING_FILES, VERSION};

const EFFECTS: [Effect; 3] = [Effect::Reads, Effect::ChangesOnce, Effect::ChangesEachTime];

/// A call whose first request has been sent. It asks for no state: no action here has one.
fn sent(effect: Effect) -> Player {
    let invocation = match effect {
        Effect::Reads => Invocation::new(&DESCRIBE_RTC_CLOUD_RECORDING_FILES, &|_| Some("task-1".into())),
        _ => Invocation::of_action(Action {
            name: "StartRtcCloudRecording".into(),
            version: VERSION.into(),
            method: Method::Post,
            effect,
            parameters: Vec::new(),
            in_form: 0,
        }),
    };
    let invocation = invocation.unwrap();
    assert_eq!(invocation.effect(), effect);
    let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
    let options = CallOptions {
        verify: Verify::InDoubt,
        ..CallOptions::default()
    };
    let mut player = Player::of(invocation, endpoint, options);
    player.random = 1;
    player.send();
    player
}

#[test]
fn a_success_is_an_answer() {
    for effect in EFFECTS {
        let mut said = fields("");
        said.code = None;
        said.nests_error = true;
        said.task_id = Some("task-1".into());
        let said = reply(200, "marker-secret", Body::Json(said.into()));
        match sent(effect).step(Input::Reply(said)) {
            Next::Done(End::Answered(answered)) => {
                assert_eq!(answered.reply.text, "marker-secret");
                assert_eq!(
                    format!("{answered:?}"),
                    r#"Answered { request_id: Some("R"), attempts: 1, .. }"#
                );
                assert_eq!((answered.request_id.as_deref(), answered.attempts), (Some("R"), 1));
            }
            step => panic!("{step:?}"),
        }
    }
}

#[test]
fn a_description_of_another_task_is_no_answer() {
    for (id, code) in [(Some("task-2"), code::MISMATCHED_REPLY), (None, code::INCOMPLETE_REPLY)] {
        let mut said = fields("");
        said.code = None;
        said.task_id = id.map(Into::into);
        let mut player = sent(Effect::Reads);
        let step = player.step(Input::Reply(reply(200, "", Body::Json(said.into()))));
        assert!(matches!(step, Next::Wait(1)), "{step:?}");
        let failure = player.call.failure().unwrap();
        assert_eq!((failure.code.as_ref(), failure.outcome_unknown), (code, false));
    }
}

#[test]
fn what_may_have_been_executed_is_sent_again_only_if_that_does_no_harm() {
    let inputs: [fn() -> Input; 6] = [
        || Input::TimedOut,
        || lost(Delivery::Unknown, "reset"),
        || Input::Reply(reply(200, "", Body::Foreign)),
        || Input::Reply(reply(502, "", Body::Foreign)),
        || Input::Reply(refusal("InternalError")),
        || Input::Reply(refusal("SignatureNonceUsed")),
    ];
    for input in inputs {
        let name = format!("{:?}", input());
        for effect in [Effect::Reads, Effect::ChangesOnce] {
            let mut player = sent(effect);
            let step = player.step(input());
            assert!(matches!(step, Next::Wait(1) | Next::Send { .. }), "{name}, {effect:?}");
            let failure = player.call.failure().unwrap();
            assert!(failure.retryable, "{name}");
        }
        let failure = sent(Effect::ChangesEachTime).failure(input());
        assert!(failure.outcome_unknown && !failure.retryable, "{name}");
        assert_eq!(failure.attempts, 1);
    }
}

#[test]
fn what_was_certainly_not_executed_is_sent_again() {
    for effect in EFFECTS {
        for input in [
            lost(Delivery::NeverSent, "refused"),
            Input::Reply(refusal("Throttling.User")),
        ] {
            let mut player = sent(effect);
            assert!(matches!(player.step(input), Next::Wait(1)), "{effect:?}");
            assert!(matches!(player.step(Input::Waited), Next::Send { .. }));
        }
        let mut player = sent(effect);
        player.call.options.retry = RetryPolicy::NEVER;
        let failure = player.failure(lost(Delivery::NeverSent, "refused"));
        assert!(failure.retryable && !failure.outcome_unknown);
    }
}

#[test]
fn only_the_outcome_of_a_change_is_unknown() {
    for effect in EFFECTS {
        let mut player = sent(effect);
        player.call.options.retry = RetryPolicy::NEVER;
        let failure = player.failure(Input::TimedOut);
        assert_eq!(failure.outcome_unknown, effect != Effect::Reads, "{effect:?}");

        let aborted = sent(effect).abort(true);
        assert_eq!(aborted.outcome_unknown, effect != Effect::Reads, "{effect:?}");
    }
}

#[test]
fn a_get_takes_no_reply_that_was_seen_before() {
    let account = Account::new(Quotas::UNLIMITED);
    let end = |method, request_id: &str| {
        let action = Action {
            name: "StopAnything".into(),
            version: VERSION.into(),
            method,
            effect: Effect::ChangesEachTime,
            parameters: Vec::new(),
            in_form: 0,
        };
        let endpoint = Endpoint::parse("live.aliyuncs.com", PlainHttp::Loopback).unwrap();
        let mut player = Player::of(Invocation::of_action(action).unwrap(), endpoint, ONE_ATTEMPT);
        player.call.account = account.clone();
        player.send();
        let said = FieldParts {
            request_id: Some(request_id.into()),
            ..FieldParts::UNKNOWN
        };
        player.step(Input::Reply(reply(200, "", Body::Json(said.into()))))
    };
    for (method, request_id, is_seen) in [
        (Method::Post, "R", false),
        (Method::Post, "R", false),
        (Method::Get, "R", false),
        (Method::Get, "R", true),
        (Method::Get, "S", false),
        (Method::Get, "R", true),
    ] {
        let step = end(method, request_id);
        if is_seen {
            let failure = failure(step);
            assert_eq!(
                (failure.code.as_str(), failure.outcome_unknown),
                (code::UNREADABLE_REPLY, true)
            );
        } else {
            assert!(matches!(step, Next::Done(End::Answered(_))), "{step:?}");
        }
    }
}
