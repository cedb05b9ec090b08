//! The loop: takes the core's steps, has the host do them, and tells the core what happened.

use std::cell::Cell;
use std::sync::Arc;

use apsara_live_core::Failure;
use apsara_live_core::call::{Call, Clock, Input, Moment, Outcome, Step};
use wasm_bindgen::JsValue;

use crate::credentials::Keyring;
use crate::host::{Exchange, Host};

/// How a call failed to end well.
pub(crate) enum Stop {
    /// It failed, for a cause that the runtime, or a function of the caller's, threw.
    Failed(Failure, JsValue),
    /// The caller aborted, for this reason, and the task may or may not have been stopped.
    Aborted { reason: JsValue, outcome_unknown: bool },
}

impl<F: Into<Failure>> From<F> for Stop {
    fn from(failure: F) -> Self {
        Self::Failed(failure.into(), JsValue::UNDEFINED)
    }
}

/// Takes steps until the call is done or the caller aborts. After an abort nothing more is sent.
pub(crate) async fn drive(
    mut call: Call,
    keyring: &Keyring,
    clock: &Cell<Clock>,
    host: &Host,
) -> Result<Outcome, Stop> {
    let begun_ms = host.monotonic_ms();
    let (mut input, mut signer, mut cause) = (Input::Begin, None, JsValue::UNDEFINED);
    let mut told = false;
    loop {
        if let Some(reason) = host.aborted() {
            return Err(Stop::Aborted {
                reason,
                outcome_unknown: call.outcome_unknown() || matches!(input, Input::TimedOut),
            });
        }
        let mut learnt = clock.get();
        let now = Moment {
            wall_ms: host.wall_ms(),
            elapsed_ms: host.monotonic_ms().saturating_sub(begun_ms),
            random: host.random(),
        };
        let step = call.advance(input, now, &mut learnt);
        clock.set(learnt);
        input = match step {
            Step::Done(result) => return result.map_err(|failure| Stop::Failed(failure, cause)),
            Step::RefreshCredentials { freshness, timeout_ms } => {
                match keyring.signer(freshness, signer.as_ref(), timeout_ms, host).await {
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
                if !told {
                    tell_retry(&call, 0, host);
                }
                told = false;
                cause = JsValue::UNDEFINED;
                match host.send(&request, timeout_ms).await {
                    Exchange::Response(response) => Input::Response(response),
                    Exchange::Lost(reason, thrown) => {
                        cause = thrown;
                        Input::Lost(reason)
                    }
                    // Or aborted: the next turn sees the signal, and goes no further.
                    Exchange::Ended => Input::TimedOut,
                }
            }
            Step::Wait(ms) => {
                tell_retry(&call, ms, host);
                told = true;
                host.wait(ms).await;
                Input::Waited
            }
        };
    }
}

#[expect(clippy::cast_precision_loss, reason = "the core allows no span above 2^31")]
fn tell_retry(call: &Call, delay_ms: u64, host: &Host) {
    if let Some(failure) = call.failure() {
        host.retrying(delay_ms as f64, failure.kind.as_str(), &failure.code);
    }
}
