//! The runtime as `host.js` gives it to a call, in Rust's words: `fetch`, clocks, random numbers, timers and the caller's signal.

use apsara_live_core::{HttpRequest, HttpResponse};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use crate::reply;

#[wasm_bindgen]
extern "C" {
    /// The runtime of a call.
    pub type Host;

    #[wasm_bindgen(method)]
    fn exchange(this: &Host, method: &str, url: &str, headers: JsValue, body: Option<&str>, ms: f64) -> Promise;
    #[wasm_bindgen(method)]
    fn sleep(this: &Host, ms: f64) -> Promise;
    #[wasm_bindgen(method)]
    fn ask(this: &Host, ms: f64, question: &Promise, renewed: bool) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn retrying(this: &Host, delay_ms: f64, kind: &str, code: &str);
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Host) -> Option<AbortSignal>;
    #[wasm_bindgen(method, js_name = wallMs)]
    fn wall(this: &Host) -> f64;
    #[wasm_bindgen(method, js_name = monotonicMs)]
    fn monotonic(this: &Host) -> f64;
    #[wasm_bindgen(method, js_name = random)]
    fn fill(this: &Host, bytes: &mut [u8]);
}

/// What came of an exchange.
pub(crate) enum Exchange {
    Response(HttpResponse),
    /// The text says what was thrown.
    Lost(String, JsValue),
    /// The time was up, or the caller aborted.
    Ended,
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "clocks and spans below 2^53"
)]
impl Host {
    /// The caller's reason, once it has aborted.
    pub(crate) fn aborted(&self) -> Option<JsValue> {
        let signal = self.signal()?;
        signal.aborted().then(|| signal.reason())
    }

    /// The wall clock, in milliseconds since 1970.
    pub(crate) fn wall_ms(&self) -> i64 {
        self.wall() as i64
    }

    /// A clock that nobody sets, in milliseconds.
    pub(crate) fn monotonic_ms(&self) -> u64 {
        self.monotonic() as u64
    }

    /// 128 random bits.
    pub(crate) fn random(&self) -> u128 {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        u128::from_ne_bytes(bytes)
    }

    /// Sends a request and reads the response, its body included.
    pub(crate) async fn send(&self, request: &HttpRequest, timeout_ms: u64) -> Exchange {
        let headers = reply::headers(request);
        let body = request.body.as_deref();
        let promise = self.exchange(request.method.as_str(), &request.url, headers, body, timeout_ms as f64);
        let Some(parts) = settled(promise).await else {
            return Exchange::Ended;
        };
        // Status, headers, members and body; or a text and what was thrown.
        let first = parts.get(0);
        let Some(status) = first.as_f64() else {
            return Exchange::Lost(first.as_string().unwrap_or_default(), parts.get(1));
        };
        let members = parts.get(2);
        Exchange::Response(HttpResponse {
            status: status as u16,
            headers: pairs(&parts.get(1)),
            members: (!members.is_undefined()).then(|| pairs(&members)),
            body: parts.get(3).unchecked_into::<Uint8Array>().to_vec(),
        })
    }

    /// Waits, at most until the caller aborts.
    pub(crate) async fn wait(&self, ms: u64) {
        settled(self.sleep(ms as f64)).await;
    }

    /// What a promise comes to; nothing if it takes longer, or if the caller aborts.
    pub(crate) async fn within(
        &self,
        timeout_ms: u64,
        promise: &Promise,
        renewed: bool,
    ) -> Option<Result<JsValue, JsValue>> {
        let parts = settled(self.ask(timeout_ms as f64, promise, renewed)).await?;
        // An answer; or nothing, and what was thrown.
        Some(match parts.length() {
            1 => Ok(parts.get(0)),
            _ => Err(parts.get(1)),
        })
    }
}

async fn settled(promise: Promise) -> Option<Array> {
    // The promises of `host.js` do not reject.
    let value = JsFuture::from(promise).await.unwrap_or_default();
    (!value.is_undefined()).then(|| value.unchecked_into())
}

/// Names and values, which stand in turn.
fn pairs(texts: &JsValue) -> Vec<(String, String)> {
    let texts: &Array = texts.unchecked_ref();
    let text = |at| texts.get(at).as_string().unwrap_or_default();
    (0..texts.length() / 2)
        .map(|at| (text(2 * at), text(2 * at + 1)))
        .collect()
}
