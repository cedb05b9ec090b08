//! The runtime as `host.js` gives it to a call, in Rust's words: credentials, `fetch`, clocks, timers and the caller's signal.

use apsara_live_core::call::Input;
use apsara_live_core::response::{Fields, Head, Reply, Unreadable};
use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::client::Shared;

#[wasm_bindgen]
extern "C" {
    /// The runtime of a call.
    pub type Host;

    #[wasm_bindgen(method)]
    fn credentials(this: &Host, ms: f64, renewed: bool) -> JsValue;
    #[wasm_bindgen(method)]
    fn exchange(this: &Host, lines: &str, ms: f64) -> Promise;
    #[wasm_bindgen(method)]
    fn sleep(this: &Host, ms: f64) -> Promise;
    #[wasm_bindgen(method)]
    fn retrying(this: &Host, delay_ms: f64, kind: &str, code: &str);
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Host) -> Option<AbortSignal>;
    #[wasm_bindgen(method, js_name = wallMs)]
    fn wall(this: &Host) -> f64;
    #[wasm_bindgen(method, js_name = monotonicMs)]
    fn monotonic(this: &Host) -> f64;
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "clocks and spans below 2^53"
)]
impl Host {
    /// Whether the caller has aborted.
    pub(crate) fn aborted(&self) -> bool {
        self.signal().is_some_and(|signal| signal.aborted())
    }

    /// The wall clock, in milliseconds since 1970.
    pub(crate) fn wall_ms(&self) -> i64 {
        self.wall() as i64
    }

    /// A clock that nobody sets, in milliseconds.
    pub(crate) fn monotonic_ms(&self) -> u64 {
        self.monotonic() as u64
    }

    /// Asks for credentials, others than the last ones if those were refused; [`signer`] reads the answer, or what a promise of it comes to.
    pub(crate) fn ask(&self, timeout_ms: u64, renewed: bool) -> JsValue {
        self.credentials(timeout_ms as f64, renewed)
    }

    /// Sends a request and reads the response, its body included; [`response`] reads the answer.
    pub(crate) fn send(&self, lines: &str, timeout_ms: u64) -> Promise {
        self.exchange(lines, timeout_ms as f64)
    }

    /// Waits, at most until the caller aborts.
    pub(crate) fn wait(&self, ms: u64) -> Promise {
        self.sleep(ms as f64)
    }

    /// Tells the caller that another attempt follows, and why.
    pub(crate) fn tell_retry(&self, delay_ms: u64, kind: &str, code: &str) {
        self.retrying(delay_ms as f64, kind, code);
    }
}

/// Reads credentials, or why there are none.
#[expect(clippy::needless_pass_by_value, reason = "one signature for all answers")]
pub(crate) fn signer(answer: JsValue, shared: &Shared) -> Input {
    match shared.keyring.signer(&answer) {
        Ok(signer) => Input::Signer(signer),
        Err(failure) => Input::NoCredentials(failure),
    }
}

/// Reads the parts of a reply; or a text that says what was thrown; or nothing, when the time was up or the caller aborted: of that the
/// next turn of the loop sees the signal, and goes no further.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::needless_pass_by_value,
    reason = "whole numbers below 2^53; one signature for all answers"
)]
pub(crate) fn response(answer: JsValue, _: &Shared) -> Input {
    if answer.is_undefined() {
        return Input::TimedOut;
    }
    if let Some(thrown) = answer.as_string() {
        return Input::Lost(thrown);
    }
    let parts: &Array = answer.unchecked_ref();
    let number = |at| parts.get(at).as_f64();
    let text = |at| parts.get(at).as_string();
    let head = Head {
        status: number(0).unwrap_or_default() as u16,
        request_id: text(1),
        retry_after_ms: number(2).map(|ms| ms as u64),
        date_ms: number(3).map(|ms| ms as i64),
        text: text(4).unwrap_or_default(),
    };
    let unreadable = [Unreadable::Empty, Unreadable::Foreign, Unreadable::Oversized];
    let body = match number(5).and_then(|kind| unreadable.get(kind as usize)) {
        Some(kind) => Err(*kind),
        None => Ok(Fields {
            request_id: text(6),
            task_id: text(7),
            code: text(8),
            message: text(9),
            recommend: text(10),
        }),
    };
    Input::Response(Reply { head, body })
}
