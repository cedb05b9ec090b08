//! Interface of the JavaScript side of a call: credentials, `fetch`, clocks, timers and the caller's signal.
//!
//! `pkg-template/src/wasm/boundary.ts` declares the same objects.

use core::time::Duration;

use apsara_live_core::Failure;
use apsara_live_core::call::{Delivery, Freshness, Input, Loss, Moment};
use apsara_live_core::error::Kind;
use apsara_live_core::reply::{Body, Fields, Reply};
use js_sys::{JsString, Promise};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::members::{Members, constant};
use crate::options::AccessKey;
use crate::random::random;
use crate::request::{DescribedTask, SignedRequest};
use crate::signers::Signers;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript side of one call. Each method that waits returns a `Completion` of an [`Event`].
    pub type Host;

    #[wasm_bindgen(method, getter)]
    fn signal(this: &Host) -> Option<AbortSignal>;
    #[wasm_bindgen(method, js_name = wallMs)]
    fn wall_ms(this: &Host) -> f64;
    #[wasm_bindgen(method, js_name = elapsedMs)]
    fn elapsed_ms(this: &Host) -> f64;
    #[wasm_bindgen(method, js_name = monotonicMs)]
    fn monotonic_ms(this: &Host) -> f64;
    #[wasm_bindgen(method, js_name = cachedCredentials)]
    pub(crate) fn cached_credentials(this: &Host, freshness: &JsString) -> Option<AccessKey>;
    #[wasm_bindgen(method, js_name = askCredentials)]
    pub(crate) fn ask_credentials(this: &Host, freshness: &JsString, timeout_ms: f64) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn send(this: &Host, request: SignedRequest, timeout_ms: f64) -> Promise;
    #[wasm_bindgen(method, js_name = askState)]
    pub(crate) fn ask_state(this: &Host, request: SignedRequest, timeout_ms: f64, task: DescribedTask) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn wait(this: &Host, ms: f64) -> Promise;
    #[wasm_bindgen(method, js_name = waitForPermit)]
    pub(crate) fn wait_for_permit(this: &Host, ms: f64) -> Promise;
    #[wasm_bindgen(method, js_name = onResponse)]
    pub(crate) fn on_response(this: &Host, status: u16, request_id: Option<&str>);
    #[wasm_bindgen(method, js_name = onRetry)]
    pub(crate) fn on_retry(this: &Host, delay_ms: f64, kind: &str, code: &str, request_id: Option<&str>);

    /// An event of the host.
    #[wasm_bindgen(extends = Members)]
    pub type Event;
}

/// The name of the freshness in JavaScript.
pub(crate) fn freshness_name(freshness: Freshness) -> &'static JsString {
    constant(match freshness {
        Freshness::Any => "any",
        Freshness::Renewed => "renewed",
    })
}

impl Host {
    pub(crate) fn aborted(&self) -> bool {
        self.signal().is_some_and(|signal| signal.aborted())
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clocks are far below 2^53, and the monotonic one does not go below 0"
    )]
    pub(crate) fn moment(&self) -> Moment {
        Moment {
            wall_ms: self.wall_ms() as i64,
            elapsed_ms: self.elapsed_ms() as u64,
            monotonic: Duration::from_micros((self.monotonic_ms() * 1_000.0) as u64),
            random: random(),
        }
    }
}

impl Event {
    /// Reads the event as an input of the core.
    pub(crate) fn input(&self, signers: &Signers) -> Input {
        let text = |name| self.text(name).unwrap_or_default();
        match text("kind").as_str() {
            "credentials" => signer_input(signers, &self.object("accessKey")),
            "no-credentials" => {
                let mut failure = Failure::new(Kind::Credentials, text("code"), text("message"));
                failure.retryable = self.flag("retryable");
                Input::NoCredentials(failure)
            }
            "reply" => Input::Reply(reply(&self.object("reply"))),
            "timed-out" => Input::TimedOut,
            "waited" => Input::Waited,
            "aborted" => Input::Aborted {
                request_sent: self.flag("requestSent"),
            },
            // "lost". An unknown kind is a fault of this package: the outcome of the attempt is unknown.
            _ => Input::Lost(Loss {
                reason: text("reason"),
                delivery: match text("delivery").as_str() {
                    "never-sent" => Delivery::NeverSent,
                    "no-such-host" => Delivery::NoSuchHost,
                    _ => Delivery::Unknown,
                },
            }),
        }
    }
}

pub(crate) fn signer_input(signers: &Signers, access_key: &AccessKey) -> Input {
    match signers.signer(access_key) {
        Ok(signer) => Input::Signer(signer),
        Err(error) => Input::NoCredentials(error.into()),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers below 2^53; the status and the wait are not negative"
)]
fn reply(object: &Members) -> Reply {
    let fields = || fields(&object.object("fields"));
    Reply {
        status: object.number("status").unwrap_or_default() as u16,
        request_id: object.text("requestId"),
        retry_after_ms: object.number("retryAfterMs").map(|ms| ms as u64),
        date_ms: object.number("dateMs").map(|ms| ms as i64),
        text: object.text("text").unwrap_or_default(),
        body: match object.text("body").as_deref() {
            Some("json") => Body::Json(fields()),
            Some("xml") => Body::Xml(fields()),
            Some("empty") => Body::Empty,
            Some("oversized") => Body::Oversized,
            _ => Body::Foreign,
        },
    }
}

fn fields(object: &Members) -> Fields {
    Fields {
        request_id: object.text("requestId"),
        task_id: object.text("taskId"),
        code: object.text("code"),
        message: object.text("message"),
        recommend: object.text("recommend"),
        mentions_error: object.flag("mentionsError"),
        nests_error: object.flag("nestsError"),
        task_status: object.text("taskStatus"),
    }
}
