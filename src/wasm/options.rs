//! Objects that come in, read by name, and the core types that they become. `pkg-template/src/wasm/boundary.ts` declares the same
//! objects; there they have been validated.

use apsara_live_core::endpoint::{DEFAULT_REGION, Endpoint, Network, PlainHttp};
use apsara_live_core::operation::{Invocation, Operation};
use apsara_live_core::policy::{AlreadyStopped, CallOptions, RetryPolicy};
use apsara_live_core::sign::SignatureMethod;
use apsara_live_core::{ArgumentError, Credentials};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

#[wasm_bindgen]
extern "C" {
    /// Options of a client that concern every call.
    pub type ClientOptions;

    #[wasm_bindgen(method, getter)]
    fn endpoint(this: &ClientOptions) -> Option<String>;
    #[wasm_bindgen(method, getter, js_name = plainHttp)]
    fn plain_http(this: &ClientOptions) -> PlainHttpName;
    #[wasm_bindgen(method, getter)]
    fn region(this: &ClientOptions) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn network(this: &ClientOptions) -> NetworkName;
    #[wasm_bindgen(method, getter, js_name = signatureMethod)]
    fn signature_method(this: &ClientOptions) -> SignatureMethodName;

    /// Options of one call, with those of its client filled in.
    pub type CallSettings;

    #[wasm_bindgen(method, getter, js_name = timeoutMs)]
    fn timeout_ms(this: &CallSettings) -> f64;
    #[wasm_bindgen(method, getter, js_name = attemptTimeoutMs)]
    fn attempt_timeout_ms(this: &CallSettings) -> f64;
    #[wasm_bindgen(method, getter, js_name = maxAttempts)]
    fn max_attempts(this: &CallSettings) -> f64;
    #[wasm_bindgen(method, getter, js_name = baseDelayMs)]
    fn base_delay_ms(this: &CallSettings) -> f64;
    #[wasm_bindgen(method, getter, js_name = maxDelayMs)]
    fn max_delay_ms(this: &CallSettings) -> f64;
    #[wasm_bindgen(method, getter, js_name = alreadyStopped)]
    fn already_stopped(this: &CallSettings) -> AlreadyStoppedName;

    /// Parameters of an operation, as strings by their JavaScript names.
    pub type Params;

    #[wasm_bindgen(method, indexing_getter)]
    fn get(this: &Params, key: &str) -> Option<String>;

    /// An AccessKey pair, with the token of a temporary one.
    #[derive(Clone, PartialEq)]
    pub type AccessKey;

    #[wasm_bindgen(method, getter, js_name = accessKeyId)]
    fn access_key_id(this: &AccessKey) -> String;
    #[wasm_bindgen(method, getter, js_name = accessKeySecret)]
    fn access_key_secret(this: &AccessKey) -> String;
    #[wasm_bindgen(method, getter, js_name = securityToken)]
    fn security_token(this: &AccessKey) -> Option<String>;
}

/// Values of `network`.
#[wasm_bindgen]
#[derive(Clone, Copy, PartialEq)]
enum NetworkName {
    Public = "public",
    Vpc = "vpc",
}

/// Values of `plainHttp`.
#[wasm_bindgen]
#[derive(Clone, Copy, PartialEq)]
enum PlainHttpName {
    Loopback = "loopback",
    Everywhere = "everywhere",
}

/// Values of `signatureMethod`.
#[wasm_bindgen]
#[derive(Clone, Copy, PartialEq)]
enum SignatureMethodName {
    Acs3HmacSha256 = "ACS3-HMAC-SHA256",
    HmacSha1 = "HMAC-SHA1",
}

/// Values of `alreadyStopped`.
#[wasm_bindgen]
#[derive(Clone, Copy, PartialEq)]
enum AlreadyStoppedName {
    Resolve = "resolve",
    Throw = "throw",
}

/// The address of the service.
pub(crate) enum Address {
    Endpoint(Endpoint),
    Region(String, Network),
}

impl Address {
    pub(crate) fn new(options: &ClientOptions) -> Result<Self, ArgumentError> {
        if let Some(text) = options.endpoint() {
            let plain_http = match options.plain_http() {
                PlainHttpName::Everywhere => PlainHttp::Everywhere,
                _ => PlainHttp::Loopback,
            };
            return Endpoint::parse(&text, plain_http)
                .map(Self::Endpoint)
                .map_err(in_options);
        }
        let network = match options.network() {
            NetworkName::Vpc => Network::Vpc,
            _ => Network::Public,
        };
        let region = options.region();
        Ok(Self::Region(region.unwrap_or_else(|| DEFAULT_REGION.into()), network))
    }

    /// Returns the endpoint of an operation.
    pub(crate) fn endpoint(&self, operation: &Operation) -> Result<Endpoint, ArgumentError> {
        match self {
            Self::Endpoint(endpoint) => Ok(endpoint.clone()),
            Self::Region(region, network) => Endpoint::of_region(region, *network, operation).map_err(in_options),
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

pub(crate) fn signature_method(options: &ClientOptions) -> SignatureMethod {
    match options.signature_method() {
        SignatureMethodName::HmacSha1 => SignatureMethod::HmacSha1,
        _ => SignatureMethod::Acs3HmacSha256,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "validated whole numbers from 0 to 2^31"
)]
pub(crate) fn call_options(settings: &CallSettings) -> CallOptions {
    CallOptions {
        timeout_ms: settings.timeout_ms() as u64,
        attempt_timeout_ms: settings.attempt_timeout_ms() as u64,
        retry: RetryPolicy {
            max_attempts: settings.max_attempts() as u32,
            base_delay_ms: settings.base_delay_ms() as u64,
            max_delay_ms: settings.max_delay_ms() as u64,
        },
        already_stopped: match settings.already_stopped() {
            AlreadyStoppedName::Throw => AlreadyStopped::Throw,
            _ => AlreadyStopped::Resolve,
        },
    }
}

pub(crate) fn invocation(operation: &'static Operation, params: &Params) -> Result<Invocation, ArgumentError> {
    Invocation::new(operation, |parameter| params.get(parameter.key))
}

pub(crate) fn credentials(access_key: &AccessKey) -> Result<Credentials, ArgumentError> {
    let secret = Zeroizing::new(access_key.access_key_secret());
    let token = access_key.security_token().map(Zeroizing::new);
    Credentials::new(
        &access_key.access_key_id(),
        &secret,
        token.as_ref().map(|token| token.as_str()),
    )
}
