//! Client options, call options and signing options.

use apsara_live_core::ArgumentError;
use apsara_live_core::endpoint::{DEFAULT_REGION, Endpoint, Network};
use apsara_live_core::error::code;
use apsara_live_core::operation::Operation;
use apsara_live_core::policy::{AlreadyStopped, CallOptions, MAX_ATTEMPTS, MAX_SPAN_MS, RetryPolicy};
use apsara_live_core::sign::{SignatureMethod, SignatureNonce};
use apsara_live_core::{Timestamp, http::Method};
use js_sys::{Date, Function};
use wasm_bindgen::{JsCast as _, JsValue};

use super::credentials::Source;
use super::read::{choice, function, is_plain, members, only, option_text, whole};

const CALL_KEYS: [&str; 4] = ["signal", "timeoutMs", "attemptTimeoutMs", "retry"];

const CLIENT_KEYS: [&str; 11] = [
    "credentials",
    "region",
    "network",
    "endpoint",
    "signatureMethod",
    "fetch",
    "timeoutMs",
    "attemptTimeoutMs",
    "retry",
    "alreadyStopped",
    "userAgent",
];

const SIGN_KEYS: [&str; 5] = ["date", "nonce", "method", "signal", "timeoutMs"];

const RETRY_KEYS: [&str; 3] = ["maxAttempts", "baseDelayMs", "maxDelayMs"];

/// What a client was made with.
pub(crate) struct ClientSettings {
    pub(crate) source: Source,
    pub(crate) place: Place,
    pub(crate) signature_method: SignatureMethod,
    pub(crate) fetch: Option<Function>,
    pub(crate) user_agent: String,
    pub(crate) call: CallOptions,
}

/// Where the service is.
pub(crate) enum Place {
    Endpoint(Endpoint),
    Region(String, Network),
}

/// What a call was made with.
pub(crate) struct CallSettings {
    pub(crate) signal: Option<web_sys::AbortSignal>,
    pub(crate) options: CallOptions,
}

/// What a request is to be signed with.
pub(crate) struct SignSettings {
    pub(crate) timestamp: Option<Timestamp>,
    pub(crate) nonce: Option<SignatureNonce>,
    pub(crate) method: Method,
    pub(crate) call: CallSettings,
}

impl Place {
    pub(crate) fn endpoint(&self, operation: &Operation) -> Result<Endpoint, ArgumentError> {
        match self {
            Self::Endpoint(endpoint) => Ok(endpoint.clone()),
            Self::Region(region, network) => Endpoint::of_region(region, *network, operation),
        }
    }
}

/// The options of a client.
pub(crate) fn client_settings(value: &JsValue) -> Result<ClientSettings, ArgumentError> {
    object(value)?;
    only(value, "options", &CLIENT_KEYS)?;
    read_client(value)
}

/// The options of a call of a client.
pub(crate) fn call_settings(value: &JsValue, defaults: CallOptions) -> Result<CallSettings, ArgumentError> {
    object(value)?;
    only(value, "options", &CALL_KEYS)?;
    read_call(value, defaults)
}

/// The options of a call without a client, which are those of both.
pub(crate) fn one_call(value: &JsValue) -> Result<(ClientSettings, CallSettings), ArgumentError> {
    object(value)?;
    let mut keys = CLIENT_KEYS.to_vec();
    keys.push("signal");
    only(value, "options", &keys)?;
    let client = read_client(value)?;
    let call = read_call(value, client.call)?;
    Ok((client, call))
}

/// The options of `sign`.
pub(crate) fn sign_settings(value: &JsValue, defaults: CallOptions) -> Result<SignSettings, ArgumentError> {
    object(value)?;
    only(value, "options", &SIGN_KEYS)?;
    let [date, nonce, method] = optional(value, &["date", "nonce", "method"])?;
    let methods = [Method::Post, Method::Get];
    let method = choice(&method, "options.method", &methods.map(Method::as_str))?;
    Ok(SignSettings {
        timestamp: timestamp(&date)?,
        nonce: match option_text(&nonce, "options.nonce")? {
            Some(text) => Some(SignatureNonce::new(&text)?),
            None => None,
        },
        method: methods[method.unwrap_or(0)],
        call: read_call(value, defaults)?,
    })
}

fn read_client(value: &JsValue) -> Result<ClientSettings, ArgumentError> {
    let [credentials, region, network, endpoint, signature_method, fetch, already_stopped, user_agent] = optional(
        value,
        &[
            "credentials",
            "region",
            "network",
            "endpoint",
            "signatureMethod",
            "fetch",
            "alreadyStopped",
            "userAgent",
        ],
    )?;
    let networks = [Network::Public, Network::Vpc];
    let network = choice(&network, "options.network", &["public", "vpc"])?.map_or(Network::Public, |i| networks[i]);
    let region = option_text(&region, "options.region")?;
    let place = match option_text(&endpoint, "options.endpoint")? {
        Some(text) => Place::Endpoint(Endpoint::parse(&text).map_err(in_options)?),
        None => Place::Region(region.unwrap_or_else(|| DEFAULT_REGION.into()), network),
    };
    let methods = SignatureMethod::ALL;
    let method = choice(&signature_method, "options.signatureMethod", &methods.map(SignatureMethod::as_str))?;
    let endings = [AlreadyStopped::Resolve, AlreadyStopped::Throw];
    let ending = choice(&already_stopped, "options.alreadyStopped", &["resolve", "throw"])?;
    let defaults = CallOptions {
        already_stopped: ending.map_or(AlreadyStopped::Resolve, |i| endings[i]),
        ..CallOptions::default()
    };
    Ok(ClientSettings {
        source: Source::read(&credentials).map_err(in_options)?,
        place,
        signature_method: method.map_or(SignatureMethod::default(), |i| methods[i]),
        fetch: function(&fetch, "options.fetch")?,
        user_agent: user_agent_of(&user_agent)?,
        call: read_call(value, defaults)?.options,
    })
}

