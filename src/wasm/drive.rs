//! The loop: takes the core's steps, has the host do them, and tells the core what happened.

use std::cell::Cell;
use std::sync::Arc;

use apsara_live_core::Failure;
use apsara_live_core::call::{Call, Clock, Freshness, Input, Moment, Outcome, Step};
use apsara_live_core::error::{Kind, code};
use apsara_live_core::sign::Signer;
use js_sys::{Function, Reflect};
use wasm_bindgen::JsValue;

use crate::abort::{Abort, Ended};
use crate::credentials::Keyring;
use crate::host;

/// How a call failed to end well.
pub(crate) enum Stop {
    /// It failed, for a cause that the runtime, or a function of the caller's, threw.
    Failed(Box<Failure>, Option<JsValue>),
    /// The caller aborted, for this reason.
    Aborted(JsValue),
}

impl<F: Into<Failure>> From<F> for Stop {
    fn from(failure: F) -> Self {
        Self::Failed(Box::new(failure.into()), None)
    }
}

/// What a call is driven with.
pub(crate) struct Drive<'a> {
    pub(crate) keyring: &'a Keyring,
    pub(crate) clock: &'a Cell<Clock>,
    pub(crate) fetch: Function,
    pub(crate) user_agent: Option<&'a str>,
    pub(crate) abort: &'a Abort,
}

impl Drive<'_> {
    /// Takes steps until the call is done or the caller aborts. After an abort nothing more is sent.
    pub(crate) async fn run(&self, mut call: Call) -> Result<Outcome, Stop> {
        let begun_ms = host::monotonic_ms();
        let (mut input, mut signer, mut cause) = (Input::Begin, None, None);
        loop {
            if let Some(reason) = self.abort.reason() {
                return Err(Stop::Aborted(reason));
            }
            let mut clock = self.clock.get();
            let now = Moment {
                wall_ms: host::wall_ms(),
                elapsed_ms: host::monotonic_ms().saturating_sub(begun_ms),
                random: host::random().ok_or_else(no_random)?,
            };
            let step = call.advance(input, now, &mut clock);
            self.clock.set(clock);
            input = match step {
                Step::Done(result) => return result.map_err(|failure| Stop::Failed(Box::new(failure), cause)),
                Step::RefreshCredentials { freshness, timeout_ms } => {
                    match credentials(self.keyring, freshness, signer.as_ref(), timeout_ms, self.abort).await? {
                        Ok(fresh) => {
                            signer = Some(Arc::clone(&fresh));
                            Input::Signer(fresh)
                        }
                        Err((failure, thrown)) => {
                            cause = thrown;
                            Input::NoCredentials(failure)
                        }
                    }
                }
                Step::Send { request, timeout_ms } => {
                    let exchange = host::send(&self.fetch, &request, self.user_agent);
                    cause = None;
                    match self.abort.race(timeout_ms, exchange).await {
                        Ended::Done(Ok(response)) => Input::Response(response),
                        Ended::Done(Err(thrown)) => {
                            let reason = describe(&thrown);
                            cause = Some(thrown);
                            Input::Lost(reason)
                        }
                        Ended::TimedOut => Input::TimedOut,
                        // The next turn sees the signal, and goes no further.
                        Ended::Aborted => Input::TimedOut,
                    }
                }
                Step::Wait(ms) => {
                    self.abort.race(ms, std::future::pending::<()>()).await;
                    Input::Waited
                }
            };
        }
    }
}

/// Gets credentials within a time; the outer error is an abort.
pub(crate) async fn credentials(
    keyring: &Keyring,
    freshness: Freshness,
    refused: Option<&Arc<Signer>>,
    timeout_ms: u64,
    abort: &Abort,
) -> Result<Result<Arc<Signer>, crate::credentials::Unavailable>, Stop> {
    match abort.race(timeout_ms, keyring.signer(freshness, refused)).await {
        Ended::Done(answer) => Ok(answer),
        Ended::Aborted => Err(Stop::Aborted(abort.reason().unwrap_or_default())),
        Ended::TimedOut => {
            keyring.give_up();
            let message = "options.credentials: the function did not answer in the time that the call may take";
            let mut failure = Failure::new(Kind::Credentials, code::CREDENTIALS_TIMEOUT, message);
            failure.retryable = true;
            Ok(Err((failure, None)))
        }
    }
}

pub(crate) fn no_random() -> Failure {
    let message = "crypto.getRandomValues: expected Web Crypto, which this runtime lacks";
    Failure::new(Kind::Argument, code::UNSUPPORTED_RUNTIME, message)
}

/// What was thrown, and its own cause, in which Node.js hides what really happened.
fn describe(thrown: &JsValue) -> String {
    let message = |value: &JsValue| {
        let member = |name: &str| Reflect::get(value, &name.into()).ok().and_then(|text| text.as_string());
        member("message").filter(|text| !text.is_empty()).or_else(|| member("code"))
    };
    if !thrown.is_object() {
        return thrown.as_string().unwrap_or_else(|| "something that is not an error was thrown".into());
    }
    let own = message(thrown).unwrap_or_else(|| "an error without a message".into());
    match Reflect::get(thrown, &"cause".into()).ok().filter(JsValue::is_object).and_then(|cause| message(&cause)) {
        Some(cause) => [own, ": ".into(), cause].concat(),
        None => own,
    }
}
