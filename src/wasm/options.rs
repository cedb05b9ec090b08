//! Objects that come in, read by name, and the core types that they become. `pkg-template/src/api/boundary.ts` declares the same
//! objects; there they have been validated.

use apsara_live_core::endpoint::{DEFAULT_REGION, Endpoint, Network, Scheme};
use apsara_live_core::error::code;
use apsara_live_core::http::Method;
use apsara_live_core::operation::{Action, Invocation, OPERATIONS, Operation};
use apsara_live_core::pacer::Quotas;
use apsara_live_core::policy::{AlreadyStopped, CallOptions, CredentialsSource, Queueing, RetryPolicy};
use apsara_live_core::sign::SignatureMethod;
use apsara_live_core::{ArgumentError, Credentials};
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use crate::members::Members;

#[wasm_bindgen]
extern "C" {
    /// Options of a client that concern every call.
    #[wasm_bindgen(extends = Members)]
    pub type ClientOptions;

    /// Options of one call, completed by the options of its client.
    #[wasm_bindgen(extends = Members)]
    pub type CallSettings;

    /// Parameters of an operation, as strings by their names on the wire.
    #[wasm_bindgen(extends = Members)]
    pub type Params;

    /// A request as the caller describes it: an operation with its parameters, or any other action.
    #[wasm_bindgen(extends = Members)]
    pub type CallRequest;

    /// An AccessKey pair, with the token of a temporary one.
    #[wasm_bindgen(extends = Members)]
    #[derive(Clone, PartialEq)]
    pub type AccessKey;
}

/// The address of the service.
pub(crate) enum Address {
    Endpoint(Endpoint),
    Region(String, Network),
}

impl Address {
    pub(crate) fn new(options: &Members) -> Self {
        if let Some(host) = options.text("host") {
            let scheme = if options.is("scheme", "http") {
                Scheme::Http
            } else {
                Scheme::Https
            };
            return Self::Endpoint(Endpoint::of_host(scheme, host));
        }
        let network = if options.is("network", "vpc") {
            Network::Vpc
        } else {
            Network::Public
        };
        let region = options.text("region");
        Self::Region(region.unwrap_or_else(|| DEFAULT_REGION.into()), network)
    }

    /// Returns the endpoint of an action.
    pub(crate) fn endpoint(&self, action: &str) -> Result<Endpoint, ArgumentError> {
        match self {
            Self::Endpoint(endpoint) => Ok(endpoint.clone()),
            Self::Region(region, network) => Endpoint::of_region(region, *network, action).map_err(in_options),
        }
    }
}

/// The core knows only the name of an option.
#[expect(clippy::needless_pass_by_value, reason = "the signature that map_err takes")]
fn in_options(error: ArgumentError) -> ArgumentError {
    let mut path = String::from("options.");
    path.push_str(&error.path);
    ArgumentError::new(error.code, &path, &error.expected)
}

/// The quotas: the documented quotas, replaced by the caller's where given, or none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "validated whole numbers from 1 to MAX_QUOTA"
)]
pub(crate) fn quotas(options: &ClientOptions) -> Quotas {
    if !options.flag("paced") {
        return Quotas::Unlimited;
    }
    let own: Members = options.object("quota");
    let mut quotas = Vec::new();
    for operation in OPERATIONS {
        if let Some(quota) = own.number(operation.name) {
            quotas.push((operation.name, quota as u32));
        }
    }
    Quotas::Documented(quotas)
}

pub(crate) fn signature_method(options: &ClientOptions) -> SignatureMethod {
    if options.is("signatureMethod", SignatureMethod::HmacSha1.as_str()) {
        SignatureMethod::HmacSha1
    } else {
        SignatureMethod::Acs3HmacSha256
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "validated whole numbers from 0 to 2^31"
)]
pub(crate) fn call_options(settings: &CallSettings) -> CallOptions {
    let number = |name| settings.number(name).unwrap_or_default() as u64;
    CallOptions {
        timeout_ms: number("timeoutMs"),
        attempt_timeout_ms: number("attemptTimeoutMs"),
        retry: RetryPolicy {
            max_attempts: number("maxAttempts") as u32,
            base_delay_ms: number("baseDelayMs"),
            max_delay_ms: number("maxDelayMs"),
        },
        already_stopped: if settings.is("alreadyStopped", "throw") {
            AlreadyStopped::Throw
        } else {
            AlreadyStopped::Resolve
        },
        queueing: if settings.is("queueing", "free") {
            Queueing::Free
        } else {
            Queueing::Counts
        },
        verify: settings.flag("verify"),
        credentials_source: if settings.is("credentialsSource", "constant") {
            CredentialsSource::Constant
        } else {
            CredentialsSource::Function
        },
    }
}

pub(crate) fn invocation(operation: &'static Operation, params: &Params) -> Result<Invocation, ArgumentError> {
    Invocation::new(operation, &|parameter| params.text(parameter.name))
}

/// Reads a request: its invocation, and its own endpoint if it has one.
pub(crate) fn call_request(request: &CallRequest) -> Result<(Invocation, Option<Address>), ArgumentError> {
    if let Some(name) = request.text("operation") {
        let operation = Operation::named(&name)
            .ok_or_else(|| ArgumentError::new(code::UNKNOWN_OPERATION, "operation", "the name of an operation"))?;
        return Ok((invocation(operation, &request.object("params"))?, None));
    }
    let list: Array = request.object("parameters");
    let mut parameters = Vec::new();
    for index in 0..list.length() {
        let parameter: Members = list.get(index).unchecked_into();
        parameters.push((text(&parameter, "name").into(), text(&parameter, "value")));
    }
    let invocation = Invocation::of_action(Action {
        name: text(request, "action"),
        version: text(request, "version"),
        method: if request.is("method", Method::Get.as_str()) {
            Method::Get
        } else {
            Method::Post
        },
        idempotent: request.flag("idempotent"),
        parameters,
    })?;
    let address = Address::new(request);
    Ok((
        invocation,
        Some(address).filter(|address| matches!(address, Address::Endpoint(_))),
    ))
}

fn text(object: &Members, name: &'static str) -> String {
    object.text(name).unwrap_or_default()
}

pub(crate) fn credentials(access_key: &AccessKey) -> Result<Credentials, ArgumentError> {
    let text = |name| Zeroizing::new(access_key.text(name).unwrap_or_default());
    let token = access_key.text("securityToken").map(Zeroizing::new);
    Credentials::new(
        &text("accessKeyId"),
        &text("accessKeySecret"),
        token.as_ref().map(|token| token.as_str()),
    )
}
