//! Loop of a call: the host does each step of the core, and its event answers the step.

use std::rc::Rc;

use apsara_live_core::Failure;
use apsara_live_core::call::{Call, Step, WaitReason};
use wasm_bindgen::JsValue;

use crate::client::Shared;
use crate::end;
use crate::host::{Host, HostEvent};
use crate::members::constant;
use crate::record::Words;
use crate::request::{described_task, signed_request};

/// Drives a call to its end, and returns the end.
#[expect(clippy::cast_precision_loss, reason = "spans of time are far below 2^53")]
pub(crate) async fn drive(call: Call, shared: Rc<Shared>, host: Host) -> JsValue {
    let mut step = call.start(host.moment());
    let mut told_of_retry = false;
    loop {
        let work = match &step {
            Step::Done(end) => return end::of_call(end),
            _ if host.aborted() => Err(HostEvent::Aborted { request_sent: false }),
            Step::RefreshCredentials(asked) => match host.cached_credentials(asked.freshness()) {
                Some(credentials) => Err(HostEvent::Credentials { credentials }),
                None => Ok(host.ask_credentials(constant(asked.freshness().word()), asked.timeout_ms() as f64)),
            },
            Step::Send(send) => {
                let (request, timeout_ms) = (signed_request(send.request()), send.timeout_ms() as f64);
                if !send.is_question() {
                    if !told_of_retry {
                        tell_retry(send.failure(), 0, &host);
                    }
                    told_of_retry = false;
                }
                let task = send.described_task().map(described_task);
                Ok(host.send(request, timeout_ms, task, send.is_question()))
            }
            Step::Wait(wait) if wait.reason() == WaitReason::Quota => Ok(host.wait_for_permit(wait.ms() as f64)),
            Step::Wait(wait) => Ok(if let Some(hold) = wait.hold() {
                let (since_ms, next_probe_ms) = (hold.since_ms as f64, hold.next_probe_ms as f64);
                host.wait_held(
                    wait.ms() as f64,
                    hold.kind.as_str(),
                    &hold.code,
                    since_ms,
                    next_probe_ms,
                )
            } else {
                let for_state = wait.reason() == WaitReason::Stopping;
                if !for_state {
                    tell_retry(wait.failure(), wait.ms(), &host);
                }
                told_of_retry = true;
                host.wait(wait.ms() as f64, for_state)
            }),
        };
        // One await for all steps: each further await would make the future larger.
        let event = match work {
            Ok(completion) => completion.settled().await,
            Err(event) => event,
        };
        if let (HostEvent::Reply { reply }, Step::Send(send)) = (&event, &step) {
            let request_id = reply.request_id.as_deref().map(|id| send.redacted(id));
            host.on_response(reply.status, request_id.as_deref());
        }
        step = event.answer(step, &shared.signers, host.moment());
    }
}

#[expect(clippy::cast_precision_loss, reason = "spans of time are far below 2^53")]
fn tell_retry(failure: Option<&Failure>, delay_ms: u64, host: &Host) {
    if let Some(failure) = failure {
        let request_id = failure.request_id.as_deref();
        host.on_retry(delay_ms as f64, failure.kind.as_str(), &failure.code, request_id);
    }
}
