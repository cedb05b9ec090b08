//! Loop of a call: the host does each step of the core, and its event goes back into the core.

use std::rc::Rc;

use apsara_live_core::call::{Call, Input, Step};
use wasm_bindgen::JsValue;

use crate::client::Shared;
use crate::end;
use crate::host::{Host, signer_input};
use crate::members::constant;
use crate::record::Words;
use crate::request::{described_task, signed_request};

/// Drives a call to its end, and returns the end.
#[expect(clippy::cast_precision_loss, reason = "spans of time are far below 2^53")]
pub(crate) async fn drive(mut call: Call, shared: Rc<Shared>, host: Host) -> JsValue {
    let mut input = Input::Begin;
    let mut told_of_retry = false;
    loop {
        if let Input::Reply(reply) = &input {
            let request_id = reply.request_id.as_deref().map(|id| call.redacted(id));
            host.on_response(reply.status, request_id.as_deref());
        }
        let step = call.advance(input, host.moment(), &mut shared.account.borrow_mut());
        // One await for all steps: each further await would make the future larger.
        let completion = match step {
            Step::Done(end) => return end::of_call(&end),
            _ if host.aborted() => {
                input = Input::Aborted { request_sent: false };
                continue;
            }
            Step::RefreshCredentials { freshness, timeout_ms } => {
                if let Some(access_key) = host.cached_credentials(freshness) {
                    input = signer_input(&shared.signers, &access_key);
                    continue;
                }
                host.ask_credentials(constant(freshness.word()), timeout_ms as f64)
            }
            Step::Send { request, timeout_ms } => {
                if !told_of_retry {
                    tell_retry(&call, 0, &host);
                }
                told_of_retry = false;
                host.send(signed_request(&request), timeout_ms as f64)
            }
            Step::AskState {
                request,
                timeout_ms,
                task,
            } => host.ask_state(signed_request(&request), timeout_ms as f64, described_task(&task)),
            Step::WaitForPermit(ms) => host.wait_for_permit(ms as f64),
            Step::Wait(ms) => {
                tell_retry(&call, ms, &host);
                told_of_retry = true;
                host.wait(ms as f64)
            }
        };
        input = completion.settled().await.input(&shared.signers);
    }
}

#[expect(clippy::cast_precision_loss, reason = "spans of time are far below 2^53")]
fn tell_retry(call: &Call, delay_ms: u64, host: &Host) {
    if let Some(failure) = call.failure() {
        let request_id = failure.request_id.as_deref();
        host.on_retry(delay_ms as f64, failure.kind.as_str(), &failure.code, request_id);
    }
}
