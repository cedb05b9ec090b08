//! The `credentials` option in all its forms, and what credentials functions answer.

use apsara_live_core::error::code;
use apsara_live_core::{ArgumentError, Timestamp};
use js_sys::{Date, Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use super::read::{is_plain, members, only, text};

pub(crate) use apsara_live_core::Credentials;

const KEYS: [&str; 4] = ["accessKeyId", "accessKeySecret", "securityToken", "expiration"];

/// The methods of credentials objects in the vendor's packages: `@alicloud/credentials` has the one, the credentials providers of
/// its newer packages have the other.
const METHODS: [&str; 2] = ["getCredential", "getCredentials"];

/// Where credentials come from.
pub(crate) enum Source {
    /// The environment variables, read at each call.
    Environment,
    /// Given once and for all.
    Fixed(Credentials),
    /// A function, and what it is a method of.
    Function {
        function: Function,
        this: JsValue,
    },
}

/// Credentials, and when they end.
pub(crate) struct Expiring {
    pub(crate) credentials: Credentials,
    pub(crate) expiration_ms: Option<i64>,
}

impl Source {
    pub(crate) fn read(value: &JsValue) -> Result<Self, ArgumentError> {
        if value.is_undefined() {
            return Ok(Self::Environment);
        }
        if let Some(function) = value.dyn_ref::<Function>() {
            let (function, this) = (function.clone(), JsValue::UNDEFINED);
            return Ok(Self::Function { function, this });
        }
        if !is_plain(value) {
            return Err(refused("credentials", "an object with accessKeyId and accessKeySecret, or a function"));
        }
        for method in METHODS {
            let member = Reflect::get(value, &method.into()).unwrap_or_default();
            if let Some(function) = member.dyn_ref::<Function>() {
                let (function, this) = (function.clone(), value.clone());
                return Ok(Self::Function { function, this });
            }
        }
        only(value, "credentials", &KEYS)?;
        Ok(Self::Fixed(Expiring::read(value)?.credentials))
    }
}

impl Expiring {
    /// Reads an answer. Keys that mean nothing here are left alone: the vendor's objects have more.
    pub(crate) fn read(value: &JsValue) -> Result<Self, ArgumentError> {
        if !is_plain(value) {
            return Err(refused("credentials", "an object with accessKeyId and accessKeySecret"));
        }
        let [id, secret, token, expiration] = members(value, "credentials", &KEYS)?;
        let required = |value: &JsValue, path| text(value).ok_or_else(|| refused(path, "a string"));
        let id = required(&id, "credentials.accessKeyId")?;
        let secret = zeroize::Zeroizing::new(required(&secret, "credentials.accessKeySecret")?);
        let token = match token.is_undefined() || token.is_null() {
            true => None,
            false => Some(zeroize::Zeroizing::new(required(&token, "credentials.securityToken")?)),
        };
        // The vendor's objects carry an empty token where there is none.
        let token = token.as_ref().map(|token| token.as_str()).filter(|token| !token.is_empty());
        Ok(Self {
            credentials: Credentials::new(&id, &secret, token)?,
            expiration_ms: instant(&expiration)?,
        })
    }
}

/// A `Date`, a date in ISO 8601, or milliseconds since 1970.
fn instant(value: &JsValue) -> Result<Option<i64>, ArgumentError> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    let ms = Date::new(value).get_time();
    let known = value.is_string() || value.as_f64().is_some() || value.is_instance_of::<Date>();
    let instant = (known && ms.is_finite()).then(|| Timestamp::from_unix_ms(ms as i64)).flatten();
    let expected = "a Date, a string in ISO 8601, or milliseconds since 1970";
    instant.map(|instant| Some(instant.unix_ms())).ok_or_else(|| refused("credentials.expiration", expected))
}

fn refused(path: &str, expected: &str) -> ArgumentError {
    ArgumentError::new(code::INVALID_CREDENTIALS, path, expected)
}
