//! Interface of the JavaScript side of a call: credentials, `fetch`, clocks, timers and the caller's signal.
//!
//! `pkg-template/src/wasm/boundary.ts` declares the same objects.

use apsara_live_core::Failure;
use apsara_live_core::call::{Delivery, Freshness, Input, Loss, Moment};
use apsara_live_core::error::Kind;
use apsara_live_core::reply::{Body, Fields, Reply};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::options::AccessKey;
use crate::random::random;
use crate::request::SignedRequest;
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
    #[wasm_bindgen(method, js_name = cachedCredentials)]
    pub(crate) fn cached_credentials(this: &Host, freshness: FreshnessName) -> Option<AccessKey>;
    #[wasm_bindgen(method, js_name = askCredentials)]
    pub(crate) fn ask_credentials(this: &Host, freshness: FreshnessName, timeout_ms: f64) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn send(this: &Host, request: SignedRequest, timeout_ms: f64) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn wait(this: &Host, ms: f64) -> Promise;
    #[wasm_bindgen(method, js_name = onResponse)]
    pub(crate) fn on_response(this: &Host, status: u16, request_id: Option<&str>);
    #[wasm_bindgen(method, js_name = onRetry)]
    pub(crate) fn on_retry(this: &Host, delay_ms: f64, kind: &str, code: &str, request_id: Option<&str>);

    /// An event of the host.
    pub type Event;

    #[wasm_bindgen(method, getter)]
    fn kind(this: &Event) -> EventKind;
    #[wasm_bindgen(method, getter, js_name = accessKey)]
    fn access_key(this: &Event) -> AccessKey;
    #[wasm_bindgen(method, getter)]
    fn code(this: &Event) -> String;
    #[wasm_bindgen(method, getter)]
    fn message(this: &Event) -> String;
    #[wasm_bindgen(method, getter)]
    fn retryable(this: &Event) -> bool;
    #[wasm_bindgen(method, getter)]
    fn reply(this: &Event) -> ReplyObject;
    #[wasm_bindgen(method, getter)]
    fn reason(this: &Event) -> String;
    #[wasm_bindgen(method, getter)]
    fn delivery(this: &Event) -> DeliveryName;
    #[wasm_bindgen(method, getter, js_name = requestSent)]
    fn request_sent(this: &Event) -> bool;

    /// The facts of a response.
    type ReplyObject;

    #[wasm_bindgen(method, getter)]
    fn status(this: &ReplyObject) -> u16;
    #[wasm_bindgen(method, getter, js_name = requestId)]
    fn request_id(this: &ReplyObject) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = retryAfterMs)]
    fn retry_after_ms(this: &ReplyObject) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = dateMs)]
    fn date_ms(this: &ReplyObject) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn text(this: &ReplyObject) -> String;
    #[wasm_bindgen(method, getter)]
    fn body(this: &ReplyObject) -> BodyKind;
    #[wasm_bindgen(method, getter)]
    fn fields(this: &ReplyObject) -> FieldsObject;

    /// The members of a body.
    type FieldsObject;

    #[wasm_bindgen(method, getter, js_name = requestId)]
    fn request_id(this: &FieldsObject) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = taskId)]
    fn task_id(this: &FieldsObject) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn code(this: &FieldsObject) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn message(this: &FieldsObject) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn recommend(this: &FieldsObject) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = mentionsError)]
    fn mentions_error(this: &FieldsObject) -> bool;
}

/// Names of [`Freshness`].
#[wasm_bindgen]
#[derive(Clone, Copy)]
pub enum FreshnessName {
    Any = "any",
    Renewed = "renewed",
}

/// Kinds of [`Event`].
#[wasm_bindgen]
#[derive(Clone, Copy)]
enum EventKind {
    Credentials = "credentials",
    NoCredentials = "no-credentials",
    Reply = "reply",
    Lost = "lost",
    TimedOut = "timed-out",
    Waited = "waited",
    Aborted = "aborted",
}

/// Names of [`Delivery`].
#[wasm_bindgen]
#[derive(Clone, Copy)]
enum DeliveryName {
    Unknown = "unknown",
    NeverSent = "never-sent",
    NoSuchHost = "no-such-host",
}

/// Kinds of [`Body`].
#[wasm_bindgen]
#[derive(Clone, Copy)]
enum BodyKind {
    Json = "json",
    Xml = "xml",
    Empty = "empty",
    Oversized = "oversized",
    Foreign = "foreign",
}

impl From<Freshness> for FreshnessName {
    fn from(freshness: Freshness) -> Self {
        match freshness {
            Freshness::Any => Self::Any,
            Freshness::Renewed => Self::Renewed,
        }
    }
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
            random: random(),
        }
    }
}

impl Event {
    /// Reads the event as an input of the core.
    pub(crate) fn input(&self, signers: &Signers) -> Input {
        match self.kind() {
            EventKind::Credentials => signer_input(signers, &self.access_key()),
            EventKind::NoCredentials => {
                let mut failure = Failure::new(Kind::Credentials, self.code(), self.message());
                failure.retryable = self.retryable();
                Input::NoCredentials(failure)
            }
            EventKind::Reply => Input::Reply(self.reply().read()),
            EventKind::TimedOut => Input::TimedOut,
            EventKind::Waited => Input::Waited,
            EventKind::Aborted => Input::Aborted {
                request_sent: self.request_sent(),
            },
            // An unknown kind is a fault of this package; then nothing is known of the attempt.
            EventKind::Lost | EventKind::__Invalid => Input::Lost(Loss {
                reason: self.reason(),
                delivery: match self.delivery() {
                    DeliveryName::NeverSent => Delivery::NeverSent,
                    DeliveryName::NoSuchHost => Delivery::NoSuchHost,
                    DeliveryName::Unknown | DeliveryName::__Invalid => Delivery::Unknown,
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

impl ReplyObject {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole numbers below 2^53; the wait is not negative"
    )]
    fn read(&self) -> Reply {
        Reply {
            status: self.status(),
            request_id: self.request_id(),
            retry_after_ms: self.retry_after_ms().map(|ms| ms as u64),
            date_ms: self.date_ms().map(|ms| ms as i64),
            text: self.text(),
            body: match self.body() {
                BodyKind::Json => Body::Json(self.fields().read()),
                BodyKind::Xml => Body::Xml(self.fields().read()),
                BodyKind::Empty => Body::Empty,
                BodyKind::Oversized => Body::Oversized,
                BodyKind::Foreign | BodyKind::__Invalid => Body::Foreign,
            },
        }
    }
}

impl FieldsObject {
    fn read(&self) -> Fields {
        Fields {
            request_id: self.request_id(),
            task_id: self.task_id(),
            code: self.code(),
            message: self.message(),
            recommend: self.recommend(),
            mentions_error: self.mentions_error(),
        }
    }
}
