//! Interface of the JavaScript side of a call: credentials, `fetch`, clocks, timers and the caller's signal.

use std::cell::Cell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use core::time::Duration;

use apsara_live_core::Failure;
use apsara_live_core::call::{Delivery, Freshness, Input, Loss, Moment};
use apsara_live_core::error::Kind;
use apsara_live_core::reply::{Body, Fields, Reply};
use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::declare::{declarations, incoming, words};
use crate::members::{Members, constant};
use crate::options::AccessKey;
use crate::random::random;
use crate::record::{Js, Record, Words};
use crate::signers::Signers;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript side of one call. `pkg-template/src/wasm/boundary.ts` declares its methods.
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
    fn cached_access_key(this: &Host, freshness: &JsString) -> Option<Members>;
    #[wasm_bindgen(method, js_name = askCredentials)]
    pub(crate) fn ask_credentials(this: &Host, freshness: &JsString, timeout_ms: f64) -> Completion;
    #[wasm_bindgen(method)]
    pub(crate) fn send(this: &Host, request: Members, timeout_ms: f64) -> Completion;
    #[wasm_bindgen(method, js_name = askState)]
    pub(crate) fn ask_state(this: &Host, request: Members, timeout_ms: f64, task: Members) -> Completion;
    #[wasm_bindgen(method)]
    pub(crate) fn wait(this: &Host, ms: f64) -> Completion;
    #[wasm_bindgen(method, js_name = waitForPermit)]
    pub(crate) fn wait_for_permit(this: &Host, ms: f64) -> Completion;
    #[wasm_bindgen(method, js_name = onResponse)]
    pub(crate) fn on_response(this: &Host, status: u16, request_id: Option<&str>);
    #[wasm_bindgen(method, js_name = onRetry)]
    pub(crate) fn on_retry(this: &Host, delay_ms: f64, kind: &str, code: &str, request_id: Option<&str>);

    /// A wait of the host: `pkg-template/src/wasm/completion.ts`. Its one reaction runs at once when the host settles it.
    pub type Completion;

    #[wasm_bindgen(method)]
    fn then(this: &Completion, reaction: JsValue);
}

words! {
    /// Which credentials are acceptable: cached ones, or others than those that the service called expired.
    Freshness { Any = "any", Renewed = "renewed", }
}

words! {
    /// Whether a request may have reached the service.
    Delivery { Unknown = "unknown", NeverSent = "never-sent", NoSuchHost = "no-such-host", }
}

incoming! {
    /// The end of a wait.
    enum HostEvent by "kind" {
        /// There are credentials.
        Credentials = "credentials" { access_key: Js<AccessKey> = "accessKey", }
        /// There are no credentials.
        NoCredentials = "no-credentials" {
            code: String = "code",
            message: String = "message",
            retryable: bool = "retryable",
        }
        /// A response arrived in full.
        Reply = "reply" { reply: Reply = "reply", }
        /// The attempt failed without a response.
        Lost = "lost" { reason: String = "reason", delivery: Delivery = "delivery", }
        /// The time of the attempt ran out.
        TimedOut = "timed-out" {}
        /// The wait is over.
        Waited = "waited" {}
        /// The caller aborted the call, with or without a request under way.
        Aborted = "aborted" { request_sent: bool = "requestSent", }
    }
}

incoming! {
    /// The facts of a response.
    impl Reply as Reply {
        status: u16 = "status",
        /// The `x-acs-request-id` header.
        request_id: Option<String> = "requestId",
        /// The wait that the service asked for, in milliseconds; never 0.
        retry_after_ms: Option<u64> = "retryAfterMs",
        /// The `date` header, in milliseconds since 1970.
        date_ms: Option<i64> = "dateMs",
        /// The body as text, for messages.
        text: String = "text",
        body: Body = "body",
    }
}

incoming! {
    /// The body of a response.
    impl enum Body as ReplyBody by "form" {
        Json = "json" { 0: Fields = "fields", }
        Xml = "xml" { 0: Fields = "fields", }
        Empty = "empty" {}
        Oversized = "oversized" {}
        Foreign = "foreign" {}
    }
}

incoming! {
    /// Members of a body, each a string in the body, and each there once under any spelling.
    impl Fields as ReplyFields {
        request_id: Option<String> = "requestId",
        task_id: Option<String> = "taskId",
        code: Option<String> = "code",
        message: Option<String> = "message",
        recommend: Option<String> = "recommend",
        /// Whether the body itself speaks of an error in any form but a string `Code`.
        mentions_error: bool = "mentionsError",
        /// Whether an object within the body speaks of an error.
        nests_error: bool = "nestsError",
        /// The `Status` of the task that `askState` asks for; empty where the reply describes others, or none.
        task_status: Option<String> = "taskStatus",
    }
}

/// Event of a [`Completion`], and the waker of the call that waits for it.
#[derive(Default)]
struct Settling {
    event: Cell<Option<Members>>,
    waker: Cell<Option<Waker>>,
}

impl Completion {
    /// Waits until the host settles it.
    pub(crate) fn settled(self) -> impl Future<Output = HostEvent> {
        let settling = Rc::new(Settling::default());
        let reacting = Rc::clone(&settling);
        self.then(Closure::once_into_js(move |event: Members| {
            reacting.event.set(Some(event));
            if let Some(waker) = reacting.waker.take() {
                waker.wake();
            }
        }));
        poll_fn(move |context| {
            if let Some(event) = settling.event.take() {
                return Poll::Ready(HostEvent::of(&event));
            }
            settling.waker.set(Some(context.waker().clone()));
            Poll::Pending
        })
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
            monotonic: Duration::from_micros((self.monotonic_ms() * 1_000.0) as u64),
            random: random(),
        }
    }

    pub(crate) fn cached_credentials(&self, freshness: Freshness) -> Option<Js<AccessKey>> {
        self.cached_access_key(constant(freshness.word())).map(Js::new)
    }
}

impl HostEvent {
    /// Returns the event as an input of the core.
    pub(crate) fn input(self, signers: &Signers) -> Input {
        match self {
            Self::Credentials { access_key } => signer_input(signers, &access_key),
            Self::NoCredentials {
                code,
                message,
                retryable,
            } => {
                let mut failure = Failure::new(Kind::Credentials, code, message);
                failure.retryable = retryable;
                Input::NoCredentials(failure)
            }
            Self::Reply { reply } => Input::Reply(reply),
            Self::Lost { reason, delivery } => Input::Lost(Loss { reason, delivery }),
            Self::TimedOut {} => Input::TimedOut,
            Self::Waited {} => Input::Waited,
            Self::Aborted { request_sent } => Input::Aborted { request_sent },
        }
    }
}

pub(crate) fn signer_input(signers: &Signers, access_key: &Js<AccessKey>) -> Input {
    match signers.signer(access_key) {
        Ok(signer) => Input::Signer(signer),
        Err(error) => Input::NoCredentials(error.into()),
    }
}

declarations! { Freshness Delivery Body HostEvent Reply Fields }
