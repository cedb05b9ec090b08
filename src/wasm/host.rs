//! Interface of the JavaScript side of a call: credentials, `fetch`, clocks, timers and the caller's signal.

use core::time::Duration;

use apsara_live_core::Failure;
use apsara_live_core::call::{Delivery, Exchange, Freshness, Loss, Moment, Step};
use apsara_live_core::error::Kind;
use apsara_live_core::reply::{Body, FieldParts, Fields, Reply};
use js_sys::{JsString, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use crate::declare::{declarations, incoming, words};
use crate::members::{Members, constant};
use crate::options::CoreCredentials;
use crate::random::random;
use crate::record::{Js, Member, Read, Record, Words};
use crate::signers::Signers;
use crate::typescript::Typed;

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
    fn current_credentials(this: &Host, freshness: &JsString) -> Option<Members>;
    #[wasm_bindgen(method, js_name = askCredentials)]
    pub(crate) fn ask_credentials(this: &Host, freshness: &JsString, timeout_ms: f64) -> Completion;
    #[wasm_bindgen(method)]
    pub(crate) fn send(
        this: &Host,
        request: Members,
        timeout_ms: f64,
        task: Option<Members>,
        is_question: bool,
    ) -> Completion;
    #[wasm_bindgen(method)]
    pub(crate) fn wait(this: &Host, ms: f64, for_state: bool) -> Completion;
    #[wasm_bindgen(method, js_name = waitForPermit)]
    pub(crate) fn wait_for_permit(this: &Host, ms: f64) -> Completion;
    #[wasm_bindgen(method, js_name = waitHeld)]
    pub(crate) fn wait_held(
        this: &Host,
        ms: f64,
        kind: &str,
        code: &str,
        since_ms: f64,
        next_probe_ms: f64,
    ) -> Completion;
    #[wasm_bindgen(method, js_name = onResponse)]
    pub(crate) fn on_response(this: &Host, status: u16, request_id: Option<&str>);
    #[wasm_bindgen(method, js_name = onRetry)]
    pub(crate) fn on_retry(this: &Host, delay_ms: f64, kind: &str, code: &str, request_id: Option<&str>);

    /// A wait of the host: `pkg-template/src/wasm/completion.ts`. Its one reaction runs at once when the host settles it.
    pub type Completion;
}

words! {
    /// Which credentials are acceptable: cached credentials, or other credentials than the service called expired.
    Freshness { Any = "any", Renewed = "renewed", }
}

words! {
    /// Whether a request may have reached the service.
    Delivery { Unknown = "unknown", NeverSent = "never-sent", NoSuchHost = "no-such-host", NotAllowed = "not-allowed", }
}

incoming! {
    /// The end of a wait.
    enum HostEvent by "kind" {
        /// There are credentials.
        Credentials = "credentials" { credentials: Js<CoreCredentials> = "credentials", }
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
    impl FieldParts as ReplyFields {
        request_id: Option<String> = "requestId",
        /// The ID of the task that the reply is about.
        task_id: Option<String> = "taskId",
        code: Option<String> = "code",
        message: Option<String> = "message",
        recommend: Option<String> = "recommend",
        /// The texts of the members of `AccessDeniedDetail`, each on its line.
        access_denied_detail: Option<String> = "accessDeniedDetail",
        /// Whether the body itself speaks of an error in any form but a string `Code`.
        mentions_error: bool = "mentionsError",
        /// Whether an object within the body speaks of an error, or the body is longer than any reply to a stop and was not searched.
        nests_error: bool = "nestsError",
        /// The `Status` of the described task; empty if the list is empty.
        task_status: Option<String> = "taskStatus",
    }
}

impl Read for Fields {
    fn read(object: &Members, name: &'static str) -> Option<Self> {
        FieldParts::read(object, name).map(Self::from)
    }
}

impl Typed for Fields {
    fn type_name() -> String {
        FieldParts::type_name()
    }
}

impl Completion {
    /// Waits until the host settles it.
    pub(crate) async fn settled(self) -> HostEvent {
        // Of a promise, `JsFuture` needs no more than a `then` with one reaction, and the host does not reject.
        let event = JsFuture::from(self.unchecked_into::<Promise>()).await;
        HostEvent::of(event.unwrap_or_default().unchecked_ref())
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
        let wall_ms = self.wall_ms() as i64;
        Moment {
            wall_ms,
            elapsed_ms: self.elapsed_ms() as u64,
            monotonic: Duration::from_micros((self.monotonic_ms() * 1_000.0) as u64),
            random: random(wall_ms),
        }
    }

    pub(crate) fn cached_credentials(&self, freshness: Freshness) -> Option<Js<CoreCredentials>> {
        self.current_credentials(constant(freshness.word())).map(Js::new)
    }
}

/// Reads the failure of [`HostEvent::NoCredentials`]. The whole enum, read in a second place, would cost 150 bytes of the package.
pub(crate) fn no_credentials(event: &Members) -> Failure {
    let (code, message) = (String::member(event, "code"), String::member(event, "message"));
    let mut failure = Failure::new(Kind::Credentials, code, message);
    failure.retryable = bool::member(event, "retryable");
    failure
}

impl HostEvent {
    /// Answers the step that the host has worked on.
    pub(crate) fn answer(self, step: Step, signers: &Signers, now: Moment) -> Step {
        match (step, self) {
            (step, Self::Aborted { request_sent }) => Step::Done(step.abort(request_sent, now)),
            (Step::RefreshCredentials(step), Self::Credentials { credentials }) => match signers.signer(&credentials) {
                Ok(signer) => step.signer(signer, now),
                Err(error) => step.failed(error.into(), now),
            },
            (
                Step::RefreshCredentials(step),
                Self::NoCredentials {
                    code,
                    message,
                    retryable,
                },
            ) => {
                let mut failure = Failure::new(Kind::Credentials, code, message);
                failure.retryable = retryable;
                step.failed(failure, now)
            }
            (Step::Send(step), Self::Reply { reply }) => step.end(Exchange::Reply(reply), now),
            (Step::Send(step), Self::Lost { reason, delivery }) => {
                step.end(Exchange::Lost(Loss { reason, delivery }), now)
            }
            (Step::Send(step), Self::TimedOut {}) => step.end(Exchange::TimedOut, now),
            (Step::Wait(step), Self::Waited {}) => step.over(now),
            // Then TypeScript and Rust disagree on the events of a step.
            _ => wasm_bindgen::throw_str("an event of another step"),
        }
    }
}

declarations! { Freshness Delivery Body HostEvent Reply FieldParts }
