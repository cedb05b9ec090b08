//! Makes core types of the values that `convert.js` has read, and that are of the right types.

use apsara_live_core::endpoint::{DEFAULT_REGION, Endpoint, Network};
use apsara_live_core::error::code;
use apsara_live_core::operation::{Invocation, Operation};
use apsara_live_core::policy::{AlreadyStopped, CallOptions, RetryPolicy};
use apsara_live_core::sign::SignatureMethod;
use apsara_live_core::{ArgumentError, Credentials};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

#[wasm_bindgen]
extern "C" {
    /// What a client, a call or a signature is made with; of a choice among words, the place.
    pub type Values;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn credentials(this: &Values) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn region(this: &Values) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn network(this: &Values) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn endpoint(this: &Values) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = signatureMethod)]
    fn signature_method(this: &Values) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = timeoutMs)]
    fn timeout_ms(this: &Values) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = attemptTimeoutMs)]
    fn attempt_timeout_ms(this: &Values) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = maxAttempts)]
    fn max_attempts(this: &Values) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = baseDelayMs)]
    fn base_delay_ms(this: &Values) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = maxDelayMs)]
    fn max_delay_ms(this: &Values) -> Option<f64>;
    #[wasm_bindgen(method, getter, js_name = alreadyStopped)]
    fn already_stopped(this: &Values) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn date(this: &Values) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn nonce(this: &Values) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn method(this: &Values) -> Option<f64>;
}

/// Where the service is.
pub(crate) enum Place {
    Endpoint(Endpoint),
    Region(String, Network),
}

impl Place {
    pub(crate) fn endpoint(&self, operation: &Operation) -> Result<Endpoint, ArgumentError> {
        match self {
            Self::Endpoint(endpoint) => Ok(endpoint.clone()),
            Self::Region(region, network) => Endpoint::of_region(region, *network, operation).map_err(in_options),
        }
    }
}

impl Values {
    pub(crate) fn place(&self) -> Result<Place, ArgumentError> {
        let network = if is_second(self.network()) {
            Network::Vpc
        } else {
            Network::Public
        };
        match self.endpoint() {
            Some(text) => Endpoint::parse(&text).map(Place::Endpoint).map_err(in_options),
            None => Ok(Place::Region(
                self.region().unwrap_or_else(|| DEFAULT_REGION.into()),
                network,
            )),
        }
    }

    pub(crate) fn chosen_signature_method(&self) -> SignatureMethod {
        SignatureMethod::ALL[usize::from(is_second(self.signature_method()))]
    }

    /// Whether a pre-signed URL is asked for.
    pub(crate) fn is_get(&self) -> bool {
        is_second(self.method())
    }

    pub(crate) fn call_options(&self) -> CallOptions {
        let defaults = CallOptions::default();
        CallOptions {
            timeout_ms: number(self.timeout_ms(), defaults.timeout_ms),
            attempt_timeout_ms: number(self.attempt_timeout_ms(), defaults.attempt_timeout_ms),
            retry: RetryPolicy {
                max_attempts: attempts(self.max_attempts(), defaults.retry.max_attempts),
                base_delay_ms: number(self.base_delay_ms(), defaults.retry.base_delay_ms),
                max_delay_ms: number(self.max_delay_ms(), defaults.retry.max_delay_ms),
            },
            already_stopped: if is_second(self.already_stopped()) {
                AlreadyStopped::Throw
            } else {
                AlreadyStopped::Resolve
            },
        }
    }
}

/// The operation with its parameters, checked.
pub(crate) fn invocation(operation: &'static Operation, params: &Array) -> Result<Invocation, ArgumentError> {
    Invocation::new(operation, (0..params.length()).map(|at| params.get(at).as_string()))
}

/// Credentials, and when they end, in milliseconds since 1970.
pub(crate) fn credentials(answer: &JsValue) -> Result<(Credentials, Option<i64>), ArgumentError> {
    let parts = Array::from(answer);
    let text = |at| Zeroizing::new(parts.get(at).as_string().unwrap_or_default());
    let token = parts.get(2).as_string().map(Zeroizing::new);
    let credentials = Credentials::new(&text(0), &text(1), token.as_ref().map(|token| token.as_str()))?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "dates of JavaScript are whole numbers below 2^53"
    )]
    let end_ms = parts.get(3).as_f64().map(|ms| ms as i64);
    Ok((credentials, end_ms))
}

/// The path of an option, where the core knows only its name.
#[expect(clippy::needless_pass_by_value, reason = "what map_err takes")]
fn in_options(error: ArgumentError) -> ArgumentError {
    ArgumentError::new(error.code, ["options.", &error.path].concat(), error.expected.as_str())
}

/// The operation of a name that `convert.js` knows.
pub(crate) fn operation(name: &str) -> Result<&'static Operation, ArgumentError> {
    Operation::named(name).ok_or_else(|| ArgumentError::new(code::UNKNOWN_OPERATION, "operation", "a known one"))
}

fn is_second(place: Option<f64>) -> bool {
    place.is_some_and(|place| place > 0.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers from 0 to 2^31"
)]
fn number(given: Option<f64>, default: u64) -> u64 {
    given.map_or(default, |number| number as u64)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number from 1 to 100"
)]
fn attempts(given: Option<f64>, default: u32) -> u32 {
    given.map_or(default, |number| number as u32)
}
