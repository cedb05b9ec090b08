//! The loop: takes the core's steps, has the host do them, and tells the core what happened.

use apsara_live_core::call::{Call, Freshness, Input, Moment, Step};
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::client::Shared;
use crate::host::{self, Host};
use crate::random::random;
use crate::reply;

/// How what the host answered becomes what the core is told.
type Read = fn(JsValue, &Shared) -> Input;

/// Takes steps until the call is done or the caller aborts. After an abort nothing more is sent.
pub(crate) async fn drive(mut call: Call, shared: &Shared, host: &Host) -> JsValue {
    let begun_ms = host.monotonic_ms();
    let (mut input, mut told) = (Input::Begin, false);
    loop {
        if host.aborted() {
            return reply::aborted(call.outcome_unknown() || matches!(input, Input::TimedOut));
        }
        let mut clock = shared.clock.get();
        let now = Moment {
            wall_ms: host.wall_ms(),
            elapsed_ms: host.monotonic_ms().saturating_sub(begun_ms),
            random: random(),
        };
        let step = call.advance(input, now, &mut clock);
        shared.clock.set(clock);
        let (answer, read): (JsValue, Read) = match step {
            Step::Done(result) => return reply::ended(&result),
            Step::RefreshCredentials { freshness, timeout_ms } => {
                let renewed = freshness == Freshness::Renewed;
                (host.ask(timeout_ms, renewed), host::signer)
            }
            Step::Send { request, timeout_ms } => {
                if !told {
                    tell_retry(&call, 0, host);
                }
                told = false;
                (host.send(&reply::lines(&request), timeout_ms).into(), host::response)
            }
            Step::Wait(ms) => {
                tell_retry(&call, ms, host);
                told = true;
                (host.wait(ms).into(), |_, _| Input::Waited)
            }
        };
        let answer = match answer.dyn_into::<Promise>() {
            // The promises of `host.js` do not reject.
            Ok(promise) => JsFuture::from(promise).await.unwrap_or_default(),
            Err(at_hand) => at_hand,
        };
        input = read(answer, shared);
    }
}

fn tell_retry(call: &Call, delay_ms: u64, host: &Host) {
    if let Some(failure) = call.failure() {
        host.tell_retry(delay_ms, failure.kind.as_str(), &failure.code);
    }
}