fn read_call(value: &JsValue, defaults: CallOptions) -> Result<CallSettings, ArgumentError> {
    let [signal, timeout, attempt_timeout, retry] = optional(value, &CALL_KEYS)?;
    let timeout_ms = whole(&timeout, "options.timeoutMs", 1, MAX_SPAN_MS)?;
    let attempt_timeout_ms = whole(&attempt_timeout, "options.attemptTimeoutMs", 1, MAX_SPAN_MS)?;
    Ok(CallSettings {
        signal: read_signal(signal)?,
        options: CallOptions {
            timeout_ms: timeout_ms.unwrap_or(defaults.timeout_ms),
            attempt_timeout_ms: attempt_timeout_ms.unwrap_or(defaults.attempt_timeout_ms),
            retry: read_retry(&retry, defaults.retry)?,
            ..defaults
        },
    })
}

fn read_retry(value: &JsValue, defaults: RetryPolicy) -> Result<RetryPolicy, ArgumentError> {
    if value.is_undefined() {
        return Ok(defaults);
    }
    if value.as_bool() == Some(false) {
        return Ok(RetryPolicy::NEVER);
    }
    let path = "options.retry";
    if !is_plain(value) {
        let expected = "false, or an object with maxAttempts, baseDelayMs, maxDelayMs";
        return Err(ArgumentError::new(code::INVALID_OPTION, path, expected));
    }
    only(value, path, &RETRY_KEYS)?;
    let [attempts, base, max] = members(value, path, &RETRY_KEYS)?;
    let attempts = whole(&attempts, "options.retry.maxAttempts", 1, u64::from(MAX_ATTEMPTS))?;
    Ok(RetryPolicy {
        max_attempts: attempts.and_then(|n| u32::try_from(n).ok()).unwrap_or(defaults.max_attempts),
        base_delay_ms: whole(&base, "options.retry.baseDelayMs", 0, MAX_SPAN_MS)?.unwrap_or(defaults.base_delay_ms),
        max_delay_ms: whole(&max, "options.retry.maxDelayMs", 0, MAX_SPAN_MS)?.unwrap_or(defaults.max_delay_ms),
    })
}

/// By its shape, not by its class: signals of another realm, and of polyfills, are as good.
fn read_signal(value: JsValue) -> Result<Option<web_sys::AbortSignal>, ArgumentError> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let [aborted, listen] = members(&value, "options.signal", &["aborted", "addEventListener"]).unwrap_or_default();
    if aborted.as_bool().is_none() || !listen.is_function() {
        return Err(ArgumentError::new(code::INVALID_OPTION, "options.signal", "an AbortSignal"));
    }
    Ok(Some(value.unchecked_into()))
}

fn user_agent_of(value: &JsValue) -> Result<String, ArgumentError> {
    let text = option_text(value, "options.userAgent")?;
    let text = text.unwrap_or_else(|| concat!("apsara-live/", env!("CARGO_PKG_VERSION")).into());
    let sendable = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    if text.trim().is_empty() || text.len() > 256 || !text.bytes().all(sendable) {
        let expected = "1 to 256 visible ASCII characters";
        return Err(ArgumentError::new(code::INVALID_OPTION, "options.userAgent", expected));
    }
    Ok(text)
}

fn timestamp(value: &JsValue) -> Result<Option<Timestamp>, ArgumentError> {
    if value.is_undefined() {
        return Ok(None);
    }
    let read = match value.dyn_ref::<Date>() {
        Some(date) if date.get_time().is_finite() => Timestamp::from_unix_ms(date.get_time() as i64),
        Some(_) => None,
        None => value.as_string().and_then(|text| text.parse().ok()),
    };
    let expected = "a Date, or a string of the form yyyy-MM-ddTHH:mm:ssZ";
    read.map(Some).ok_or_else(|| ArgumentError::new(code::INVALID_OPTION, "options.date", expected))
}

fn object(value: &JsValue) -> Result<(), ArgumentError> {
    if value.is_undefined() || is_plain(value) {
        return Ok(());
    }
    Err(ArgumentError::new(code::INVALID_OPTION, "options", "an object"))
}

fn optional<const N: usize>(
    value: &JsValue,
    keys: &[&str; N],
) -> Result<[JsValue; N], ArgumentError> {
    if value.is_undefined() {
        return Ok([const { JsValue::UNDEFINED }; N]);
    }
    members(value, "options", keys)
}

fn in_options(mut error: ArgumentError) -> ArgumentError {
    error.path.insert_str(0, "options.");
    error
}
