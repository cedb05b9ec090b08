//! Makes core types of the values that `convert.js` has read, and that are of the right types.

use apsara_live_core::ArgumentError;
use apsara_live_core::endpoint::{DEFAULT_REGION, Endpoint, Network};
use apsara_live_core::operation::{Invocation, Operation};
use apsara_live_core::policy::{AlreadyStopped, CallOptions, RetryPolicy};
use js_sys::Array;

/// Where the service is.
pub(crate) enum Place {
    Endpoint(Endpoint),
    Region(String, Network),
}

impl Place {
    pub(crate) fn new(endpoint: Option<&str>, region: Option<String>, vpc: bool) -> Result<Self, ArgumentError> {
        if let Some(text) = endpoint {
            return Endpoint::parse(text).map(Self::Endpoint).map_err(in_options);
        }
        let network = if vpc { Network::Vpc } else { Network::Public };
        Ok(Self::Region(region.unwrap_or_else(|| DEFAULT_REGION.into()), network))
    }

    /// The endpoint of an operation. Of a region it takes a search among all of them, so [`Client`](crate::Client) keeps it.
    pub(crate) fn endpoint(&self, operation: &Operation) -> Result<Endpoint, ArgumentError> {
        match self {
            Self::Endpoint(endpoint) => Ok(endpoint.clone()),
            Self::Region(region, network) => Endpoint::of_region(region, *network, operation).map_err(in_options),
        }
    }
}

/// How a call behaves, out of the numbers of `callNumbers` in `convert.js`, in their order.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers from 0 to 2^31"
)]
pub(crate) fn call_options(numbers: &Array) -> CallOptions {
    let defaults = CallOptions::default();
    let number = |at, default| numbers.get(at).as_f64().map_or(default, |number| number as u64);
    CallOptions {
        timeout_ms: number(0, defaults.timeout_ms),
        attempt_timeout_ms: number(1, defaults.attempt_timeout_ms),
        retry: RetryPolicy {
            max_attempts: number(2, defaults.retry.max_attempts.into()) as u32,
            base_delay_ms: number(3, defaults.retry.base_delay_ms),
            max_delay_ms: number(4, defaults.retry.max_delay_ms),
        },
        already_stopped: match number(5, 0) {
            0 => AlreadyStopped::Resolve,
            _ => AlreadyStopped::Throw,
        },
    }
}

/// The operation with its parameters, checked.
pub(crate) fn invocation(operation: &'static Operation, params: &Array) -> Result<Invocation, ArgumentError> {
    Invocation::new(operation, (0..params.length()).map(|at| params.get(at).as_string()))
}

/// The path of an option, where the core knows only its name.
#[expect(clippy::needless_pass_by_value, reason = "what map_err takes")]
fn in_options(error: ArgumentError) -> ArgumentError {
    let mut path = String::from("options.");
    path.push_str(&error.path);
    ArgumentError::new(error.code, &path, &error.expected)
}
